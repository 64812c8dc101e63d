import { describe, expect, test } from 'vitest';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  confirmed,
  failure,
  orderOf,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

export function failingContract(shared: Shared): void {
  describe('failing', () => {
    test('gives the held pieces back and says why the payment was declined', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }]);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 2 });

      valueIn(await store.fail(failure(orderId)));

      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
      expect(await moves(sku)).toHaveLength(1);
      expect(await orderOf(store, orderId)).toMatchObject({
        state: 'failed',
        number: null,
        payment: { state: 'declined', declineCode: 'card_declined', reference: null },
        tasks: [],
      });
      expect(await store.orderEvents(orderId, 1)).toEqual([
        {
          sequence: 2,
          at: T0 + 1_000,
          state: 'failed',
          spans: [],
          detail: 'card_declined',
          task: null,
        },
      ]);
    });

    test('is the same the second time', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }]);
      valueIn(await store.fail(failure(orderId)));
      const before = await store.order(orderId);

      const again = await store.fail(failure(orderId, { payment: { state: 'voided' } }));

      expect(again).toEqual({ ok: true, value: null });
      expect(await store.order(orderId)).toEqual(before);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
      expect(await store.orderEvents(orderId, 0)).toHaveLength(2);
    });

    test('gives nothing back for a hold that has expired already', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }], { holdExpiresAt: 1_000 });
      await reserved(store, [{ sku, quantity: 3 }]);
      valueIn(await store.expireHolds({ at: 1_000, limit: 10 }));
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 3 });

      valueIn(await store.fail(failure(orderId)));

      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 3 });
    });

    test('may cancel an order that is not paid', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }]);

      valueIn(
        await store.fail(failure(orderId, { state: 'cancelled', payment: { state: 'voided' } })),
      );

      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
      expect(await orderOf(store, orderId)).toMatchObject({
        state: 'cancelled',
        payment: { state: 'voided' },
      });
    });

    test('with money taken records the refund that is owed in the same transaction', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }]);
      const at = T0 + 1_000;
      const open = async () =>
        (await store.openAttempts({ dueAt: at, limit: 1_000 })).filter(
          (attempt) => attempt.orderId === orderId,
        );
      expect(await open()).toEqual([]);

      const payment = { state: 'refund-pending' as const, reference: 'taken' };
      valueIn(await store.fail(failure(orderId, { at, payment })));

      expect((await orderOf(store, orderId)).payment).toMatchObject({
        state: 'refund-pending',
        reference: 'taken',
      });
      expect(await open()).toEqual([
        {
          orderId,
          attempt: 2,
          operation: 'refund',
          method: 'simulated',
          amount: 2_380,
          currency: 'EUR',
          tries: 0,
          reference: 'taken',
          createdAt: T0,
          total: 2_380,
        },
      ]);
    });

    test('leaves a confirmed order alone', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await confirmed(store, [{ sku, quantity: 2 }]);
      const before = await store.order(orderId);

      const refusal = refusalIn(await store.fail(failure(orderId)));

      expect(refusal).toEqual({ type: 'order-closed', state: 'confirmed' });
      expect(await store.order(orderId)).toEqual(before);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 3, reserved: 0 });
    });

    test('refuses an order that is not there', async () => {
      const { store } = shared();

      const refusal = refusalIn(await store.fail(failure(unique('order'))));

      expect(refusal).toEqual({ type: 'not-found' });
    });
  });
}
