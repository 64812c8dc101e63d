import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { problemWords } from '../../core/problem-words.js';
import { problemPath, problems, type RefusalType } from '../../core/problems.js';
import { type DocumentToRead, docsPage } from '../../web/docs-page.js';
import { type ProblemDocumentation, problemPage, problemsPage } from '../../web/problem-page.js';
import { referenceHeaders } from '../../web/reference-page.js';
import type { App, Doors } from '../doors.js';
import { withComponents } from '../openapi-document.js';
import { addExamples } from '../openapi-examples.js';
import { RefusedError } from '../problem-reply.js';
import { ProblemTypeAnswer } from '../schemas/answers.js';
import { problemExample, problemMembers, problemSchemas } from '../schemas/problems.js';

const tags = ['operations'];
const html = { 'text/html': { schema: Type.String() } };

/** The documentation that the server carries with it. */
export function referenceRoutes(app: App, { examples }: Doors): void {
  documentRoutes(app, examples);
  problemRoutes(app);
}

function documentRoutes(app: App, examples: Doors['examples']): void {
  let document: object | null = null;
  const theDocument = () => {
    if (document) return document;
    document = withComponents(app.swagger());
    addExamples(document, examples());
    return document;
  };
  app.get('/openapi.json', { schema: { hide: true } }, async () => theDocument());

  let page: string | null = null;
  app.get('/docs', { schema: { hide: true } }, async (_request, reply) => {
    page ??= docsPage(theDocument() as DocumentToRead);
    return sendPage(reply, page);
  });
}

function problemRoutes(app: App): void {
  const all = (Object.keys(problems) as RefusalType[]).map(documentationOf);
  const byName = new Map(all.map((problem) => [problem.type, problem]));
  const answers = (schema: ReturnType<typeof Type.Object>) => ({
    200: {
      description: 'For people where HTML is accepted, else for programs',
      content: { 'application/json': { schema }, ...html },
    },
  });

  app.get(
    '/problems',
    {
      schema: {
        summary: 'Every problem type',
        tags,
        response: answers(Type.Object({ items: Type.Array(ProblemTypeAnswer) })),
      },
    },
    async (request, reply) => {
      if (wantsPage(request)) return sendPage(reply, problemsPage(all));
      return reply.header('vary', 'accept').send({ items: all });
    },
  );

  app.get(
    '/problems/:type',
    {
      schema: {
        summary: 'What a problem type means, and what to do',
        tags,
        params: Type.Object({
          type: Type.String({ maxLength: 64, description: 'As in `out-of-stock`' }),
        }),
        response: answers(ProblemTypeAnswer),
      },
    },
    async (request, reply) => {
      const problem = byName.get(problemPath(request.params.type as RefusalType));
      if (!problem) throw new RefusedError({ type: 'not-found' });
      if (wantsPage(request)) return sendPage(reply, problemPage(problem));
      return reply.header('vary', 'accept').send({ ...problem });
    },
  );
}

/** Browsers name HTML first; programs name JSON, or anything. */
const wantsPage = ({ headers }: FastifyRequest): boolean => {
  const accept = headers.accept ?? '';
  const [page, program] = [
    accept.indexOf('text/html'),
    accept.search(/application\/(problem\+)?json/),
  ];
  return page !== -1 && (program === -1 || page < program);
};

const sendPage = (reply: FastifyReply, body: string): FastifyReply =>
  reply
    .headers({ ...referenceHeaders, vary: 'accept' })
    .type('text/html; charset=utf-8')
    .send(body);

function documentationOf(type: RefusalType): ProblemDocumentation {
  const { status, title, retryAfter } = problems[type];
  const required = (problemSchemas[type] as { required?: string[] }).required ?? [];
  return {
    type: problemPath(type),
    status,
    title,
    ...problemWords[type],
    retry: retryAfter !== undefined || status === 429,
    members: Object.entries(problemMembers(type)).map(([name, schema]) => ({
      name,
      description: (schema as { description?: string }).description ?? '',
      isRequired: required.includes(name),
    })),
    example: problemExample(type),
  };
}
