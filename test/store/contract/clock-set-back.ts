import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmed,
  MINUTE_MS,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import { claimed, DUE, failed, finished } from '../../support/store-tasks.js';
import { ownStore } from './own-store.js';
import type { OpenStore } from './store-under-test.js';

const HOUR_MS = 60 * MINUTE_MS;
const limit = 100;

export function setBackContract(open: OpenStore): void {
  describe('a clock that is set back', () => {
    const own = ownStore(open);

    /** Whether it is there just now, and a moment before. */
    async function expectDueFrom(at: number, count: (at: number) => Promise<number>) {
      expect([await count(at - 1), await count(at)]).toEqual([0, 1]);
    }
    const setBack = async (store: Store, at: number) =>
      valueIn(await store.moveDueTimes({ at, by: HOUR_MS }));

    test('moves payments that are asked for again, and holds that run out', async () => {
      const { store } = own();
      await reserved(store, [{ sku: await stocked(store, 5), quantity: 1 }], {
        settleAt: T0 + MINUTE_MS,
        holdExpiresAt: T0 + 5 * MINUTE_MS,
      });
      const at = T0 - HOUR_MS;
      expect(await setBack(store, at)).toBe(2);
      await expectDueFrom(
        at + MINUTE_MS,
        async (dueAt) => (await store.pendingPayments({ dueAt, limit })).length,
      );
      await expectDueFrom(at + 5 * MINUTE_MS, async (when) =>
        valueIn(await store.expireHolds({ at: when, limit })),
      );
    });

    test('moves tasks that wait, and leases, which keep their attempt', async () => {
      const { store } = own();
      await confirmed(store, [{ sku: await stocked(store, 5), quantity: 1 }]);
      const wants = [
        { topic: 'invoice' as const, limit },
        { topic: 'analytics' as const, limit },
      ];
      const tasks = await claimed(store, { wants, leaseUntil: DUE + MINUTE_MS });
      const waiting = tasks.filter(({ topic }) => topic === 'invoice');
      await finished(store, ...waiting.map((task) => failed(task, { dueAt: DUE + 2 * MINUTE_MS })));
      const at = DUE - HOUR_MS;
      await setBack(store, at);
      const due = (topic: 'invoice' | 'analytics') => async (when: number) =>
        (await store.dueTopics({ topics: [topic], at: when })).length;
      await expectDueFrom(at + 2 * MINUTE_MS, due('invoice'));
      await expectDueFrom(at + MINUTE_MS, due('analytics'));
      // What was never taken is due at once.
      expect(await due('invoice')(at + 2 * MINUTE_MS)).toBe(1);
      expect(await store.dueTopics({ topics: ['warehouse'], at })).toEqual(['warehouse']);
      const running = tasks.filter(({ topic }) => topic === 'analytics');
      expect(await finished(store, ...running.map((task) => failed(task)))).toBe(1);
    });

    test('moves money that is asked back, and letters', async () => {
      const { store } = own();
      const orderId = await confirmed(store, [{ sku: await stocked(store, 5), quantity: 1 }]);
      valueIn(await store.cancelConfirmed(cancellation(orderId, T0, { retryAt: T0 + MINUTE_MS })));
      const address = `${unique('ada')}@example.com`;
      valueIn(await store.requestReset({ address, at: T0 + 30_000, notAfter: 0 }));
      const at = T0 - HOUR_MS;
      await setBack(store, at);
      await expectDueFrom(
        at + MINUTE_MS,
        async (dueAt) => (await store.openAttempts({ dueAt, limit })).length,
      );
      await expectDueFrom(
        at + 30_000,
        async (when) => (await store.dueResets({ at: when, limit })).length,
      );
    });

    test('leaves what is due already, and what is done', async () => {
      const { store } = own();
      await reserved(store, [{ sku: await stocked(store, 5), quantity: 1 }], {
        settleAt: T0,
        holdExpiresAt: T0,
      });
      expect(await setBack(store, T0)).toBe(0);
      expect(await store.pendingPayments({ dueAt: T0, limit })).toHaveLength(1);
    });
  });
}
