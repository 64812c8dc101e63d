import { describe, expect, test } from 'vitest';
import { valueIn } from '../../support/result.js';
import { confirmed, orderOf, reserved, stocked } from '../../support/store-orders.js';
import { until } from '../../support/until.js';
import type { Shared } from './store-under-test.js';

export function expiringContract(shared: Shared): void {
  describe('expiring holds', () => {
    test('frees the pieces of an order that has been paying for too long, and only then', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }], { holdExpiresAt: 1_000 });

      expect(valueIn(await store.expireHolds({ at: 999, limit: 10 }))).toBe(0);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 2 });

      expect(valueIn(await store.expireHolds({ at: 1_000, limit: 10 }))).toBe(1);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
      expect(await moves(sku)).toHaveLength(1);
      expect((await orderOf(store, orderId)).state).toBe('payment-pending');
      expect(await store.orderEvents(orderId, 1)).toEqual([
        {
          sequence: 2,
          at: 1_000,
          state: 'payment-pending',
          spans: [],
          detail: 'hold-expired',
          task: null,
        },
      ]);
    });

    test('frees each hold once', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      await reserved(store, [{ sku, quantity: 2 }], { holdExpiresAt: 1_000 });
      await reserved(store, [{ sku, quantity: 1 }]);

      const freed = [
        valueIn(await store.expireHolds({ at: 1_000, limit: 10 })),
        valueIn(await store.expireHolds({ at: 1_000, limit: 10 })),
      ];

      expect(freed).toEqual([1, 0]);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 1 });
    });

    test('tells who listens which orders have lost theirs', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 1 }], { holdExpiresAt: 1_000 });
      const heard: string[] = [];
      const stop = store.onOrdersChanged((orderIds) => heard.push(...orderIds));

      valueIn(await store.expireHolds({ at: 1_000, limit: 10 }));
      await until('the news', () => heard.includes(orderId), 2_000);
      stop();

      expect(await store.orderEvents(orderId, 1)).toHaveLength(1);
    });

    test('takes up no more at a time than it is told to', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const holdExpiresAt = 1_000;
      for (let n = 0; n < 3; n += 1) {
        await reserved(store, [{ sku, quantity: 1 }], { holdExpiresAt });
      }

      expect(valueIn(await store.expireHolds({ at: 1_000, limit: 2 }))).toBe(2);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 1 });
      expect(valueIn(await store.expireHolds({ at: 1_000, limit: 2 }))).toBe(1);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
    });

    test('leaves a confirmed order alone', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await confirmed(store, [{ sku, quantity: 2 }], { holdExpiresAt: 1_000 });
      const before = await store.order(orderId);

      expect(valueIn(await store.expireHolds({ at: 1_000, limit: 10 }))).toBe(0);

      expect(await store.stock(sku)).toEqual({ sku, onHand: 3, reserved: 0 });
      expect(await store.order(orderId)).toEqual(before);
    });
  });
}
