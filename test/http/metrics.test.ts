// What operators watch with Prometheus: in its format, for keys alone, of what really happened.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashKey } from '../../src/http/access.js';
import { OPERATOR_KEY, of, orderBody, paidWith } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';

const SCRAPER = 'a-key-that-may-only-scrape';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop(
    { RATE_LIMIT: 'reads=40', QUOTE_THREADS: '1' },
    {
      prepare: async (store) => {
        const key = { id: 'scraper', name: 'Prometheus', scopes: ['metrics:read'], at: Date.now() };
        await store.putOperatorKey({ ...key, hash: hashKey(SCRAPER) });
      },
    },
  );
});
afterAll(() => shop.end());

const scrape = async (): Promise<string> =>
  (await shop.client.get('/metrics', { as: SCRAPER })).text;

const SAMPLE = /^([a-z_:][a-z0-9_:]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\n"])*",?)*)\})? (\S+)$/i;

/** Every sample by its name and labels as they are written. @throws Error where a line is none. */
function samplesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
      if (name === undefined) throw new Error(`no sample: ${line}`);
      return [
        labels === '' ? name : `${name}{${labels}}`,
        Number(value.replace('Inf', 'Infinity')),
      ];
    }),
  );
}

/** What is counted in the background is waited for. */
const scraped = (sample: string, wanted: number) =>
  until(`${sample} ${wanted}`, async () => {
    const samples = samplesOf(await scrape());
    return samples.get(sample) === wanted ? samples : null;
  });

describe('the figures', () => {
  test('are for keys with their scope, and kept by nobody on the way', async () => {
    const { status, headers } = await shop.client.get('/metrics', { as: SCRAPER });

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers['cache-control']).toBe('private, no-store');
    expect((await shop.client.get('/metrics')).status).toBe(401);
    expect((await shop.client.get('/v1/admin/pools', { as: SCRAPER })).status).toBe(403);
  });

  test('count orders and payments by what became of them, and each step of the confirmed ones', async () => {
    await shop.client.stocked('COUNTED', 2);
    const before = samplesOf(await scrape());
    for (const body of [
      orderBody(of('COUNTED')),
      paidWith('tok_decline', of('COUNTED')),
      orderBody(of('COUNTED', 2)),
    ]) {
      await shop.client.place(body);
    }
    const key = 'metrics-1';
    const repeated = orderBody(of('COUNTED'));
    await shop.client.place(repeated, { key });
    await shop.client.place(repeated, { key });
    const counted = await scraped('orderloom_order_step_seconds_count{step="pay"}', 2);

    const more = (sample: string) => (counted.get(sample) ?? 0) - (before.get(sample) ?? 0);
    expect({
      begun: more('orderloom_orders_begun_total'),
      confirmed: more('orderloom_orders_total{outcome="confirmed"}'),
      declined: more('orderloom_orders_total{outcome="payment-declined"}'),
      soldOut: more('orderloom_orders_total{outcome="out-of-stock"}'),
      replayed: more('orderloom_orders_total{outcome="replayed"}'),
      captured: more('orderloom_payments_total{provider="simulated",outcome="captured"}'),
      refused: more('orderloom_payments_total{provider="simulated",outcome="declined"}'),
    }).toEqual({
      begun: 5,
      confirmed: 2,
      declined: 1,
      soldOut: 1,
      replayed: 1,
      captured: 2,
      refused: 1,
    });
    expect(counted.get('orderloom_orders_under_way')).toBe(0);
    expect(counted.get('orderloom_batches_total{pool="ledger"}')).toBeGreaterThan(0);
    expect(counted.get('orderloom_wal_bytes{file="ledger"}')).toBeGreaterThan(0);
    expect(counted.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });

  test('have histograms whose buckets grow up to their count', async () => {
    const samples = await scraped('orderloom_order_step_seconds_count{step="quote"}', 2);
    const buckets = [...samples].filter(([name]) =>
      name.startsWith('orderloom_order_step_seconds_bucket{step="quote"'),
    );
    const counts = buckets.map(([, count]) => count);

    expect(buckets.length).toBe(22);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(buckets.at(-1)).toEqual([
      'orderloom_order_step_seconds_bucket{step="quote",le="+Inf"}',
      2,
    ]);
  });

  test('describe each family once, and know no sample that is not described', async () => {
    const text = await scrape();
    const described = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(
      ([, name]) => name as string,
    );

    expect(new Set(described).size).toBe(described.length);
    for (const sample of samplesOf(text).keys()) {
      const name = sample.split('{', 1)[0] as string;
      expect(
        [name, name.replace(/_(bucket|sum|count)$/, '')].some((one) => described.includes(one)),
        name,
      ).toBe(true);
    }
  });

  test('name nobody, no order and no article', async () => {
    const { body } = await shop.client.place(orderBody());
    const text = await scrape();

    for (const word of [
      body.id,
      body.number as string,
      body.accessToken,
      'example.com',
      'Example Customer',
      'MUG-BLUE',
      'COUNTED',
      SCRAPER,
      OPERATOR_KEY,
      '127.0.0.1',
    ]) {
      expect(text, word).not.toContain(word);
    }
  });

  test('count who was refused by a rate limit', async () => {
    const statuses: number[] = [];
    for (let asked = 0; asked < 45; asked += 1) {
      statuses.push((await shop.client.get('/v1/shop')).status);
    }
    const refused = statuses.filter((status) => status === 429).length;

    expect(refused).toBeGreaterThan(0);
    expect(
      samplesOf(await scrape()).get('orderloom_rate_limited_total{limit="reads",by="address"}'),
    ).toBe(refused);
  });
});
