// Who is signed in. A session is known by the hash of a random token that only the browser has; a
// bounded cache answers for most requests, and forgets a session before whoever ended it is told so.
//
//   opened ─→ used (each use moves the end that idleness brings) ─→ idle too long
//                                                                ├→ too old, however busy
//                                                                └→ ended: sign-out, password, erasure

import { createHash, randomBytes } from 'node:crypto';
import type { KnownSession, NewSession, Store } from '../store/store.js';

export interface SessionSettings {
  idleMs: number;
  maxAgeMs: number;
}

export interface CustomerSessionsOptions {
  store: Pick<Store, 'session' | 'touchSession' | 'endSessions' | 'purgeSessions'>;
  settings: SessionSettings;
  now: () => number;
}

/** A session costs about 500 bytes in memory. */
const CACHED_MAX = 20_000;
const TOKEN_BYTES = 32;
const USER_AGENT_MAX = 200;
/** Of the idle time: how much later than noted a session may have been seen. */
const TOUCH_SHARE = 1 / 20;

export const sessionHash = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

export interface OpenedSession {
  /** For the cookie, and kept nowhere else. */
  token: string;
  session: NewSession;
}

export class CustomerSessions {
  readonly #options: CustomerSessionsOptions;
  readonly #cache = new Map<string, KnownSession>();
  /** Grows with each end, so that a read that began before it is not cached after it. */
  #ends = 0;

  constructor(options: CustomerSessionsOptions) {
    this.#options = options;
  }

  get maxAgeMs(): number {
    return this.#options.settings.maxAgeMs;
  }

  /** A token and what the store keeps of it. */
  draft(userAgent: string): OpenedSession {
    const { settings, now } = this.#options;
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const at = now();
    const session = {
      id: randomBytes(12).toString('base64url'),
      hash: sessionHash(token),
      at,
      expiresAt: at + settings.maxAgeMs,
      userAgent: userAgent.slice(0, USER_AGENT_MAX),
    };
    return { token, session };
  }

  /** `null` for a token that is of no session, or of one that is over. */
  async find(token: string): Promise<KnownSession | null> {
    const hash = sessionHash(token);
    const session = this.#cached(hash) ?? (await this.#read(hash));
    if (!session) return null;
    const at = this.#options.now();
    if (!this.#isLive(session, at)) {
      this.#cache.delete(hash);
      return null;
    }
    this.#touch(hash, session, at);
    return session;
  }

  /** After the store has ended or changed sessions of a customer: none is answered from memory. */
  forget(customerId: string): void {
    this.#ends += 1;
    for (const [hash, session] of this.#cache) {
      if (session.customerId === customerId) this.#cache.delete(hash);
    }
  }

  async end(caller: { id: string; sessionId: string }, which: 'this' | 'others' | string) {
    const { store } = this.#options;
    const own = caller.sessionId;
    const only = which === 'others' ? null : which === 'this' ? own : which;
    const except = which === 'others' ? own : null;
    const ended = await store.endSessions({ customerId: caller.id, only, except });
    this.forget(caller.id);
    return ended;
  }

  isLive(session: { lastSeenAt: number; expiresAt: number }): boolean {
    return this.#isLive(session, this.#options.now());
  }

  purge(limit: number) {
    const { store, settings, now } = this.#options;
    const at = now();
    return store.purgeSessions({ at, idleBefore: at - settings.idleMs, limit });
  }

  #isLive({ lastSeenAt, expiresAt }: { lastSeenAt: number; expiresAt: number }, at: number) {
    return at < expiresAt && at < lastSeenAt + this.#options.settings.idleMs;
  }

  /** The used ones stay: what was not asked for longest makes room. */
  #cached(hash: string): KnownSession | undefined {
    const session = this.#cache.get(hash);
    if (!session) return undefined;
    this.#cache.delete(hash);
    this.#cache.set(hash, session);
    return session;
  }

  async #read(hash: string): Promise<KnownSession | undefined> {
    const ends = this.#ends;
    const session = await this.#options.store.session(hash);
    if (session && ends === this.#ends) this.#keep(hash, session);
    return session;
  }

  #keep(hash: string, session: KnownSession): void {
    this.#cache.set(hash, session);
    if (this.#cache.size <= CACHED_MAX) return;
    for (const oldest of this.#cache.keys()) {
      this.#cache.delete(oldest);
      break;
    }
  }

  /** Nobody waits for it: what is lost is some minutes of idle time. */
  #touch(hash: string, session: KnownSession, at: number): void {
    const { store, settings } = this.#options;
    if (at - session.lastSeenAt < settings.idleMs * TOUCH_SHARE) return;
    if (this.#cache.get(hash) === session) this.#cache.set(hash, { ...session, lastSeenAt: at });
    store.touchSession({ hash, at }).catch(() => {});
  }
}
