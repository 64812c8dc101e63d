/** People as the store is given them. */
import type { NewSession, Store } from '../../src/store/store.js';
import { valueIn } from './result.js';
import { T0, unique } from './store-orders.js';

export const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2Fs$aGFzaA';
export const OTHER_HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2Fs$b3RoZXI';
const HOUR_MS = 3_600_000;

export const newSession = (more: Partial<NewSession> = {}): NewSession => ({
  id: unique('session'),
  hash: unique('hash'),
  at: T0,
  expiresAt: T0 + 24 * HOUR_MS,
  userAgent: 'A browser',
  ...more,
});

/** Somebody with a password and one session. */
export async function registeredIn(store: Store, session = newSession()) {
  const id = unique('customer');
  const email = `${unique('Anna')}@Example.com`;
  const address = email.toLowerCase();
  const account = { id, email, address, name: 'Anna', password: HASH, session };
  valueIn(await store.register(account));
  return { id, email, address, session };
}
