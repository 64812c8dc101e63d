// The typed client: made from the OpenAPI document, and enough to place an order with.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientDocument, formatted, writeClient } from '../../bench/client/write-client.js';
import { createClient } from '../../src/web/client/client.js';
import { OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The first program of the README that uses the client. */
const example = (): string =>
  /```js\n(import \{ createClient \}[\s\S]*?)```/.exec(textOf('README.md'))?.[1] as string;

/** What it prints when it is run against the shop. */
async function printed(program: string): Promise<string> {
  const client = new URL('../../dist/src/web/client/client.js', import.meta.url).href;
  const source = program
    .replace("'orderloom/client'", `'${client}'`)
    .replace('http://127.0.0.1:3000', shop.engine.url);
  const run = promisify(execFile);
  return (await run(process.execPath, ['--input-type=module', '--eval', source])).stdout;
}

describe('the typed client', () => {
  test('is what `npm run client` makes of the OpenAPI document now', async () => {
    const { body } = await shop.client.get<ClientDocument>('/openapi.json');

    expect(textOf('src/web/client/schema.ts')).toBe(formatted(writeClient(body)));
  });

  test('places an order in under 15 lines', async () => {
    const [, id, total] = /^(\S+) (\d+)\n$/.exec(await printed(example())) ?? [];

    expect((await shop.client.order(String(id))).totals.total).toBe(Number(total));
    const lines = example()
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThan(15);
  });

  test('fills in paths, queries, headers and its key', async () => {
    const client = createClient({ baseUrl: `${shop.engine.url}/`, key: OPERATOR_KEY });

    const page = await client.get('/v1/products', { query: { limit: 2, cursor: undefined } });
    const stock = await client.get('/v1/admin/stock/{sku}', { path: { sku: 'MUG-BLUE' } });
    const missing = await client.get('/v1/products/{sku}', { path: { sku: '100% / new' } });
    const stranger = await client.get('/v1/admin/pools', { key: 'somebody-else' });

    expect(page).toMatchObject({ ok: true, status: 200, body: { nextCursor: expect.any(String) } });
    expect(page.ok && page.body.items).toHaveLength(2);
    expect(stock).toMatchObject({ ok: true, body: { sku: 'MUG-BLUE' } });
    expect(missing).toMatchObject({ ok: false, status: 404 });
    expect(stranger).toMatchObject({
      ok: false,
      status: 401,
      body: { type: '/problems/unauthorized' },
    });
    expect(stranger.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test('gives documents as blobs and XML as text', async () => {
    const client = createClient({ baseUrl: shop.engine.url, key: OPERATOR_KEY });
    const { body: order } = await shop.client.place(orderBody());
    const path = { id: order.id };

    const pdf = await client.get('/v1/orders/{id}/invoice.pdf', { path });
    const xml = await client.get('/v1/orders/{id}/invoice.xml', { path });

    expect(pdf.status === 200 && pdf.body.type).toBe('application/pdf');
    expect(xml.status === 200 && xml.body).toMatch(/^<\?xml/);
  });

  test('refuses at compile time what the API does not take', () => {
    const client = createClient({ baseUrl: shop.engine.url });
    const wrong = [
      // @ts-expect-error: no such path.
      () => client.get('/v1/nothing'),
      // @ts-expect-error: the path needs its id.
      () => client.get('/v1/orders/{id}'),
      // @ts-expect-error: no such method for it.
      () => client.delete('/v1/products'),
      // @ts-expect-error: a body that lacks its lines.
      () => client.post('/v1/quotes', { body: { currency: 'EUR' } }),
      // @ts-expect-error: an unknown query parameter.
      () => client.get('/v1/products', { query: { page: 2 } }),
    ];

    expect(wrong).toHaveLength(5);
  });
});
