import { describe, expect, test } from 'vitest';
import { type Topic, topics } from '../../../src/core/tasks.js';
import type { ClaimedTask, Store } from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import {
  confirmation,
  confirmed,
  orderOf,
  reserved,
  stocked,
  T0,
} from '../../support/store-orders.js';
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

const nameOf = ({ orderId, topic, attempt }: ClaimedTask): string =>
  `${orderId} ${topic} ${attempt}`;

const firstOf = (orderId: string, topic: Topic): ClaimedTask => ({
  orderId,
  topic,
  attempt: 1,
  tries: 1,
});

async function orders(store: Store, count: number): Promise<string[]> {
  const sku = await stocked(store, count);
  const orderIds: string[] = [];
  for (let n = 0; n < count; n += 1) orderIds.push(await confirmed(store, [{ sku, quantity: 1 }]));
  return orderIds;
}

async function confirmedAt(store: Store, at: number): Promise<string> {
  const sku = await stocked(store, 1);
  const orderId = await reserved(store, [{ sku, quantity: 1 }]);
  valueIn(await store.confirm(confirmation(orderId, { at })));
  return orderId;
}

export function claimingContract(open: OpenStore): void {
  describe('claiming tasks', () => {
    const own = ownStore(open);

    test('gives what is due, each for its first attempt and under a lease', async () => {
      const { store } = own();
      const [orderId = ''] = await orders(store, 1);

      const tasks = await claimed(store, { leaseUntil: DUE + 777 });

      expect(tasks).toEqual(topics.map((topic) => firstOf(orderId, topic)));
      for (const topic of topics) {
        expect(await store.task({ orderId, topic })).toEqual({
          orderId,
          topic,
          state: 'running',
          attempts: 1,
          dueAt: DUE + 777,
          lastError: null,
        });
      }
      expect((await orderOf(store, orderId)).tasks).toEqual(
        topics.map((topic) => ({ topic, state: 'running', attempts: 1 })),
      );
    });

    test('leaves what is due later', async () => {
      const { store } = own();
      const [orderId = ''] = await orders(store, 1);

      expect(await claimed(store, { at: DUE - 1 })).toEqual([]);

      const task = await store.task({ orderId, topic: 'invoice' });
      expect(task).toMatchObject({ state: 'pending', attempts: 0, dueAt: DUE });
      expect(await claimed(store, { at: DUE })).toHaveLength(topics.length);
    });

    test('gives nothing of orders that owe nothing: pending, or never confirmed', async () => {
      const { store } = own();
      const sku = await stocked(store, 1);
      await reserved(store, [{ sku, quantity: 1 }]);

      expect(await claimed(store, { at: DUE + 1_000_000 })).toEqual([]);
    });

    test('gives what has been due for longest before the rest', async () => {
      const { store } = own();
      const second = await confirmedAt(store, T0 + 3_000);
      const third = await confirmedAt(store, T0 + 4_000);
      const first = await confirmedAt(store, T0 + 2_000);
      const next = async () => {
        const wants = ofEach(1, ['warehouse']);
        return (await claimed(store, { wants, at: T0 + 9_000, leaseUntil: T0 + 99_000 }))[0];
      };

      const given = [await next(), await next(), await next(), await next()];

      expect(given.map((task) => task?.orderId)).toEqual([first, second, third, undefined]);
    });

    test('gives of each topic no more than is wanted, and of the others nothing', async () => {
      const { store } = own();
      await orders(store, 3);

      const tasks = await claimed(store, {
        wants: [
          { topic: 'analytics', limit: 1 },
          { topic: 'invoice', limit: 2 },
        ],
      });

      expect(tasks.map(({ topic }) => topic).sort()).toEqual(['analytics', 'invoice', 'invoice']);
      expect(await store.dueTopics({ topics, at: DUE })).toEqual([...topics]);
      expect(await claimed(store)).toHaveLength(3 * topics.length - 3);
    });

    test('gives nobody what somebody has, until that lease is over', async () => {
      const { store } = own();
      const [orderId = ''] = await orders(store, 1);
      await claimedOne(store, 'invoice');
      const wants = ofEach(9, ['invoice']);

      expect(await claimed(store, { wants, at: DUE + LEASE_MS - 1 })).toEqual([]);

      const again = await claimed(store, { wants, at: DUE + LEASE_MS });
      expect(again).toEqual([{ orderId, topic: 'invoice', attempt: 2, tries: 2 }]);
      expect(await store.task({ orderId, topic: 'invoice' })).toMatchObject({
        state: 'running',
        attempts: 2,
        dueAt: DUE + 2 * LEASE_MS,
      });
    });

    test('never gives a task twice, however many claim at once', async () => {
      const { store } = own();
      await orders(store, 30);

      const claims = await Promise.all(
        Array.from({ length: 24 }, () => claimed(store, { wants: ofEach(7) })),
      );

      const names = claims.flat().map(nameOf);
      expect(names).toHaveLength(30 * topics.length);
      expect(new Set(names).size).toBe(names.length);
      expect(Math.max(...claims.map((tasks) => tasks.length))).toBe(7 * topics.length);
    });

    test('takes times between two milliseconds', async () => {
      const { store } = own();
      await orders(store, 1);

      const tasks = await claimed(store, { at: DUE + 0.25, leaseUntil: DUE + 10.75 });

      expect(tasks).toHaveLength(topics.length);
      const [task] = tasks as [ClaimedTask];
      expect((await store.task(task))?.dueAt).toBe(DUE + 11);
    });
  });

  describe('claiming tasks in sequence', () => {
    const own = ownStore(open);
    const inSequence = true;

    test('gives the next topic of an order only when the earlier ones are done', async () => {
      const { store } = own();
      const [orderId = ''] = await orders(store, 1);

      for (const topic of topics.slice(0, -1)) {
        const tasks = await claimed(store, { inSequence });
        expect(tasks).toEqual([firstOf(orderId, topic)]);
        expect(await claimed(store, { inSequence })).toEqual([]);
        await finished(store, resultOf(tasks[0] as ClaimedTask));
      }

      const last = firstOf(orderId, topics.at(-1) as Topic);
      expect(await claimed(store, { inSequence })).toEqual([last]);
    });

    test('waits for an earlier one that is to be tried again, also once its lease is over', async () => {
      const { store } = own();
      await orders(store, 1);
      const wants = ofEach(9, ['confirmation-email', 'warehouse']);
      const first = await claimedOne(store, 'invoice');
      const later = DUE + 10 * LEASE_MS;

      expect(await claimed(store, { wants, inSequence, at: later })).toEqual([]);
      await finished(store, failed(first, { dueAt: later + 1 }));
      expect(await claimed(store, { wants, inSequence, at: later })).toEqual([]);
    });

    for (const [state, rest] of [
      ['a dead letter', dead],
      ['cancelled', (task) => resultOf(task, { state: 'cancelled', error: 'not needed' })],
    ] as [string, typeof dead][]) {
      test(`goes on past one that is ${state}`, async () => {
        const { store } = own();
        const [orderId = ''] = await orders(store, 1);
        await finished(store, rest(await claimedOne(store, 'invoice')));

        const tasks = await claimed(store, { inSequence });

        expect(tasks).toEqual([firstOf(orderId, 'confirmation-email')]);
      });
    }

    test('holds no order up for another', async () => {
      const { store } = own();
      const [slow, quick = ''] = await orders(store, 2);
      const tasks = await claimed(store, { inSequence });
      expect(tasks.map(({ topic }) => topic)).toEqual(['invoice', 'invoice']);
      const done = tasks.find(({ orderId }) => orderId === quick) as ClaimedTask;
      await finished(store, resultOf(done));

      const next = await claimed(store, { inSequence });

      expect(next).toEqual([firstOf(quick, 'confirmation-email')]);
      expect(next.map(({ orderId }) => orderId)).not.toContain(slow);
    });
  });

  describe('whoever works tasks off', () => {
    const own = ownStore(open);

    test('can ask which topics have something that is due, without taking it', async () => {
      const { store } = own();
      const ask = (at: number, names = topics) => store.dueTopics({ topics: names, at });
      expect(await ask(DUE)).toEqual([]);
      await orders(store, 1);

      expect(await ask(DUE - 1)).toEqual([]);
      expect(await ask(DUE)).toEqual([...topics]);
      await claimedOne(store, 'warehouse');
      expect(await ask(DUE)).toEqual(['invoice', 'confirmation-email', 'analytics']);
      expect(await ask(DUE + LEASE_MS)).toContain('warehouse');
      expect(await store.dueTopics({ topics: ['warehouse'], at: DUE })).toEqual([]);
    });

    test('is woken when a commit has made tasks due, and until then only', async () => {
      const { store } = own();
      const sku = await stocked(store, 2);
      let wakes = 0;
      const unlisten = store.onTasksDue(() => {
        wakes += 1;
      });
      const wakesOf = async (work: () => Promise<unknown>) => {
        const before = wakes;
        await work();
        return wakes - before;
      };
      const orderId = await reserved(store, [{ sku, quantity: 1 }]);
      expect(wakes).toBe(0);

      expect(await wakesOf(() => store.confirm(confirmation(orderId)))).toBe(1);
      const task = await claimedOne(store, 'invoice');
      expect(await wakesOf(() => finished(store, dead(task)))).toBe(0);
      expect(await wakesOf(() => store.retryTask({ ...task, at: DUE }))).toBe(1);
      const replay = { topic: null, limit: 1, at: DUE };
      expect(await wakesOf(() => store.replayDeadLetters(replay))).toBe(1);
      unlisten();
      expect(await wakesOf(() => confirmed(store, [{ sku, quantity: 1 }]))).toBe(0);
    });
  });
}
