// What is wrong is named in full, but not at the price of everybody else: bodies that would take seconds
// to be found wrong in a hundred thousand ways are told their first mistake.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, OPERATOR_KEY } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

interface Problem {
  errors: { pointer: string; detail: string }[];
  [member: string]: unknown;
}

const mistakesIn = async (path: string, body: Json) => {
  const answer = await shop.client.post<Problem>(path, { body, as: OPERATOR_KEY });
  expect(answer.status, answer.text).toBe(400);
  return answer.body.errors.map(({ pointer }) => pointer);
};
const many = (value: unknown, count: number) => Array.from({ length: count }, () => value);
const quote = { currency: 'EUR', country: 'DE' };

describe('a body that is wrong', () => {
  test('in a few places is told all of them', async () => {
    const body = { ...quote, lines: [{ sku: 1, quantity: 1 }, { sku: 'A' }], coupons: [7] };

    expect(await mistakesIn('/v1/quotes', body)).toEqual([
      '/lines/0/sku',
      '/lines/1/quantity',
      '/coupons/0',
    ]);
  });

  test.each([
    ['/v1/quotes', { ...quote, promotions: many({}, 150_000) }, '/lines'],
    ['/v1/quotes', { ...quote, lines: [], promotions: many({}, 150_000) }, '/lines'],
    ['/v1/orders', { lines: many(0, 100_000) }, '/payment'],
    ['/v1/admin/webhook-endpoints', { events: many({ a: 1 }, 5_000) }, '/url'],
  ])('in more places than anybody would read is told the first: %s', async (path, body, first) => {
    expect(await mistakesIn(path, body)).toEqual([first]);
  });

  test('by too long a list is told so before any entry is looked at', async () => {
    const entries = Array.from({ length: 5_000 }, (_, a) => ({ a }));
    const url = 'https://erp.example.com/orders';

    expect(await mistakesIn('/v1/admin/webhook-endpoints', { url, events: entries })).toEqual([
      '/events',
    ]);
  });

  test('by objects that no comparison survives is wrong, and no failure of the server', async () => {
    const odd = [{ toString: 1, valueOf: 2 }, { toString: 2, valueOf: 3 }, 'order.confirmed'];
    const url = 'https://erp.example.com/orders';

    expect(await mistakesIn('/v1/admin/webhook-endpoints', { url, events: odd })).toEqual([
      '/events/0',
      '/events/1',
    ]);
    expect(await mistakesIn('/v1/admin/keys', { name: 'Odd', scopes: odd })).toEqual([
      '/scopes/0',
      '/scopes/1',
      '/scopes/2',
    ]);
  });

  test('by a price under no code is told the name, whatever stands under it', async () => {
    const product = { name: 'Mug', category: 'Mugs', taxCategory: 'standard' };
    const prices = { EUR: '1', A: { toString: 1, valueOf: 2 } };
    const answer = await shop.client.send<Problem>('PUT', '/v1/admin/products/ODD', {
      as: OPERATOR_KEY,
      body: { ...product, prices },
    });

    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(['/prices/A']);
  });
});
