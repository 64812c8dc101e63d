import { currencyDigits } from '../../core/currencies.js';
import { parseMicros } from '../../core/decimal.js';
import type { Rules } from '../../core/rules.js';
import { taxCategories } from '../../core/tax/tax-categories.js';
import { shopBy } from '../acting.js';
import type { App, Doors } from '../doors.js';
import { checkCountry } from '../order-request.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { CustomerAnswer, PoolsAnswer, ProductAnswer, problemAnswers } from '../schemas/answers.js';
import { CustomerBody, IdParams, ProductBody, SkuParams } from '../schemas/requests.js';
import { productView } from './products.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];

export function adminRoutes(app: App, doors: Doors): void {
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
      const caller = await access.operator(request, 'products:write');
      const { sku } = request.params;
      const { prices, ...facts } = request.body;
      const product = { sku, ...facts, prices: parsePrices(prices) };
      refuseUnknownTaxCategory(facts.taxCategory, shop.quotes.rules);
      const put = await shopBy(shop, caller, request).store.putProduct({
        ...product,
        at: shop.now(),
      });
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
      const caller = await access.operator(request, 'customers:write');
      const { email, name, groups, address } = request.body;
      checkCountry('/address/country', address);
      const { id } = request.params;
      const known = await shop.store.customer(id);
      const given = { ...(groups ? { groups } : {}), ...(address ? { address } : {}) };
      const profile = { ...known?.profile, ...given };
      const customer = { id, email, name, profile };
      const put = await shopBy(shop, caller, request).store.putCustomer({
        ...customer,
        at: shop.now(),
      });
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
