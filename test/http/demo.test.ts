// The demo shop: one request, one small order, one sentence.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

describe('in demo mode', () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await startShop();
  });
  afterAll(() => shop.end());

  test('a seeded customer’s order is placed and said to be, in one sentence', async () => {
    const { client } = shop;
    const before = await client.stock('MUG-BLUE');

    const placed = await client.post('/order/place-order?customerId=1');

    expect(placed.status).toBe(200);
    expect(placed.headers['content-type']).toMatch(/^text\/plain/);
    expect(placed.text).toBe('Customer 1: Order processed successfully.');
    const [order] = await client.orders('?limit=1');
    expect(placed.headers.location).toBe(`/v1/orders/${order?.id}`);
    expect(order).toMatchObject({ state: 'confirmed', customer: { id: '1' } });
    expect(await client.stock('MUG-BLUE')).toEqual({ ...before, onHand: before.onHand - 1 });
  });

  test('every seeded customer can order, many at once', async () => {
    const customers = Array.from({ length: 10 }, (_, index) => index + 1);

    const placed = await Promise.all(
      customers.map((id) => shop.client.post(`/order/place-order?customerId=${id}`)),
    );

    expect(placed.map(({ text }) => text)).toEqual(
      customers.map((id) => `Customer ${id}: Order processed successfully.`),
    );
  });

  test('a customer who is not seeded is not found', async () => {
    const { client } = shop;
    await client.send('PUT', '/v1/admin/customers/4711', {
      as: OPERATOR_KEY,
      body: { email: 'x@example.com', name: 'X' },
    });

    expect((await client.post('/order/place-order?customerId=999999')).status).toBe(404);
    expect((await client.post('/order/place-order?customerId=4711')).status).toBe(404);
  });

  test('a customer who is no number is a mistake of the caller', async () => {
    for (const query of ['', '?customerId=', '?customerId=0', '?customerId=x', '?customer=1']) {
      const refused = await shop.client.post(`/order/place-order${query}`);
      expect(refused.status).toBe(400);
      expect((refused.body.errors as Json[])[0]?.pointer).toMatch(/^\?customer(Id)?$/);
    }
  });
});

describe('outside demo mode', () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await startShop({ DEMO: 'false' });
  });
  afterAll(() => shop.end());

  test('there is no demo route, no seeded goods and nobody to pay with test tokens', async () => {
    const { client } = shop;
    await client.stocked('MUG-BLUE', 5);

    expect((await client.post('/order/place-order?customerId=1')).status).toBe(404);
    expect((await client.get<{ items: Json[] }>('/v1/products')).body.items).toHaveLength(1);
    const refused = await client.place(orderBody());
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ pointer: '/payment/method' }]);
    expect(await client.stock('MUG-BLUE')).toEqual({ onHand: 5, reserved: 0 });
  });
});
