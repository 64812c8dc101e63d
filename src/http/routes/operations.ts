import { Type } from 'typebox';
import { problemPath, problems } from '../../core/problems.js';
import type { App, Doors } from '../doors.js';
import { withComponents } from '../openapi-document.js';
import { RefusedError } from '../problem-reply.js';
import { ProblemTypeAnswer, problemAnswers, StatusAnswer } from '../schemas/answers.js';

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

  let document: object | null = null;
  app.get('/openapi.json', { schema: { hide: true } }, async () => {
    document ??= withComponents(app.swagger());
    return document;
  });

  app.get(
    '/problems/:type',
    {
      schema: {
        summary: 'What a problem type means',
        tags,
        params: Type.Object({ type: Type.String({ maxLength: 64 }) }),
        response: { 200: ProblemTypeAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      const found = Object.entries(problems).find(([type]) => type === request.params.type);
      if (!found) throw new RefusedError({ type: 'not-found' });
      const [type, { status, title, retryAfter }] = found;
      const path = problemPath(type as keyof typeof problems);
      return { type: path, status, title, retry: retryAfter !== undefined };
    },
  );
}
