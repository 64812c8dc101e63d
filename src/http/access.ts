// Who is calling, and what they may see: the one place where that is decided.

import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { OrderTokens } from '../orders/order-tokens.js';
import type { KnownSession, Store, StoredOrder } from '../store/store.js';
import { RefusedError } from './problem-reply.js';
import { cookieOf, refuseCrossSite, SESSION_COOKIE } from './sessions.js';

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
  'products:write',
  'customers:write',
  'promotions:read',
  'promotions:write',
  'pools:read',
  'tasks:read',
  'tasks:write',
  'analytics:read',
] as const;
export type Scope = (typeof scopes)[number];

export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Finds the session of a cookie, while it lasts. */
export interface SessionLookup {
  find(token: string): Promise<KnownSession | null>;
}

export interface AccessOptions {
  store: Pick<Store, 'operatorKey' | 'order'>;
  tokens: OrderTokens;
  sessions: SessionLookup;
  /** The environment's own operator key; empty when there is none. */
  configuredKey: string;
  /** Where customers reach the shop; empty when that is wherever they say they are. */
  publicUrl: string;
  now: () => number;
}

export class Access {
  readonly #store: Pick<Store, 'operatorKey' | 'order'>;
  readonly #tokens: OrderTokens;
  readonly #sessions: SessionLookup;
  readonly #configuredHash: string | null;
  /** The origin of our own pages; `null` where the request itself has to say. */
  readonly publicOrigin: string | null;
  readonly #now: () => number;

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
   * A key or a token goes before the cookie, and a cookie whose session is over is nobody's.
   * @throws RefusedError 401 for credentials that are no key and no token, 403 where a page of
   * another site makes use of the cookie.
   */
  async callerOf(request: FastifyRequest): Promise<Caller> {
    const credential = credentialOf(request);
    if (credential === null) return this.#visitor(request);
    const hash = hashKey(credential);
    if (hash === this.#configuredHash) {
      return { type: 'operator', id: 'environment', scopes: ['*'] };
    }
    const key = await this.#store.operatorKey(hash);
    if (key) return { type: 'operator', id: key.id, scopes: key.scopes };
    return { type: 'bearer', token: credential };
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
    throw notSignedIn(request, 'this needs a session: sign in first');
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

export const mayDo = (caller: Caller, scope: Scope): boolean =>
  caller.type === 'operator' && (caller.scopes.includes('*') || caller.scopes.includes(scope));

/** An Idempotency-Key belongs to whoever brought it. */
export const callerName = (caller: Caller): string =>
  caller.type === 'operator' || caller.type === 'customer'
    ? `${caller.type}:${caller.id}`
    : 'guest';

/** Who had a session is told that it is over, so that a page can ask to sign in again. */
const notSignedIn = (request: FastifyRequest, detail: string): RefusedError =>
  new RefusedError(
    cookieOf(request, SESSION_COOKIE) === null
      ? { type: 'unauthorized', detail }
      : { type: 'session-expired' },
  );

function credentialOf(request: FastifyRequest): string | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const match = /^Bearer ([\x21-\x7e]{1,255})$/i.exec(authorization);
    if (match) return match[1] as string;
    throw new RefusedError({ type: 'unauthorized', detail: 'Authorization must be Bearer <key>' });
  }
  const { token } = request.query as { token?: unknown };
  if (token === undefined) return null;
  if (typeof token === 'string') return token;
  const errors = [{ pointer: '?token', detail: 'must be given once' }];
  throw new RefusedError({ type: 'invalid-request', errors });
}
