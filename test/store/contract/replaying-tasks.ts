import { describe, expect, test } from 'vitest';
import { type TaskState, type Topic, taskId, topics } from '../../../src/core/tasks.js';
import type { ClaimedTask, Store, StoredTask, TaskName } from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import { confirmed, stocked, unique } from '../../support/store-orders.js';
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

const at = DUE + 100;

async function orders(store: Store, count: number): Promise<string[]> {
  const sku = await stocked(store, count);
  const orderIds: string[] = [];
  for (let n = 0; n < count; n += 1) orderIds.push(await confirmed(store, [{ sku, quantity: 1 }]));
  return orderIds;
}

/** So many orders, of which those topics are dead letters; oldest order first. */
async function deadLetters(store: Store, count: number, names: readonly Topic[]) {
  const orderIds = await orders(store, count);
  const tasks = await claimed(store, { wants: ofEach(count, names) });
  await finished(store, ...tasks.map((task) => dead(task)));
  return orderIds;
}

const retried = async (store: Store, name: TaskName): Promise<StoredTask | null> =>
  valueIn(await store.retryTask({ orderId: name.orderId, topic: name.topic, at }));

async function listed(
  store: Store,
  { limit = 100, state = null }: { limit?: number; state?: TaskState | null } = {},
): Promise<StoredTask[][]> {
  const pages: StoredTask[][] = [];
  let cursor: TaskName | null = null;
  for (;;) {
    const page = await store.tasks({ cursor, limit, state });
    pages.push(page.items);
    if (page.nextCursor === null) return pages;
    const last = page.items.at(-1) as StoredTask;
    expect(page.nextCursor).toBe(taskId(last));
    cursor = { orderId: last.orderId, topic: last.topic };
  }
}

const statesOf = (tasks: readonly StoredTask[]) =>
  Object.fromEntries(tasks.map((task) => [taskId(task), task.state]));

export function replayingContract(open: OpenStore): void {
  describe('retrying a task', () => {
    const own = ownStore(open);

    test('that is a dead letter makes it due, for an attempt more', async () => {
      const { store } = own();
      await deadLetters(store, 1, ['warehouse']);
      const [task] = (await listed(store, { state: 'dead' })).flat() as [StoredTask];

      const answer = await retried(store, task);

      expect(answer).toEqual({ ...task, state: 'pending', dueAt: at });
      expect(answer?.lastError).toBe('nobody ever answers');
      expect(await store.task(task)).toEqual(answer);
      expect(await claimedOne(store, 'warehouse', at)).toMatchObject({ attempt: 2, tries: 1 });
    });

    test('that is a dead letter counts its tries anew, whatever they come to', async () => {
      const { store } = own();
      await orders(store, 1);
      const [first, later] = [await claimedOne(store, 'warehouse'), DUE + LEASE_MS];
      await finished(store, failed(first, { dueAt: later }));
      const second = await claimedOne(store, 'warehouse', later);
      await finished(store, dead(second));
      await retried(store, first);

      const third = await claimedOne(store, 'warehouse', at);
      expect(third).toEqual({ ...first, attempt: 3, tries: 1 });
      // One attempt fails, the next one is lost with its process.
      await finished(store, failed(third, { dueAt: later }));
      const fourth = await claimedOne(store, 'warehouse', later);
      expect(fourth).toEqual({ ...first, attempt: 4, tries: 2 });
      const fifth = await claimedOne(store, 'warehouse', later + LEASE_MS);
      expect(fifth).toEqual({ ...first, attempt: 5, tries: 3 });
      await finished(store, dead(fifth));
      await retried(store, first);
      expect(await claimedOne(store, 'warehouse', at)).toEqual({ ...first, attempt: 6, tries: 1 });
    });

    test('that waits for its backoff makes it due now, and forgives it no try', async () => {
      const { store } = own();
      await orders(store, 1);
      const task = await claimedOne(store, 'warehouse');
      await finished(store, failed(task, { dueAt: at + 1_000_000 }));

      expect(await retried(store, task)).toMatchObject({ state: 'pending', dueAt: at });
      expect(await claimedOne(store, 'warehouse', at)).toEqual({
        ...task,
        attempt: 2,
        tries: 2,
      });
    });

    test('that is under way or at rest leaves it as it is', async () => {
      const { store } = own();
      await orders(store, 1);
      const [running, done, cancelled] = (await claimed(store)) as [
        ClaimedTask,
        ClaimedTask,
        ClaimedTask,
      ];
      const nothingToDo = resultOf(cancelled, { state: 'cancelled', error: 'no need' });
      await finished(store, resultOf(done), nothingToDo);

      for (const task of [running, done, cancelled]) {
        const before = await store.task(task);
        expect(await retried(store, task)).toEqual(before);
        expect(await store.task(task)).toEqual(before);
      }
    });

    test('that is not there answers nothing', async () => {
      const { store } = own();

      expect(await retried(store, { orderId: unique('order'), topic: 'invoice' })).toBeNull();
      expect(await store.task({ orderId: unique('order'), topic: 'invoice' })).toBeUndefined();
    });
  });

  describe('replaying dead letters', () => {
    const own = ownStore(open);
    const replayed = async (store: Store, topic: Topic | null, limit: number) =>
      valueIn(await store.replayDeadLetters({ topic, limit, at }));

    test('brings those of a topic back, and no others', async () => {
      const { store } = own();
      await deadLetters(store, 2, ['invoice', 'warehouse']);

      expect(await replayed(store, 'warehouse', 100)).toBe(2);

      const tasks = (await listed(store)).flat();
      const due = tasks.filter(({ dueAt }) => dueAt === at);
      expect(due.map(({ topic, state }) => `${topic} ${state}`)).toEqual([
        'warehouse pending',
        'warehouse pending',
      ]);
      const left = tasks.filter(({ state }) => state === 'dead');
      expect(left.map(({ topic }) => topic)).toEqual(['invoice', 'invoice']);
      expect(await replayed(store, 'warehouse', 100)).toBe(0);
    });

    test('brings all back, the oldest first, no more at a time than is said', async () => {
      const { store } = own();
      const orderIds = await deadLetters(store, 3, ['invoice', 'warehouse']);
      const deadOf = async () =>
        (await listed(store, { state: 'dead' })).flat().map(({ orderId }) => orderId);

      expect(await replayed(store, null, 2)).toBe(2);
      expect(new Set(await deadOf())).toEqual(new Set(orderIds.slice(1)));
      expect(await replayed(store, null, 3)).toBe(3);
      expect(await deadOf()).toEqual(orderIds.slice(2));
      expect(await replayed(store, null, 100)).toBe(1);
      expect(await replayed(store, null, 100)).toBe(0);

      const again = await claimed(store, { wants: ofEach(9, ['invoice', 'warehouse']), at });
      expect(again.map(({ attempt, tries }) => [attempt, tries])).toEqual(
        Array.from({ length: 6 }, () => [2, 1]),
      );
    });

    test('touches nothing that is not dead', async () => {
      const { store } = own();
      await orders(store, 1);
      const [running, waiting, done] = (await claimed(store)) as ClaimedTask[];
      await finished(store, failed(waiting as ClaimedTask), resultOf(done as ClaimedTask));
      const before = (await listed(store)).flat();
      expect(new Set(before.map(({ state }) => state))).toEqual(
        new Set(['running', 'pending', 'done']),
      );
      expect(running).toBeDefined();

      expect(await replayed(store, null, 100)).toBe(0);

      expect((await listed(store)).flat()).toEqual(before);
    });
  });

  describe('the list of tasks', () => {
    const own = ownStore(open);

    test('goes from the newest order to the oldest in pages that miss none', async () => {
      const { store } = own();
      const orderIds = await orders(store, 3);

      const pages = await listed(store, { limit: 5 });

      expect(pages.map(({ length }) => length)).toEqual([5, 5, 2]);
      const tasks = pages.flat();
      expect(tasks.map(({ orderId }) => orderId)).toEqual(
        orderIds.reverse().flatMap((orderId) => topics.map(() => orderId)),
      );
      expect(new Set(tasks.map(taskId)).size).toBe(3 * topics.length);
      expect((await listed(store)).flat()).toEqual(tasks);
      for (const task of tasks) expect(await store.task(task)).toEqual(task);
    });

    test('can be of one state, page by page', async () => {
      const { store } = own();
      await orders(store, 4);
      const tasks = await claimed(store, { wants: ofEach(2) });
      expect(tasks).toHaveLength(2 * topics.length);
      const of = (topic: Topic) => tasks.filter((task) => task.topic === topic);
      const nothingToDo = { state: 'cancelled', error: 'no need' } as const;
      await finished(
        store,
        ...of('invoice').map((task) => resultOf(task)),
        ...of('confirmation-email').map((task) => dead(task)),
        ...of('warehouse').map((task) => resultOf(task, nothingToDo)),
      );
      const all = statesOf((await listed(store)).flat());

      const expected = { pending: 8, running: 2, done: 2, dead: 2, cancelled: 2 } as const;
      for (const [state, count] of Object.entries(expected) as [TaskState, number][]) {
        const pages = await listed(store, { state, limit: 3 });
        const names = Object.keys(statesOf(pages.flat()));
        expect([state, names.length]).toEqual([state, count]);
        expect(pages.flat().every((task) => task.state === state)).toBe(true);
        expect(names.sort()).toEqual(
          Object.keys(all)
            .filter((name) => all[name] === state)
            .sort(),
        );
        expect(pages.slice(0, -1).every(({ length }) => length === 3)).toBe(true);
      }
    });

    test('is empty when nothing is owed', async () => {
      const { store } = own();

      const empty = { items: [], nextCursor: null };
      expect(await store.tasks({ cursor: null, limit: 10, state: null })).toEqual(empty);
      expect(await store.tasks({ cursor: null, limit: 10, state: 'dead' })).toEqual(empty);
      expect(await store.taskCounts()).toEqual([]);
    });

    test('is counted by topic and state, but for what has ended well', async () => {
      const { store } = own();
      await orders(store, 3);
      const [invoice, email, warehouse] = (await claimed(store, { wants: ofEach(1) })) as [
        ClaimedTask,
        ClaimedTask,
        ClaimedTask,
      ];
      const nothingToDo = resultOf(warehouse, { state: 'cancelled', error: 'no need' });
      await finished(store, resultOf(invoice), dead(email), nothingToDo);

      const counts = await store.taskCounts();

      expect(counts.every(({ atLeast }) => !atLeast)).toBe(true);
      expect(counts.map(({ topic, state, count }) => `${topic} ${state} ${count}`).sort()).toEqual([
        'analytics pending 2',
        'analytics running 1',
        'confirmation-email dead 1',
        'confirmation-email pending 2',
        'invoice pending 2',
        'warehouse pending 2',
      ]);
    });
  });
}
