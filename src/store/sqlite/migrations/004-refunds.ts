export default `
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
`;
