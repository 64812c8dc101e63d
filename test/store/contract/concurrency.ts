import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demandOf } from '../../../src/core/demand.js';
import type { Store } from '../../../src/store/store.js';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmation,
  failure,
  type Line,
  reservation,
  reserved,
  stocked,
  unique,
} from '../../support/store-orders.js';
import type { Shared, StoreUnderTest } from './store-under-test.js';

const SKUS = 3;

/** Lines by the place of their SKU, some of them for the same one, and more than there is. */
const cart = fc.array(
  fc.record({ place: fc.nat(SKUS - 1), quantity: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 4 },
);
const rush = fc.record({
  levels: fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)),
  carts: fc.array(cart, { minLength: 1, maxLength: 20 }),
});

export function concurrencyContract(shared: Shared): void {
  describe('many at once', () => {
    test('never hold more than there is, nor refuse what is there', async () => {
      await fc.assert(
        fc.asyncProperty(rush, ({ levels, carts }) => reserveAll(shared().store, levels, carts)),
        { numRuns: 30 },
      );
    });

    test('that confirm, fail and cancel together leave exactly what was not sold', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom('confirm', 'fail', 'cancel', 'leave'), { minLength: 1 }),
          (ends) => endAll(shared(), ends),
        ),
        { numRuns: 15 },
      );
    });

    test('get numbers without a gap, though some are refused and one is broken', async () => {
      const { store } = shared();
      const series = unique('S');
      const [plenty, rare] = [await stocked(store, 31), await stocked(store, 4)];
      const gone = await Promise.all(
        Array.from({ length: 2 }, () =>
          reserved(store, [{ sku: rare, quantity: 2 }], { holdExpiresAt: 1_000 }),
        ),
      );
      valueIn(await store.expireHolds({ at: 1_000, limit: 10 }));
      const rivals = await Promise.all(
        Array.from({ length: 3 }, () => reserved(store, [{ sku: rare, quantity: 1 }])),
      );
      const others = await Promise.all(
        Array.from({ length: 30 }, () => reserved(store, [{ sku: plenty, quantity: 1 }])),
      );
      const mixed = [...others.slice(0, 15), ...gone, ...rivals, ...others.slice(15)];

      const broken = {
        ...reservation([{ sku: plenty, quantity: 1 }]),
        orderId: mixed[0] as string,
      };
      const [answers, fault] = await Promise.all([
        Promise.all(mixed.map((orderId) => store.confirm(confirmation(orderId, { series })))),
        store.reserve(broken).catch((error: Error) => error),
      ]);

      expect(fault).toBeInstanceOf(Error);
      const refused = answers.filter(({ ok }) => !ok);
      expect(refused.map((answer) => refusalIn(answer).type)).toEqual(['stock-gone', 'stock-gone']);
      const numbers = answers.flatMap((answer) => (answer.ok ? [answer.value.number] : []));
      const expected = Array.from(
        { length: 33 },
        (_, index) => `${series}-${String(index + 1).padStart(6, '0')}`,
      );
      expect(numbers.sort()).toEqual(expected);
    });
  });
}

async function reserveAll(
  store: Store,
  levels: readonly number[],
  carts: { place: number; quantity: number }[][],
): Promise<void> {
  const skus = await Promise.all(levels.map((onHand) => stocked(store, onHand)));
  const lines = carts.map((wanted): Line[] =>
    wanted.map(({ place, quantity }) => ({ sku: skus[place] as string, quantity })),
  );

  const answers = await Promise.all(lines.map((cart) => store.reserve(reservation(cart))));

  const held = demandOf(lines.filter((_, index) => answers[index]?.ok).flat());
  const free = new Map<string, number>();
  for (const [place, sku] of skus.entries()) {
    const quantity = held.find((demand) => demand.sku === sku)?.quantity ?? 0;
    const onHand = levels[place] as number;
    expect(await store.stock(sku)).toEqual({ sku, onHand, reserved: quantity });
    free.set(sku, onHand - quantity);
  }
  // Holds only grow here: what was refused at its time does not fit at the end either.
  for (const cart of lines.filter((_, index) => !answers[index]?.ok)) {
    const fits = demandOf(cart).every(({ sku, quantity }) => quantity <= (free.get(sku) as number));
    expect(fits).toBe(false);
  }
}

async function endAll({ store, moves }: StoreUnderTest, ends: string[]): Promise<void> {
  const sku = await stocked(store, ends.length);
  const orderIds = await Promise.all(ends.map(() => reserved(store, [{ sku, quantity: 1 }])));
  const end = async (orderId: string, how: string): Promise<void> => {
    if (how === 'fail') valueIn(await store.fail(failure(orderId)));
    if (how === 'confirm' || how === 'cancel') valueIn(await store.confirm(confirmation(orderId)));
    if (how === 'cancel') valueIn(await store.cancelConfirmed(cancellation(orderId, 1_000)));
  };

  await Promise.all(orderIds.map((orderId, index) => end(orderId, ends[index] as string)));

  const count = (how: string) => ends.filter((ended) => ended === how).length;
  const onHand = ends.length - count('confirm');
  expect(await store.stock(sku)).toEqual({ sku, onHand, reserved: count('leave') });
  const moved = (await moves(sku)).reduce((sum, { delta }) => sum + delta, 0);
  expect(moved).toBe(onHand);
}
