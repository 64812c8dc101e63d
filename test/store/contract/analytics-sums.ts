import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bucket, buckets } from '../../../src/core/order-figures.js';
import { asked, counting, placed } from '../../support/store-figures.js';
import { MINUTE_MS, PIECE, stocked, T0 } from '../../support/store-orders.js';
import { claimed, finished, ofEach } from '../../support/store-tasks.js';
import type { OpenStore } from './store-under-test.js';

const lengths: Record<Bucket, number> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

const order = fc.record({
  minute: fc.nat(3 * 24 * 60),
  currency: fc.constantFrom('EUR', 'USD'),
  country: fc.constantFrom('DE', 'FR', 'JP'),
  pieces: fc.array(fc.record({ place: fc.nat(2), quantity: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
});
type Order = typeof order extends fc.Arbitrary<infer Value> ? Value : never;

const counted = fc.record({
  orders: fc.array(order, { minLength: 1, maxLength: 12 }),
  batch: fc.integer({ min: 1, max: 6 }),
});
type Counted = typeof counted extends fc.Arbitrary<infer Value> ? Value : never;

const startOf = ({ minute }: Order, bucket: Bucket): number =>
  T0 + Math.floor((minute * MINUTE_MS) / lengths[bucket]) * lengths[bucket];

interface Sums {
  orders: number;
  units: number;
  gross: number;
  net: number;
}

interface Row extends Sums {
  key: string;
  currency: string;
}

const byKey = (rows: readonly Row[]): Record<string, Sums> =>
  Object.fromEntries(rows.map(({ key, currency, ...sums }) => [`${key} ${currency}`, sums]));

/** The same sums, in the plainest way. */
function summed(orders: readonly Order[], keyOf: (order: Order) => string): Record<string, Sums> {
  const rows: Record<string, Sums> = {};
  for (const order of orders) {
    const key = `${keyOf(order)} ${order.currency}`;
    const row = rows[key] ?? { orders: 0, units: 0, gross: 0, net: 0 };
    const pieces = order.pieces.reduce((sum, { quantity }) => sum + quantity, 0);
    rows[key] = {
      orders: row.orders + 1,
      units: row.units + pieces,
      gross: row.gross + pieces * PIECE.gross,
      net: row.net + pieces * PIECE.net,
    };
  }
  return rows;
}

async function countAndCompare(open: OpenStore, { orders, batch }: Counted): Promise<void> {
  const underTest = await open();
  const { store } = underTest;
  try {
    const skus = await Promise.all([1, 2, 3].map(() => stocked(store, 1_000)));
    for (const { minute, currency, country, pieces } of orders) {
      const lines = pieces.map(({ place, quantity }) => ({ sku: skus[place] as string, quantity }));
      await placed(store, lines, { at: T0 + minute * MINUTE_MS, currency, country });
    }

    for (;;) {
      const tasks = await claimed(store, { wants: ofEach(batch, ['analytics']) });
      if (tasks.length === 0) break;
      await finished(store, ...(await Promise.all(tasks.map((task) => counting(store, task)))));
    }

    for (const bucket of buckets) {
      const figures = await asked(store, { bucket });
      const totals = figures.totals.map(({ startsAt, ...row }) => ({
        key: String(startsAt),
        ...row,
      }));
      expect(byKey(totals)).toEqual(summed(orders, (order) => String(startOf(order, bucket))));
      expect(byKey(figures.countries)).toEqual(summed(orders, ({ country }) => country));
      const units = (rows: readonly Sums[]) => rows.reduce((sum, row) => sum + row.units, 0);
      expect(units(figures.skus)).toBe(units(totals));
    }
    expect(await underTest.offences()).toEqual([]);
  } finally {
    await underTest.close();
  }
}

export function analyticsSumsContract(open: OpenStore): void {
  describe('the figures of any orders, counted in any batches', () => {
    test('are their sums', { timeout: 60_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(counted, (orders) => countAndCompare(open, orders)),
        { numRuns: 8 },
      );
    });
  });
}
