import { describe, expect, test } from 'vitest';
import type { OpenAttempt, SettleAttemptCommand, Store } from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmed,
  failure,
  orderOf,
  reserved,
  stocked,
  T0,
} from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

const at = T0 + 5_000;

const openOf = async (store: Store, orderId: string, dueAt = at): Promise<OpenAttempt[]> =>
  (await store.openAttempts({ dueAt, limit: 1_000 })).filter(
    (attempt) => attempt.orderId === orderId,
  );

async function cancelled(store: Store): Promise<string> {
  const orderId = await confirmed(store, [{ sku: await stocked(store, 5), quantity: 1 }]);
  valueIn(await store.cancelConfirmed(cancellation(orderId, at)));
  return orderId;
}

const refunded = (
  orderId: string,
  more: Partial<SettleAttemptCommand> = {},
): SettleAttemptCommand => ({
  orderId,
  attempt: 2,
  outcome: 'refunded',
  payment: 'refunded',
  at: at + 1,
  retryAt: null,
  ...more,
});

export function attemptContract(shared: Shared): void {
  describe('attempts to give money back', () => {
    test('are open until their outcome is known', async () => {
      const { store } = shared();
      const orderId = await cancelled(store);
      expect(await openOf(store, orderId)).toMatchObject([{ attempt: 2, operation: 'refund' }]);

      valueIn(await store.settleAttempt(refunded(orderId)));

      expect(await openOf(store, orderId)).toEqual([]);
      expect(await orderOf(store, orderId)).toMatchObject({
        state: 'cancelled',
        payment: { state: 'refunded' },
      });
      const events = await store.orderEvents(orderId, 0);
      expect(events.at(-1)).toMatchObject({ state: 'cancelled', detail: 'refunded' });
    });

    test('that got no answer are due again, later, with one try more', async () => {
      const { store } = shared();
      const orderId = await cancelled(store);
      const retryAt = at + 60_000;
      const noAnswer = { outcome: 'unknown', payment: null, retryAt };

      valueIn(await store.settleAttempt(refunded(orderId, noAnswer)));

      expect(await openOf(store, orderId, retryAt - 1)).toEqual([]);
      expect(await openOf(store, orderId, retryAt)).toMatchObject([{ attempt: 2, tries: 1 }]);
      expect((await orderOf(store, orderId)).payment.state).toBe('refund-pending');
    });

    test('that are settled twice count once', async () => {
      const { store } = shared();
      const orderId = await cancelled(store);
      valueIn(await store.settleAttempt(refunded(orderId)));
      const events = await store.orderEvents(orderId, 0);

      valueIn(await store.settleAttempt(refunded(orderId)));

      expect(await store.orderEvents(orderId, 0)).toEqual(events);
      expect((await orderOf(store, orderId)).payment.state).toBe('refunded');
    });

    test('are never two at once for one order', async () => {
      const { store } = shared();
      const orderId = await cancelled(store);

      await store.openAttempt({ orderId, operation: 'refund', at });
      await store.openAttempt({ orderId, operation: 'refund', at });

      expect(await openOf(store, orderId)).toHaveLength(1);
    });

    test('are not made again once the money is back', async () => {
      const { store } = shared();
      const orderId = await cancelled(store);
      valueIn(await store.settleAttempt(refunded(orderId)));

      // A payment notice that comes again for a cancelled order asks for this.
      valueIn(await store.openAttempt({ orderId, operation: 'refund', at: at + 2 }));

      expect(await openOf(store, orderId, at + 2)).toEqual([]);
      expect((await orderOf(store, orderId)).payment.state).toBe('refunded');
    });

    test('may be for money that comes to light after the order was given up', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 1 }]);
      valueIn(await store.fail(failure(orderId, { payment: { state: 'voided' } })));

      valueIn(await store.openAttempt({ orderId, operation: 'refund', at }));

      expect(await openOf(store, orderId)).toMatchObject([{ operation: 'refund', amount: 1_190 }]);
      expect((await orderOf(store, orderId)).payment.state).toBe('refund-pending');
      valueIn(await store.settleAttempt(refunded(orderId)));
      expect((await orderOf(store, orderId)).payment.state).toBe('refunded');
    });

    test('may close a charge whose outcome never became known', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const orderId = await reserved(store, [{ sku, quantity: 1 }]);
      valueIn(await store.fail(failure(orderId, { payment: { state: 'voided' } })));

      valueIn(await store.openAttempt({ orderId, operation: 'void', at }));

      expect(await openOf(store, orderId)).toMatchObject([{ operation: 'void', amount: 1_190 }]);
      expect((await orderOf(store, orderId)).payment.state).toBe('voided');
      const closed = { outcome: 'absent', payment: 'voided' as const };
      valueIn(await store.settleAttempt(refunded(orderId, closed)));
      expect(await openOf(store, orderId)).toEqual([]);
      expect((await orderOf(store, orderId)).payment.state).toBe('voided');
    });
  });
}
