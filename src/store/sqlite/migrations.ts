// The schema, as numbered migrations that are never edited once released. `user_version` holds the
// number of the last one applied. Times are milliseconds since the epoch, amounts minor units.

export const migrations: readonly string[] = [
  `
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
  `,
  `
  alter table orders add column confirmed_at integer;
  update orders set confirmed_at = updated_at where series is not null;

  -- An attempt at a task is an event of its order: which task, and what became of it.
  alter table order_events add column topic text;
  alter table order_events add column task_state text;

  -- due_at: when somebody may take the task: at once, when its backoff is over, or, while somebody
  -- has it, when that lease is over. Null when it is at rest: done, dead or cancelled.
  create table tasks_with_leases (
    order_seq integer not null,
    topic text not null,
    state text not null,                -- pending, running, done, dead, cancelled
    attempts integer not null default 0,
    due_at integer,
    last_error text,
    replayed_at_attempt integer not null default 0,
    primary key (order_seq, topic),
    check ((due_at is null) = (state in ('done', 'dead', 'cancelled')))
  ) strict, without rowid;
  insert into tasks_with_leases
    select order_seq, topic, state, attempts, 
      case when state in ('pending', 'running') then due_at end, null, 0
    from tasks;
  drop table tasks;
  alter table tasks_with_leases rename to tasks;
  create index tasks_due on tasks (topic, due_at) where due_at is not null;
  create index tasks_dead on tasks (order_seq) where state = 'dead';

  -- Figures of the shop, added up as orders come in. Amounts are minor units.
  create table sales_rollups (
    bucket text not null,               -- minute, hour, day
    starts_at integer not null,
    dimension text not null,            -- total, sku, country
    key text not null,
    currency text not null,
    orders integer not null,
    units integer not null,
    gross integer not null,             -- of a SKU: what its lines cost on gross price lists
    net integer not null,
    primary key (bucket, starts_at, dimension, key, currency)
  ) strict, without rowid;

  -- Latencies of the steps of orders, counted in slots of a logarithmic scale.
  create table step_rollups (
    bucket text not null,
    starts_at integer not null,
    step text not null,
    slot integer not null,
    spans integer not null,
    primary key (bucket, starts_at, step, slot)
  ) strict, without rowid;
  `,
  `
  alter table products add column tags text not null default '[]';  -- JSON array

  -- How many rows the order has in promotion_claims: most have none, and then nobody asks for them.
  alter table orders add column claims integer not null default 0;

  -- What pending orders hold, and confirmed ones have used, of each limit of a promotion. A promotion
  -- without limits has no row. The check is the last guard behind every guarded change.
  create table promotion_usage (
    promotion_id text not null,
    counter text not null,              -- uses, customer, budget
    scope text not null,                -- '', the customer, the currency
    held integer not null check (held >= 0),
    committed integer not null check (committed >= 0),
    maximum integer not null,           -- the highest limit that a claim was granted under
    primary key (promotion_id, counter, scope),
    check (held + committed <= maximum)
  ) strict, without rowid;

  -- What one order takes of those limits: 1 use, or minor units. Written once with the order; whether
  -- it is held, used or given back is the order's own state, so that the two cannot disagree.
  create table promotion_claims (
    order_seq integer not null,
    promotion_id text not null,
    counter text not null,
    scope text not null,
    amount integer not null check (amount > 0),
    maximum integer not null,           -- the limit in the rules that the order was quoted with
    primary key (order_seq, promotion_id, counter)
  ) strict, without rowid;
  `,
  `
  -- How many refunds the order has: most have none, and then nobody asks for them. Null where it was
  -- cancelled before there were credit notes.
  alter table orders add column refunds integer default 0;
  update orders set refunds = null where state = 'cancelled' and series is not null;

  -- Whether what the order took of promotions was given back after it was confirmed.
  alter table orders add column claims_returned integer not null default 0;
  update orders set claims_returned = 1
  where state = 'cancelled' and series is not null and claims > 0;

  -- What went back of an order. Each row is a credit note: its number and its facts, written once.
  create table refunds (
    order_seq integer not null,
    position integer not null,          -- 1, 2 ... within the order
    attempt integer,                    -- of payment_attempts; null where no money had to move
    amount integer not null check (amount >= 0),
    restocked integer not null,
    series text not null,               -- of credit notes: CN-2026
    series_number integer not null,
    facts text not null,                -- JSON
    key_id integer,                     -- waits for the answer that the provider's makes
    at integer not null,
    primary key (order_seq, position),
    unique (series, series_number)
  ) strict, without rowid;

  -- A task may be about one refund of its order: reference is the refund's position, or 0.
  create table tasks_with_references (
    order_seq integer not null,
    topic text not null,
    reference integer not null default 0,
    state text not null,                -- pending, running, done, dead, cancelled
    attempts integer not null default 0,
    due_at integer,
    last_error text,
    replayed_at_attempt integer not null default 0,
    primary key (order_seq, topic, reference),
    check ((due_at is null) = (state in ('done', 'dead', 'cancelled')))
  ) strict, without rowid;
  insert into tasks_with_references
    select order_seq, topic, 0, state, attempts, due_at, last_error, replayed_at_attempt from tasks;
  drop table tasks;
  alter table tasks_with_references rename to tasks;
  create index tasks_due on tasks (topic, due_at) where due_at is not null;
  create index tasks_dead on tasks (order_seq) where state = 'dead';

  alter table order_events add column reference integer not null default 0;
  `,
];
