import { describe, expect, test } from 'vitest';
import { refusalIn, valueIn } from '../../support/result.js';
import {
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

const tasks = ['invoice', 'confirmation-email', 'warehouse', 'analytics'].map((topic) => ({
  topic,
  state: 'pending',
  attempts: 0,
}));

export function confirmingContract(shared: Shared): void {
  describe('confirming', () => {
    test('turns the hold into an allocation, with a move for it', async () => {
      const { store, moves } = shared();
      const [a, b] = [await stocked(store, 5), await stocked(store, 2)];
      const orderId = await reserved(store, [
        { sku: a, quantity: 1 },
        { sku: b, quantity: 2 },
        { sku: a, quantity: 2 },
      ]);
      expect(await store.stock(a)).toEqual({ sku: a, onHand: 5, reserved: 3 });

      valueIn(await store.confirm(confirmation(orderId)));

      expect(await store.stock(a)).toEqual({ sku: a, onHand: 2, reserved: 0 });
      expect(await store.stock(b)).toEqual({ sku: b, onHand: 0, reserved: 0 });
      expect(await moves(a)).toEqual([
        { delta: 5, reason: 'counted' },
        { delta: -3, reason: 'order' },
      ]);
    });

    test('gives numbers, records the payment and owes each task once', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 1 }]);
      const series = unique('S');
      const pending = await orderOf(store, orderId);

      const answer = await store.confirm(confirmation(orderId, { series, reference: 'ref-1' }));

      const number = `${series}-000001`;
      const invoiceNumber = `INV-${series}-000001`;
      expect(valueIn(answer)).toEqual({ number, invoiceNumber, body: null });
      expect(await orderOf(store, orderId)).toEqual({
        ...pending,
        state: 'confirmed',
        number,
        invoiceNumber,
        confirmedAt: T0 + 1_000,
        payment: { ...pending.payment, state: 'captured', reference: 'ref-1' },
        tasks,
      });
      expect((await store.orderEvents(orderId, 1)).map(({ state }) => state)).toEqual([
        'confirmed',
      ]);
    });

    test('counts each series for itself, from one', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const [one, two] = [unique('S'), unique('S')];
      const numberIn = async (series: string) => {
        const orderId = await reserved(store, [{ sku, quantity: 1 }]);
        return valueIn(await store.confirm(confirmation(orderId, { series }))).number;
      };

      const numbers = [await numberIn(one), await numberIn(one), await numberIn(two)];

      expect(numbers).toEqual([`${one}-000001`, `${one}-000002`, `${two}-000001`]);
    });

    test('changes nothing the second time and answers the same', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }]);
      const series = unique('S');
      const first = await store.confirm(confirmation(orderId, { series, reference: 'first' }));
      const [order, level] = [await store.order(orderId), await store.stock(sku)];
      const events = await store.orderEvents(orderId, 0);

      const second = await store.confirm(confirmation(orderId, { series, reference: 'second' }));

      expect(second).toEqual(first);
      expect(await store.order(orderId)).toEqual(order);
      expect(await store.stock(sku)).toEqual(level);
      expect(await store.orderEvents(orderId, 0)).toEqual(events);
      expect(await moves(sku)).toHaveLength(2);
    });

    test('adds the spans of a second confirmation to the history', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await confirmed(store, [{ sku, quantity: 1 }]);
      const spans = [{ step: 'pay', startedAt: T0, endedAt: T0 + 2, outcome: 'captured' }];

      valueIn(await store.confirm(confirmation(orderId, { spans })));

      const events = await store.orderEvents(orderId, 0);
      expect(events.map(({ sequence, state }) => [sequence, state])).toEqual([
        [1, 'payment-pending'],
        [2, 'confirmed'],
        [3, 'confirmed'],
      ]);
      expect(events[2]?.spans).toEqual(spans);
    });

    test('twice in one batch gives one number and takes the pieces once', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 2 }]);

      const [first, second] = await Promise.all([
        store.confirm(confirmation(orderId)),
        store.confirm(confirmation(orderId)),
      ]);

      expect(valueIn(second)).toEqual(valueIn(first));
      expect(await store.stock(sku)).toEqual({ sku, onHand: 3, reserved: 0 });
    });

    test('takes the pieces anew when the hold has expired and they are still there', async () => {
      const { store } = shared();
      const sku = await stocked(store, 2);
      const orderId = await reserved(store, [{ sku, quantity: 2 }], { holdExpiresAt: 1_000 });
      valueIn(await store.expireHolds({ at: 1_000, limit: 10 }));
      expect(await store.stock(sku)).toEqual({ sku, onHand: 2, reserved: 0 });

      const answer = await store.confirm(confirmation(orderId));

      expect(answer.ok).toBe(true);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 0, reserved: 0 });
    });

    test('refuses when the hold has expired and somebody else has the pieces', async () => {
      const { store } = shared();
      const [rare, common] = [await stocked(store, 2), await stocked(store, 9)];
      const lines = [
        { sku: common, quantity: 1 },
        { sku: rare, quantity: 2 },
      ];
      const orderId = await reserved(store, lines, { holdExpiresAt: 1_000 });
      valueIn(await store.expireHolds({ at: 1_000, limit: 10 }));
      await confirmed(store, [{ sku: rare, quantity: 1 }]);
      const before = await store.order(orderId);

      const refusal = refusalIn(await store.confirm(confirmation(orderId)));

      const items = [{ sku: rare, requested: 2, available: 1 }];
      expect(refusal).toEqual({ type: 'stock-gone', items });
      expect(await store.order(orderId)).toEqual(before);
      expect(await store.stock(rare)).toEqual({ sku: rare, onHand: 1, reserved: 0 });
      expect(await store.stock(common)).toEqual({ sku: common, onHand: 9, reserved: 0 });
    });

    test('refuses an order that has failed, and one that is not there', async () => {
      const { store } = shared();
      const sku = await stocked(store, 2);
      const orderId = await reserved(store, [{ sku, quantity: 1 }]);
      valueIn(await store.fail(failure(orderId)));

      const closed = refusalIn(await store.confirm(confirmation(orderId)));
      const missing = refusalIn(await store.confirm(confirmation(unique('order'))));

      expect(closed).toEqual({ type: 'order-closed', state: 'failed' });
      expect(missing).toEqual({ type: 'not-found' });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 2, reserved: 0 });
      expect((await orderOf(store, orderId)).number).toBeNull();
    });
  });
}
