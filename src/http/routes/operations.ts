import type { App, Doors } from '../doors.js';
import { StatusAnswer } from '../schemas/answers.js';

const tags = ['operations'];

export function operationRoutes(app: App, { notReady }: Doors): void {
  app.get(
    '/livez',
    { schema: { summary: 'The process answers', tags, response: { 200: StatusAnswer } } },
    async () => ({
      status: 'ok',
    }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        summary: '503 while starting, draining or unable to write',
        tags,
        response: { 200: StatusAnswer, 503: StatusAnswer },
      },
    },
    async (_request, reply) => {
      const reason = notReady();
      if (reason === null) return { status: 'ready' };
      return reply.code(503).send({ status: 'not-ready', reason });
    },
  );
}
