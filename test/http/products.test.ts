// The catalogue as customers see it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, OPERATOR_KEY, of, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

interface Listed {
  items: (Json & { sku: string; available: number })[];
  nextCursor: string | null;
}

const list = (query = '') => shop.client.get<Listed>(`/v1/products${query}`);

async function pagesOf(query: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor = ''; ; ) {
    const { body } = await list(`?${query}${cursor}`);
    pages.push(body.items.map(({ sku }) => sku));
    if (body.nextCursor === null) return pages;
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
  }
}

describe('the list of products', () => {
  test('comes in pages by SKU that miss none and repeat none', async () => {
    const pages = await pagesOf('limit=7');

    const skus = pages.flat();
    expect(skus.length).toBeGreaterThan(50);
    expect(skus).toEqual([...new Set(skus)].sort());
    expect(pages.slice(0, -1).every(({ length }) => length === 7)).toBe(true);
    expect((await pagesOf('limit=100'))[0]).toEqual(skus.slice(0, 100));
  });

  test('has twenty to a page when nobody says how many', async () => {
    const { body } = await list();

    expect(body.items).toHaveLength(20);
    const next = (await list(`?cursor=${body.nextCursor}`)).body.items;
    expect(String(next[0]?.sku) > String(body.items.at(-1)?.sku)).toBe(true);
  });

  test('begins nowhere for a cursor that is not its own', async () => {
    const { body: orders } = await shop.client.get<Listed>('/v1/orders?limit=1', {
      as: OPERATOR_KEY,
    });
    const foreign = orders.nextCursor ?? 'b3JkZXJzOk5PTkU';

    for (const cursor of [foreign, 'MUG-BLUE', '%00', 'cHJvZHVjdHM6QQ==']) {
      const { status, body } = await list(`?cursor=${cursor}`);
      expect(status, cursor).toBe(400);
      expect(body).toMatchObject({ errors: [{ pointer: '?cursor' }] });
    }
  });

  test('is searched by name, SKU and category in any case', async () => {
    const skus = async (q: string) => (await list(`?q=${q}`)).body.items.map(({ sku }) => sku);

    expect(await skus('mug-bl')).toEqual(['MUG-BLUE']);
    expect(await skus('cast-IRON')).toEqual(['TEAPOT-IRON']);
    expect(await skus('workshop')).toContain('HAMMER-SMALL');
    expect(await skus('nothing-like-this')).toEqual([]);
  });

  test('takes what is searched for as it is, not as a pattern', async () => {
    expect((await list('?q=%25')).body.items).toEqual([]);
    expect((await list('?q=_')).body.items).toEqual([]);
    expect((await list(`?q=${encodeURIComponent("'; drop table products; --")}`)).status).toBe(200);
    expect((await list()).body.items).toHaveLength(20);
  });
});

describe('a product', () => {
  test('has its prices by currency, each on the basis of its price list', async () => {
    const { status, body } = await shop.client.get('/v1/products/MUG-WHITE');

    expect(status).toBe(200);
    expect(body).toEqual({
      sku: 'MUG-WHITE',
      name: 'Mug, white',
      category: 'Kitchen',
      taxCategory: 'standard',
      prices: {
        EUR: { unitPrice: 1290, currency: 'EUR', basis: 'gross' },
        USD: { unitPrice: 1390, currency: 'USD', basis: 'net' },
        GBP: { unitPrice: 1150, currency: 'GBP', basis: 'gross' },
        PLN: { unitPrice: 5490, currency: 'PLN', basis: 'gross' },
        JPY: { unitPrice: 2100, currency: 'JPY', basis: 'gross' },
      },
      available: 420,
    });
  });

  test('says how many can be had, and the list says the same', async () => {
    const { client } = shop;
    await client.stocked('P-COUNT', 5);
    await client.place(orderBody(of('P-COUNT', 2)));

    const one = await client.get('/v1/products/P-COUNT');
    const listed = (await list('?q=p-count')).body.items;

    expect(one.body.available).toBe(3);
    expect(listed).toEqual([one.body]);
  });

  test('is not sent again to who has it already, until it changes', async () => {
    const { client } = shop;
    await client.stocked('P-TAG', 5);
    const read = (tag: string) =>
      client.get('/v1/products/P-TAG', { headers: { 'if-none-match': tag } });
    const tag = (await client.get('/v1/products/P-TAG')).headers.etag as string;

    expect((await read(tag)).status).toBe(304);
    await client.place(orderBody(of('P-TAG')));
    expect((await read(tag)).status).toBe(200);
  });

  test('may have a SKU of any printable characters', async () => {
    const { client } = shop;
    const sku = 'A/B ?#%&+C';
    await client.stocked(sku, 2);

    const read = await client.get(`/v1/products/${encodeURIComponent(sku)}`);
    const placed = await client.place(orderBody(of(sku)));

    expect(read.body).toMatchObject({ sku, available: 2 });
    expect(placed.status).toBe(201);
    expect(await client.stock(sku)).toEqual({ onHand: 1, reserved: 0 });
  });

  test('that is not there is not found', async () => {
    const missing = await shop.client.get('/v1/products/NO-SUCH-THING');

    expect(missing.status).toBe(404);
    expect(missing.body).toMatchObject({ type: '/problems/not-found', status: 404 });
  });
});
