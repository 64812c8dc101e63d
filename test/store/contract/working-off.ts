import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Unavailable } from '../../../src/core/refusals.js';
import type { Result } from '../../../src/core/result.js';
import { type TaskState, taskId, topics } from '../../../src/core/tasks.js';
import type { ClaimedTask, OrderEvent, Store, TaskResult } from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import { figuresOf } from '../../support/store-figures.js';
import { confirmed, orderOf, stocked } from '../../support/store-orders.js';
import {
  claimed,
  DUE,
  dead,
  failed,
  finished,
  LEASE_MS,
  ofEach,
  resultOf,
} from '../../support/store-tasks.js';
import type { OpenStore } from './store-under-test.js';

/** What somebody who works tasks off may do next; `which` picks among the leases ever given. */
const action = fc.oneof(
  fc.record({
    type: fc.constant('claim' as const),
    limit: fc.integer({ min: 1, max: 4 }),
    inSequence: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('finish' as const),
    which: fc.nat(40),
    state: fc.constantFrom<TaskResult['state']>('done', 'done', 'pending', 'dead', 'cancelled'),
  }),
  fc.record({ type: fc.constant('extend' as const), which: fc.nat(40) }),
  fc.record({ type: fc.constant('expire' as const) }),
  fc.record({ type: fc.constant('retry' as const), which: fc.nat(40) }),
  fc.record({ type: fc.constant('replay' as const), limit: fc.integer({ min: 1, max: 3 }) }),
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

const ORDERS = 3;

class Workers {
  readonly #store: Store;
  readonly #leases: ClaimedTask[] = [];
  /** Attempts that a task had behind it when it was last brought back from the dead letters. */
  readonly #behind = new Map<string, number>();
  #at = DUE;

  constructor(store: Store) {
    this.#store = store;
  }

  async do(next: Action): Promise<void> {
    const store = this.#store;
    const lease = 'which' in next ? this.#leases.at(-1 - (next.which % 41)) : undefined;
    switch (next.type) {
      case 'claim': {
        const { inSequence, limit } = next;
        const tasks = await claimed(store, { wants: ofEach(limit), at: this.#at, inSequence });
        this.#expectTries(tasks);
        this.#leases.push(...tasks);
        return;
      }
      case 'expire':
        this.#at += LEASE_MS;
        return;
      case 'finish':
        if (lease) await finished(store, await this.#resultOf(lease, next.state));
        return;
      case 'extend':
        if (!lease) return;
        valueIn(await store.extendLeases({ tasks: [lease], leaseUntil: this.#at + LEASE_MS }));
        return;
      case 'retry':
        if (!lease) return;
        await this.#reviving(() => store.retryTask({ ...lease, at: this.#at }));
        return;
      case 'replay':
        await this.#replay(next.limit);
    }
  }

  /** Whatever is left is done, dead letters included. */
  async finishAll(): Promise<void> {
    for (;;) {
      this.#at += 10 * LEASE_MS;
      await this.#replay(100);
      const tasks = await claimed(this.#store, { at: this.#at });
      this.#expectTries(tasks);
      if (tasks.length === 0) return;
      const results = await Promise.all(tasks.map((task) => this.#resultOf(task, 'done')));
      expect(await finished(this.#store, ...results)).toBe(tasks.length);
    }
  }

  #replay = (limit: number) =>
    this.#reviving(() => this.#store.replayDeadLetters({ topic: null, limit, at: this.#at }));

  /** Notes which dead letters it brings back. */
  async #reviving(work: () => Promise<Result<unknown, Unavailable>>): Promise<void> {
    const { items } = await this.#store.tasks({ cursor: null, limit: 100, state: 'dead' });
    valueIn(await work());
    for (const task of items) {
      const now = await this.#store.task(task);
      if (now?.state !== 'dead') this.#behind.set(taskId(task), task.attempts);
    }
  }

  #expectTries(tasks: readonly ClaimedTask[]): void {
    for (const task of tasks) {
      const { attempt, tries } = task;
      expect({ attempt, tries }).toEqual({
        attempt,
        tries: attempt - (this.#behind.get(taskId(task)) ?? 0),
      });
    }
  }

  async #resultOf(task: ClaimedTask, state: TaskResult['state']): Promise<TaskResult> {
    if (state === 'pending') return failed(task, { dueAt: this.#at });
    if (state === 'dead') return dead(task);
    if (state === 'cancelled') return resultOf(task, { state, error: 'nothing to do' });
    const order = await orderOf(this.#store, task.orderId);
    return resultOf(task, { figures: task.topic === 'analytics' ? figuresOf(order) : null });
  }
}

const endedAs = (events: readonly OrderEvent[], topic: string, state: TaskState): number =>
  events.filter(({ task }) => task?.topic === topic && task.state === state).length;

async function workOff(open: OpenStore, actions: readonly Action[]): Promise<void> {
  const underTest = await open();
  const { store } = underTest;
  try {
    const sku = await stocked(store, ORDERS);
    const orderIds: string[] = [];
    for (let n = 0; n < ORDERS; n += 1) {
      orderIds.push(await confirmed(store, [{ sku, quantity: 1 }]));
    }
    const workers = new Workers(store);

    for (const next of actions) await workers.do(next);
    expect(await underTest.offences()).toEqual([]);
    await workers.finishAll();

    expect(await underTest.offences()).toEqual([]);
    for (const orderId of orderIds) {
      const events = await store.orderEvents(orderId, 0);
      for (const topic of topics) {
        const task = await store.task({ orderId, topic });
        const ends = [endedAs(events, topic, 'done'), endedAs(events, topic, 'cancelled')];
        const expected = task?.state === 'cancelled' ? [0, 1] : [1, 0];
        expect([taskId({ orderId, topic }), ends]).toEqual([taskId({ orderId, topic }), expected]);
        expect(['done', 'cancelled']).toContain(task?.state);
      }
    }
  } finally {
    await underTest.close();
  }
}

export function workContract(open: OpenStore): void {
  describe('tasks that any number of workers claim, lose, fail and finish', () => {
    test('are each done exactly once in the end', { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 60 }), (actions) =>
          workOff(open, actions),
        ),
        { numRuns: 20 },
      );
    });
  });
}
