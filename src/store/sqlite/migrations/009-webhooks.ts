export default `
-- Programs that are told of orders. Their secrets have to be kept as they are: they sign with them.
create table webhook_endpoints (
  id text primary key,
  url text not null,
  description text not null,
  events text not null,               -- JSON array of types
  secrets text not null,              -- JSON array, the newest first
  state text not null,                -- enabled, disabled
  failing_since integer,
  disabled_at integer,
  disabled_reason text,
  created_at integer not null,
  updated_at integer not null,
  check ((disabled_at is null) = (state = 'enabled'))
) strict, without rowid;

-- What they are told of: entries of orders' histories. Empty while there is no endpoint.
create table webhook_events (
  order_seq integer not null,
  sequence integer not null,          -- of order_events
  type text not null,
  at integer not null,
  primary key (order_seq, sequence)
) strict, without rowid;
create index webhook_events_by_time on webhook_events (at);

-- One event for one endpoint. How it goes is its task: topic = endpoint, reference = sequence.
create table webhook_deliveries (
  id integer primary key autoincrement,
  endpoint_id text not null,
  order_seq integer not null,
  sequence integer not null,
  unique (order_seq, sequence, endpoint_id)
) strict;
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, id);

create table webhook_attempts (
  delivery_id integer not null,
  attempt integer not null,
  started_at integer not null,
  ended_at integer not null,
  outcome text not null,
  error text,
  primary key (delivery_id, attempt)
) strict, without rowid;
`;
