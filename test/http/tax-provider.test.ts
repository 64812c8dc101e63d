// A shop with a tax provider: its rates hold where it gives any, every order succeeds whatever it
// does, and each says whose rates it was taxed at.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Json, OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { closedPort } from '../support/mail-server.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address } from '../support/store-orders.js';
import {
  type Answering,
  type Asked,
  startWebServer,
  status,
  type WebServer,
} from '../support/web-server.js';

const TIMEOUT_MS = 300;

const vat = (ppm: number) => ({ code: 'VAT', jurisdiction: 'XX', ppm });

/** The same rate for each line, and another for shipping. */
const rates =
  (goods: object, shipping: object): Answering =>
  ({ text }, response) => {
    const { lines } = JSON.parse(text) as { lines: unknown[] };
    response.writeHead(200, { 'content-type': 'application/json' });
    const taxes = { lines: lines.map(() => ({ taxes: [goods] })), shipping: { taxes: [shipping] } };
    response.end(JSON.stringify(taxes));
  };

const ninetyNine: Answering = rates(vat(990_000), vat(10_000));

let provider: WebServer;
let answer: Answering;
let shop: TestShop;

beforeAll(async () => {
  provider = await startWebServer((...asked) => answer(...asked));
  shop = await startShop({
    TAX_PROVIDER_URL: `${provider.url}/taxes`,
    TAX_PROVIDER_SECRET: 'a-secret',
    TAX_PROVIDER_TIMEOUT_MS: String(TIMEOUT_MS),
    TAX_PROVIDER_COUNTRIES: 'DE,FR',
    // What happens then is a test of its own.
    TAX_PROVIDER_FAILURES_MAX: '1000',
  });
  await shop.client.stocked('TAXED', 1_000, { EUR: '19.90' });
});
afterAll(async () => {
  await provider.close();
  await shop.end();
});
beforeEach(() => {
  answer = ninetyNine;
  provider.asked.length = 0;
});

const order = (more: Json = {}) =>
  orderBody({ lines: [{ sku: 'TAXED', quantity: 2 }], shippingMethod: 'standard', ...more });

describe('an order', () => {
  test('is taxed at the rates of the provider, which are all that is taken of its answer', async () => {
    const placed = await shop.client.place(order());

    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      taxSource: 'provider',
      // 39.80 ÷ 1.99 = 20.00, and 4.90 ÷ 1.01 = 4.85
      taxes: [
        { code: 'VAT', jurisdiction: 'XX', rate: '99', base: 2_000, amount: 1_980 },
        { code: 'VAT', jurisdiction: 'XX', rate: '1', base: 485, amount: 5 },
      ],
      totals: { net: 2_485, tax: 1_985, total: 4_470 },
    });
    expect((await shop.client.order(placed.body.id)).taxSource).toBe('provider');
  });

  test('is described to the provider: who sells what to whom, where and when', async () => {
    const { body } = await shop.client.place(order());

    expect(provider.asked).toHaveLength(1);
    const { path, headers, text } = provider.asked[0] as Asked;
    expect([path, headers.authorization]).toEqual(['/taxes', 'Bearer a-secret']);
    const { city, line1, postalCode, country } = address;
    expect(JSON.parse(text)).toEqual({
      currency: 'EUR',
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      priceBasis: null,
      seller: expect.objectContaining({ country: 'DE' }) as object,
      destination: { country, region: null, postalCode, city, line1 },
      customer: { groups: [], vatId: null, exemption: null },
      lines: [{ sku: 'TAXED', taxCategory: 'standard', quantity: '2', unitPrice: '19.9' }],
      shipping: { method: 'standard' },
    });
    expect(text).not.toContain(body.customer.email);
  });

  test('to a country that the provider is not asked about is taxed at the own rates', async () => {
    const placed = await shop.client.place(
      order({ shippingAddress: { ...address, country: 'AT' } }),
    );
    expect(placed.body).toMatchObject({ taxSource: 'own', taxes: [{ jurisdiction: 'AT' }] });
    expect(provider.asked).toEqual([]);
  });

  const troubles: [what: string, answer: Answering][] = [
    ['answers with nonsense', (_asked, response) => void response.end('<html>nonsense')],
    ['answers with rates that are none', rates(vat(-1), vat(0))],
    ['answers 500', status(500)],
    ['sends elsewhere', status(307, { location: 'http://127.0.0.1:1/' })],
    ['never answers', () => {}],
    [
      'never ends its answer',
      (_asked, response) => {
        response.writeHead(200);
        response.write('{"lines":');
      },
    ],
    ['drops the line', (_asked, response) => void response.destroy()],
    [
      'says too much',
      (_asked, response) => {
        response.writeHead(200);
        response.end(`{"lines":[],"shipping":"${'x'.repeat(3_000_000)}"}`);
      },
    ],
  ];

  test.each(troubles)('succeeds at the own rates when the provider %s', async (_what, trouble) => {
    answer = trouble;
    const placed = await shop.client.place(order());

    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      taxSource: 'fallback',
      taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19' }],
      totals: { total: 4_470 },
    });
    expect((await shop.client.order(placed.body.id)).taxSource).toBe('fallback');
    expect(provider.asked).toHaveLength(1);
  });

  test('of many at once succeeds each, whatever becomes of its own question', async () => {
    const outcomes = [ninetyNine, ...troubles.map(([, trouble]) => trouble)];
    let count = 0;
    answer = (...asked) => (outcomes[count++ % outcomes.length] as Answering)(...asked);

    const placed = await Promise.all(
      Array.from({ length: outcomes.length * 4 }, () => shop.client.place(order())),
    );

    expect(placed.map((own) => own.status)).toEqual(placed.map(() => 201));
    const sources = placed.map(({ body }) => body.taxSource);
    expect(sources.filter((source) => source === 'provider')).toHaveLength(4);
    expect(sources.filter((source) => source === 'fallback')).toHaveLength(troubles.length * 4);
  });
});

describe('a quote', () => {
  const quote = (more: Json = {}) =>
    shop.client.post<{ taxSource: string; explanation: Json[] }>('/v1/quotes', {
      body: { currency: 'EUR', country: 'DE', lines: [{ sku: 'TAXED', quantity: 1 }], ...more },
    });
  const explained = ({ explanation }: { explanation: Json[] }) =>
    explanation.filter(({ subject }) => subject === '/taxSource');

  test.each<[source: string, answer: Answering, more: Json, words: RegExp]>([
    ['provider', ninetyNine, {}, /those of the tax provider/],
    ['fallback', status(500), {}, /no usable answer in time: the rates are the shop's own/],
    ['own', ninetyNine, { country: 'AT' }, /was not asked/],
  ])('says that its rates come from: %s', async (source, given, more, words) => {
    answer = given;
    const { body } = await quote(more);
    expect(body.taxSource).toBe(source);
    expect(explained(body)).toEqual([
      {
        subject: '/taxSource',
        rule: 'tax-source',
        text: expect.stringMatching(words) as string,
        amount: expect.any(Number) as number,
      },
    ]);
  });

  test('tells the provider all that it knows of the destination', async () => {
    const shippingAddress = { country: 'FR', region: 'IDF', postalCode: '75001', city: 'Paris' };
    await quote({ country: undefined, shippingAddress });
    const { destination } = JSON.parse(provider.asked[0]?.text as string) as { destination: Json };
    expect(destination).toEqual({ ...shippingAddress, line1: null });
  });
});

describe('a provider', () => {
  test('that fails in a row is left alone, and orders go on without it', async () => {
    const port = await closedPort();
    const other = await startShop({
      TAX_PROVIDER_URL: `http://127.0.0.1:${port}`,
      TAX_PROVIDER_FAILURES_MAX: '2',
    });
    try {
      for (let count = 0; count < 4; count += 1) {
        const { status: code, body } = await other.client.place(orderBody());
        expect([code, body.taxSource]).toEqual([201, 'fallback']);
      }
      const pools = await other.client.get<{ taxes: Json }>('/v1/admin/pools', {
        as: OPERATOR_KEY,
      });
      expect(pools.body.taxes).toEqual({ asked: 2, failed: 2, skipped: 2, paused: true });
    } finally {
      await other.end();
    }
  });

  test('that nobody has configured is not mentioned anywhere', async () => {
    const other = await startShop();
    try {
      const placed = await other.client.place(orderBody());
      const quoted = await other.client.post('/v1/quotes', {
        body: { currency: 'EUR', country: 'DE', lines: [{ sku: 'MUG-BLUE', quantity: 1 }] },
      });
      expect(placed.status).toBe(201);
      expect(`${placed.text}${quoted.text}`).not.toMatch(/taxSource|tax-source/);
    } finally {
      await other.end();
    }
  });
});
