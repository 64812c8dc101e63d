import { Type } from 'typebox';
import { orderView } from '../../core/order.js';
import { spanView } from '../../core/timeline.js';
import { cancelOrder } from '../../orders/cancel-order.js';
import { orderCart } from '../../orders/order-cart.js';
import { type PlacedOrder, placeOrder } from '../../orders/place-order.js';
import { type Access, callerName, shopperId } from '../access.js';
import { shopBy } from '../acting.js';
import { pageOf, positionOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { claimOf } from '../idempotency.js';
import { completed, orderRequest, withBuyer, withCart } from '../order-request.js';
import { RefusedError, sendJson, sendProblem } from '../problem-reply.js';
import { ListOf, OrderAnswer, problemAnswers, TimelineAnswer } from '../schemas/answers.js';
import { limits } from '../schemas/fields.js';
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
      bodyLimit: limits.documentBytes,
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
      const { body } = request;
      const key = request.headers['idempotency-key'];
      const order = (asked: OrderBody) =>
        orderRequest(completed(withBuyer(asked, caller)), offer, caller);
      const claim = claimOf(key, callerName(caller), 'POST /v1/orders', body);
      const result =
        body.cartId === undefined
          ? await placeOrder(shop, { ...order(body), claim })
          : await orderCart(
              shop,
              { id: body.cartId, customerId: shopperId(caller) },
              claim,
              (cart) => order(withCart(body, cart)),
            );
      if (!result.ok) {
        const isCart = result.refusal.type === 'cart-not-found';
        const refusal = isCart ? access.noCart(request, shopperId(caller)) : result.refusal;
        return sendProblem(reply, refusal);
      }
      const { status, body: answer, orderId, replayed } = result.value;
      if (replayed) reply.header('idempotent-replayed', 'true');
      if (orderId !== null) reply.header('location', `/v1/orders/${orderId}`);
      const isGuests = status < 300 && caller.type === 'guest';
      return sendJson(reply, status, isGuests ? withToken(result.value, access) : answer);
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
      const customerId = await access.ordersOf(request);
      const { limit, state = null } = request.query;
      const cursor = positionOf('orders', request.query.cursor);
      const query = { cursor, limit: Number(limit ?? PAGE_DEFAULT), state, customerId };
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
      const caller = await access.callerOf(request);
      const cancelled = await cancelOrder(shopBy(shop, caller, request), order);
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
        response: { 200: TimelineAnswer, 304: Type.Null(), ...problemAnswers },
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
