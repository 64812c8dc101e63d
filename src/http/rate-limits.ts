// How often a key, a session or an address may call: token buckets in bounded memory. Who brings a
// key or a session that holds counts as that; everybody else, guesses at keys among them, counts as
// the address that they come from.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientKey } from '../core/attempt-limits.js';
import { type RateRule, takeOne } from '../core/rate-limit.js';
import { type LimitName, limitNames, type RateLimitSetting } from '../core/rate-limit-setting.js';
import type { Caller } from './access.js';
import { RefusedError } from './problem-reply.js';

const WINDOW_MS = 60_000;
/** Buckets in memory; when there are more, those that were longest idle are forgotten. */
const BUCKETS_MAX = 100_000;

type Kind = 'address' | 'session' | 'key';
interface Policy {
  rule: RateRule;
  header: string;
}

/**
 * Two generations of buckets: what is used moves to the young one, and what was not used for a window
 * goes with the old one. A bucket is full again after a window, so that forgetting it changes nothing.
 */
export class Buckets {
  readonly #max: number;
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  #bornAt = 0;

  constructor(max = BUCKETS_MAX) {
    this.#max = max;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  take(name: string, rule: RateRule, now: number) {
    if (now - this.#bornAt > rule.windowMs || this.#young.size >= this.#max / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#bornAt = now;
    }
    const decision = takeOne(rule, this.#young.get(name) ?? this.#old.get(name) ?? 0, now);
    this.#young.set(name, decision.fullAt);
    return decision;
  }
}

export interface RateLimits {
  /** @throws RefusedError 429 */
  check(limit: LimitName, request: FastifyRequest, reply: FastifyReply): void | Promise<void>;
}

export interface RateLimitOptions {
  setting: RateLimitSetting;
  /** Whose key or session it is that the request brings. */
  callerOf: (request: FastifyRequest) => Promise<Caller>;
  now: () => number;
  /** Told of each refusal, in words for operators. */
  refused: (limit: LimitName, by: 'address' | 'session' | 'key') => void;
}

export function createRateLimits({
  setting,
  callerOf,
  now,
  refused,
}: RateLimitOptions): RateLimits {
  const buckets = new Buckets();
  const policies = policiesOf(setting.limits);

  const take = (limit: LimitName, kind: Kind, name: string, reply: FastifyReply): void => {
    const { rule, header } = policies[limit][kind];
    const taken = buckets.take(`${limit} ${name}`, rule, now());
    const waitSeconds = Math.ceil(taken.waitMs / 1_000);
    reply.header('ratelimit-policy', header);
    reply.header('ratelimit', `"${limit}";r=${taken.remaining};t=${waitSeconds}`);
    if (taken.isAllowed) return;
    refused(limit, kind);
    throw new RefusedError({
      type: 'too-many-requests',
      policy: limit,
      limit: rule.limit,
      retryAfterSeconds: waitSeconds,
    });
  };

  const check: RateLimits['check'] = (limit, request, reply) => {
    const { ip } = request;
    const { authorization, cookie } = request.headers;
    if (authorization === undefined && cookie === undefined) {
      if (setting.sparesLoopback && isLoopback(ip)) return;
      return take(limit, 'address', clientKey(ip), reply);
    }
    return callerOf(request)
      .catch((): Caller => ({ type: 'guest' }))
      .then((caller) => {
        if (setting.sparesLoopback && isLoopback(ip)) return;
        if (caller.type === 'operator') return take(limit, 'key', `key ${caller.id}`, reply);
        if (caller.type === 'customer') return take(limit, 'session', `of ${caller.id}`, reply);
        return take(limit, 'address', clientKey(ip), reply);
      });
  };
  return { check };
}

function policiesOf(limits: RateLimitSetting['limits']): Record<LimitName, Record<Kind, Policy>> {
  const policyOf = (name: string, limit: number): Policy => ({
    rule: { limit, windowMs: WINDOW_MS },
    header: `"${name}";q=${limit};w=${WINDOW_MS / 1_000}`,
  });
  return Object.fromEntries(
    limitNames.map((name) => {
      const { address, session, key } = limits[name];
      const policies = {
        address: policyOf(name, address),
        session: policyOf(name, session),
        key: policyOf(name, key),
      };
      return [name, policies];
    }),
  ) as Record<LimitName, Record<Kind, Policy>>;
}

const isLoopback = (ip: string): boolean =>
  ip === '127.0.0.1' || ip === '::1' || ip.startsWith('127.') || ip.startsWith('::ffff:127.');
