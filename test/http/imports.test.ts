// Files that are brought in over HTTP: what is right is applied, what is wrong is told to the row.

import { EventEmitter, once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { OPERATOR_KEY as as, type Json } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { promotionBody } from '../support/shop-promotions.js';
import { until } from '../support/until.js';

interface Import {
  id: string;
  state: string;
  rows: number;
  applied: number;
  errors: { line: number; column: string; value: string; reason: string }[];
  errorCount: number;
  exceptions: { key: string; detail: string }[];
  problem?: { type: string };
}

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

async function send(kind: string, body: string | Buffer, query = '', type = 'text/csv') {
  const answer = await fetch(`${shop.engine.url}/v1/admin/imports/${kind}${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${as}`, 'content-type': type },
    body,
  });
  const location = answer.headers.get('location');
  return { status: answer.status, location, body: (await answer.json()) as Json };
}

async function imported(kind: string, text: string | Buffer, query = '', type = 'text/csv') {
  const begun = await send(kind, text, query, type);
  expect(begun.status).toBe(202);
  return finished(String(begun.location));
}

const finished = (location: string): Promise<Import> =>
  until(`the end of ${location}`, async () => {
    const { body } = await shop.client.get<Import>(location, { as });
    return ['checking', 'applying'].includes(body.state) ? undefined : body;
  });

const lines = (...texts: string[]): string => `${texts.join('\n')}\n`;
const product = async (sku: string) => (await shop.client.get(`/v1/products/${sku}`)).body;

describe('a file of products', () => {
  test('creates and changes them, and what is sold next costs what it says', async () => {
    await shop.client.stocked('I-OLD', 5);
    const file = lines(
      'sku,name,category,taxCategory,tags,prices',
      'I-OLD,Renamed,Tools,standard,a;b,EUR=20.00',
      'I-NEW,"New, and quoted",Tools,books,,EUR=3.5;USD=4',
    );

    expect(await imported('products', file)).toMatchObject({ state: 'applied', applied: 2 });

    expect(await product('I-OLD')).toMatchObject({
      name: 'Renamed',
      tags: ['a', 'b'],
      available: 5,
    });
    expect(await product('I-NEW')).toMatchObject({ name: 'New, and quoted', taxCategory: 'books' });
    const quote = { currency: 'EUR', country: 'DE', lines: [{ sku: 'I-OLD', quantity: '1' }] };
    const { body } = await shop.client.post('/v1/quotes', { body: quote });
    expect(body.totals).toMatchObject({ subtotal: 2_000 });
  });

  test('is taken as NDJSON, and gzipped, too', async () => {
    const row = {
      sku: 'I-JSON',
      name: 'J',
      category: 'T',
      taxCategory: 'standard',
      prices: { EUR: '1' },
    };
    const file = gzipSync(`${JSON.stringify(row)}\n\n`);

    expect(await imported('products', file, '', 'application/x-ndjson')).toMatchObject({
      applied: 1,
    });
    expect((await product('I-JSON')).name).toBe('J');
  });
});

describe('a file with wrong rows', () => {
  const file = lines(
    'sku,onHand,reason',
    'W-1,10,ok',
    'W-2,ten,ok',
    'NO-SUCH-THING,5,',
    'W-1,11,again',
    'W-2,-1,',
    'W-2,7,x,y',
  );
  const errors = [
    { line: 3, column: 'onHand', value: 'ten', reason: 'must be a whole number' },
    { line: 4, column: 'sku', value: 'NO-SUCH-THING', reason: 'there is no such article' },
    { line: 5, column: 'sku', value: 'W-1', reason: 'is in line 2 already' },
    { line: 6, column: 'onHand', value: '-1', reason: expect.stringContaining('>= 0') },
    { line: 7, column: '', value: 'y', reason: 'has more cells than the header' },
  ];

  beforeAll(async () => {
    await shop.client.stocked('W-1', 1);
    await shop.client.stocked('W-2', 1);
  });

  test('is refused whole, each row by line, column, value and reason', async () => {
    const done = await imported('stock', file);

    expect(done).toMatchObject({
      state: 'refused',
      errorCount: 5,
      problem: { type: '/problems/invalid-rows' },
    });
    expect(done.errors).toEqual(errors);
    expect(await shop.client.stock('W-1')).toEqual({ onHand: 1, reserved: 0 });
  });

  test('row by row brings in what is right, and tells of the others', async () => {
    const done = await imported('stock', file, '?mode=row');

    expect(done).toMatchObject({ state: 'applied', applied: 1, errorCount: 5 });
    expect(await shop.client.stock('W-1')).toEqual({ onHand: 10, reserved: 0 });
  });

  test('names at most a hundred of them, and counts all', async () => {
    const many = Array.from({ length: 250 }, (_, index) => `NONE-${index},1`);
    const done = await imported('stock', lines('sku,onHand', ...many));

    expect([done.errors.length, done.errorCount]).toEqual([100, 250]);
  });

  test('about people tells where, and not what stands there', async () => {
    const done = await imported('customers', lines('id,email,name', 'c-9,not-an-address,Private'));

    expect(done.errors).toMatchObject([{ line: 2, column: 'email', value: '' }]);
  });

  test.each([
    ['', 1, /no header/],
    ['sku,level\nA,1\n', 1, /is no column/],
    ['sku,sku\nA,1\n', 1, /twice/],
    ['sku,onHand\n"A,1\n', 2, /quoting/],
  ])('is refused where nothing can be read: %j', async (text, line, reason) => {
    const done = await imported('stock', text);

    expect(done).toMatchObject({ state: 'refused', applied: 0 });
    expect(done.errors).toMatchObject([{ line, reason: expect.stringMatching(reason) }]);
  });

  test.each(['{"sku":"A"', '[]', '7'])(
    'is refused as NDJSON where a line is no object: %s',
    async (text) => {
      const done = await imported('stock', `${text}\n`, '', 'application/x-ndjson');

      expect(done.errors).toEqual([
        { line: 1, column: '', value: text, reason: 'is no JSON object' },
      ]);
    },
  );
});

describe('a dry run', () => {
  test('checks everything and applies nothing', async () => {
    await shop.client.stocked('D-1', 1);

    expect(await imported('stock', lines('sku,onHand', 'D-1,5'), '?dryRun=true')).toMatchObject({
      state: 'checked',
      rows: 1,
      applied: 0,
    });
    expect(await shop.client.stock('D-1')).toEqual({ onHand: 1, reserved: 0 });
  });
});

describe('stock', () => {
  test('says in its moves where it comes from', async () => {
    await shop.client.stocked('M-1', 1);
    await imported('stock', lines('sku,onHand,reason', 'M-1,4,spring count'));

    const { body } = await shop.client.get('/v1/admin/stock/M-1/moves', { as });
    expect((body.items as Json[])[0]).toMatchObject({ delta: 3, reason: 'spring count' });
  });
});

describe('prices, customers and promotions', () => {
  test('of articles change, and the other currencies stay', async () => {
    await shop.client.stocked('P-1', 1, { EUR: '10.00', USD: '11.00' });
    const done = await imported(
      'prices',
      lines('sku,currency,price', 'P-1,EUR,9.5', 'P-1,JPY,900'),
    );

    expect(done).toMatchObject({ state: 'applied', applied: 2 });
    expect((await product('P-1')).prices).toMatchObject({
      EUR: { unitPrice: 950 },
      USD: { unitPrice: 1_100 },
      JPY: { unitPrice: 900 },
    });
  });

  test('of customers come in with their address', async () => {
    const file = lines(
      'id,email,name,groups,address.name,address.line1,address.city,address.postalCode,address.country',
      'c-1,c-1@example.com,Cee,vip;trade,Cee,Street 1,Berlin,10115,DE',
    );
    expect(await imported('customers', file)).toMatchObject({ state: 'applied', applied: 1 });

    const exported = await shop.client.get('/v1/admin/exports/customers', { as });
    expect(exported.text).toContain(
      'c-1,c-1@example.com,Cee,vip;trade,Cee,Street 1,,Berlin,,10115,DE',
    );
  });

  test('of customers are refused for a country that nobody knows', async () => {
    const columns = 'address.name,address.line1,address.city,address.postalCode,address.country';
    const row = 'c-2,c-2@example.com,Cee,Cee,Street 1,Nowhere,10115,XX';
    const done = await imported('customers', lines(`id,email,name,${columns}`, row));

    expect(done).toMatchObject({
      state: 'refused',
      errors: [{ line: 2, column: 'address.country', reason: 'is no country known here' }],
    });
  });

  test('of promotions hold for the next quote, all of them or none', async () => {
    const definition = (coupon: string, more: Json = {}) =>
      JSON.stringify({ ...promotionBody({ coupon }), id: coupon.toLowerCase(), ...more });
    const type = 'application/x-ndjson';
    const wrong = lines(definition('I-ONE'), definition('I-TWO', { priority: 'high' }));

    expect((await imported('promotions', wrong, '', type)).errors).toMatchObject([
      { line: 2, column: 'priority' },
    ]);
    expect((await shop.client.get('/v1/admin/promotions/i-one', { as })).status).toBe(404);

    const right = lines(definition('I-ONE'), definition('I-TWO'));
    expect(await imported('promotions', right, '', type)).toMatchObject({
      state: 'applied',
      applied: 2,
    });
    const quote = {
      currency: 'EUR',
      country: 'DE',
      lines: [{ sku: 'MUG-BLUE', quantity: '1' }],
      coupons: ['I-TWO'],
    };
    expect((await shop.client.post('/v1/quotes', { body: quote })).status).toBe(200);
  });

  test('are told to be in when they hold, however late the ledger answers', async () => {
    const { store } = shop.engine.shop;
    const importRows = store.importRows.bind(store);
    const answering = new EventEmitter();
    const late = vi.spyOn(store, 'importRows').mockImplementation(async (step) => {
      const done = await importRows(step);
      await once(answering, 'answer');
      return done;
    });
    const file = lines(JSON.stringify({ ...promotionBody({ coupon: 'LATE' }), id: 'late' }));
    const { location } = await send('promotions', file, '', 'application/x-ndjson');
    const id = String(location).split('/').at(-1) as string;
    await until('the rows written', async () => (await store.import(id))?.state === 'applied');
    const state = async () => (await shop.client.get<Import>(String(location), { as })).body.state;

    expect(await state()).toBe('applying');
    answering.emit('answer');
    expect(await finished(String(location))).toMatchObject({ state: 'applied', applied: 1 });
    late.mockRestore();
  });
});

describe('the door for files', () => {
  test('takes CSV and NDJSON only, and only of kinds that it knows', async () => {
    expect((await send('stock', '{}', '', 'application/json')).status).toBe(415);
    expect((await send('weather', 'a\n')).status).toBe(400);
    expect((await send('stock', 'a\n', '?mode=some')).status).toBe(400);
  });

  test('needs the scope of what the file changes', async () => {
    const body = { name: 'Stock', scopes: ['stock:write'] };
    const { key } = (await shop.client.post('/v1/admin/keys', { as, body })).body as {
      key: string;
    };
    const sending = { as: key, body: 'sku,onHand\n', headers: { 'content-type': 'text/csv' } };

    const begun = await shop.client.post('/v1/admin/imports/stock', sending);
    expect(begun.status).toBe(202);
    await finished(String(begun.headers.location));
    expect((await shop.client.post('/v1/admin/imports/products', sending)).status).toBe(403);
    expect((await shop.client.get('/v1/admin/exports/products', { as: key })).status).toBe(403);
  });

  test('lets one file in at a time, and leaves nothing behind', async () => {
    await shop.client.stocked('T-1', 1);
    const file = lines('sku,onHand', 'T-1,2');
    const answers = await Promise.all([
      send('stock', file),
      send('stock', file),
      send('stock', file),
    ]);

    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([202, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ type: '/problems/import-under-way' });
    const begun = answers.find(({ status }) => status === 202);
    await finished(String(begun?.location));
    await until('an empty folder', () => readdirSync(join(shop.dataDir, 'imports')).length === 0);
  });
});
