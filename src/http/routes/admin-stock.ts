import type { Refusal } from '../../core/problems.js';
import type { Result } from '../../core/result.js';
import type { StockLevel, StockRefusal } from '../../store/store.js';
import { shopBy } from '../acting.js';
import { numberedPosition, pageOf, positionOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { ListOf, problemAnswers, StockAnswer } from '../schemas/answers.js';
import { StockListQuery, StockMoveAnswer } from '../schemas/operators.js';
import { PageQuery, SkuParams, StockAdjustment, StockBody } from '../schemas/requests.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];
const PAGE_DEFAULT = 50;
const shortPages = 'A page may hold fewer than `limit` and still have a `nextCursor`.';

export function stockRoutes(app: App, doors: Doors): void {
  listRoutes(app, doors);
  levelRoutes(app, doors);
}

function listRoutes(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/admin/stock',
    {
      schema: {
        summary: 'Stock levels by SKU',
        description: shortPages,
        tags,
        security,
        querystring: StockListQuery,
        response: { 200: ListOf(StockAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'stock:read');
      const { cursor, limit, below } = request.query;
      const page = await shop.store.stockLevels({
        cursor: positionOf('stock', cursor),
        limit: Number(limit ?? PAGE_DEFAULT),
        below: below === undefined ? null : Number(below),
      });
      return pageOf('stock', page, stockView);
    },
  );

  app.get(
    '/v1/admin/stock/:sku/moves',
    {
      schema: {
        summary: 'What changed the level of a SKU, newest first',
        description: shortPages,
        tags,
        security,
        params: SkuParams,
        querystring: PageQuery,
        response: { 200: ListOf(StockMoveAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'stock:read');
      const { sku } = request.params;
      if (!(await shop.store.stock(sku))) throw new RefusedError({ type: 'not-found' });
      const { cursor, limit } = request.query;
      const after = numberedPosition('moves', cursor);
      const query = { sku, cursor: after, limit: Number(limit ?? PAGE_DEFAULT) };
      const page = await shop.store.stockMoves(query);
      return pageOf('moves', page, (move) => ({ ...move, at: new Date(move.at).toISOString() }));
    },
  );
}

function levelRoutes(app: App, { shop, access }: Doors): void {
  const response = { 200: StockAnswer, ...problemAnswers };
  const schema = { tags, security, params: SkuParams, response };

  app.get(
    '/v1/admin/stock/:sku',
    { schema: { ...schema, summary: 'The stock level of a SKU' } },
    async (request) => {
      await access.operator(request, 'stock:read');
      const level = await shop.store.stock(request.params.sku);
      if (!level) throw new RefusedError({ type: 'not-found' });
      return stockView(level);
    },
  );
  app.put(
    '/v1/admin/stock/:sku',
    { schema: { ...schema, summary: 'Set the level', body: StockBody } },
    async (request, reply) => {
      const caller = await access.operator(request, 'stock:write');
      const { sku } = request.params;
      const { onHand, reason = 'counted' } = request.body;
      const { store, now } = shopBy(shop, caller, request);
      const level = await store.setStock({ sku, onHand, reason, at: now() });
      return level.ok ? stockView(level.value) : sendProblem(reply, stockRefusal(level));
    },
  );
  app.post(
    '/v1/admin/stock/:sku',
    { schema: { ...schema, summary: 'Adjust the level', body: StockAdjustment } },
    async (request, reply) => {
      const caller = await access.operator(request, 'stock:write');
      const { sku } = request.params;
      const { store, now } = shopBy(shop, caller, request);
      const level = await store.adjustStock({ sku, ...request.body, at: now() });
      return level.ok ? stockView(level.value) : sendProblem(reply, stockRefusal(level));
    },
  );
}

const stockView = (level: StockLevel) => ({ ...level, available: level.onHand - level.reserved });

/** In a path, a SKU that is not there is a thing not found rather than a cart that has no price. */
function stockRefusal({
  refusal,
}: Extract<Result<StockLevel, StockRefusal | Refusal>, { ok: false }>): Refusal {
  return refusal.type === 'unknown-sku'
    ? { type: 'not-found', detail: `no article ${refusal.sku}` }
    : refusal;
}
