import { describe, expect, test } from 'vitest';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmation,
  confirmed,
  failure,
  orderOf,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

const at = T0 + 5_000;

export function cancellingContract(shared: Shared): void {
  describe('cancelling a confirmed order', () => {
    test('puts its pieces back on the level, with a move for them', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 5);
      const lines = [
        { sku, quantity: 1 },
        { sku, quantity: 1 },
      ];
      const orderId = await confirmed(store, lines);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 3, reserved: 0 });

      valueIn(await store.cancelConfirmed(cancellation(orderId, at)));

      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
      expect(await moves(sku)).toEqual([
        { delta: 5, reason: 'counted' },
        { delta: -2, reason: 'order' },
        { delta: 2, reason: 'cancelled' },
      ]);
    });

    test('keeps its number and owes the money', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await confirmed(store, [{ sku, quantity: 2 }]);
      const before = await orderOf(store, orderId);

      valueIn(await store.cancelConfirmed(cancellation(orderId, at)));

      const after = await orderOf(store, orderId);
      expect(after).toMatchObject({ state: 'cancelled', payment: { state: 'refund-pending' } });
      expect(after.number).toBe(before.number);
      const open = await store.openAttempts({ dueAt: at, limit: 1_000 });
      expect(open.filter((attempt) => attempt.orderId === orderId)).toMatchObject([
        { operation: 'refund', amount: 2_380, currency: 'EUR', tries: 0 },
      ]);
    });

    test('takes back what has not begun: nobody packs or announces it', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await confirmed(store, [{ sku, quantity: 2 }]);

      valueIn(await store.cancelConfirmed(cancellation(orderId, at)));

      const { tasks } = await orderOf(store, orderId);
      expect(tasks.map(({ topic, state }) => [topic, state])).toEqual([
        ['invoice', 'pending'],
        ['confirmation-email', 'cancelled'],
        ['warehouse', 'cancelled'],
        ['analytics', 'pending'],
        ['credit-note-email', 'pending'],
      ]);
    });

    test('is the same the second time', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 5);
      const orderId = await confirmed(store, [{ sku, quantity: 2 }]);
      valueIn(await store.cancelConfirmed(cancellation(orderId, at)));
      const before = await store.order(orderId);

      const again = await store.cancelConfirmed(cancellation(orderId, at + 1));

      expect(again).toEqual({ ok: true, value: null });
      expect(await store.order(orderId)).toEqual(before);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
      expect(await moves(sku)).toHaveLength(3);
      const open = await store.openAttempts({ dueAt: at + 1, limit: 1_000 });
      expect(open.filter((attempt) => attempt.orderId === orderId)).toHaveLength(1);
    });

    test('is not for orders that are pending or failed, nor for none at all', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const pending = await reserved(store, [{ sku, quantity: 1 }]);
      const failed = await reserved(store, [{ sku, quantity: 1 }]);
      valueIn(await store.fail(failure(failed)));
      const cancel = async (orderId: string) =>
        refusalIn(await store.cancelConfirmed(cancellation(orderId, at)));

      expect(await cancel(pending)).toEqual({ type: 'order-closed', state: 'payment-pending' });
      expect(await cancel(failed)).toEqual({ type: 'order-closed', state: 'failed' });
      expect(await cancel(unique('order'))).toEqual({ type: 'not-found' });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 1 });
    });

    test('cannot be undone by a confirmation that comes late', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await confirmed(store, [{ sku, quantity: 1 }]);
      valueIn(await store.cancelConfirmed(cancellation(orderId, at)));

      const refusal = refusalIn(await store.confirm(confirmation(orderId)));

      expect(refusal).toEqual({ type: 'order-closed', state: 'cancelled' });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
    });
  });
}
