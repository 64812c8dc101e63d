import { describe, expect, test } from 'vitest';
import type { ClaimedTask, Store } from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import { confirmed, MINUTE_MS, stocked, T0, unique } from '../../support/store-orders.js';
import {
  claimed,
  claimedOne,
  DUE,
  dead,
  failed,
  finished,
  LEASE_MS,
  ofEach,
  resultOf,
} from '../../support/store-tasks.js';
import { ownStore } from './own-store.js';
import type { OpenStore } from './store-under-test.js';

async function order(store: Store): Promise<string> {
  const sku = await stocked(store, 1);
  return confirmed(store, [{ sku, quantity: 1 }]);
}

/** The attempts at tasks in an order's history. */
const attemptsIn = async (store: Store, orderId: string) =>
  (await store.orderEvents(orderId, 0)).filter(({ task }) => task !== null);

export function finishingContract(open: OpenStore): void {
  describe('an attempt at a task', () => {
    const own = ownStore(open);

    test('that succeeded brings it to rest, and is an event of its order', async () => {
      const { store } = own();
      const orderId = await order(store);
      const task = await claimedOne(store, 'invoice');
      const span = { step: 'invoice', startedAt: DUE + 0.25, endedAt: DUE + 7.5, outcome: 'ok' };

      expect(await finished(store, resultOf(task, { span }))).toBe(1);

      expect(await store.task(task)).toEqual({
        orderId,
        topic: 'invoice',
        state: 'done',
        attempts: 1,
        dueAt: null,
        lastError: null,
      });
      expect(await attemptsIn(store, orderId)).toEqual([
        {
          sequence: 3,
          at: DUE + 8,
          state: 'confirmed',
          spans: [span],
          detail: null,
          task: { topic: 'invoice', state: 'done' },
        },
      ]);
      const wants = ofEach(9, ['invoice']);
      expect(await claimed(store, { wants, at: DUE + 1_000 * MINUTE_MS })).toEqual([]);
    });

    test('that failed says why, and when it may be tried next', async () => {
      const { store } = own();
      const orderId = await order(store);
      const task = await claimedOne(store, 'warehouse');
      const dueAt = DUE + 5_000;

      expect(await finished(store, failed(task, { dueAt, error: 'HTTP 500' }))).toBe(1);

      expect(await store.task(task)).toMatchObject({
        state: 'pending',
        attempts: 1,
        dueAt,
        lastError: 'HTTP 500',
      });
      expect(await attemptsIn(store, orderId)).toMatchObject([
        { detail: 'HTTP 500', task: { topic: 'warehouse', state: 'pending' } },
      ]);
      const wants = ofEach(9, ['warehouse']);
      expect(await claimed(store, { wants, at: dueAt - 1 })).toEqual([]);
      expect(await claimed(store, { wants, at: dueAt })).toEqual([
        { ...task, attempt: 2, tries: 2 },
      ]);
    });

    test('that succeeded after all forgets why the one before failed; the history does not', async () => {
      const { store } = own();
      const orderId = await order(store);
      const first = await claimedOne(store, 'warehouse');
      await finished(store, failed(first, { dueAt: DUE }));

      await finished(store, resultOf(await claimedOne(store, 'warehouse')));

      expect(await store.task(first)).toMatchObject({ state: 'done', lastError: null });
      expect((await attemptsIn(store, orderId)).map(({ detail }) => detail)).toEqual([
        'nobody answers',
        null,
      ]);
    });

    test('that was the last makes a dead letter, which is never due again by itself', async () => {
      const { store } = own();
      const orderId = await order(store);
      const task = await claimedOne(store, 'confirmation-email');

      await finished(store, dead(task, { error: 'no such mailbox' }));

      expect(await store.task(task)).toMatchObject({
        state: 'dead',
        attempts: 1,
        dueAt: null,
        lastError: 'no such mailbox',
      });
      expect(await attemptsIn(store, orderId)).toMatchObject([
        { detail: 'no such mailbox', task: { topic: 'confirmation-email', state: 'dead' } },
      ]);
      const wants = ofEach(9, ['confirmation-email']);
      expect(await claimed(store, { wants, at: DUE + 1_000 * MINUTE_MS })).toEqual([]);
    });

    test('that found nothing to do brings it to rest with the reason', async () => {
      const { store } = own();
      await order(store);
      const task = await claimedOne(store, 'warehouse');

      await finished(store, resultOf(task, { state: 'cancelled', error: 'was cancelled' }));

      expect(await store.task(task)).toMatchObject({
        state: 'cancelled',
        dueAt: null,
        lastError: 'was cancelled',
      });
    });

    test('counts once, in one batch and in the next', async () => {
      const { store } = own();
      const orderId = await order(store);
      const task = await claimedOne(store, 'invoice');

      expect(await finished(store, resultOf(task), resultOf(task))).toBe(1);
      expect(await finished(store, dead(task))).toBe(0);

      expect((await store.task(task))?.state).toBe('done');
      expect(await attemptsIn(store, orderId)).toHaveLength(1);
    });

    test('does not count when somebody else has the task by then', async () => {
      const { store } = own();
      const orderId = await order(store);
      const late = await claimedOne(store, 'invoice');
      const current = await claimedOne(store, 'invoice', DUE + LEASE_MS);
      const before = await store.task(current);

      expect(await finished(store, resultOf(late))).toBe(0);
      expect(await store.task(current)).toEqual(before);
      expect(await attemptsIn(store, orderId)).toEqual([]);

      expect(await finished(store, failed(current))).toBe(1);
      expect(await finished(store, resultOf(late), resultOf(current))).toBe(0);
      expect((await store.task(current))?.state).toBe('pending');
    });

    test('counts after its lease, as long as nobody else has the task', async () => {
      const { store } = own();
      await order(store);
      const task = await claimedOne(store, 'invoice');

      const late = resultOf(task, {
        span: { step: 'invoice', startedAt: DUE, endedAt: DUE + 9 * LEASE_MS, outcome: 'ok' },
      });

      expect(await finished(store, late)).toBe(1);
      expect((await store.task(task))?.state).toBe('done');
    });

    test('that nobody made does not count, and keeps no other from counting', async () => {
      const { store } = own();
      const orderId = await order(store);
      const task = await claimedOne(store, 'invoice');

      const counted = await finished(
        store,
        resultOf({ orderId, topic: 'warehouse', attempt: 0, tries: 0 }),
        resultOf({ orderId: unique('order'), topic: 'invoice', attempt: 1, tries: 1 }),
        resultOf({ ...task, attempt: 2, tries: 2 }),
        resultOf(task),
      );

      expect(counted).toBe(1);
      expect((await store.task({ orderId, topic: 'warehouse' }))?.state).toBe('pending');
      expect(await attemptsIn(store, orderId)).toHaveLength(1);
    });

    test('is told in the state that its order is in by then', async () => {
      const { store } = own();
      const orderId = await order(store);
      const task = await claimedOne(store, 'invoice');
      valueIn(await store.ship({ orderId, state: 'shipped', detail: null, at: DUE }));

      await finished(store, resultOf(task));

      expect(await attemptsIn(store, orderId)).toMatchObject([{ state: 'shipped' }]);
    });

    test('is announced to whoever watches its order', async () => {
      const { store } = own();
      const orderId = await order(store);
      const task = await claimedOne(store, 'invoice');
      const told: string[] = [];
      store.onOrdersChanged((orderIds) => told.push(...orderIds));

      await finished(store, resultOf(task));

      expect(told).toEqual([orderId]);
    });
  });

  describe('a lease', () => {
    const own = ownStore(open);
    const wants = ofEach(9, ['invoice']);
    const extended = async (store: Store, tasks: ClaimedTask[], leaseUntil: number) =>
      valueIn(await store.extendLeases({ tasks, leaseUntil }));

    test('that is extended keeps the task for longer', async () => {
      const { store } = own();
      await order(store);
      const task = await claimedOne(store, 'invoice');

      await extended(store, [task], DUE + 60_000.4);

      expect((await store.task(task))?.dueAt).toBe(DUE + 60_000);
      expect(await claimed(store, { wants, at: DUE + 59_999 })).toEqual([]);
      expect(await claimed(store, { wants, at: DUE + 60_000 })).toEqual([
        { ...task, attempt: 2, tries: 2 },
      ]);
    });

    test('of somebody else is not extended by who had it before', async () => {
      const { store } = own();
      await order(store);
      const late = await claimedOne(store, 'invoice');
      const current = await claimedOne(store, 'invoice', DUE + LEASE_MS);

      await extended(store, [late], DUE + 60_000);

      expect((await store.task(current))?.dueAt).toBe(DUE + 2 * LEASE_MS);
    });

    test('is not extended once the task is at rest or waits to be tried again', async () => {
      const { store } = own();
      await order(store);
      const [invoice, warehouse] = [
        await claimedOne(store, 'invoice'),
        await claimedOne(store, 'warehouse'),
      ];
      await finished(store, resultOf(invoice), failed(warehouse, { dueAt: T0 + 9_000 }));

      await extended(store, [invoice, warehouse], DUE + 60_000);

      expect((await store.task(invoice))?.dueAt).toBeNull();
      expect((await store.task(warehouse))?.dueAt).toBe(T0 + 9_000);
    });
  });
}
