import { describe, expect, test } from 'vitest';
import type { Product } from '../../../src/store/store.js';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmed,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import type { OpenStore, Shared } from './store-under-test.js';

const product = (more: Partial<Product> = {}): Product => ({
  sku: unique('SKU'),
  name: 'Mug, blue',
  category: 'Kitchen',
  taxCategory: 'standard',
  prices: { EUR: 12_900_000, JPY: 2_100_000_000 },
  ...more,
});

export function catalogueContract(shared: Shared, open: OpenStore): void {
  describe('products', () => {
    test('are created, then changed, with an empty stock level of their own', async () => {
      const { store } = shared();
      const mug = product();
      expect(await store.product(mug.sku)).toBeUndefined();

      expect(valueIn(await store.putProduct({ ...mug, at: T0 }))).toEqual({ created: true });
      expect(await store.product(mug.sku)).toMatchObject(mug);
      expect(await store.stock(mug.sku)).toEqual({ sku: mug.sku, onHand: 0, reserved: 0 });

      const dearer = { ...mug, prices: { EUR: 13_900_000 } };
      expect(valueIn(await store.putProduct({ ...dearer, at: T0 }))).toEqual({ created: false });
      expect(await store.product(mug.sku)).toMatchObject(dearer);
      expect((await store.product(mug.sku))?.prices).toEqual({ EUR: 13_900_000 });
    });

    test('keep their stock when they are changed', async () => {
      const { store } = shared();
      const sku = await stocked(store, 7);

      valueIn(await store.putProduct({ ...product({ sku }), at: T0 }));

      expect(await store.stock(sku)).toEqual({ sku, onHand: 7, reserved: 0 });
    });

    test('are listed by SKU in pages that miss none and repeat none', async () => {
      const { store } = shared();
      const category = unique('Shelf');
      const skus = Array.from({ length: 5 }, () => unique('PAGE')).sort();
      for (const sku of skus) {
        valueIn(await store.putProduct({ ...product({ sku, category }), at: T0 }));
      }

      const pages: string[][] = [];
      let cursor: string | null = null;
      do {
        const page = await store.products({ cursor, limit: 2, search: category });
        pages.push(page.items.map(({ sku }) => sku));
        cursor = page.nextCursor;
      } while (cursor !== null);

      expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
      expect(pages.flat()).toEqual(skus);
    });

    test('are found by name, SKU and category in any case, with what is available', async () => {
      const { store } = shared();
      const word = unique('Quaint').toUpperCase();
      const sku = unique('SKU');
      valueIn(await store.putProduct({ ...product({ sku, name: `A ${word} mug` }), at: T0 }));
      valueIn(await store.setStock({ sku, onHand: 3, reason: 'counted', at: T0 }));
      await reserved(store, [{ sku, quantity: 1 }]);
      const found = async (search: string) =>
        (await store.products({ cursor: null, limit: 10, search })).items;

      expect(await found(word.toLowerCase())).toMatchObject([{ sku, available: 2 }]);
      expect(await found(sku.toLowerCase())).toMatchObject([{ sku }]);
      expect(await found(`${word} teapot`)).toEqual([]);
      expect(await found('%')).toEqual([]);
    });
  });

  describe('stock', () => {
    test('is available as the last commit left it, article by article', async () => {
      const { store } = shared();
      const [mug, cup] = [await stocked(store, 5), await stocked(store, 2)];
      const skus = [mug, 'NO-SUCH-ARTICLE', cup, mug];
      expect(await store.available(skus)).toEqual([5, 0, 2, 5]);

      await reserved(store, [{ sku: mug, quantity: 4 }]);
      expect(await store.available(skus)).toEqual([1, 0, 2, 1]);
      valueIn(await store.setStock({ sku: cup, onHand: 9, reason: 'counted', at: T0 }));
      expect(await Promise.all([skus, [cup]].map((some) => store.available(some)))).toEqual([
        [1, 0, 9, 1],
        [9],
      ]);
    });

    test('is set to a level, with a move for the difference', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 5);

      const level = await store.setStock({ sku, onHand: 3, reason: 'inventory', at: T0 });

      expect(valueIn(level)).toEqual({ sku, onHand: 3, reserved: 0 });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 3, reserved: 0 });
      expect(await moves(sku)).toEqual([
        { delta: 5, reason: 'counted' },
        { delta: -2, reason: 'inventory' },
      ]);
    });

    test('is adjusted by a difference, with a move for it', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 5);

      const level = await store.adjustStock({ sku, delta: -2, reason: 'damaged', at: T0 });

      expect(valueIn(level)).toEqual({ sku, onHand: 3, reserved: 0 });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 3, reserved: 0 });
      expect((await moves(sku)).at(-1)).toEqual({ delta: -2, reason: 'damaged' });
    });

    test('cannot fall below what orders hold', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 5);
      await reserved(store, [{ sku, quantity: 3 }]);

      const set = await store.setStock({ sku, onHand: 2, reason: 'counted', at: T0 });
      const adjusted = await store.adjustStock({ sku, delta: -3, reason: 'damaged', at: T0 });

      const refusal = { type: 'below-reserved', sku, reserved: 3, onHand: 2 };
      expect([refusalIn(set), refusalIn(adjusted)]).toEqual([refusal, refusal]);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 3 });
      expect(await moves(sku)).toHaveLength(1);
    });

    test('is not known of an article that is not there', async () => {
      const { store } = shared();
      const sku = unique('UNKNOWN');

      const set = await store.setStock({ sku, onHand: 2, reason: 'counted', at: T0 });
      const adjusted = await store.adjustStock({ sku, delta: 3, reason: 'found', at: T0 });

      expect([refusalIn(set), refusalIn(adjusted)]).toEqual([
        { type: 'unknown-sku', sku },
        { type: 'unknown-sku', sku },
      ]);
      expect(await store.stock(sku)).toBeUndefined();
    });

    test('always equals the sum of its moves', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 10);
      const sumsUp = async () => {
        const sum = (await moves(sku)).reduce((total, { delta }) => total + delta, 0);
        return sum === (await store.stock(sku))?.onHand;
      };

      const cancelled = await confirmed(store, [{ sku, quantity: 2 }]);
      expect(await sumsUp()).toBe(true);
      await confirmed(store, [{ sku, quantity: 3 }]);
      valueIn(await store.cancelConfirmed(cancellation(cancelled, T0)));
      expect(await sumsUp()).toBe(true);
      valueIn(await store.adjustStock({ sku, delta: 4, reason: 'found', at: T0 }));
      valueIn(await store.setStock({ sku, onHand: 6, reason: 'counted', at: T0 }));
      expect(await sumsUp()).toBe(true);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 6, reserved: 0 });
    });
  });

  describe('a new store', () => {
    test('is empty until it is seeded, with everything at once', async () => {
      const { store, offences, close } = await open();
      try {
        expect(await store.isEmpty()).toBe(true);
        const mug = product();
        const customer = { id: '1', email: 'a@example.com', name: 'A', profile: { basket: [] } };
        const promotion = {
          id: 'ten',
          name: '10 % off',
          priority: 1,
          action: { type: 'percentage' as const, percent: '10' },
          target: { type: 'order' as const },
          since: '2026-01-01',
          until: null,
        };

        valueIn(
          await store.seed({
            products: [{ ...mug, stock: 5 }],
            customers: [customer],
            promotions: [promotion],
            at: T0,
          }),
        );

        expect(await store.isEmpty()).toBe(false);
        expect(await store.product(mug.sku)).toMatchObject(mug);
        expect(await store.stock(mug.sku)).toEqual({ sku: mug.sku, onHand: 5, reserved: 0 });
        expect(await store.customer('1')).toEqual(customer);
        expect(await store.promotions()).toEqual([promotion]);
        expect(await offences()).toEqual([]);
      } finally {
        await close();
      }
    });
  });
}
