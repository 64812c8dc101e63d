import { currencyDigits } from '../../core/currencies.js';
import { parseMicros } from '../../core/decimal.js';
import type { Refusal } from '../../core/problems.js';
import type { Result } from '../../core/result.js';
import type { Rules } from '../../core/rules.js';
import { taxCategories } from '../../core/tax/tax-categories.js';
import type { StockLevel, StockRefusal } from '../../store/store.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import {
  CustomerAnswer,
  PoolsAnswer,
  ProductAnswer,
  problemAnswers,
  StockAnswer,
} from '../schemas/answers.js';
import {
  CustomerBody,
  IdParams,
  ProductBody,
  SkuParams,
  StockAdjustment,
  StockBody,
} from '../schemas/requests.js';
import { productView } from './products.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];

export function adminRoutes(app: App, doors: Doors): void {
  stockRoutes(app, doors);
  catalogueRoutes(app, doors);
  app.get(
    '/v1/admin/pools',
    {
      schema: {
        summary: 'Threads, queues, wait and run histograms',
        tags,
        security,
        response: { 200: PoolsAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      await doors.access.operator(request, 'pools:read');
      return doors.figures();
    },
  );
}

function stockRoutes(app: App, { shop, access }: Doors): void {
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
      await access.operator(request, 'stock:write');
      const { sku } = request.params;
      const { onHand, reason = 'counted' } = request.body;
      const level = await shop.store.setStock({ sku, onHand, reason, at: shop.now() });
      return level.ok ? stockView(level.value) : sendProblem(reply, stockRefusal(level));
    },
  );
  app.post(
    '/v1/admin/stock/:sku',
    { schema: { ...schema, summary: 'Adjust the level', body: StockAdjustment } },
    async (request, reply) => {
      await access.operator(request, 'stock:write');
      const { sku } = request.params;
      const level = await shop.store.adjustStock({ sku, ...request.body, at: shop.now() });
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

function catalogueRoutes(app: App, { shop, access }: Doors): void {
  app.put(
    '/v1/admin/products/:sku',
    {
      schema: {
        summary: 'Create or change a product',
        tags,
        security,
        params: SkuParams,
        body: ProductBody,
        response: { 200: ProductAnswer, 201: ProductAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      await access.operator(request, 'products:write');
      const { sku } = request.params;
      const { prices, ...facts } = request.body;
      const product = { sku, ...facts, prices: parsePrices(prices) };
      refuseUnknownTaxCategory(facts.taxCategory, shop.quotes.rules);
      const put = await shop.store.putProduct({ ...product, at: shop.now() });
      if (!put.ok) return sendProblem(reply, put.refusal);
      shop.catalogue.forget(sku);
      const stock = await shop.store.stock(sku);
      const available = stock ? stock.onHand - stock.reserved : 0;
      reply.code(put.value.created ? 201 : 200);
      return productView({ ...product, available }, shop.quotes.rules);
    },
  );

  app.put(
    '/v1/admin/customers/:id',
    {
      schema: {
        summary: 'Create or change a customer',
        tags,
        security,
        params: IdParams,
        body: CustomerBody,
        response: { 200: CustomerAnswer, 201: CustomerAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      await access.operator(request, 'customers:write');
      const { email, name, groups, address } = request.body;
      const { id } = request.params;
      const known = await shop.store.customer(id);
      const given = { ...(groups ? { groups } : {}), ...(address ? { address } : {}) };
      const profile = { ...known?.profile, ...given };
      const customer = { id, email, name, profile };
      const put = await shop.store.putCustomer({ ...customer, at: shop.now() });
      if (!put.ok) return sendProblem(reply, put.refusal);
      reply.code(put.value.created ? 201 : 200);
      return { id, email, name, ...given };
    },
  );
}

function parsePrices(prices: ProductBody['prices']): Record<string, number> {
  const parsed: Record<string, number> = {};
  for (const [currency, text] of Object.entries(prices)) {
    const micros = parseMicros(text);
    const detail = currencyDigits.has(currency)
      ? micros.ok || micros.refusal
      : `"${currency}" is no ISO 4217 currency known here`;
    if (!micros.ok || detail !== true) {
      const errors = [{ pointer: `/prices/${currency}`, detail: String(detail) }];
      throw new RefusedError({ type: 'invalid-request', errors });
    }
    parsed[currency] = micros.value;
  }
  return parsed;
}

/** A product that no rate knows could never be sold: that is said when it is saved. */
function refuseUnknownTaxCategory(taxCategory: string, { taxes }: Rules): void {
  const known = taxCategories(taxes);
  if (known.has(taxCategory)) return;
  const detail = `"${taxCategory}" is none of ${[...known].join(', ')}`;
  const errors = [{ pointer: '/taxCategory', detail }];
  throw new RefusedError({ type: 'invalid-request', errors });
}
