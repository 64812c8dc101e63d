export default `
create table secrets (name text primary key, value text not null) strict, without rowid;

create table operator_keys (
  id text primary key,
  name text not null,
  scopes text not null,               -- JSON array
  hash text not null unique,          -- SHA-256, hex; the key itself is nowhere
  created_at integer not null,
  revoked_at integer
) strict, without rowid;

create table products (
  sku text primary key,
  name text not null,
  category text not null,
  tax_category text not null,
  prices text not null,               -- JSON: currency -> millionths of a major unit
  updated_at integer not null
) strict, without rowid;

create table promotions (id text primary key, definition text not null) strict, without rowid;

create table customers (
  id text primary key,
  email text not null,
  name text not null,
  profile text not null,              -- JSON
  updated_at integer not null
) strict, without rowid;

-- What can be sold is on_hand - reserved. The check is the last guard behind every guarded change.
create table stock (
  sku text primary key,
  on_hand integer not null check (on_hand >= 0),
  reserved integer not null default 0 check (reserved >= 0 and reserved <= on_hand)
) strict, without rowid;

-- Append-only: the deltas of a SKU always sum to its on_hand.
create table stock_moves (
  id integer primary key,
  sku text not null,
  delta integer not null,
  reason text not null,
  order_seq integer,
  at integer not null
) strict;

create table orders (
  seq integer primary key,
  id text not null unique,
  customer_id text,
  state text not null,
  currency text not null,
  total integer not null check (total >= 0),
  series text,                        -- order and invoice number: series and running number
  series_number integer,
  payment_method text not null,
  payment_state text not null,
  payment_reference text,
  decline_code text,
  held integer not null,              -- 1 while its lines count in stock.reserved
  hold_expires_at integer,
  settle_at integer,                  -- when recovery looks at it while payment-pending
  settle_tries integer not null default 0,
  key_id integer,
  created_at integer not null,
  updated_at integer not null,
  check ((series is null) = (series_number is null))
) strict;
create index orders_by_state on orders (state, seq);
create index orders_by_customer on orders (customer_id, seq) where customer_id is not null;

-- What was agreed, as JSON; written once. Apart from its order, so that a change of state need not
-- write it again.
create table order_documents (order_seq integer primary key, document text not null) strict;

create table order_lines (
  order_seq integer not null,
  position integer not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  amount integer not null,
  primary key (order_seq, position)
) strict, without rowid;

-- Written before the provider is called, completed when it has answered.
create table payment_attempts (
  order_seq integer not null,
  attempt integer not null,
  operation text not null,            -- charge, void, refund
  amount integer not null,
  started_at integer not null,
  ended_at integer,
  outcome text,
  tries integer not null default 0,
  retry_at integer,                   -- set while a refund or void waits for its outcome
  primary key (order_seq, attempt)
) strict, without rowid;
create index attempts_open on payment_attempts (retry_at) where retry_at is not null;

create table idempotency_keys (
  id integer primary key,
  caller text not null,
  key text not null,
  fingerprint text not null,
  order_id text,
  status integer,                     -- null while the first request is still being worked on
  body text,
  created_at integer not null,
  unique (caller, key)
) strict;

create table tasks (
  order_seq integer not null,
  topic text not null,
  state text not null,                -- pending, running, done, dead
  attempts integer not null default 0,
  due_at integer not null,
  primary key (order_seq, topic)
) strict, without rowid;

create table order_events (
  order_seq integer not null,
  sequence integer not null,
  at integer not null,
  state text not null,
  spans text not null,                -- JSON array of spans
  detail text,
  primary key (order_seq, sequence)
) strict, without rowid;

create table series (
  name text primary key,
  last_number integer not null
) strict, without rowid;

-- The last batch of each lane and its answers: a batch that comes again is answered, not redone.
create table applied_batches (
  lane integer primary key,
  id text not null,
  answers text not null
) strict;
`;
