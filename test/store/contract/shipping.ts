import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.js';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmed,
  failure,
  orderOf,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

type Stage = 'shipped' | 'delivered';
const at = T0 + 9_000;

const told = (store: Store, orderId: string, state: Stage, detail: string | null = null) =>
  store.ship({ orderId, state, detail, at });

const historyOf = async (store: Store, orderId: string) =>
  (await store.orderEvents(orderId, 2)).map(({ state, detail }) => [state, detail]);

async function order(store: Store): Promise<string> {
  const sku = await stocked(store, 2);
  return confirmed(store, [{ sku, quantity: 1 }]);
}

export function shippingContract(shared: Shared): void {
  describe('shipping', () => {
    test('enters the state with what the warehouse says, and changes nothing else', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await confirmed(store, [{ sku, quantity: 2 }]);
      const before = await orderOf(store, orderId);

      expect(await told(store, orderId, 'shipped', 'Parcel 42')).toEqual({ ok: true, value: null });

      expect(await store.order(orderId)).toEqual({ ...before, state: 'shipped' });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 3, reserved: 0 });
      expect(await store.orderEvents(orderId, 2)).toEqual([
        { sequence: 3, at, state: 'shipped', spans: [], detail: 'Parcel 42', task: null },
      ]);
    });

    test('goes on to the delivery', async () => {
      const { store } = shared();
      const orderId = await order(store);

      valueIn(await told(store, orderId, 'shipped', 'left'));
      valueIn(await told(store, orderId, 'delivered', 'arrived'));

      expect((await orderOf(store, orderId)).state).toBe('delivered');
      expect(await historyOf(store, orderId)).toEqual([
        ['shipped', 'left'],
        ['delivered', 'arrived'],
      ]);
    });

    test('told only when it has arrived was shipped before that', async () => {
      const { store } = shared();
      const orderId = await order(store);

      valueIn(await told(store, orderId, 'delivered', 'arrived'));

      expect((await orderOf(store, orderId)).state).toBe('delivered');
      expect(await historyOf(store, orderId)).toEqual([
        ['shipped', null],
        ['delivered', 'arrived'],
      ]);
    });

    test('told too late, after the delivery, changes nothing', async () => {
      const { store } = shared();
      const orderId = await order(store);
      valueIn(await told(store, orderId, 'delivered'));
      const [before, history] = [await store.order(orderId), await historyOf(store, orderId)];

      expect(await told(store, orderId, 'shipped', 'left')).toEqual({ ok: true, value: null });

      expect(await store.order(orderId)).toEqual(before);
      expect(await historyOf(store, orderId)).toEqual(history);
    });

    test('enters each state once, however often and in whatever order it is told', async () => {
      const notices = fc.array(fc.constantFrom<Stage>('shipped', 'delivered'), {
        minLength: 1,
        maxLength: 6,
      });
      await fc.assert(
        fc.asyncProperty(notices, async (stages) => {
          const { store } = shared();
          const orderId = await order(store);

          const answers = await Promise.all(stages.map((state) => told(store, orderId, state)));

          expect(answers.every(({ ok }) => ok)).toBe(true);
          const wasDelivered = stages.includes('delivered');
          const entered = (await historyOf(store, orderId)).map(([state]) => state);
          expect(entered).toEqual(wasDelivered ? ['shipped', 'delivered'] : ['shipped']);
          expect((await orderOf(store, orderId)).state).toBe(entered.at(-1));
        }),
        { numRuns: 25 },
      );
    });

    test('is refused for an order that is not to be sent, and for none at all', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const lines = [{ sku, quantity: 1 }];
      const pending = await reserved(store, lines);
      const failed = await reserved(store, lines);
      valueIn(await store.fail(failure(failed)));
      const cancelled = await confirmed(store, lines);
      valueIn(await store.cancelConfirmed(cancellation(cancelled, at)));
      const closed = { pending, failed, cancelled };
      const before = await Promise.all(Object.values(closed).map((id) => store.order(id)));

      for (const stage of ['shipped', 'delivered'] as const) {
        const refusal = async (orderId: string) => refusalIn(await told(store, orderId, stage));
        expect(await refusal(pending)).toEqual({ type: 'order-closed', state: 'payment-pending' });
        expect(await refusal(failed)).toEqual({ type: 'order-closed', state: 'failed' });
        expect(await refusal(cancelled)).toEqual({ type: 'order-closed', state: 'cancelled' });
        expect(await refusal(unique('order'))).toEqual({ type: 'not-found' });
      }

      expect(await Promise.all(Object.values(closed).map((id) => store.order(id)))).toEqual(before);
    });

    test('comes too late for a cancellation, and a cancellation too late for it', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const sent = await confirmed(store, [{ sku, quantity: 1 }]);
      valueIn(await told(store, sent, 'shipped'));

      const refusal = refusalIn(await store.cancelConfirmed(cancellation(sent, at)));

      expect(refusal).toEqual({ type: 'order-closed', state: 'shipped' });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 4, reserved: 0 });
      expect((await orderOf(store, sent)).payment.state).toBe('captured');
    });
  });
}
