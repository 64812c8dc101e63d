// Who is calling, and what they may see: the one place where that is decided.

import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../core/problems.js';
import type { OrderTokens } from '../orders/order-tokens.js';
import type { KnownSession, OperatorKey, Store, StoredOrder } from '../store/store.js';
import { cookieOf, SESSION_COOKIE } from './cookies.js';
import { RefusedError } from './problem-reply.js';
import { refuseCrossSite } from './sessions.js';

export type Caller =
  | { type: 'guest' }
  | { type: 'operator'; id: string; scopes: readonly string[] }
  /** Somebody who is signed in. */
  | { type: 'customer'; id: string; sessionId: string; email: string; name: string }
  /** Somebody with the token of one order, which is still to be compared with that order's. */
  | { type: 'bearer'; token: string };

export const scopes = [
  'orders:read',
  'orders:write',
  'orders:refund',
  /** Place orders at recorded prices and for known customers. */
  'orders:price',
  'stock:read',
  'stock:write',
  'products:read',
  'products:write',
  'customers:read',
  'customers:write',
  'promotions:read',
  'promotions:write',
  'pools:read',
  /** Scrape figures, and nothing else. */
  'metrics:read',
  'tasks:read',
  'tasks:write',
  'analytics:read',
  'keys:read',
  'keys:write',
  'audit:read',
  'webhooks:read',
  'webhooks:write',
] as const;
export type Scope = (typeof scopes)[number];

export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Finds the session of a cookie, while it lasts. */
export interface SessionLookup {
  find(token: string): Promise<KnownSession | null>;
}

export interface AccessOptions {
  store: Pick<Store, 'operatorKey' | 'order' | 'touchOperatorKey'>;
  tokens: OrderTokens;
  sessions: SessionLookup;
  /** The environment's own operator key; empty when there is none. */
  configuredKey: string;
  /** Where customers reach the shop; empty when that is wherever they say they are. */
  publicUrl: string;
  now: () => number;
}

export class Access {
  readonly #store: Pick<Store, 'operatorKey' | 'order' | 'touchOperatorKey'>;
  readonly #tokens: OrderTokens;
  readonly #sessions: SessionLookup;
  readonly #configuredHash: string | null;
  /** The origin of our own pages; `null` where the request itself has to say. */
  readonly publicOrigin: string | null;
  readonly #now: () => number;
  /** When a use was last written down, by key. */
  readonly #usedAt = new Map<string, number>();

  constructor(options: AccessOptions) {
    const { store, tokens, sessions, configuredKey, publicUrl, now } = options;
    this.#store = store;
    this.#tokens = tokens;
    this.#sessions = sessions;
    this.#now = now;
    this.#configuredHash = configuredKey === '' ? null : hashKey(configuredKey);
    this.publicOrigin = publicUrl === '' ? null : new URL(publicUrl).origin;
  }

  tokenOf(orderId: string): string {
    return this.#tokens.permanent(orderId);
  }

  /**
   * A key or a token goes before the cookie, and a cookie whose session is over is nobody's. A URL
   * carries an order's token and never a key: addresses are kept and shown in many places.
   * @throws RefusedError 401 for credentials that are no key and no token, 403 where a page of
   * another site makes use of the cookie.
   */
  async callerOf(request: FastifyRequest): Promise<Caller> {
    const credential = bearerOf(request);
    if (credential === null) {
      const token = urlTokenOf(request);
      return token === null ? this.#visitor(request) : { type: 'bearer', token };
    }
    const hash = hashKey(credential);
    if (hash === this.#configuredHash) {
      return { type: 'operator', id: 'environment', scopes: ['*'] };
    }
    const key = await this.#store.operatorKey(hash);
    if (key) {
      const at = this.#now();
      refuseUnusable(key, hash, at);
      this.#noteUse(key.id, at);
      return { type: 'operator', id: key.id, scopes: key.scopes };
    }
    return { type: 'bearer', token: credential };
  }

  /**
   * Who has a cart: a customer's id, or `null` for everybody else, who needs to know the cart's own.
   * @throws RefusedError 401 for credentials that nobody knows.
   */
  shopper(request: FastifyRequest): Promise<string | null> | null {
    const { authorization, cookie } = request.headers;
    // Most of the calls there are.
    if (authorization === undefined && cookie === undefined) return null;
    return this.#knownShopper(request);
  }

  async #knownShopper(request: FastifyRequest): Promise<string | null> {
    const caller = await this.callerOf(request);
    if (caller.type !== 'bearer') return shopperId(caller);
    throw new RefusedError({ type: 'unauthorized', detail: 'this key is not known' });
  }

  /** Once in a while: a busy key must not cost a write for each of its requests. */
  #noteUse(id: string, at: number): void {
    const noted = this.#usedAt.get(id);
    if (noted !== undefined && at - noted < USE_NOTED_EVERY_MS) return;
    this.#usedAt.set(id, at);
    // Nobody waits for it, and a disk that is full is somebody else's to report.
    void this.#store.touchOperatorKey({ id, at }).catch(() => {});
  }

  async #visitor(request: FastifyRequest): Promise<Caller> {
    const cookie = cookieOf(request, SESSION_COOKIE);
    if (cookie === null) return { type: 'guest' };
    refuseCrossSite(request, this.publicOrigin);
    const session = await this.#sessions.find(cookie);
    if (!session) return { type: 'guest' };
    const { customerId, id, email, name } = session;
    return { type: 'customer', id: customerId, sessionId: id, email, name };
  }

  /** @throws RefusedError 401 for whoever is not signed in, or not any more. */
  async customer(request: FastifyRequest): Promise<Caller & { type: 'customer' }> {
    const caller = await this.callerOf(request);
    if (caller.type === 'customer') return caller;
    throw notSignedIn(request, 'this needs a session: sign in first', caller);
  }

  /**
   * Why somebody is not shown a cart: whoever had a session is told that it is over, so that a page
   * can ask to sign in again; for everybody else there is no such cart.
   */
  noCart(request: FastifyRequest, customerId: string | null): Refusal {
    const hadSession = customerId === null && cookieOf(request, SESSION_COOKIE) !== null;
    return { type: hadSession ? 'session-expired' : 'cart-not-found' };
  }

  /** @throws RefusedError 401 without an operator's key, 403 when it lacks the scope. */
  async operator(request: FastifyRequest, scope: Scope): Promise<Caller & { type: 'operator' }> {
    const caller = await this.callerOf(request);
    if (caller.type !== 'operator') {
      throw new RefusedError({ type: 'unauthorized', detail: 'this needs an operator key' });
    }
    if (!mayDo(caller, scope)) {
      throw new RefusedError({ type: 'forbidden', detail: `the key lacks the scope ${scope}` });
    }
    return caller;
  }

  /** Whose orders the caller may list; `null`: everybody's. @throws RefusedError 401, 403 */
  async ordersOf(request: FastifyRequest): Promise<string | null> {
    const caller = await this.callerOf(request);
    if (caller.type === 'customer') return caller.id;
    if (caller.type === 'guest') {
      throw notSignedIn(request, 'this needs a session, or an operator key');
    }
    await this.operator(request, 'orders:read');
    return null;
  }

  /**
   * The order, for its owner or an operator with the scope.
   * @throws RefusedError 401 for nobody and for an expired link, 404 for a stranger, who need not
   * know that it exists.
   */
  async order(request: FastifyRequest, id: string, scope: Scope): Promise<StoredOrder> {
    const caller = await this.callerOf(request);
    if (caller.type === 'guest') {
      throw notSignedIn(request, "this needs the order's token, or its customer's session");
    }
    if (caller.type === 'operator' && !mayDo(caller, scope)) {
      throw new RefusedError({ type: 'forbidden', detail: `the key lacks the scope ${scope}` });
    }
    // A token is compared before anything is read: a guess costs nothing.
    const mayAsk = caller.type !== 'bearer' || this.#isToken(caller.token, id);
    const order = mayAsk ? await this.#store.order(id) : undefined;
    if (!order || (caller.type === 'customer' && order.customerId !== caller.id)) {
      throw new RefusedError({ type: 'not-found' });
    }
    return order;
  }

  /** @throws RefusedError where the token was the order's, and has expired. */
  #isToken(token: string, orderId: string): boolean {
    const checked = this.#tokens.check(orderId, token, this.#now());
    if (checked.type !== 'expired') return checked.type === 'good';
    throw new RefusedError({
      type: 'link-expired',
      expiredAt: new Date(checked.at).toISOString(),
    });
  }
}

/** Whose carts somebody may see besides those whose ids they know. */
export const shopperId = (caller: Caller): string | null =>
  caller.type === 'customer' ? caller.id : null;
const USE_NOTED_EVERY_MS = 5 * 60_000;

/** @throws RefusedError 401 that says why the key, or this secret of it, opens nothing any more. */
function refuseUnusable(key: OperatorKey, hash: string, at: number): void {
  if (key.revokedAt !== null) {
    const revokedAt = new Date(key.revokedAt).toISOString();
    throw new RefusedError({ type: 'key-revoked', revokedAt });
  }
  const until = key.hash === hash ? key.expiresAt : earlier(key.expiresAt, key.previousUntil);
  if (until === null || at < until) return;
  throw new RefusedError({ type: 'key-expired', expiredAt: new Date(until).toISOString() });
}

const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

export const mayDo = (caller: Caller, scope: Scope): boolean =>
  caller.type === 'operator' && (caller.scopes.includes('*') || caller.scopes.includes(scope));

/** An Idempotency-Key belongs to whoever brought it. */
export const callerName = (caller: Caller): string =>
  caller.type === 'operator' || caller.type === 'customer'
    ? `${caller.type}:${caller.id}`
    : 'guest';

/** Who had a session is told that it is over, so that a page can ask to sign in again. */
const notSignedIn = (
  request: FastifyRequest,
  detail: string,
  { type }: Caller = { type: 'guest' },
): RefusedError =>
  new RefusedError(
    type !== 'guest' || cookieOf(request, SESSION_COOKIE) === null
      ? { type: 'unauthorized', detail }
      : { type: 'session-expired' },
  );

function bearerOf({ headers: { authorization } }: FastifyRequest): string | null {
  if (authorization === undefined) return null;
  const match = /^Bearer ([\x21-\x7e]{1,255})$/i.exec(authorization);
  if (match) return match[1] as string;
  throw new RefusedError({ type: 'unauthorized', detail: 'Authorization must be Bearer <key>' });
}

function urlTokenOf(request: FastifyRequest): string | null {
  const { token } = request.query as { token?: unknown };
  if (token === undefined) return null;
  if (typeof token === 'string') return token;
  const errors = [{ pointer: '?token', detail: 'must be given once' }];
  throw new RefusedError({ type: 'invalid-request', errors });
}
