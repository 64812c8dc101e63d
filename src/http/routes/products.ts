import { Type } from 'typebox';
import { printUnitPrice } from '../../core/money.js';
import type { Rules } from '../../core/rules.js';
import type { Product } from '../../store/store.js';
import { pageOf, positionOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { RefusedError } from '../problem-reply.js';
import { ListOf, ProductAnswer, problemAnswers } from '../schemas/answers.js';
import { ProductListQuery, SkuParams } from '../schemas/requests.js';

const PAGE_DEFAULT = 20;

export function productRoutes(app: App, { shop }: Doors): void {
  app.get(
    '/v1/products',
    {
      schema: {
        summary: 'Products by SKU; `q` searches name, SKU and category',
        tags: ['catalogue'],
        querystring: ProductListQuery,
        response: { 200: ListOf(ProductAnswer), 304: Type.Null(), ...problemAnswers },
      },
    },
    async (request) => {
      const { limit, q = null } = request.query;
      const cursor = positionOf('products', request.query.cursor);
      const query = { cursor, limit: Number(limit ?? PAGE_DEFAULT), search: q };
      const page = await shop.store.products(query);
      return pageOf('products', page, (product) => productView(product, shop.quotes.rules));
    },
  );

  app.get(
    '/v1/products/:sku',
    {
      schema: {
        summary: 'One product',
        tags: ['catalogue'],
        params: SkuParams,
        response: { 200: ProductAnswer, 304: Type.Null(), ...problemAnswers },
      },
    },
    async (request) => {
      const product = await shop.store.product(request.params.sku);
      const stock = await shop.store.stock(request.params.sku);
      if (!product) throw new RefusedError({ type: 'not-found' });
      const available = stock ? stock.onHand - stock.reserved : 0;
      return productView({ ...product, available }, shop.quotes.rules);
    },
  );
}

export function productView(product: Product & { available: number }, { priceLists }: Rules) {
  const { sku, name, category, tags, taxCategory, available } = product;
  const prices = Object.fromEntries(
    Object.entries(product.prices).map(([currency, micros]) => [
      currency,
      {
        unitPrice: printUnitPrice(micros, currency),
        currency,
        basis: priceLists[currency]?.basis ?? ('gross' as const),
      },
    ]),
  );
  return { sku, name, category, ...(tags ? { tags } : {}), taxCategory, prices, available };
}
