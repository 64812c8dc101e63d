import { Type } from 'typebox';
import type { App, Doors } from '../doors.js';
import { RefusedError } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';
import { IdParams, TokenQuery } from '../schemas/requests.js';

/** Streams that may be open at once; each costs a socket and a wake-up per change of its order. */
const STREAMS_MAX = 2_000;

export function orderEventRoutes(app: App, { access, feed }: Doors): void {
  app.get(
    '/v1/orders/:id/events',
    {
      sse: 'only',
      schema: {
        summary:
          'Server-sent events: each step, change of state and task; resumes from Last-Event-ID',
        tags: ['orders'],
        params: IdParams,
        querystring: TokenQuery,
        response: {
          200: {
            description: 'Events',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      const { id } = await access.order(request, request.params.id, 'orders:read');
      if (feed.open >= STREAMS_MAX) {
        throw new RefusedError({ type: 'overloaded', detail: 'too many event streams are open' });
      }
      const closed = new AbortController();
      // At once: who resumes at the end may wait long for the first message.
      reply.sse.sendHeaders();
      reply.raw.flushHeaders();
      reply.sse.onClose(() => closed.abort());
      // A generator is drawn from only as fast as the reader takes: a slow one costs no memory.
      await reply.sse.send(feed.messages(id, reply.sse.lastEventId, closed.signal));
    },
  );
}
