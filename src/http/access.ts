// Who is calling, and what they may see: the one place where that is decided.

import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { OrderTokens } from '../orders/order-tokens.js';
import type { Store, StoredOrder } from '../store/store.js';
import { RefusedError } from './problem-reply.js';

export type Caller =
  | { type: 'guest' }
  | { type: 'operator'; id: string; scopes: readonly string[] }
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
  'webhooks:read',
  'webhooks:write',
] as const;
export type Scope = (typeof scopes)[number];

export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');

export class Access {
  readonly #store: Pick<Store, 'operatorKey' | 'order'>;
  readonly #tokens: OrderTokens;
  readonly #configuredHash: string | null;
  readonly #now: () => number;

  /** `configuredKey` is the environment's own operator key; empty when there is none. */
  constructor(
    store: Pick<Store, 'operatorKey' | 'order'>,
    tokens: OrderTokens,
    configuredKey: string,
    now: () => number,
  ) {
    this.#store = store;
    this.#tokens = tokens;
    this.#now = now;
    this.#configuredHash = configuredKey === '' ? null : hashKey(configuredKey);
  }

  tokenOf(orderId: string): string {
    return this.#tokens.permanent(orderId);
  }

  /** @throws RefusedError 401 for credentials that are no key and no token. */
  async callerOf(request: FastifyRequest): Promise<Caller> {
    const credential = credentialOf(request);
    if (credential === null) return { type: 'guest' };
    const hash = hashKey(credential);
    if (hash === this.#configuredHash) {
      return { type: 'operator', id: 'environment', scopes: ['*'] };
    }
    const key = await this.#store.operatorKey(hash);
    if (key) return { type: 'operator', id: key.id, scopes: key.scopes };
    return { type: 'bearer', token: credential };
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
      throw new RefusedError({ type: 'unauthorized', detail: "this needs the order's token" });
    }
    if (caller.type === 'operator' && !mayDo(caller, scope)) {
      throw new RefusedError({ type: 'forbidden', detail: `the key lacks the scope ${scope}` });
    }
    const mayRead = caller.type === 'operator' || this.#isOwner(caller.token, id);
    const order = mayRead ? await this.#store.order(id) : undefined;
    if (!order) throw new RefusedError({ type: 'not-found' });
    return order;
  }

  /** @throws RefusedError where the token was the order's, and has expired. */
  #isOwner(token: string, orderId: string): boolean {
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
  caller.type === 'operator' ? `operator:${caller.id}` : 'guest';

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
