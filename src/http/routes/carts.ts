import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientKey } from '../../core/attempt-limits.js';
import { countries } from '../../core/countries.js';
import { currencyDigits } from '../../core/currencies.js';
import type { FieldError } from '../../core/problems.js';
import type { CartRefusal, Unavailable } from '../../core/refusals.js';
import { ok, type Result } from '../../core/result.js';
import type { CartChange, SavedCart } from '../../core/saved-cart.js';
import { changeCart, createCart, findCart } from '../../orders/carts.js';
import { priceCart } from '../../orders/price-cart.js';
import { cartView } from '../cart-view.js';
import type { App, Doors } from '../doors.js';
import { codeCheck, type Offer, refuseErrors } from '../order-request.js';
import { sendJson, sendProblem } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';
import {
  CartAnswer,
  CartCouponParams,
  type CartDetailsBody,
  CartDetailsBody as CartDetailsSchema,
  CartLineBody,
  CartLineParams,
  CartParams,
  CartQuery,
  NewCartBody,
} from '../schemas/carts.js';

type Asked = FastifyRequest & { query: { explain?: string } };
type Reply = FastifyReply;

const description =
  'While an order of the cart is being placed, it waits for what comes of it: `cart-ordered`, or the change where the order came to nothing.';

export function cartRoutes(app: App, { shop, access, offer, newCarts }: Doors): void {
  const answers = { 200: CartAnswer, ...problemAnswers };
  const tags = ['carts'];

  const answer = async (
    request: Asked,
    reply: Reply,
    found: Result<SavedCart, CartRefusal | Unavailable>,
    status = 200,
  ) => {
    if (!found.ok) return sendProblem(reply, found.refusal);
    const priced = await priceCart(shop, found.value, request.query.explain === 'true');
    if (!priced.ok) return sendProblem(reply, priced.refusal);
    return sendJson(reply, status, JSON.stringify(cartView(priced.value)));
  };

  const change = async (
    request: Asked & { params: { id: string } },
    reply: Reply,
    change: CartChange,
  ) => {
    const customerId = await access.shopper(request);
    const changed = await changeCart(shop, { id: request.params.id, customerId }, change);
    if (!changed.ok && changed.refusal.type === 'cart-not-found') {
      return sendProblem(reply, access.noCart(request, customerId));
    }
    return answer(request, reply, changed);
  };

  app.post(
    '/v1/carts',
    {
      schema: {
        summary: 'Begin a cart; with a session, the customer’s own, where there is one already',
        tags,
        querystring: CartQuery,
        body: NewCartBody,
        response: { 200: CartAnswer, 201: CartAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const customerId = await access.shopper(request);
      const body = request.body ?? {};
      checkDetails(body, offer);
      const limit = newCarts.refused(clientKey(request.ip), shop.now());
      if (limit !== null) return sendProblem(reply, { type: 'too-many-carts', limit });
      const created = await createCart(shop, customerId, body);
      if (!created.ok) return sendProblem(reply, created.refusal);
      const { cart, isNew } = created.value;
      if (isNew) reply.header('location', `/v1/carts/${cart.id}`);
      return answer(request, reply, ok(cart), isNew ? 201 : 200);
    },
  );

  app.get(
    '/v1/carts/:id',
    {
      schema: {
        summary: 'A cart with its quote',
        tags,
        params: CartParams,
        querystring: CartQuery,
        response: answers,
      },
    },
    async (request, reply) => {
      const customerId = await access.shopper(request);
      const found = await findCart(shop, { id: request.params.id, customerId });
      if (!found.ok) return sendProblem(reply, access.noCart(request, customerId));
      return answer(request, reply, found);
    },
  );

  app.patch(
    '/v1/carts/:id',
    {
      schema: {
        summary: 'Say where it goes, how, to whom, and in which currency it is paid',
        description,
        tags,
        params: CartParams,
        querystring: CartQuery,
        body: CartDetailsSchema,
        response: answers,
      },
    },
    async (request, reply) => {
      checkDetails(request.body, offer);
      return change(request, reply, { type: 'details', details: request.body });
    },
  );

  app.put(
    '/v1/carts/:id/lines/:sku',
    {
      schema: {
        summary: 'Set how many pieces of an article there are; safe to repeat',
        description,
        tags,
        params: CartLineParams,
        querystring: CartQuery,
        body: CartLineBody,
        response: answers,
      },
    },
    (request, reply) => {
      const { sku } = request.params;
      return change(request, reply, { type: 'line', sku, quantity: request.body.quantity });
    },
  );

  for (const [method, isIn] of [
    ['PUT', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: '/v1/carts/:id/coupons/:code',
      schema: {
        summary: isIn ? 'Add a coupon' : 'Take a coupon away',
        description,
        tags,
        params: CartCouponParams,
        querystring: CartQuery,
        response: answers,
      },
      handler: (request, reply) =>
        change(request, reply, { type: 'coupon', coupon: request.params.code, isIn }),
    });
  }
}

/** @throws RefusedError 400 for a code that nobody knows. */
function checkDetails(body: CartDetailsBody, offer: Offer): void {
  const errors: FieldError[] = [];
  const check = codeCheck(errors);
  const { currency, country, shippingMethod, shippingAddress, billingAddress } = body;
  check('/currency', currency, currencyDigits, 'ISO 4217 currency');
  check('/country', country, countries, 'country');
  check('/shippingAddress/country', shippingAddress?.country, countries, 'country');
  check('/billingAddress/country', billingAddress?.country, countries, 'country');
  check('/shippingMethod', shippingMethod ?? undefined, offer.shippingMethods, 'shipping method');
  refuseErrors(errors);
}
