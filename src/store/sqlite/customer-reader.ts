// Reads of the people who sign in.

import type { Credentials, DueReset, KnownSession, StoredSession } from '../store.js';
import type { Db } from './connection.js';

const credentialColumns =
  'customer_id as customerId, address, password, created_at as createdAt, changed_at as changedAt';
const sessionColumns = `s.id, s.customer_id as customerId, s.created_at as createdAt,
  s.last_seen_at as lastSeenAt, s.expires_at as expiresAt, s.user_agent as userAgent`;

type DueRow = { address: string; tries: number } & (
  | { id: string; email: string; name: string }
  | { id: null; email: null; name: null }
);

export function customerQueries(db: Db) {
  const byAddress = db.prepare<[string], Credentials>(
    `select ${credentialColumns} from credentials where address = ?`,
  );
  const byCustomer = db.prepare<[string], Credentials>(
    `select ${credentialColumns} from credentials where customer_id = ?`,
  );
  const session = db.prepare<[string], KnownSession>(`
    select ${sessionColumns}, c.email, c.name
    from sessions s join customers c on c.id = s.customer_id where s.hash = ?`);
  const sessionsOf = db.prepare<[string], StoredSession>(`
    select ${sessionColumns} from sessions s
    where s.customer_id = ? order by s.created_at desc, s.id desc`);
  // Who signs in with the address, else who is known by it: an imported customer has no password yet.
  const due = db.prepare<[number, number], DueRow>(`
    select r.address, r.tries, c.id, c.email, c.name
    from password_resets r left join customers c on c.id = coalesce(
      (select customer_id from credentials where address = r.address),
      (select id from customers where address = r.address
        and id not in (select customer_id from credentials) order by id limit 1))
    where r.mail_due_at <= ? order by r.mail_due_at limit ?`);
  const reset = db.prepare<[string, number], { customerId: string; email: string }>(`
    select c.id as customerId, c.email
    from password_resets r join customers c on c.id = r.customer_id
    where r.hash = ? and r.expires_at > ?`);
  return {
    credentials: (address: string) => byAddress.get(address),
    credentialsOf: (customerId: string) => byCustomer.get(customerId),
    session: (hash: string) => session.get(hash),
    sessionsOf: (customerId: string) => sessionsOf.all(customerId),
    dueResets: ({ at, limit }: { at: number; limit: number }): DueReset[] =>
      due.all(Math.round(at), limit).map(({ address, tries, id, email, name }) => ({
        address,
        tries,
        customer: id === null ? null : { id, email, name },
      })),
    resetOf: ({ hash, at }: { hash: string; at: number }) => reset.get(hash, Math.round(at)),
  };
}
