import { Type } from 'typebox';
import { MICROS } from '../../core/decimal.js';
import type { Address } from '../../core/order.js';
import { placeOrder } from '../../orders/place-order.js';
import type { ShopCustomer } from '../../store/store.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';

/** What the demo data knows of its customers. */
interface DemoProfile {
  currency: string;
  address: Address;
  basket: { sku: string; quantity: number }[];
}

/** Demo mode only: one request, one small order, one sentence. */
export function demoRoutes(app: App, { shop }: Doors): void {
  app.post(
    '/order/place-order',
    {
      schema: {
        summary: 'Demo mode: place a small order for a seeded customer',
        tags: ['demo'],
        querystring: Type.Object(
          {
            customerId: Type.String({
              pattern: '^[1-9]\\d{0,5}$',
              description: 'Of a seeded customer',
            }),
          },
          { additionalProperties: false },
        ),
        response: {
          200: {
            description: 'One sentence',
            content: { 'text/plain': { schema: Type.String() } },
          },
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      const { customerId } = request.query;
      const customer = await shop.store.customer(customerId);
      if (!customer || !isDemoProfile(customer.profile)) {
        throw new RefusedError({ type: 'not-found', detail: `no demo customer ${customerId}` });
      }
      const placed = await placeOrder(shop, demoOrder(customer, customer.profile));
      if (!placed.ok) return sendProblem(reply, placed.refusal);
      reply.header('location', `/v1/orders/${placed.value.orderId}`).type('text/plain');
      return `Customer ${customerId}: Order processed successfully.`;
    },
  );
}

const isDemoProfile = (profile: object): profile is DemoProfile => 'basket' in profile;

function demoOrder({ id, email, name }: ShopCustomer, { currency, address, basket }: DemoProfile) {
  return {
    customer: { id, email, name },
    currency,
    country: address.country,
    shippingMethod: 'standard',
    coupons: [],
    lines: basket.map(({ sku, quantity }) => ({ sku, quantityMicros: quantity * MICROS })),
    shippingAddress: address,
    payment: { method: 'simulated', token: 'tok_approve' },
    claim: null,
  };
}
