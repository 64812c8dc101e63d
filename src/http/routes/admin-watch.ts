// For operators who watch the shop: its events, and whether its books hold.

import { Type } from 'typebox';
import type { App, Doors } from '../doors.js';
import { RefusedError } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';
import { VerificationAnswer } from '../schemas/watch.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];

/** Streams at once: operators are few. */
const STREAMS_MAX = 50;

export function watchRoutes(app: App, { access, shopFeed, verification }: Doors): void {
  app.get(
    '/v1/admin/events',
    {
      sse: 'only',
      schema: {
        summary: 'Server-sent events: orders that change, and every second how the shop is doing',
        tags,
        security,
        response: {
          200: {
            description: 'Events `orders` and `snapshot`',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      await access.operator(request, 'pools:read');
      if (shopFeed.open >= STREAMS_MAX) {
        throw new RefusedError({ type: 'overloaded', detail: 'too many event streams are open' });
      }
      const closed = new AbortController();
      reply.sse.sendHeaders();
      reply.raw.flushHeaders();
      reply.sse.onClose(() => closed.abort());
      await reply.sse.send(shopFeed.messages(closed.signal));
    },
  );

  const view = () => {
    const last = verification.last();
    const since = verification.runningSince();
    return {
      runningSince: since === null ? null : new Date(since).toISOString(),
      last: last && {
        ...last,
        startedAt: new Date(last.startedAt).toISOString(),
        endedAt: new Date(last.endedAt).toISOString(),
      },
    };
  };
  const schema = { tags, security };

  app.get(
    '/v1/admin/verification',
    {
      schema: {
        ...schema,
        summary: 'Whether every invariant held when it was last looked',
        response: { 200: VerificationAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'pools:read');
      return view();
    },
  );

  app.post(
    '/v1/admin/verification',
    {
      schema: {
        ...schema,
        summary: 'Recompute every invariant from the rows, in a process of its own',
        response: { 202: VerificationAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      await access.operator(request, 'pools:read');
      verification.start();
      return reply.code(202).send(view());
    },
  );
}
