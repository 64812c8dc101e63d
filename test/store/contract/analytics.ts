import { describe, expect, test } from 'vitest';
import { type Bucket, buckets, type OrderFigures } from '../../../src/core/order-figures.js';
import type { ClaimedTask, Store } from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import { asked, counting, figuresOf, placed } from '../../support/store-figures.js';
import { MINUTE_MS, orderOf, PIECE, stocked, T0 } from '../../support/store-orders.js';
import {
  claimed,
  claimedOne,
  DUE,
  failed,
  finished,
  LEASE_MS,
  ofEach,
  resultOf,
} from '../../support/store-tasks.js';
import { ownStore } from './own-store.js';
import type { OpenStore } from './store-under-test.js';

const HOUR_MS = 60 * MINUTE_MS;
const mark = ofEach(1_000, ['analytics']);

/** Counts every order that is due to be counted. */
async function countAll(store: Store): Promise<number> {
  const tasks = await claimed(store, { wants: mark });
  return finished(store, ...(await Promise.all(tasks.map((task) => counting(store, task)))));
}

const sold = (orders: number, units: number) => ({
  currency: 'EUR',
  orders,
  units,
  gross: units * PIECE.gross,
  net: units * PIECE.net,
});

export function analyticsContract(open: OpenStore): void {
  describe('the figures of the shop', () => {
    const own = ownStore(open);

    test('are empty before any order is counted', async () => {
      const { store } = own();
      await placed(store, [{ sku: await stocked(store, 1), quantity: 1 }]);

      const nothing = { totals: [], skus: [], countries: [], steps: [] };
      for (const bucket of buckets) expect(await asked(store, { bucket })).toEqual(nothing);
    });

    test('have an order in its minute, its hour and its day', async () => {
      const { store } = own();
      const sku = await stocked(store, 9);
      const at = T0 + 5 * HOUR_MS + 7 * MINUTE_MS + 1_234;
      await placed(store, [{ sku, quantity: 3 }], { at, country: 'FR' });

      expect(await countAll(store)).toBe(1);

      const startsAt = { minute: T0 + 5 * HOUR_MS + 7 * MINUTE_MS, hour: T0 + 5 * HOUR_MS };
      for (const [bucket, begin] of Object.entries({ ...startsAt, day: T0 })) {
        expect(await asked(store, { bucket: bucket as Bucket })).toEqual({
          totals: [{ startsAt: begin, ...sold(1, 3) }],
          skus: [{ key: sku, ...sold(1, 3), gross: 3 * PIECE.gross, net: 0 }],
          countries: [{ key: 'FR', ...sold(1, 3) }],
          steps: [{ step: 'pay', slot: expect.any(Number), spans: 1 }],
        });
      }
    });

    test('have each line of a large order once, added in parts by whoever has its task', async () => {
      const { store } = own();
      const skus = await Promise.all([1, 2, 3].map(() => stocked(store, 9)));
      const orderId = await placed(
        store,
        skus.map((sku) => ({ sku, quantity: 2 })),
      );
      const { startsAt, currency, ...figures } = figuresOf(await orderOf(store, orderId));
      const part = (task: ClaimedTask, counted: number) =>
        store.countLines({
          task,
          counted,
          figures: { startsAt, currency, lines: figures.lines.slice(counted, counted + 1) },
        });

      const first = await claimedOne(store, 'analytics');
      expect(first.counted).toBeUndefined();
      expect(valueIn(await part(first, 0))).toBe(true);
      expect(valueIn(await part(first, 0))).toBe(false);
      expect(valueIn(await part(first, 2))).toBe(false);
      const second = await claimedOne(store, 'analytics', DUE + LEASE_MS);
      expect(second.counted).toBe(1);
      expect(valueIn(await part(first, 1))).toBe(false);
      expect(valueIn(await part(second, 1))).toBe(true);
      expect((await asked(store)).totals).toEqual([]);
      const rest = { startsAt, currency, ...figures, lines: figures.lines.slice(2) };
      expect(await finished(store, resultOf(second, { figures: rest }))).toBe(1);
      expect(valueIn(await part(second, 2))).toBe(false);

      for (const bucket of buckets) {
        const { totals, skus: sums } = await asked(store, { bucket });
        expect(totals).toMatchObject([sold(1, 6)]);
        const each = { ...sold(1, 2), net: 0 };
        expect(sums).toEqual([...skus].sort().map((sku) => ({ key: sku, ...each })));
      }
    });

    test('add up by currency, article and country, the best sellers first', async () => {
      const { store } = own();
      const [mug, bowl] = [await stocked(store, 99), await stocked(store, 99)];
      await placed(store, [{ sku: mug, quantity: 1 }]);
      await placed(store, [{ sku: bowl, quantity: 4 }], { country: 'FR' });
      await placed(store, [
        { sku: mug, quantity: 1 },
        { sku: bowl, quantity: 2 },
      ]);
      await placed(store, [{ sku: mug, quantity: 9 }], { currency: 'USD', country: 'US' });

      await countAll(store);

      const { totals, skus, countries, steps } = await asked(store);
      const dollars = { ...sold(1, 9), currency: 'USD' };
      expect(totals).toEqual([
        { startsAt: T0, ...sold(3, 8) },
        { startsAt: T0, ...dollars },
      ]);
      const ofArticle = (orders: number, units: number) => ({ ...sold(orders, units), net: 0 });
      expect(skus).toEqual([
        { key: mug, ...dollars, net: 0 },
        { key: bowl, ...ofArticle(2, 6) },
        { key: mug, ...ofArticle(2, 2) },
      ]);
      expect(countries).toEqual([
        { key: 'US', ...dollars },
        { key: 'DE', ...sold(2, 4) },
        { key: 'FR', ...sold(1, 4) },
      ]);
      expect(steps).toEqual([{ step: 'pay', slot: expect.any(Number), spans: 4 }]);
      expect((await asked(store, { limit: 1 })).skus).toEqual(skus.slice(0, 1));
      expect((await asked(store, { limit: 2 })).countries).toEqual(countries.slice(0, 2));
    });

    test('count an order once for an article that stands on two of its lines', async () => {
      const { store } = own();
      const sku = await stocked(store, 9);
      await placed(store, [
        { sku, quantity: 1 },
        { sku, quantity: 2 },
      ]);

      await countAll(store);

      expect((await asked(store)).skus).toMatchObject([{ key: sku, orders: 1, units: 3 }]);
    });

    test('are those of buckets that begin from a time on, and before another', async () => {
      const { store } = own();
      const sku = await stocked(store, 9);
      for (const hour of [0, 1, 2]) {
        await placed(store, [{ sku, quantity: 1 }], { at: T0 + hour * HOUR_MS + 1 });
      }
      await countAll(store);
      const starts = async (from: number, to: number) =>
        (await asked(store, { from, to })).totals.map(({ startsAt }) => (startsAt - T0) / HOUR_MS);

      expect(await starts(T0, T0 + 2 * HOUR_MS)).toEqual([0, 1]);
      expect(await starts(T0 + 1, T0 + 2 * HOUR_MS + 1)).toEqual([1, 2]);
      expect(await starts(T0 + HOUR_MS, T0 + HOUR_MS)).toEqual([]);
      expect((await asked(store, { from: T0 + HOUR_MS })).skus).toMatchObject([{ orders: 2 }]);
    });

    test('count latencies by step and slot', async () => {
      const { store } = own();
      const sku = await stocked(store, 9);
      const steps = [
        { step: 'pay', slot: 30 },
        { step: 'confirm', slot: 9 },
        { step: 'pay', slot: 30 },
        { step: 'pay', slot: 31 },
      ];
      for (const half of [steps.slice(0, 2), steps.slice(2)]) {
        const order = await orderOf(store, await placed(store, [{ sku, quantity: 1 }]));
        const figures: OrderFigures = { ...figuresOf(order), steps: half };
        await finished(store, resultOf(await claimedOne(store, 'analytics'), { figures }));
      }

      expect((await asked(store)).steps).toEqual([
        { step: 'confirm', slot: 9, spans: 1 },
        { step: 'pay', slot: 30, spans: 2 },
        { step: 'pay', slot: 31, spans: 1 },
      ]);
    });

    test('take an order in only with the mark that it is counted, and once', async () => {
      const { store } = own();
      await placed(store, [{ sku: await stocked(store, 9), quantity: 1 }]);
      const late = await claimedOne(store, 'analytics');
      const current = await claimedOne(store, 'analytics', DUE + LEASE_MS);

      expect(await finished(store, await counting(store, late))).toBe(0);
      expect((await asked(store)).totals).toEqual([]);

      const result = await counting(store, current);
      expect(await finished(store, result, result)).toBe(1);
      expect(await finished(store, result)).toBe(0);
      expect((await asked(store)).totals).toEqual([{ startsAt: T0, ...sold(1, 1) }]);
    });

    test('wait for the attempt that succeeds', async () => {
      const { store } = own();
      await placed(store, [{ sku: await stocked(store, 9), quantity: 1 }]);
      const task = await claimedOne(store, 'analytics');

      await finished(store, failed(task, { dueAt: DUE }));
      expect((await asked(store)).totals).toEqual([]);

      await countAll(store);
      expect((await asked(store)).totals).toEqual([{ startsAt: T0, ...sold(1, 1) }]);
    });

    test('forget minutes that are long past, in helpings; hours and days stay', async () => {
      const { store } = own();
      const sku = await stocked(store, 9);
      for (const minute of [0, 1, 2]) {
        await placed(store, [{ sku, quantity: 1 }], { at: T0 + minute * MINUTE_MS });
      }
      await countAll(store);
      const before = T0 + 2 * MINUTE_MS;
      const purge = async (limit: number) => valueIn(await store.purgeMinutes({ before, limit }));
      const [hours, days] = [await asked(store), await asked(store, { bucket: 'day' })];

      let purged = 0;
      for (let more = 1; more > 0; purged += more) more = await purge(2);

      // Two minutes with a total, an article, a country and a step each.
      expect(purged).toBe(8);
      const { totals, ...rest } = await asked(store, { bucket: 'minute' });
      expect(totals).toEqual([{ startsAt: before, ...sold(1, 1) }]);
      expect([rest.skus, rest.countries, rest.steps].map(({ length }) => length)).toEqual([
        1, 1, 1,
      ]);
      expect(await asked(store)).toEqual(hours);
      expect(await asked(store, { bucket: 'day' })).toEqual(days);
    });
  });
}
