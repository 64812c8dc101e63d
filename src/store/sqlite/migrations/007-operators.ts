export default `
alter table operator_keys add column expires_at integer;
alter table operator_keys add column last_used_at integer;    -- to within some minutes
-- The secret before the last rotation: it opens the same doors until its grace is over.
alter table operator_keys add column previous_hash text;
alter table operator_keys add column previous_until integer;
create unique index operator_keys_by_previous on operator_keys (previous_hash)
  where previous_hash is not null;

-- Since when the article cannot be bought any more; null while it can.
alter table products add column withdrawn_at integer;

-- For operators who look an order up by its number.
create index orders_by_number on orders (series, series_number) where series is not null;

-- Every change that an operator made, written in the transaction of the change. The numbers have no
-- gaps, so that a row that was taken out is missed.
create table audit (
  id integer primary key,
  at integer not null,
  key_id text not null,
  route text not null,
  target text not null,               -- stock/MUG-BLUE, orders/01J...
  before text,                        -- JSON, in short; null where there was nothing
  after text
) strict;
create trigger audit_is_never_changed before update on audit
begin select raise(abort, 'the audit log is append-only'); end;
create trigger audit_is_never_cut before delete on audit
begin select raise(abort, 'the audit log is append-only'); end;
create index audit_by_target on audit (target, id);
create index audit_by_key on audit (key_id, id);

-- Files that were brought in. What is being applied knows in the same transaction how far it is.
create table imports (
  id text primary key,
  kind text not null,
  state text not null,                -- checking, refused, checked, applying, applied, interrupted
  facts text not null,                -- JSON: who, how, what is wrong with which row
  rows integer not null default 0,
  applied integer not null default 0,
  reached text not null default '',   -- the key of the last row that was applied
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;
`;
