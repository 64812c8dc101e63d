// What operators do: stock, products, customers, and a look at the threads.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_KEY as as, type Json, of, orderBody, paidWith } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address } from '../support/store-orders.js';
import { until } from '../support/until.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

const put = (path: string, body: unknown) => shop.client.send('PUT', path, { as, body });
const post = (path: string, body: unknown) => shop.client.post(path, { as, body });

describe('stock', () => {
  test('is set, adjusted and read', async () => {
    await shop.client.stocked('S-LEVEL', 5);
    const path = '/v1/admin/stock/S-LEVEL';

    const level = await put(path, { onHand: 50 });
    const adjusted = await post(path, { delta: -2, reason: 'damaged' });
    const read = await shop.client.get(path, { as });

    expect(level).toMatchObject({
      status: 200,
      body: { sku: 'S-LEVEL', onHand: 50, reserved: 0, available: 50 },
    });
    expect(adjusted.body).toEqual({ sku: 'S-LEVEL', onHand: 48, reserved: 0, available: 48 });
    expect(read.body).toEqual(adjusted.body);
  });

  test('is what customers can buy from then on', async () => {
    const { client } = shop;
    await client.stocked('S-BUY', 0);
    expect((await client.place(orderBody(of('S-BUY')))).status).toBe(409);

    await post('/v1/admin/stock/S-BUY', { delta: 1, reason: 'delivery' });

    expect((await client.place(orderBody(of('S-BUY')))).status).toBe(201);
    expect((await client.place(orderBody(of('S-BUY')))).status).toBe(409);
  });

  test('cannot fall below what is held, nor below nothing', async () => {
    const { client } = shop;
    await client.stocked('S-HELD', 5);
    const placing = client.place(paidWith('tok_slow', of('S-HELD', 3)));
    await until('the hold', async () => (await client.stock('S-HELD')).reserved === 3);

    const set = await put('/v1/admin/stock/S-HELD', { onHand: 2 });
    const adjusted = await post('/v1/admin/stock/S-HELD', { delta: -3, reason: 'damaged' });

    for (const { status, body } of [set, adjusted]) {
      expect(status).toBe(409);
      expect(body).toMatchObject({
        type: '/problems/below-reserved',
        sku: 'S-HELD',
        reserved: 3,
        onHand: 2,
      });
    }
    expect((await placing).status).toBe(201);
    const emptied = await post('/v1/admin/stock/S-HELD', { delta: -9, reason: 'damaged' });
    expect(emptied.status).toBe(409);
    expect(await client.stock('S-HELD')).toEqual({ onHand: 2, reserved: 0 });
  });

  test('adjusted by many at once loses none of their changes', async () => {
    await shop.client.stocked('S-MANY', 100);

    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        post('/v1/admin/stock/S-MANY', { delta: index % 2 === 0 ? 2 : -1, reason: 'count' }),
      ),
    );

    expect(await shop.client.stock('S-MANY')).toEqual({ onHand: 120, reserved: 0 });
  });

  test('of an article that is not there is not found', async () => {
    const path = '/v1/admin/stock/NO-SUCH-THING';

    expect((await shop.client.get(path, { as })).status).toBe(404);
    expect((await put(path, { onHand: 1 })).status).toBe(404);
    expect((await post(path, { delta: 1, reason: 'found' })).status).toBe(404);
  });

  test('is refused when it is no whole number', async () => {
    const path = '/v1/admin/stock/MUG-BLUE';
    const before = await shop.client.stock('MUG-BLUE');
    const refusals = [
      [await put(path, { onHand: -1 }), '/onHand'],
      [await put(path, { onHand: 1.5 }), '/onHand'],
      [await put(path, { onHand: '5' }), '/onHand'],
      [await put(path, { onHand: 1e13 }), '/onHand'],
      [await put(path, { level: 5 }), '/level'],
      [await post(path, { delta: 0.5, reason: 'x' }), '/delta'],
      [await post(path, { delta: 1 }), '/reason'],
    ] as const;

    for (const [{ status, body }, pointer] of refusals) {
      expect(status).toBe(400);
      expect(body.errors).toContainEqual(expect.objectContaining({ pointer }));
    }
    expect(await shop.client.stock('MUG-BLUE')).toEqual(before);
  });
});

describe('a product', () => {
  const product = (more: Json = {}): Json => ({
    name: 'Kettle',
    category: 'Kitchen',
    taxCategory: 'standard',
    prices: { EUR: '49.00', JPY: '7900' },
    ...more,
  });

  test('is created with nothing of it in stock, then changed', async () => {
    const path = '/v1/admin/products/P-KETTLE';

    const created = await put(path, product());
    const changed = await put(path, product({ name: 'Kettle, red' }));

    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      sku: 'P-KETTLE',
      available: 0,
      prices: { EUR: { unitPrice: 4900 }, JPY: { unitPrice: 7900 } },
    });
    expect(changed.status).toBe(200);
    expect((await shop.client.get('/v1/products/P-KETTLE')).body).toEqual(changed.body);
    expect(changed.body.name).toBe('Kettle, red');
  });

  test('costs its new price from the next order on', async () => {
    const { client } = shop;
    await client.stocked('P-PRICE', 5);
    const body = orderBody({ ...of('P-PRICE'), shippingMethod: 'pickup' });
    expect((await client.place(body)).body.totals.total).toBe(1_000);

    await put('/v1/admin/products/P-PRICE', product({ prices: { EUR: '12.34' } }));

    expect((await client.place(body)).body.totals.total).toBe(1_234);
  });

  test('that was asked for in vain can be ordered as soon as it is there', async () => {
    const { client } = shop;
    expect((await client.place(orderBody(of('P-NEW')))).status).toBe(422);

    await client.stocked('P-NEW', 1);

    expect((await client.place(orderBody(of('P-NEW')))).status).toBe(201);
  });

  test('is refused with what is wrong about it', async () => {
    const wrong: [pointer: string, more: Json][] = [
      ['/taxCategory', { taxCategory: 'luxury' }],
      ['/prices/XXX', { prices: { XXX: '1.00' } }],
      ['/prices/EUR', { prices: { EUR: '1.0000001' } }],
      ['/prices/EUR', { prices: { EUR: -1 } }],
      ['/prices/EUR', { prices: { EUR: '9999999999.999999' } }],
      ['/prices/euro', { prices: { euro: '1.00' } }],
      ['/name', { name: '' }],
      ['/price', { price: '1.00' }],
    ];

    for (const [pointer, more] of wrong) {
      const { status, body } = await put('/v1/admin/products/P-WRONG', product(more));
      expect([pointer, status]).toEqual([pointer, 400]);
      expect(body.errors).toContainEqual(expect.objectContaining({ pointer }));
    }
    expect((await shop.client.get('/v1/products/P-WRONG')).status).toBe(404);
  });
});

describe('a customer', () => {
  test('is created, then changed, and ordered for', async () => {
    const path = '/v1/admin/customers/C-1';
    const anna = { email: 'anna@example.com', name: 'Anna', address };

    const created = await put(path, anna);
    const changed = await put(path, { email: 'anna@example.com', name: 'Anna Maria' });
    const placed = await shop.client.place(
      orderBody({ customer: { id: 'C-1', email: 'anna@example.com', name: 'Anna Maria' } }),
      { as },
    );

    expect(created).toMatchObject({ status: 201, body: { id: 'C-1', ...anna } });
    expect(changed).toMatchObject({ status: 200, body: { id: 'C-1', name: 'Anna Maria' } });
    expect(placed).toMatchObject({ status: 201, body: { customer: { id: 'C-1' } } });
  });

  test('lives in a country that there is', async () => {
    const bea = { email: 'bea@example.com', name: 'Bea', address: { ...address, country: 'XX' } };

    expect(await put('/v1/admin/customers/C-2', bea)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/address/country' }] },
    });
  });
});

describe('the look at threads and queues', () => {
  test('counts what has gone through them', async () => {
    const pools = async () => (await shop.client.get('/v1/admin/pools', { as })).body;
    const before = await pools();
    await shop.client.place(orderBody());

    const after = await pools();

    const batches = (figures: Json, pool: string) => (figures[pool] as Json).batches as number;
    for (const pool of ['quote', 'ledger', 'payments']) {
      expect(batches(after, pool)).toBeGreaterThan(batches(before, pool));
    }
    expect(after).toMatchObject({
      quote: { threads: 1, deaths: 0, queued: 0 },
      ledger: {
        threads: 1,
        deaths: 0,
        queueMax: 4096,
        waitMicroseconds: { p99: expect.any(Number) },
      },
      mainLoop: { residentBytes: expect.any(Number) },
    });
  });
});
