/**
 * The floor: what Fastify does with an order when nothing is done with it. The body is parsed and
 * validated and an order is serialised; no server on this stack can take orders faster.
 */
import Fastify from 'fastify';
import {
  cartAnswerSchema,
  orderAnswerSchema,
  orderBodySchema,
  strictValidation,
} from './lib/order-schema.js';

const order = {
  id: '01JZZZZZZZZZZZZZZZZZZZZZZZ',
  number: '2026-000001',
  state: 'confirmed',
  currency: 'EUR',
  createdAt: '2026-01-01T00:00:00.000Z',
  customer: { email: 'customer@example.com', name: 'Example Customer' },
  lines: [
    { sku: 'MUG-BLUE', name: 'Mug, blue', quantity: 2, unitPrice: 1290, discount: 0, gross: 2580 },
  ],
  discounts: [],
  shipping: { method: 'standard', gross: 490 },
  taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 2580, amount: 490 }],
  totals: { subtotal: 2580, discount: 0, shipping: 490, net: 2580, tax: 490, total: 3070 },
  payment: { method: 'simulated', state: 'captured', amount: 3070, reference: 'floor' },
};

/** A cart's order names its cart instead of what is in it. */
const orderOrCart = {
  ...orderBodySchema,
  required: ['payment'],
  properties: { ...orderBodySchema.properties, cartId: { type: 'string' } },
};

const app = Fastify({ logger: false, ajv: strictValidation });

app.get('/readyz', () => ({ ready: true }));
app.post(
  '/v1/orders',
  { schema: { body: orderOrCart, response: { 201: orderAnswerSchema } } },
  (_request, reply) => {
    reply.code(201).send(order);
  },
);

/** As many lines, and about as many bytes, as the carts have that it is compared with. */
const three = <Line>(line: Line): Line[] => [line, line, line];
const [line] = order.lines;
const { currency, taxes, totals } = order;
const cart = {
  id: 'floor-floor-floor-floor-floo',
  version: 2,
  currency,
  country: 'DE',
  lines: three({ ...line, available: 1_000_000_000 }),
  quote: {
    currency,
    priceBasis: 'gross',
    lines: three({ ...line, taxes }),
    shipping: { ...order.shipping, taxes },
    taxes,
    totals,
  },
  expiresAt: '2026-01-31T00:00:00.000Z',
};
const cartBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    country: { type: 'string', pattern: '^[A-Z]{2}$' },
    customer: orderBodySchema.properties.customer,
    shippingAddress: orderBodySchema.properties.shippingAddress,
    shippingMethod: { type: 'string', maxLength: 64 },
  },
};
const lineBody = {
  type: 'object',
  additionalProperties: false,
  required: ['quantity'],
  properties: { quantity: { type: 'integer', minimum: 0, maximum: 1_000_000 } },
};
const answersCart = { response: { '2xx': cartAnswerSchema } };
app.post('/v1/carts', { schema: { body: cartBody, ...answersCart } }, (_request, reply) => {
  reply.code(201).header('location', `/v1/carts/${cart.id}`).send(cart);
});
app.patch('/v1/carts/:id', { schema: { body: cartBody, ...answersCart } }, (_request, reply) => {
  reply.send(cart);
});
app.put('/v1/carts/:id/lines/:sku', { schema: { body: lineBody, ...answersCart } }, (_, reply) => {
  reply.send(cart);
});

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
