// What is wrong with a request is said with the right status and a pointer to the field, and
// nothing is held for it.

import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/http/schemas/fields.js';
import { type Json, OPERATOR_KEY, of, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address } from '../support/store-orders.js';

let shop: TestShop;
let before: { stock: object; orders: number };

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

const held = async () => ({
  stock: await shop.client.stock('MUG-BLUE'),
  orders: (await shop.client.orders()).length,
});
beforeEach(async () => {
  before = await held();
});
afterEach(async () => {
  expect(await held()).toEqual(before);
});

const customer = { email: 'customer@example.com', name: 'Example Customer' };
const payment = { method: 'simulated', token: 'tok_approve' };
const line = { sku: 'MUG-BLUE', quantity: 1 };
const withLine = (more: Json): Json => ({ lines: [{ ...line, ...more }] });
const without = (field: string): Json => ({ [field]: undefined });

describe('a body where none is read', () => {
  test('is refused with the names of its fields, and may be empty', async () => {
    const { client } = shop;
    const cart = (await client.post<{ id: string }>('/v1/carts')).body;
    const url = `/v1/carts/${cart.id}/coupons/WELCOME10`;

    const refused = await client.send('PUT', url, { body: { code: 'BOOKS20', 'a/b': 1 } });
    const taken = await client.send('PUT', url, { body: {} });

    expect(refused).toMatchObject({
      status: 400,
      body: {
        type: '/problems/invalid-request',
        errors: [
          { pointer: '/code', detail: 'is not a known field' },
          { pointer: '/a~1b', detail: 'is not a known field' },
        ],
      },
    });
    expect(taken).toMatchObject({ status: 200, body: { version: 2 } });
  });
});

describe('a field that is mistyped', () => {
  test.each([
    [{ customer: { email: 'nobody', name: 'A' } }, 'must be an e-mail address, such as ada@'],
    [{ currency: 'eur' }, 'must be a currency as three capital letters (ISO 4217), such as EUR'],
    [{ vatId: 'de 1' }, 'must be a VAT id: two capital letters of its country'],
    [{ shippingAddress: { ...address, country: 'Germany' } }, 'must be a country as two capital'],
  ])('is asked for in words: %j', async (more: Json, words) => {
    const { body } = await shop.client.place(orderBody(more));

    const { errors } = body as unknown as { errors: { detail: string }[] };
    expect(errors[0]?.detail).toContain(words);
  });
});

describe('a field that is wrong is named', () => {
  const wrong: [pointer: string, more: Json][] = [
    ['/couponCode', { couponCode: 'WELCOME10' }],
    ['/customer/phone', { customer: { ...customer, phone: '1' } }],
    ['/lines/0/price', withLine({ price: 1 })],
    ['/shippingAddress/street', { shippingAddress: { ...address, street: 'x' } }],
    ['/billingAddress/a~1b', { billingAddress: { ...address, 'a/b': 'x' } }],
    ['/payment/cvc', { payment: { ...payment, cvc: '123' } }],
    ['/customer', without('customer')],
    ['/lines', without('lines')],
    ['/currency', without('currency')],
    ['/payment', without('payment')],
    ['/shippingAddress/city', { shippingAddress: { ...address, city: undefined } }],
    ['/lines/0/sku', withLine({ sku: undefined })],
    ['/customer', { customer: 'Anna' }],
    ['/customer/email', { customer: { ...customer, email: 'nobody' } }],
    ['/customer/email', { customer: { ...customer, email: `${'a'.repeat(250)}@b.de` } }],
    ['/customer/email', { customer: { ...customer, email: 'a@b.de@c.de' } }],
    ['/customer/email', { customer: { ...customer, email: 'post master@b.de' } }],
    // A mail server might take these for more than one mailbox.
    ...[...',;:<>()'].flatMap((sign): [string, Json][] => [
      ['/customer/email', { customer: { ...customer, email: `root${sign}erika@example.com` } }],
      ['/customer/email', { customer: { ...customer, email: `erika@example.com${sign}root` } }],
    ]),
    ['/customer/name', { customer: { ...customer, name: '' } }],
    ['/customer/name', { customer: { ...customer, name: ' \u00a0' } }],
    ['/shippingAddress/city', { shippingAddress: { ...address, city: ' ' } }],
    ['/customer/name', { customer: { ...customer, name: 'A\nB' } }],
    ['/customer/name', { customer: { ...customer, name: 'x'.repeat(201) } }],
    ['/currency', { currency: 978 }],
    ['/currency', { currency: 'eur' }],
    ['/currency', { currency: 'XXX' }],
    ['/lines', { lines: {} }],
    ['/lines', { lines: [] }],
    ['/lines', { lines: Array(10_000).fill(line) }],
    ['/lines/1', { lines: [line, null] }],
    ['/lines/0/quantity', withLine({ quantity: '1' })],
    ['/lines/0/quantity', withLine({ quantity: true })],
    ['/lines/0/quantity', withLine({ quantity: null })],
    ['/lines/0/quantity', withLine({ quantity: 0 })],
    ['/lines/0/quantity', withLine({ quantity: -1 })],
    ['/lines/0/quantity', withLine({ quantity: 0.5 })],
    ['/lines/0/quantity', withLine({ quantity: 1_000_001 })],
    ['/lines/0/quantity', withLine({ quantity: 1e300 })],
    ['/lines/0/sku', withLine({ sku: '' })],
    ['/lines/0/sku', withLine({ sku: ' MUG-BLUE' })],
    ['/lines/0/sku', withLine({ sku: 'MUG\u0000BLUE' })],
    ['/lines/0/sku', withLine({ sku: 'M'.repeat(65) })],
    ['/lines/0/sku', withLine({ sku: ['MUG-BLUE'] })],
    ['/coupons', { coupons: 'WELCOME10' }],
    ['/coupons', { coupons: ['A', 'A'] }],
    ['/coupons', { coupons: [...'ABCDEFGHIJK'] }],
    ['/coupons/0', { coupons: [10] }],
    ['/shippingAddress/country', { shippingAddress: { ...address, country: 'XX' } }],
    ['/shippingAddress/country', { shippingAddress: { ...address, country: 'Germany' } }],
    ['/billingAddress/country', { billingAddress: { ...address, country: 'XX' } }],
    ['/shippingMethod', { shippingMethod: 'teleport' }],
    ['/payment/method', { payment: { ...payment, method: 'shells' } }],
    ['/payment/token', { payment: { ...payment, token: '' } }],
    ['/payment/token', { payment: { ...payment, token: 5 } }],
    ['/expectedTotal', { expectedTotal: -1 }],
    ['/expectedTotal', { expectedTotal: 17.8 }],
    ['/expectedTotal', { expectedTotal: '1780' }],
    ['/vatId', { vatId: 'de 123' }],
    ['/priceBasis', { priceBasis: 'both' }],
  ];

  for (const [pointer, more] of wrong) {
    const shown = JSON.stringify(Object.values(more)[0]) ?? 'nothing';
    test(`${pointer}, given ${shown.slice(0, 60)}`, async () => {
      const refused = await shop.client.place(orderBody(more));

      expect(refused.status).toBe(400);
      expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(refused.body).toMatchObject({ type: '/problems/invalid-request', status: 400 });
      expect(refused.body.errors).toContainEqual({ pointer, detail: expect.any(String) });
    });
  }

  test('together with every other one', async () => {
    const refused = await shop.client.place(
      orderBody({ coupon: 1, currency: 5, ...withLine({ quantity: -1, price: 1 }) }),
    );

    const pointers = (refused.body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual([
      '/coupon',
      '/currency',
      '/lines/0/price',
      '/lines/0/quantity',
    ]);
  });

  test('in a header too', async () => {
    for (const key of ['', 'k'.repeat(256), 'schlüssel']) {
      const refused = await shop.client.place(orderBody(), { key });
      expect(refused.status).toBe(400);
      expect(refused.body.errors).toMatchObject([
        { pointer: expect.stringContaining('idempotency-key') },
      ]);
    }
  });
});

describe('a body that is none', () => {
  const bodies: [what: string, status: number, body: string, headers?: Record<string, string>][] = [
    ['half of a JSON text', 400, '{"customer":'],
    ['nothing', 400, ''],
    ['null', 400, 'null'],
    ['a list', 400, '[]'],
    ['a text', 400, '"order"'],
    ['a prototype', 400, '{"__proto__":{"admin":true}}'],
    ['a constructor', 400, '{"constructor":{"prototype":{"admin":true}}}'],
    ['more than any order needs', 413, JSON.stringify({ more: 'x'.repeat(limits.documentBytes) })],
    ['a text of another type', 415, 'hello', { 'content-type': 'text/plain' }],
    ['a form', 415, 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a type that is none', 415, '{}', { 'content-type': 'json' }],
    ['what says that it is compressed', 415, 'not JSON', { 'content-encoding': 'gzip' }],
    ['what says that it is not', 400, 'not JSON', { 'content-encoding': 'identity' }],
  ];

  for (const [what, status, body, headers = {}] of bodies) {
    test(`is refused with ${status}: ${what}`, async () => {
      const refused = await shop.client.place(body, { headers });

      expect(refused.status).toBe(status);
      expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(refused.body).toMatchObject({ type: expect.stringMatching(/^\/problems\//), status });
    });
  }
});

describe('as much as a route takes', () => {
  const padded = (bytes: number) => JSON.stringify({ more: 'x'.repeat(bytes - 11) });

  test.each([
    ['POST', '/v1/carts', limits.bodyBytes],
    ['POST', '/v1/orders', limits.documentBytes],
    ['POST', '/v1/quotes', limits.documentBytes],
    ['PUT', '/v1/admin/promotions/large', limits.documentBytes],
    ['POST', '/v1/webhooks/payments/simulated', limits.noticeBytes],
  ] as const)('is looked at, and a byte more is not: %s %s', async (method, path, bytes) => {
    const send = (body: string) => shop.client.send(method, path, { body, as: OPERATOR_KEY });

    expect(Buffer.byteLength(padded(bytes))).toBe(bytes);
    expect([400, 401]).toContain((await send(padded(bytes))).status);
    expect((await send(padded(bytes + 1))).status).toBe(413);
  });

  test('is enough for an order of as many lines as there may be, of the longest names', async () => {
    const sku = (index: number) => `${index}-`.padEnd(64, '"');
    const lines = Array.from({ length: limits.lines }, (_, index) => ({
      sku: sku(index),
      quantity: limits.quantity,
      unitPrice: '123456789.123456',
    }));
    const body = orderBody({ lines });

    const refused = await shop.client.place(body, { as: OPERATOR_KEY });
    expect(refused.status, refused.text.slice(0, 200)).toBe(422);
    expect(refused.body.type).toBe('/problems/unknown-sku');
  });
});

describe('amounts that are too large', () => {
  test('are refused, not rounded', async () => {
    const lines = Array(1_000).fill({ ...line, quantity: 1_000_000, unitPrice: '90000' });

    const refused = await shop.client.place(orderBody({ lines }), { as: OPERATOR_KEY });

    expect(refused.status).toBe(422);
    expect(refused.body.type).toBe('/problems/amount-out-of-range');
  });

  test('are refused in a single price as well', async () => {
    const more = withLine({ unitPrice: '9999999999.999999' });

    const refused = await shop.client.place(orderBody(more), { as: OPERATOR_KEY });

    expect([400, 422]).toContain(refused.status);
  });

  test('of pieces are more than there are', async () => {
    const lines = Array(1_000).fill({ ...line, quantity: 1_000_000 });

    const refused = await shop.client.place(orderBody({ lines }));

    expect(refused.status).toBe(409);
    expect(refused.body.items).toMatchObject([{ sku: 'MUG-BLUE', requested: 1_000_000_000 }]);
  });
});

describe('a path that leads nowhere', () => {
  const paths: [status: number, method: 'GET' | 'PUT' | 'DELETE', path: string][] = [
    [404, 'GET', '/v1/nothing'],
    [404, 'DELETE', '/v1/nothing'],
    [404, 'PUT', '/v1/orders/a/b'],
    [400, 'GET', '/v1/products/%E0%A4%A'],
    [400, 'GET', `/v1/products/${'M'.repeat(65)}`],
    [400, 'GET', '/v1/products/%00'],
    [400, 'GET', '/v1/products?q=%00'],
    [400, 'GET', '/v1/products?limit=ten'],
    [400, 'GET', '/v1/products?search=mug'],
  ];

  for (const [status, method, path] of paths) {
    test(`is answered ${status} with a problem: ${method} ${path.slice(0, 40)}`, async () => {
      const refused = await shop.client.send(method, path);

      expect(refused.status).toBe(status);
      expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(refused.body).toMatchObject({ status });
    });
  }

  test('and is far too long is a problem like any other', async () => {
    const refused = await shop.client.get(`/v1/products/${'M'.repeat(5_000)}`);

    expect([400, 404, 414]).toContain(refused.status);
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(refused.body).toMatchObject({ status: refused.status });
  });

  test('is not told what its query was, which may hold a token', async () => {
    const refused = await shop.client.get('/v1/nothing?token=secret-token');

    expect(refused.status).toBe(404);
    expect(refused.text).not.toContain('secret-token');
  });
});

describe('bytes that are no request', () => {
  const answerTo = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(shop.engine.url);
      let answer = '';
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  const post = (headers: string, body = ''): string =>
    `POST /v1/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n\r\n${body}`;

  const absurd: [what: string, status: number, bytes: string][] = [
    ['words', 400, 'hello there\r\n\r\n'],
    ['a header of 20 KB', 431, post(`x-long: ${'x'.repeat(20_000)}`)],
    ['a length that is no number', 400, post('content-length: many')],
    ['two lengths', 400, post('content-length: 2\r\ncontent-length: 3', '{}')],
    ['a length and chunks', 400, post('content-length: 2\r\ntransfer-encoding: chunked', '{}')],
  ];

  for (const [what, status, bytes] of absurd) {
    test(`are answered ${status}: ${what}`, async () => {
      expect(await answerTo(bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect((await shop.client.get('/livez')).status).toBe(200);
    });
  }
});

test('an order that is right is placed in the same shop', async () => {
  const { client } = shop;
  await client.stocked('RIGHT', 1);

  expect((await client.place(orderBody(of('RIGHT')))).status).toBe(201);

  before = await held();
});
