/**
 * A store whose confirmed orders owe tasks, and task engines on it whose clock the test moves. What
 * a handler does and how long a wait is are the test's; time passes only when it says so.
 */
import type { Topic } from '../../src/core/tasks.js';
import { allTopics, topics } from '../../src/core/tasks.js';
import type { ClaimedTask, OrderEvent, StoredTask } from '../../src/store/store.js';
import {
  TaskEngine,
  type TaskEngineOptions,
  type TaskSettings,
  type TaskStore,
} from '../../src/tasks/task-engine.js';
import type { TaskHandler, TaskHandlers, TaskOutcome } from '../../src/tasks/task-handler.js';
import { openSqlite, type SqliteUnderTest } from './sqlite-store.js';
import { figuresOf } from './store-figures.js';
import { confirmed, orderOf, stocked, T0 } from './store-orders.js';
import { until } from './until.js';

/** When the first engine looks: the orders of `store-orders.ts` are confirmed by then. */
export const START = T0 + 60_000;

export type Work = TaskHandler['run'];

export interface EngineChanges {
  handlers?: Partial<Record<Topic, Work>>;
  settings?: Partial<TaskSettings>;
  /** Stands between the engine and the store. */
  store?: Partial<TaskStore>;
  share?: () => number;
  restMs?: (workedMs: number, share: number) => number;
}

/** One call of a handler. */
export interface Run extends ClaimedTask {
  at: number;
}

export interface TestEngine {
  engine: TaskEngine;
  /** Every call of a handler, oldest first. */
  runs: Run[];
  /** What was under way at once, at most. */
  peaks: Map<Topic, number>;
  logged: string[];
  /** Until nothing is due at this time and nothing is under way. */
  settled(): Promise<void>;
}

export const testSettings: TaskSettings = {
  limits: Object.fromEntries(
    allTopics.map((topic) => [topic, { concurrency: 8, timeoutMs: 20_000 }]),
  ) as TaskSettings['limits'],
  attemptsMax: 5,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  leaseMs: 3_000,
  inSequence: false,
  delays: {},
};

/** The same limits for every topic. */
export const limitsOf = (concurrency: number, timeoutMs = 20_000): TaskSettings['limits'] =>
  Object.fromEntries(
    allTopics.map((topic) => [topic, { concurrency, timeoutMs }]),
  ) as TaskSettings['limits'];

export const done: Work = async () => ({ type: 'done' });
export const failing =
  (reason: string, permanent = false): Work =>
  async () => ({ type: 'failed', reason, permanent });

export class Outbox {
  readonly sqlite: SqliteUnderTest;
  now = START;
  readonly #engines: TaskEngine[] = [];
  readonly #wakes = new Set<() => void>();
  #sku: Promise<string> | undefined;

  constructor() {
    this.sqlite = openSqlite();
  }

  get store() {
    return this.sqlite.store;
  }

  /** Ids of orders that have just been confirmed. */
  async orders(count: number): Promise<string[]> {
    this.#sku ??= stocked(this.store, 1_000_000);
    const sku = await this.#sku;
    return Promise.all(
      Array.from({ length: count }, () => confirmed(this.store, [{ sku, quantity: 1 }])),
    );
  }

  /** Time passes, and every engine looks what has become due. */
  advance(ms: number): void {
    this.now += ms;
    for (const wake of this.#wakes) wake();
  }

  start(changes: EngineChanges = {}): TestEngine {
    const runs: Run[] = [];
    const logged: string[] = [];
    const peaks = new Map<Topic, number>();
    const underWay = new Map<Topic, number>();
    const recorded = (topic: Topic, work: Work): TaskHandler => ({
      run: async (task, signal): Promise<TaskOutcome> => {
        runs.push({ ...task, at: this.now });
        const count = (underWay.get(topic) ?? 0) + 1;
        underWay.set(topic, count);
        peaks.set(topic, Math.max(count, peaks.get(topic) ?? 0));
        try {
          return await this.#counted(task, await work(task, signal));
        } finally {
          underWay.set(topic, (underWay.get(topic) as number) - 1);
        }
      },
    });
    const handlers = Object.fromEntries(
      topics.map((topic) => [topic, recorded(topic, changes.handlers?.[topic] ?? done)]),
    ) as unknown as TaskHandlers;
    const store = this.#storeWith(changes.store ?? {});
    const options: TaskEngineOptions = {
      store,
      topics: () => allTopics,
      handlers,
      settings: { ...testSettings, ...changes.settings },
      share: changes.share ?? (() => 1),
      restMs: changes.restMs ?? (() => 0),
      now: () => this.now,
      log: { warn: (fields, message) => logged.push(JSON.stringify({ ...fields, message })) },
    };
    const engine = new TaskEngine(options);
    this.#engines.push(engine);
    engine.start();
    const settled = async () => {
      await until('nothing is due', async () => {
        const due = await this.store.dueTopics({ topics, at: this.now });
        if (due.length > 0) return false;
        // What is claimed and has not begun yet is known to the store alone.
        const counts = await this.store.taskCounts();
        return counts.every(({ state }) => state !== 'running') && slotsTaken(engine) === 0;
      });
      await engine.idle();
    };
    return { engine, runs, peaks, logged, settled };
  }

  task = async (orderId: string, topic: Topic): Promise<StoredTask> =>
    (await this.store.task({ orderId, topic })) as StoredTask;

  /** `<topic>: <state>` of every task of the orders that is not in this state. */
  async notIn(
    state: StoredTask['state'],
    orderIds: readonly string[],
    among = topics as readonly Topic[],
  ) {
    const tasks = await Promise.all(
      orderIds.flatMap((orderId) => among.map((topic) => this.task(orderId, topic))),
    );
    return tasks.filter((task) => task.state !== state);
  }

  /** The recorded attempts at one task, oldest first. */
  async attempts(orderId: string, topic: Topic): Promise<OrderEvent[]> {
    const events = await this.store.orderEvents(orderId, 0);
    return events.filter(({ task }) => task?.topic === topic);
  }

  /** Stops everything. @throws Error when an invariant does not hold. */
  async close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.stop()));
    const offences = await this.sqlite.offences();
    await this.sqlite.close();
    if (offences.length > 0) throw new Error(`offences: ${offences.join('; ')}`);
  }

  /** Who counts an order says what it adds to the figures: they have to match in the end. */
  async #counted(task: ClaimedTask, outcome: TaskOutcome): Promise<TaskOutcome> {
    if (task.topic !== 'analytics' || outcome.type !== 'done' || outcome.figures) return outcome;
    return { ...outcome, figures: figuresOf(await orderOf(this.store, task.orderId)) };
  }

  #storeWith(changes: Partial<TaskStore>): TaskStore {
    const { store } = this;
    return {
      claimTasks: store.claimTasks,
      extendLeases: store.extendLeases,
      finishTasks: store.finishTasks,
      dueTopics: store.dueTopics,
      onTasksDue: (listener) => {
        this.#wakes.add(listener);
        const unlisten = store.onTasksDue(listener);
        return () => {
          this.#wakes.delete(listener);
          return unlisten();
        };
      },
      ...changes,
    };
  }
}

export const slotsTaken = (engine: TaskEngine): number =>
  topics.reduce((sum, topic) => sum + (engine.figures()[topic] as { running: number }).running, 0);

/** The end of the event loop's current turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface Gate {
  /** Resolves when the gate is open. */
  passed: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}
