// What happens before every handler, made from the route's row: headers, and its limit. It stands on
// the path of each order, so that all that can be known beforehand is computed once a route.

import type { onRequestHookHandler, preValidationHookHandler, RouteOptions } from 'fastify';
import type { RateLimitSetting } from '../core/rate-limit-setting.js';
import { deprecationHeaders } from './deprecation.js';
import type { App, Doors } from './doors.js';
import { escapePointer } from './field-errors.js';
import { RefusedError } from './problem-reply.js';
import { createRateLimits } from './rate-limits.js';
import { documented, factsOf, headersOf } from './route-rules.js';

/** What a route does not read is a mistake of whoever sends it, as a field is that nobody knows. */
const refuseBody: preValidationHookHandler = ({ body }, _reply, done) => {
  if (typeof body !== 'object' || body === null) return done();
  // Files and signed texts come as they are, and are read by their routes.
  const isJson = Array.isArray(body) || Object.getPrototypeOf(body) === Object.prototype;
  const names = isJson ? Object.keys(body) : [];
  if (names.length === 0) return done();
  const errors = names
    .slice(0, FIELDS_TOLD_MAX)
    .map((name) => ({ pointer: `/${escapePointer(name)}`, detail: 'is not a known field' }));
  done(new RefusedError({ type: 'invalid-request', errors }));
};
const FIELDS_TOLD_MAX = 20;

function withoutBody(route: RouteOptions): void {
  const own = route.preValidation ?? [];
  route.preValidation = [refuseBody, ...(Array.isArray(own) ? own : [own])];
}

export function guardRoutes(app: App, doors: Doors, setting: RateLimitSetting | null): void {
  const { access, shop } = doors;
  const limits =
    setting &&
    createRateLimits({
      setting,
      callerOf: (request) => access.callerOf(request),
      now: shop.now,
      refused: (limit, by) => shop.traffic.rateLimited.add(`${limit} ${by}`),
    });

  app.addHook('onRoute', (route) => {
    const facts = factsOf(route);
    route.schema = documented(route) as typeof route.schema & object;
    const headers = Object.entries({
      ...headersOf(route),
      ...deprecationHeaders(facts?.deprecation),
    });
    const limit = facts?.limit ?? null;
    const guard: onRequestHookHandler = (request, reply, done) => {
      for (const [name, value] of headers) reply.header(name, value);
      if (limits === null || limit === null) return done();
      try {
        const checked = limits.check(limit, request, reply);
        if (checked) checked.then(() => done(), done);
        else done();
      } catch (error) {
        done(error as Error);
      }
    };
    if (!(route.schema as { body?: unknown } | undefined)?.body) withoutBody(route);
    const own = route.onRequest;
    route.onRequest = own ? [guard, ...(Array.isArray(own) ? own : [own])] : guard;
  });
}
