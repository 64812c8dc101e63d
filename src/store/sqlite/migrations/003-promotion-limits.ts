export default `
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
`;
