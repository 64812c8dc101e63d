export default `
-- The address as it is compared (core/email-address.ts); of older rows as SQLite lowers it.
alter table customers add column address text not null default '';
update customers set address = lower(trim(email));
create index customers_by_address on customers (address);

-- Who never set a password has no row here.
create table credentials (
  customer_id text primary key,
  address text not null unique,
  password text not null,             -- argon2id, in PHC form
  created_at integer not null,
  changed_at integer not null
) strict, without rowid;

create table sessions (
  hash text primary key,              -- SHA-256 of the cookie's token; the token itself is nowhere
  id text not null unique,
  customer_id text not null,
  user_agent text not null,
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index sessions_by_customer on sessions (customer_id, created_at);
create index sessions_by_expiry on sessions (expires_at);
create index sessions_by_last_seen on sessions (last_seen_at);

-- Each address that a reset was asked for, whether anybody has it or not: that must not be told.
create table password_resets (
  address text primary key,
  requested_at integer not null,
  mail_due_at integer,                -- null once the e-mail went out, or nobody has the address
  tries integer not null default 0,
  asked integer not null default 1,
  customer_id text,
  hash text unique,                   -- SHA-256 of the token in the newest e-mail
  expires_at integer
) strict, without rowid;
create index resets_due on password_resets (mail_due_at) where mail_due_at is not null;
create index resets_by_time on password_resets (requested_at);
`;
