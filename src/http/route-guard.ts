// What happens before every handler, made from the route's row: headers, and its limit. It stands on
// the path of each order, so that all that can be known beforehand is computed once a route.

import type { onRequestHookHandler } from 'fastify';
import type { RateLimitSetting } from '../core/rate-limit-setting.js';
import { deprecationHeaders } from './deprecation.js';
import type { App, Doors } from './doors.js';
import { createRateLimits } from './rate-limits.js';
import { documented, factsOf, headersOf } from './route-rules.js';

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
    const own = route.onRequest;
    route.onRequest = own ? [guard, ...(Array.isArray(own) ? own : [own])] : guard;
  });
}
