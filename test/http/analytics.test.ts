// The figures of the shop, added up behind its orders.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCalendar } from '../../src/calendar.js';
import { hashKey } from '../../src/http/access.js';
import { orderSteps } from '../../src/orders/steps.js';
import {
  OPERATOR_KEY as as,
  type Json,
  of,
  orderBody,
  type PlacedBody,
  paidWith,
} from '../support/http-client.js';
import { atRest } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address, T0 } from '../support/store-orders.js';

const ANALYTICS_KEY = 'a-key-that-may-only-see-figures';
const OTHER_KEY = 'a-key-that-may-only-read-stock';
const HOUR_MS = 3_600_000;

interface Sales {
  currency: string;
  orders: number;
  units: number;
  gross: number;
  net: number;
}
interface Figures extends Json {
  bucket: string;
  from: string;
  to: string;
  items: (Sales & { startsAt: string })[];
  skus: (Sales & { sku: string })[];
  countries: (Sales & { country: string })[];
  steps: { step: string; count: number; p50Ms: number; p90Ms: number; p99Ms: number }[];
}

let shop: TestShop;
let orders: PlacedBody[];

const ask = (query: string, sender: string | null = as) =>
  shop.client.get<Figures>(`/v1/admin/analytics${query}`, sender ? { as: sender } : {});
const figures = async (query = ''): Promise<Figures> => (await ask(query)).body;

beforeAll(async () => {
  shop = await startShop(
    {},
    {
      prepare: async (store) => {
        const key = (id: string, secret: string, scope: string) =>
          store.putOperatorKey({ id, name: id, scopes: [scope], hash: hashKey(secret), at: T0 });
        await key('figures', ANALYTICS_KEY, 'analytics:read');
        await key('other', OTHER_KEY, 'stock:read');
      },
    },
  );
  const { client } = shop;
  await client.stocked('A-ONE', 100);
  await client.stocked('A-TWO', 100, { EUR: '20.00', USD: '30.00' });
  const inFrance = { shippingAddress: { ...address, city: 'Lyon', country: 'FR' } };
  const bodies = [
    orderBody(of('A-ONE', 3)),
    orderBody({ ...of('A-ONE', 1), ...inFrance }),
    orderBody({ lines: [of('A-ONE', 2), of('A-TWO', 1)].flatMap(({ lines }) => lines as Json[]) }),
    orderBody({ ...of('A-TWO', 5), currency: 'EUR', ...inFrance }),
  ];
  const placed = [];
  for (const body of bodies) placed.push((await client.place(body)).body);
  // Neither has anything to do with what was sold.
  expect((await client.place(paidWith('tok_decline', of('A-ONE', 1)))).status).toBe(402);
  expect((await client.place(orderBody(of('A-ONE', 1_000)))).status).toBe(409);
  orders = await Promise.all(placed.map(({ id }) => atRest(shop, id)));
});
afterAll(() => shop.end());

const sum = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => total + amount, 0);

function salesOf(sold: readonly PlacedBody[]) {
  return {
    currency: 'EUR',
    orders: sold.length,
    units: sum(sold.flatMap(({ lines }) => lines.map(({ quantity }) => Number(quantity)))),
    gross: sum(sold.map(({ totals }) => totals.total)),
    net: sum(sold.map(({ totals }) => totals.net)),
  };
}

const unionOf = (rows: readonly Sales[]) => ({
  currency: 'EUR',
  orders: sum(rows.map((row) => row.orders)),
  units: sum(rows.map((row) => row.units)),
  gross: sum(rows.map((row) => row.gross)),
  net: sum(rows.map((row) => row.net)),
});

/** Around the orders of this test, wherever the clock stands. */
const around = (): string => {
  const placedAt = orders.map(({ createdAt }) => Date.parse(createdAt));
  const from = new Date(Math.min(...placedAt) - 25 * HOUR_MS).toISOString();
  const to = new Date(Math.max(...placedAt) + 1).toISOString();
  return `from=${from}&to=${to}`;
};

describe('the figures', () => {
  for (const bucket of ['minute', 'hour', 'day']) {
    test(`add up to the orders that were confirmed, by ${bucket}`, async () => {
      const body = await figures(`?bucket=${bucket}&${around()}`);

      expect(body.bucket).toBe(bucket);
      expect(unionOf(body.items)).toEqual(salesOf(orders));
      expect(unionOf(body.countries)).toEqual(salesOf(orders));
      const [german, french] = ['DE', 'FR'].map((country) =>
        orders.filter(({ shippingAddress }) => shippingAddress.country === country),
      ) as [PlacedBody[], PlacedBody[]];
      expect(body.countries.map(({ country }) => country).sort()).toEqual(['DE', 'FR']);
      expect(body.countries).toContainEqual({ country: 'DE', ...salesOf(german) });
      expect(body.countries).toContainEqual({ country: 'FR', ...salesOf(french) });
    });
  }

  test('say of each article in how many orders it was, how often, and for how much', async () => {
    const { skus } = await figures(`?bucket=day&${around()}`);

    const linesOf = (sku: string) =>
      orders.flatMap(({ lines }) => lines.filter((line) => line.sku === sku));
    const expected = (sku: string) => ({
      sku,
      currency: 'EUR',
      orders: linesOf(sku).length,
      units: sum(linesOf(sku).map(({ quantity }) => Number(quantity))),
      gross: sum(linesOf(sku).map(({ gross = 0 }) => gross)),
      net: 0,
    });
    expect(skus).toEqual([expected('A-ONE'), expected('A-TWO')]);
  });

  test('say how long each step of an order took, and leave tasks out', async () => {
    const { steps } = await figures(`?bucket=hour&${around()}`);

    expect(steps.map(({ step }) => step).sort()).toEqual([...orderSteps].sort());
    for (const { count, p50Ms, p90Ms, p99Ms } of steps) {
      expect(count).toBe(orders.length);
      expect(p50Ms).toBeGreaterThan(0);
      expect(p90Ms).toBeGreaterThanOrEqual(p50Ms);
      expect(p99Ms).toBeGreaterThanOrEqual(p90Ms);
    }
  });

  test('begin their minutes and hours with those of UTC, their days with those of the shop', async () => {
    const { startOfDay } = createCalendar('Europe/Berlin');
    const startsAt = async (bucket: string) =>
      new Set((await figures(`?bucket=${bucket}&${around()}`)).items.map((item) => item.startsAt));
    const expected = (start: (at: number) => number) =>
      new Set(orders.map(({ createdAt }) => new Date(start(Date.parse(createdAt))).toISOString()));

    expect(await startsAt('minute')).toEqual(expected((at) => at - (at % 60_000)));
    expect(await startsAt('hour')).toEqual(expected((at) => at - (at % HOUR_MS)));
    expect(await startsAt('day')).toEqual(expected(startOfDay));
  });

  test('are those of hours up to now when nothing else is said', async () => {
    const body = await figures();

    expect(body.bucket).toBe('hour');
    expect(Date.parse(body.to) - Date.parse(body.from)).toBe(24 * HOUR_MS);
    expect(unionOf(body.items)).toEqual(salesOf(orders));
  });

  test('of a time without orders are empty', async () => {
    const body = await figures('?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00%2B02:00');

    expect(body).toEqual({
      bucket: 'hour',
      from: '2020-01-01T00:00:00.000Z',
      to: '2020-01-01T22:00:00.000Z',
      items: [],
      skus: [],
      countries: [],
      steps: [],
    });
  });
});

describe('what cannot be asked', () => {
  const wrong: [query: string, pointer: string][] = [
    ['?bucket=week', '?bucket'],
    ['?bucket=', '?bucket'],
    ['?from=yesterday', '?from'],
    ['?from=2026-13-01T00:00:00Z', '?from'],
    ['?to=2026-06-01T25:00:00Z', '?to'],
    ['?from=', '?from'],
    ['?from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z', '?from'],
    ['?from=2026-06-01T00:00:00Z&to=2026-06-01T00:00:00Z', '?from'],
    ['?bucket=minute&from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z', '?from'],
    ['?limit=5', '?limit'],
    // No times of RFC 3339, although some programs read them.
    ['?bucket=day&from=2026', '?from'],
    ['?bucket=day&from=June+1+2026', '?from'],
    ['?bucket=day&from=2026-11-01T00:00:00', '?from'],
    ['?to=-271821-04-20T00:00:00Z', '?to'],
    ['?to=%2B275760-09-13T00:00:00Z', '?to'],
  ];
  test.each(wrong)('is refused with the name of the field: %s', async (query, pointer) => {
    const { status, body } = await ask(query);

    expect(status).toBe(400);
    expect(body.type).toBe('/problems/invalid-request');
    expect(body.errors).toContainEqual({ pointer, detail: expect.any(String) });
  });

  test('is anything without the scope', async () => {
    expect((await ask('', null)).status).toBe(401);
    expect((await ask('', 'made-up')).status).toBe(401);
    expect((await ask('', OTHER_KEY)).status).toBe(403);
    expect((await ask('?bucket=week', OTHER_KEY)).status).not.toBe(200);
    expect((await ask('', ANALYTICS_KEY)).status).toBe(200);
  });
});
