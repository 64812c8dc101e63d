export default `
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
`;
