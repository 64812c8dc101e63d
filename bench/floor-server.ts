/**
 * The floor: what Fastify does with an order when nothing is done with it. The body is parsed and
 * validated and an order is serialised; no server on this stack can take orders faster.
 */
import Fastify from 'fastify';
import { orderAnswerSchema, orderBodySchema, strictValidation } from './lib/order-schema.js';

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

const app = Fastify({ logger: false, ajv: strictValidation });

app.get('/readyz', () => ({ ready: true }));
app.post(
  '/v1/orders',
  { schema: { body: orderBodySchema, response: { 201: orderAnswerSchema } } },
  (_request, reply) => {
    reply.code(201).send(order);
  },
);

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
