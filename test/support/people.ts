/** Customers who are signed in, made in the store beside the engine. */
import { SESSION_COOKIE } from '../../src/http/cookies.js';
import { sessionHash } from '../../src/orders/customer-sessions.js';
import type { Store } from '../../src/store/store.js';

/** Of no password: nobody signs in with it. */
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo';
const DAY_MS = 86_400_000;

export interface Person {
  id: string;
  email: string;
  name: string;
  /** What the browser sends with a request of our own pages. */
  headers: Record<string, string>;
}

/** Registers somebody whose browser has a session. */
export async function signedIn(store: Store, name: string): Promise<Person> {
  const [id, email, token] = [`person-${name}`, `${name}@example.com`, `session-of-${name}`];
  const at = Date.now();
  const session = {
    id: `s-${name}`,
    hash: sessionHash(token),
    at,
    expiresAt: at + DAY_MS,
    userAgent: 'test',
  };
  const registered = await store.register({
    id,
    email,
    address: email,
    name,
    password: HASH,
    session,
  });
  if (!registered.ok) throw new Error(registered.refusal.type);
  const headers = { cookie: `${SESSION_COOKIE}=${token}`, 'sec-fetch-site': 'same-origin' };
  return { id, email, name, headers };
}
