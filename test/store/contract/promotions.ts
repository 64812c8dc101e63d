import { describe, expect, test } from 'vitest';
import type { Promotion } from '../../../src/core/rules.js';
import { valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmation,
  documentOf,
  reservation,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import { ownStore } from './own-store.js';
import type { OpenStore } from './store-under-test.js';

const promotion = (id: string, more: Partial<Promotion> = {}): Promotion => ({
  id,
  name: `Promotion ${id}`,
  priority: 1,
  action: { type: 'percentage', percent: '10' },
  since: '2026-01-01',
  until: null,
  ...more,
});

export function promotionContract(open: OpenStore): void {
  describe('promotions', () => {
    const own = ownStore(open);

    test('are written, changed, read and removed', async () => {
      const { store } = own();
      const limited = promotion('sale', { limit: { uses: 5, budget: { EUR: '10.00' } } });

      expect(valueIn(await store.putPromotion({ promotion: promotion('sale') }))).toEqual({
        created: true,
      });
      expect(valueIn(await store.putPromotion({ promotion: limited }))).toEqual({ created: false });
      expect(await store.promotion('sale')).toEqual(limited);
      expect(await store.promotions()).toEqual([limited]);

      expect(valueIn(await store.removePromotion({ id: 'sale' }))).toBe(true);
      expect(valueIn(await store.removePromotion({ id: 'sale' }))).toBe(false);
      expect(await store.promotion('sale')).toBeUndefined();
      expect(await store.promotions()).toEqual([]);
    });

    test('are listed page by page in the order of their ids', async () => {
      const { store } = own();
      for (const id of ['c', 'a', 'b']) {
        valueIn(await store.putPromotion({ promotion: promotion(id) }));
      }

      const first = await store.promotionList({ cursor: null, limit: 2 });
      const second = await store.promotionList({ cursor: first.nextCursor, limit: 2 });

      expect(first.items.map(({ id }) => id)).toEqual(['a', 'b']);
      expect(first.nextCursor).toBe('b');
      expect(second.items.map(({ id }) => id)).toEqual(['c']);
      expect(second.nextCursor).toBeNull();
    });
  });

  describe('who has ordered before', () => {
    const own = ownStore(open);
    const nobody = { id: null, email: null };

    for (const indexed of [false, true]) {
      test(`is known by id and by address, ${indexed ? 'with' : 'without'} the index`, async () => {
        const { store } = own();
        if (indexed) valueIn(await store.indexBuyers({}));
        const sku = await stocked(store, 9);
        const lines = [{ sku, quantity: 1 }];
        const document = documentOf(lines);
        document.customer.email = 'Anna@Example.com';
        const order = reservation(lines, {
          customerId: 'anna',
          document: JSON.stringify(document),
        });
        const isKnown = async () => [
          await store.hasOrdered({ ...nobody, id: 'anna' }),
          await store.hasOrdered({ ...nobody, email: 'anna@example.COM' }),
          await store.hasOrdered({ id: 'ben', email: 'ben@example.com' }),
          await store.hasOrdered(nobody),
        ];

        valueIn(await store.reserve(order));
        expect(await isKnown()).toEqual([false, false, false, false]);

        valueIn(await store.confirm(confirmation(order.orderId)));
        expect(await isKnown()).toEqual([true, true, false, false]);

        valueIn(await store.cancelConfirmed(cancellation(order.orderId, T0)));
        expect(await isKnown()).toEqual([false, false, false, false]);
      });
    }

    test('can be indexed again without harm', async () => {
      const { store } = own();
      valueIn(await store.indexBuyers({}));
      valueIn(await store.indexBuyers({}));
      expect(await store.hasOrdered({ id: unique('x'), email: 'x@example.com' })).toBe(false);
    });
  });
}
