// The invariants of those who sign in.

import type { Invariant } from './invariants.js';

export const customerInvariants: readonly Invariant[] = [
  {
    name: 'credentials-belong-to-customers',
    sql: `
      select c.customer_id as offender,
        iif(p.id is null, 'is no customer', 'signs in with another address than its own') as detail
      from credentials c left join customers p on p.id = c.customer_id
      where p.id is null or p.address <> c.address
      union all
      select customer_id, 'the password is not hashed with argon2id'
      from credentials where password not like '$argon2id$%'`,
  },
  {
    name: 'sessions-belong-to-credentials',
    sql: `
      select s.id as offender, 'of ' || s.customer_id || ', who has no password' as detail
      from sessions s left join credentials c on c.customer_id = s.customer_id
      where c.customer_id is null
      union all
      select id, 'ends before it began' from sessions
      where expires_at <= created_at or last_seen_at < created_at`,
  },
  {
    name: 'resets-are-of-their-address',
    sql: `
      select r.customer_id as offender, 'has a link that was sent to another address' as detail
      from password_resets r left join customers c on c.id = r.customer_id
      where r.customer_id is not null and c.address is not r.address
      union all
      select r.customer_id, 'has a link that never expires' from password_resets r
      where r.hash is not null and r.expires_at is null`,
  },
];
