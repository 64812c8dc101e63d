import { Type } from 'typebox';
import type { Promotion } from '../../core/rules.js';
import { shopBy } from '../acting.js';
import { pageOf, positionOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { ListOf, PromotionAnswer, problemAnswers } from '../schemas/answers.js';
import { limits } from '../schemas/fields.js';
import { IdParams, PageQuery } from '../schemas/requests.js';
import { PromotionSchema } from '../schemas/rule-schemas.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];
const PAGE_DEFAULT = 50;

export function promotionRoutes(app: App, doors: Doors): void {
  readRoutes(app, doors);
  writeRoutes(app, doors);
}

function readRoutes(app: App, { access, promotions }: Doors): void {
  app.get(
    '/v1/admin/promotions',
    {
      schema: {
        summary: 'Promotions by id, with what is used of their limits',
        description: 'One that `faults` says something of is broken, and not in force.',
        tags,
        security,
        querystring: PageQuery,
        response: { 200: ListOf(PromotionAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'promotions:read');
      const cursor = positionOf('promotions', request.query.cursor);
      const limit = Number(request.query.limit ?? PAGE_DEFAULT);
      const page = await promotions.list({ cursor, limit });
      return pageOf('promotions', page, (promotion) => promotion);
    },
  );

  app.get(
    '/v1/admin/promotions/:id',
    {
      schema: {
        summary: 'One promotion, with what is used of its limits',
        tags,
        security,
        params: IdParams,
        response: { 200: PromotionAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'promotions:read');
      const promotion = await promotions.promotion(request.params.id);
      if (!promotion) throw new RefusedError({ type: 'not-found' });
      return promotion;
    },
  );
}

function writeRoutes(app: App, { access, promotions, shop }: Doors): void {
  app.put(
    '/v1/admin/promotions/:id',
    {
      bodyLimit: limits.documentBytes,
      schema: {
        summary: 'Create or change a promotion; it holds for the next quote',
        description:
          'Everything that is wrong with it is named, each with its place. What orders have used of ' +
          'its limits stays counted, also when a promotion is removed and comes back under its id.',
        tags,
        security,
        params: IdParams,
        body: PromotionSchema,
        response: { 200: PromotionAnswer, 201: PromotionAnswer, ...problemAnswers },
      },
      // One function knows what a promotion may say, of files, requests and stored ones alike.
      validatorCompiler: () => () => true,
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'promotions:write');
      const promotion = named(request.body, request.params.id);
      const saved = await promotions.save(promotion, shopBy(shop, caller, request).store);
      if (!saved.ok) return sendProblem(reply, saved.refusal);
      reply.code(saved.value.created ? 201 : 200);
      return saved.value.saved;
    },
  );

  app.delete(
    '/v1/admin/promotions/:id',
    {
      schema: {
        summary: 'Remove a promotion; orders that it was given to keep it',
        tags,
        security,
        params: IdParams,
        response: { 204: Type.Null({ description: 'Removed' }), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'promotions:write');
      const { store } = shopBy(shop, caller, request);
      const removed = await promotions.remove(request.params.id, store);
      if (!removed.ok) return sendProblem(reply, removed.refusal);
      if (!removed.value) throw new RefusedError({ type: 'not-found' });
      return reply.code(204).send(null);
    },
  );
}

/** The path names the promotion; a body may repeat it, and nothing else. */
function named(body: unknown, id: string): Promotion {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body as Promotion;
  const given = (body as Partial<Promotion>).id ?? id;
  if (given === id) return { ...(body as Promotion), id };
  const errors = [{ pointer: '/id', detail: `is not "${id}", as the path says` }];
  throw new RefusedError({ type: 'invalid-request', errors });
}
