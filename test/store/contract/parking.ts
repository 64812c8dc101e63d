import { describe, expect, test } from 'vitest';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  confirmation,
  confirmed,
  orderOf,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

const DAY_MS = 24 * 3_600_000;

const parked = (orderId: string, more: { settleAt?: number; holdExpiresAt?: number } = {}) => ({
  orderId,
  spans: [{ step: 'pay', startedAt: T0, endedAt: T0 + 5, outcome: 'unknown' }],
  at: T0 + 10,
  reference: null,
  nextAction: null,
  settleAt: T0 + 20,
  holdExpiresAt: T0 + DAY_MS,
  ...more,
});

export function parkingContract(shared: Shared): void {
  describe('parking', () => {
    test('keeps the hold and says that the payment is not known', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }]);
      expect((await orderOf(store, orderId)).payment.state).toBe('pending');

      const answer = await store.park(parked(orderId));

      expect(answer).toEqual({ ok: true, value: null });
      expect(await orderOf(store, orderId)).toMatchObject({
        state: 'payment-pending',
        payment: { state: 'unknown' },
      });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 2 });
      expect(await store.orderEvents(orderId, 1)).toEqual([
        {
          sequence: 2,
          at: T0 + 10,
          state: 'payment-pending',
          spans: parked(orderId).spans,
          detail: 'unknown',
          task: null,
        },
      ]);
    });

    test('makes the hold last as long as the payment may stay unknown', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }], { holdExpiresAt: 1_000 });

      valueIn(await store.park(parked(orderId, { holdExpiresAt: 2_000 })));
      valueIn(await store.expireHolds({ at: 1_999, limit: 10 }));
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 2 });

      valueIn(await store.expireHolds({ at: 2_000, limit: 10 }));
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
    });

    test('says when recovery shall ask, and postponing counts the tries', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 1 }]);
      const due = async (dueAt: number) =>
        (await store.pendingPayments({ dueAt, limit: 1_000 })).find(
          (payment) => payment.orderId === orderId,
        );

      valueIn(await store.park(parked(orderId, { settleAt: 5_000 })));
      expect(await due(4_999)).toBeUndefined();
      expect(await due(5_000)).toMatchObject({ tries: 0 });

      valueIn(await store.postpone({ orderId, settleAt: 6_000 }));
      expect(await due(5_999)).toBeUndefined();
      expect(await due(6_000)).toMatchObject({ tries: 1 });

      valueIn(await store.confirm(confirmation(orderId)));
      expect(await due(T0 + DAY_MS)).toBeUndefined();
    });

    test('stores the 202 for the order that came under a key, for good', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const claim = { caller: 'guest', key: unique('key'), fingerprint: 'f' };
      const orderId = await reserved(store, [{ sku, quantity: 1 }], { claim });

      const answer = valueIn(await store.park(parked(orderId)));

      expect(answer).toMatchObject({ status: 202, orderId });
      expect(JSON.parse(answer?.body ?? '{}')).toMatchObject({
        id: orderId,
        state: 'payment-pending',
        payment: { state: 'unknown' },
      });
      valueIn(await store.confirm(confirmation(orderId)));
      expect(await store.keyAnswer(claim)).toEqual({ type: 'answered', answer });
    });

    test('refuses an order that is settled already, and one that is not there', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await confirmed(store, [{ sku, quantity: 1 }]);
      const before = await store.order(orderId);

      const closed = refusalIn(await store.park(parked(orderId)));
      const missing = refusalIn(await store.park(parked(unique('order'))));

      expect(closed).toEqual({ type: 'order-closed', state: 'confirmed' });
      expect(missing).toEqual({ type: 'not-found' });
      expect(await store.order(orderId)).toEqual(before);
    });
  });
}
