// What operators look things up in: stock levels and moves, orders, products that were withdrawn.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  OPERATOR_KEY as as,
  type Json,
  of,
  orderBody,
  type PlacedBody,
} from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

interface List<Item> {
  items: Item[];
  nextCursor: string | null;
}

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

const list = async <Item = Json>(path: string): Promise<List<Item>> => {
  const answer = await shop.client.get<List<Item>>(path, { as });
  expect(answer.status).toBe(200);
  return answer.body;
};

async function all<Item>(path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: List<Item> = await list<Item>(path + query);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

describe('stock', () => {
  test('is listed by SKU, page by page, also only what runs low', async () => {
    for (const [sku, level] of [
      ['Z-1', 3],
      ['Z-2', 50],
      ['Z-3', 4],
    ] as const) {
      await shop.client.stocked(sku, level);
    }

    const skus = (await all<{ sku: string }>('/v1/admin/stock?limit=3')).map(({ sku }) => sku);
    const low = await all<{ sku: string; available: number }>('/v1/admin/stock?limit=2&below=5');

    expect(skus).toEqual([...skus].sort());
    expect(skus).toEqual(expect.arrayContaining(['Z-1', 'Z-2', 'Z-3', 'MUG-BLUE']));
    expect(low.map(({ sku }) => sku)).toEqual(expect.arrayContaining(['Z-1', 'Z-3']));
    expect(low.every(({ available }) => available < 5)).toBe(true);
    expect((await shop.client.get('/v1/admin/stock?below=-1', { as })).status).toBe(400);
  });

  test('moves say what changed a level, why, and for which order', async () => {
    await shop.client.stocked('S-MOVES', 5);
    const body = { delta: -1, reason: 'damaged' };
    await shop.client.post('/v1/admin/stock/S-MOVES', { as, body });
    const { id } = (await shop.client.place(orderBody(of('S-MOVES', 2)))).body;

    const moves = await all<Json>('/v1/admin/stock/S-MOVES/moves?limit=1');

    expect(moves.map(({ delta, orderId }) => [delta, orderId])).toEqual([
      [-2, id],
      [-1, null],
      [5, null],
    ]);
    expect(moves[1]).toMatchObject({ reason: 'damaged' });
    expect((await shop.client.get('/v1/admin/stock/NOTHING/moves', { as })).status).toBe(404);
  });
});

describe('orders', () => {
  const placed = async (email: string): Promise<PlacedBody> =>
    (await shop.client.place(orderBody({ customer: { email, name: 'Somebody' } }))).body;
  const found = async (query: string) =>
    (await all<{ id: string }>(`/v1/admin/orders?${query}`)).map(({ id }) => id);

  test('are found by number, and by an e-mail address however it is written', async () => {
    const [first, second] = [
      await placed('searched@example.com'),
      await placed('other@example.com'),
    ];

    expect(await found(`number=${first.number}`)).toEqual([first.id]);
    expect(await found('email=Searched@Example.COM')).toEqual([first.id]);
    expect(await found('number=2026-999999')).toEqual([]);
    expect(await found('number=nonsense')).toEqual([]);
    expect(await found('limit=1')).toEqual(expect.arrayContaining([first.id, second.id]));
  });

  test('are found by state and by when they were made', async () => {
    const order = await placed('cancelled@example.com');
    await shop.client.post(`/v1/orders/${order.id}/cancel`, { as });
    const at = Date.parse(order.createdAt);
    const time = (ms: number) => new Date(ms).toISOString();

    expect(await found('state=cancelled&email=cancelled@example.com')).toEqual([order.id]);
    expect(await found(`from=${time(at)}&to=${time(at + 1)}`)).toContain(order.id);
    expect(await found(`to=${time(at)}`)).not.toContain(order.id);
    expect(await found(`from=${time(at + 1)}`)).not.toContain(order.id);
  });

  test('are found by their customer', async () => {
    await shop.client.send('PUT', '/v1/admin/customers/c-search', {
      as,
      body: { email: 'c-search@example.com', name: 'C' },
    });
    const customer = { id: 'c-search', email: 'c-search@example.com', name: 'C' };
    const { id } = (await shop.client.place(orderBody({ customer }), { as })).body;

    expect(await found('customer=c-search')).toEqual([id]);
  });

  test.each(['never', '1', '12/01/2026', '2026-02-30T00:00:00Z', '2026-11-26T00:00:00'])(
    'are refused to be searched by what is no time of one meaning: %s',
    async (text) => {
      const query = `?from=${encodeURIComponent(text)}`;
      for (const path of ['/v1/admin/orders', '/v1/admin/orders/export']) {
        const answer = await shop.client.get(path + query, { as });

        expect(answer.status).toBe(400);
        expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer: '?from' }));
      }
    },
  );
});

describe('a product that was withdrawn', () => {
  test('cannot be found or bought, and comes back with a PUT', async () => {
    const { client } = shop;
    await client.stocked('S-GONE', 5);
    const path = '/v1/admin/products/S-GONE';
    expect((await client.place(orderBody(of('S-GONE')))).status).toBe(201);

    expect((await client.send('DELETE', path, { as })).status).toBe(204);

    expect((await client.get('/v1/products/S-GONE')).status).toBe(404);
    expect((await client.get('/v1/products?q=S-GONE')).body.items).toEqual([]);
    expect((await client.place(orderBody(of('S-GONE')))).body.type).toBe('/problems/unknown-sku');
    expect((await list('/v1/admin/products?q=S-GONE')).items).toMatchObject([
      { sku: 'S-GONE', withdrawnAt: expect.any(String), available: 4 },
    ]);
    expect((await client.send('DELETE', path, { as })).status).toBe(404);

    const body = { name: 'Back', category: 'T', taxCategory: 'standard', prices: { EUR: '10' } };
    expect((await client.send('PUT', path, { as, body })).status).toBe(200);
    expect((await client.place(orderBody(of('S-GONE')))).status).toBe(201);
  });
});
