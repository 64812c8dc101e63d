import { Type } from 'typebox';
import { orderView } from '../../core/order.js';
import { spanView } from '../../core/timeline.js';
import { cancelOrder } from '../../orders/cancel-order.js';
import { type PlacedOrder, placeOrder } from '../../orders/place-order.js';
import { type Access, callerName } from '../access.js';
import { pageOf, positionOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { claimOf } from '../idempotency.js';
import { orderRequest } from '../order-request.js';
import { RefusedError, sendJson, sendProblem } from '../problem-reply.js';
import { ListOf, OrderAnswer, problemAnswers, TimelineAnswer } from '../schemas/answers.js';
import {
  IdempotencyHeaders,
  IdParams,
  OrderBody,
  OrderListQuery,
  TokenQuery,
} from '../schemas/requests.js';

const PAGE_DEFAULT = 20;

export function orderRoutes(app: App, { shop, access, offer }: Doors): void {
  app.post(
    '/v1/orders',
    {
      schema: {
        summary: 'Place an order',
        tags: ['orders'],
        headers: IdempotencyHeaders,
        body: OrderBody,
        response: { 201: OrderAnswer, 202: OrderAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.callerOf(request);
      if (caller.type === 'bearer') {
        throw new RefusedError({ type: 'unauthorized', detail: 'this key is not known' });
      }
      const order = orderRequest(request.body, offer, caller);
      const key = request.headers['idempotency-key'];
      const claim = claimOf(key, callerName(caller), 'POST /v1/orders', request.body);
      const result = await placeOrder(shop, { ...order, claim });
      if (!result.ok) return sendProblem(reply, result.refusal);
      const { status, body, orderId, replayed } = result.value;
      if (replayed) reply.header('idempotent-replayed', 'true');
      if (orderId !== null) reply.header('location', `/v1/orders/${orderId}`);
      const isGuests = status < 300 && caller.type === 'guest';
      return sendJson(reply, status, isGuests ? withToken(result.value, access) : body);
    },
  );

  app.get(
    '/v1/orders',
    {
      schema: {
        summary: "The caller's orders, newest first (an operator sees all)",
        tags: ['orders'],
        querystring: OrderListQuery,
        response: { 200: ListOf(OrderAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'orders:read');
      const { limit, state = null } = request.query;
      const cursor = positionOf('orders', request.query.cursor);
      const query = { cursor, limit: Number(limit ?? PAGE_DEFAULT), state, customerId: null };
      return pageOf('orders', await shop.store.orders(query), orderView);
    },
  );

  app.post(
    '/v1/orders/:id/cancel',
    {
      schema: {
        summary: 'Cancel before shipping: stock back, money back, and a credit note',
        tags: ['orders'],
        params: IdParams,
        querystring: TokenQuery,
        response: { 200: OrderAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const order = await access.order(request, request.params.id, 'orders:write');
      const cancelled = await cancelOrder(shop, order);
      return cancelled.ok ? orderView(cancelled.value) : sendProblem(reply, cancelled.refusal);
    },
  );
}

/** The reads carry an ETag, which costs a hash of each answer: they are a plugin of their own. */
export function orderReadRoutes(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/orders/:id',
    {
      schema: {
        summary: 'One order',
        tags: ['orders'],
        params: IdParams,
        querystring: TokenQuery,
        response: { 200: OrderAnswer, 304: Type.Null(), ...problemAnswers },
      },
    },
    async (request) => orderView(await access.order(request, request.params.id, 'orders:read')),
  );

  app.get(
    '/v1/orders/:id/timeline',
    {
      schema: {
        summary: 'What ran when, so that sequence and overlap can be seen',
        tags: ['orders'],
        params: IdParams,
        querystring: TokenQuery,
        response: { 200: TimelineAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      const { id } = await access.order(request, request.params.id, 'orders:read');
      const events = await shop.store.orderEvents(id, 0);
      return events.flatMap(({ spans }) => spans.map(spanView));
    },
  );
}

/** The token is derived at each answer and never stored with it. */
function withToken({ body, orderId }: PlacedOrder, access: Access): string {
  if (orderId === null) return body;
  return `${body.slice(0, -1)},"accessToken":"${access.tokenOf(orderId)}"}`;
}
