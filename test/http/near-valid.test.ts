// Bodies that are almost right never make the server fail.

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address } from '../support/store-orders.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

const full = {
  ...orderBody(),
  lines: [
    { sku: 'MUG-BLUE', quantity: 1 },
    { sku: 'TEA-BAG-PEPPERMINT', quantity: 3, unitPrice: '0.085' },
  ],
  coupons: ['WELCOME10'],
  billingAddress: address,
  vatId: 'DE123456789',
  shippingMethod: 'standard',
  expectedTotal: 1_000,
  priceBasis: 'gross',
};

/** Every place of the body that may be spoilt. */
const places = [
  ...Object.keys(full),
  'country',
  'lines.0',
  'lines.0.sku',
  'lines.0.quantity',
  'lines.1.quantity',
  'lines.1.unitPrice',
  'coupons.0',
  'customer.email',
  'customer.name',
  'customer.id',
  'shippingAddress.country',
  'shippingAddress.line2',
  'billingAddress.country',
  'payment.method',
  'payment.token',
  'payment.extra',
];

/** Values of which some are right in one place or another. */
const value = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, 0, -1, 1, 2, 0.1, 1_000_000, 2 ** 53, 1e308, ''),
  fc.constantFrom(
    'EUR',
    'JPY',
    'BHD',
    'XXX',
    'DE',
    'US',
    'AQ',
    'pickup',
    'express',
    'net',
    'tok_error',
  ),
  fc.constantFrom(
    '0',
    '0.000001',
    '1.5',
    '9999999999.999999',
    '1e3',
    'MUG-WHITE',
    'SAVE5',
    'SPRING25',
  ),
  fc.constantFrom<unknown>([], {}, ['BOOKS20', 'SAVE5'], [{ sku: 'LAMP-PAPER', quantity: 1 }]),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const spoiling = fc.array(fc.tuple(fc.constantFrom(...places), value), {
  minLength: 1,
  maxLength: 3,
});

function spoilt(changes: [string, unknown][]): Json {
  const body = structuredClone(full) as Json;
  for (const [place, value] of changes) {
    const path = place.split('.');
    const last = path.pop() as string;
    let parent: unknown = body;
    for (const step of path) parent = (parent as Json | undefined)?.[step];
    // A copy: one change may be made inside what another one put there.
    if (typeof parent === 'object' && parent !== null) {
      (parent as Json)[last] = structuredClone(value);
    }
  }
  return body;
}

describe('a body that is almost right', () => {
  for (const path of ['/v1/orders', '/v1/quotes']) {
    test(`never makes the server fail: POST ${path}`, async () => {
      const statuses = new Set<number>();
      await fc.assert(
        fc.asyncProperty(spoiling, fc.boolean(), async (changes, isOperator) => {
          const body = spoilt(changes);
          if (path === '/v1/quotes') {
            for (const field of ['billingAddress', 'payment', 'expectedTotal']) delete body[field];
          }
          const answer = await shop.client.post(path, {
            body,
            ...(isOperator ? { as: OPERATOR_KEY } : {}),
          });
          statuses.add(answer.status);
          expect(answer.status).toBeLessThan(500);
          if (answer.status < 400) return;
          expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
          expect(answer.body).toMatchObject({ status: answer.status, title: expect.any(String) });
        }),
        { numRuns: 250 },
      );
      // The bodies are near enough for some to pass, and far enough for some not to.
      expect(statuses.has(400)).toBe(true);
      expect([...statuses].some((status) => status !== 400)).toBe(true);
    });
  }

  test('leaves the shop as healthy as it was', async () => {
    const { client } = shop;

    expect((await client.get('/readyz')).status).toBe(200);
    expect((await client.place(orderBody())).status).toBe(201);
  });
});
