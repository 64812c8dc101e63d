// What operators look things up in: the audit log, orders, and products that are withdrawn too.

import { Type } from 'typebox';
import { orderView } from '../../core/order.js';
import { shopBy } from '../acting.js';
import { numberedPosition, pageOf, positionOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { AdminProductAnswer, ListOf, OrderAnswer, problemAnswers } from '../schemas/answers.js';
import {
  AdminProductQuery,
  AuditAnswer,
  AuditQuery,
  OrderSearchQuery,
} from '../schemas/operators.js';
import { SkuParams } from '../schemas/requests.js';
import { productView } from './products.js';
import { timeOf } from './query-times.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];
const PAGE_DEFAULT = 50;

export function listRoutes(app: App, doors: Doors): void {
  auditRoute(app, doors);
  orderSearchRoute(app, doors);
  productRoutes(app, doors);
}

function auditRoute(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/admin/audit',
    {
      schema: {
        summary: 'What operators changed, newest first',
        tags,
        security,
        querystring: AuditQuery,
        response: { 200: ListOf(AuditAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'audit:read');
      const { cursor, limit, key = null, target = null } = request.query;
      const page = await shop.store.audit({
        cursor: numberedPosition('audit', cursor),
        limit: Number(limit ?? PAGE_DEFAULT),
        keyId: key,
        target,
      });
      return pageOf('audit', page, (entry) => ({ ...entry, at: new Date(entry.at).toISOString() }));
    },
  );
}

function orderSearchRoute(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/admin/orders',
    {
      schema: {
        summary: 'Orders by number, e-mail address, customer, state and time, newest first',
        description:
          'A search looks at so many orders at a time: a page may hold fewer than `limit`, even ' +
          'none, and still have a `nextCursor` that goes on.',
        tags,
        security,
        querystring: OrderSearchQuery,
        response: { 200: ListOf(OrderAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'orders:read');
      const { cursor, limit, state = null, number = null, email = null } = request.query;
      const { customer = null, from, to } = request.query;
      const page = await shop.store.searchOrders({
        cursor: positionOf('found-orders', cursor),
        limit: Number(limit ?? PAGE_DEFAULT),
        state,
        number,
        email,
        customerId: customer,
        from: timeOf('from', from),
        to: timeOf('to', to),
      });
      return pageOf('found-orders', page, orderView);
    },
  );
}

function productRoutes(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/admin/products',
    {
      schema: {
        summary: 'Products by SKU, those that were withdrawn too',
        tags,
        security,
        querystring: AdminProductQuery,
        response: { 200: ListOf(AdminProductAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'products:read');
      const { limit, q = null } = request.query;
      const cursor = positionOf('products', request.query.cursor);
      const query = { cursor, limit: Number(limit ?? PAGE_DEFAULT), search: q, all: true };
      const page = await shop.store.products(query);
      return pageOf('products', page, ({ withdrawnAt, ...product }) => ({
        ...productView(product, shop.quotes.rules),
        withdrawnAt: withdrawnAt === undefined ? null : new Date(withdrawnAt).toISOString(),
      }));
    },
  );

  app.delete(
    '/v1/admin/products/:sku',
    {
      schema: {
        summary: 'Withdraw a product from sale',
        description:
          'It cannot be found or bought any more; orders keep it, and so does the stock. A PUT brings it back.',
        tags,
        security,
        params: SkuParams,
        response: { 204: Type.Null({ description: 'Withdrawn' }), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'products:write');
      const { sku } = request.params;
      const { store, now } = shopBy(shop, caller, request);
      const withdrawn = await store.withdrawProduct({ sku, at: now() });
      if (!withdrawn.ok) return sendProblem(reply, withdrawn.refusal);
      if (!withdrawn.value) throw new RefusedError({ type: 'not-found' });
      shop.catalogue.forget(sku);
      return reply.code(204).send(null);
    },
  );
}
