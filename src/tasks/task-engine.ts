// Works off the outbox:
//
//   claim a batch under a lease ─→ run, in parallel, so many of each topic ─→ write down what became
//   of them, in batches ─→ claim the next
//
// A slot is free again only when the outcome is written down, so a store that refuses writes stops
// the work instead of piling it up. Whoever dies leaves a lease behind that runs out: the task is
// then due like any other.

import { setTimeout as delay } from 'node:timers/promises';
import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import { type Topic, taskId } from '../core/tasks.js';
import type {
  ClaimTasksCommand,
  CountLinesCommand,
  QueuedTask,
  TaskResult,
} from '../store/store.js';
import { Helpings } from './helpings.js';
import { ResultWriter } from './result-writer.js';
import type { TaskHandler, TaskOutcome, TopicLimits } from './task-handler.js';
import { isWornOut, type RetryPolicy, resultOf, wornOut } from './task-result.js';
import { TaskTally } from './task-tally.js';

export interface TaskSettings<T extends string = Topic> extends RetryPolicy {
  limits: Readonly<Record<T, TopicLimits>>;
  leaseMs: number;
  /** The topics of an order one after another. */
  inSequence: boolean;
  /** Milliseconds that each attempt waits before it begins, for demonstrations. */
  delays: Partial<Record<T, number>>;
}

/** Where its tasks are kept: those of orders, or those of the endpoints that are told of them. */
export interface TaskQueue<T extends string> {
  claimTasks(command: ClaimTasksCommand<T>): Promise<Result<QueuedTask<T>[], Unavailable>>;
  extendLeases(command: {
    tasks: QueuedTask<T>[];
    leaseUntil: number;
  }): Promise<Result<null, Unavailable>>;
  /** Absent where tasks bring no figures. */
  countLines?(command: CountLinesCommand<T>): Promise<Result<boolean, Unavailable>>;
  finishTasks(command: {
    results: TaskResult<T>[];
    at: number;
  }): Promise<Result<number, Unavailable>>;
  dueTopics(query: { topics: readonly T[]; at: number }): Promise<T[]>;
  onTasksDue(listener: () => void): () => void;
}

export type TaskStore = TaskQueue<Topic>;

export interface TaskEngineOptions<T extends string = Topic> {
  store: TaskQueue<T>;
  /** What it works off: the same at each call, or more. */
  topics: () => readonly T[];
  handlers: Readonly<Record<T, TaskHandler<T>>>;
  settings: TaskSettings<T>;
  /** The part of its room that it may use now, up to 1. */
  share: () => number;
  /**
   * How long to rest after work that kept orders waiting, which may take `share` of the time; not at all
   * where it is absent.
   */
  restMs?: (workedMs: number, share: number) => number;
  /** Milliseconds since the epoch. */
  now: () => number;
  log: { warn(fields: Record<string, unknown>, message: string): void };
  /** Is told when an attempt begins and when it has ended, for demonstrations. */
  watch?: (task: QueuedTask<T>, phase: 'started' | 'ended', outcome: string) => void;
}

const ROUND_EVERY_MS = 2;
const ROUND_EVERY_MAX_MS = 50;
/** What becomes due unannounced is looked for so often, by reading only. */
const POLL_EVERY_MS = 250;
const UNAVAILABLE_PAUSE_MS = 500;
const STOP_PATIENCE_MS = 3_000;
interface Running<T extends string> {
  task: QueuedTask<T>;
  since: number;
}

export class TaskEngine<T extends string = Topic> {
  readonly #options: TaskEngineOptions<T>;
  readonly #running = new Map<string, Running<T>>();
  readonly #slots = new Map<T, number>();
  readonly #tally: TaskTally<T>;
  readonly #helpings: Helpings;
  readonly #results: ResultWriter<T>;
  /** Topics that may have a task that is due. */
  readonly #ready: Set<T>;
  readonly #stopped = new AbortController();
  #wakes = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #wake: () => void = () => {};
  #loop: Promise<void> = Promise.resolve();
  #heartbeat: NodeJS.Timeout | undefined;
  #unlisten: () => void = () => {};

  constructor(options: TaskEngineOptions<T>) {
    this.#options = options;
    this.#ready = new Set(options.topics());
    const { store, restMs = () => 0, now, log } = options;
    const sleep = (ms: number) => this.#sleep(ms);
    this.#tally = new TaskTally(log);
    this.#helpings = new Helpings({ restMs, sleep });
    this.#results = new ResultWriter({
      countLines: store.countLines?.bind(store),
      finishTasks: (command) => store.finishTasks(command),
      restMs,
      now,
      sleep,
      hasStopped: () => this.#stopped.signal.aborted,
    });
  }

  start(): void {
    const { store, settings } = this.#options;
    this.#unlisten = store.onTasksDue(() => this.#awake());
    this.#heartbeat = setInterval(() => void this.#extendLeases(), settings.leaseMs / 3);
    this.#heartbeat.unref();
    this.#loop = this.#work();
  }

  /** Claims no more, and waits for what is under way; what takes too long is left to its lease. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#unlisten();
    this.#wake();
    await this.#loop;
    const deadline = performance.now() + STOP_PATIENCE_MS;
    while (this.#running.size > 0 && performance.now() < deadline) await delay(ROUND_EVERY_MS);
    clearInterval(this.#heartbeat);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await delay(ROUND_EVERY_MS);
  }

  /** Claims what there is room for and begins it; answers how many tasks that were. */
  async round(): Promise<number> {
    const { store, settings, now } = this.#options;
    await this.#lookForDue();
    const wants = this.#wants();
    if (wants.length === 0) return 0;
    const wakes = this.#wakes;
    const at = now();
    const claimed = await store.claimTasks({
      wants,
      at,
      leaseUntil: at + settings.leaseMs,
      inSequence: settings.inSequence,
    });
    if (!claimed.ok) {
      await this.#sleep(UNAVAILABLE_PAUSE_MS);
      return 0;
    }
    if (wakes === this.#wakes) this.#dropExhausted(wants, claimed.value);
    await this.#helpings.begin([...claimed.value].sort(byOrder), (task) => this.#begin(task));
    return claimed.value.length;
  }

  figures(): Record<string, unknown> {
    const byTopic = this.#options.topics().map((topic) => {
      return [topic, { running: this.#slotsOf(topic), ...this.#tally.figuresOf(topic) }];
    });
    return { share: this.#options.share(), ...Object.fromEntries(byTopic) };
  }

  async #work(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        const claimed = await this.round();
        if (claimed > 0 || this.#wants().length > 0) await this.#sleep(this.#roundEveryMs());
        else await this.#untilDue();
      } catch (error) {
        this.#options.log.warn({ reason: (error as Error).message }, 'a round of tasks failed');
        await this.#sleep(UNAVAILABLE_PAUSE_MS);
      }
    }
  }

  #roundEveryMs = (): number =>
    Math.min(ROUND_EVERY_MAX_MS, ROUND_EVERY_MS / this.#options.share());

  /** A topic with little free room waits until a batch is worth its claim. */
  #wants(): { topic: T; limit: number }[] {
    const share = this.#options.share();
    return this.#options.topics().flatMap((topic) => {
      if (!this.#ready.has(topic)) return [];
      const room = Math.max(1, Math.floor(this.#concurrency(topic) * share));
      const free = room - this.#slotsOf(topic);
      return free > 0 && free >= room / 4 ? [{ topic, limit: free }] : [];
    });
  }

  #slotsOf = (topic: T): number => this.#slots.get(topic) ?? 0;

  #concurrency = (topic: T): number => this.#options.settings.limits[topic].concurrency;

  #dropExhausted(wants: { topic: T; limit: number }[], claimed: readonly QueuedTask<T>[]): void {
    for (const { topic, limit } of wants) {
      const got = claimed.filter((task) => task.topic === topic).length;
      if (got < limit) this.#ready.delete(topic);
    }
  }

  /** Until a commit has put tasks on the outbox, a slot is free, or it is time to look again. */
  async #untilDue(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_EVERY_MS);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#stopped.signal.aborted) this.#wake();
    });
  }

  /** Leases and backoffs run out unannounced. */
  async #lookForDue(): Promise<void> {
    const { store, topics, now } = this.#options;
    const at = now();
    // Either way: the clock may be set back.
    if (Math.abs(at - this.#lookedAt) < POLL_EVERY_MS) return;
    this.#lookedAt = at;
    for (const topic of await store.dueTopics({ topics: topics(), at })) this.#ready.add(topic);
  }

  #awake(): void {
    this.#wakes += 1;
    for (const topic of this.#options.topics()) this.#ready.add(topic);
    this.#wake();
  }

  async #sleep(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopped.signal }).catch(() => {});
  }

  #begin(task: QueuedTask<T>): void {
    const known = this.#running.get(taskId(task));
    // Its lease ran out while it was still under way here: the outcome counts for the new one.
    if (known) known.task = task;
    else void this.#run(task);
  }

  async #run(task: QueuedTask<T>): Promise<void> {
    const { now, watch } = this.#options;
    const { topic } = task;
    const running = { task, since: now() };
    this.#running.set(taskId(task), running);
    this.#slots.set(topic, this.#slotsOf(topic) + 1);
    watch?.(task, 'started', '');
    const outcome = isWornOut(task, this.#options.settings) ? wornOut : await this.#attempt(task);
    const times = { startedAt: running.since, endedAt: now() };
    // Of the lease that it is under by now.
    const result = resultOf(running.task, outcome, times, this.#options.settings);
    this.#tally.count(result);
    watch?.(task, 'ended', result.span.outcome);
    try {
      await this.#results.write(result);
    } catch (error) {
      // A bug of the store's: the lease runs out, and the task is tried again.
      const fields = { orderId: task.orderId, topic, reason: (error as Error).message };
      this.#options.log.warn(fields, 'the outcome of a task could not be written down');
    }
    this.#running.delete(taskId(task));
    this.#slots.set(topic, this.#slotsOf(topic) - 1);
    // In sequence, the next topic of the order is due only now.
    if (this.#options.settings.inSequence) this.#awake();
    else this.#wake();
  }

  async #attempt(task: QueuedTask<T>): Promise<TaskOutcome> {
    const { settings, handlers } = this.#options;
    const { timeoutMs } = settings.limits[task.topic];
    const delayMs = settings.delays[task.topic] ?? 0;
    const patience = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const timedOut = new Promise<TaskOutcome>((resolve) => {
      timer = setTimeout(() => {
        patience.abort();
        resolve({ type: 'failed', reason: `not done within ${timeoutMs} ms` });
      }, timeoutMs + delayMs);
    });
    try {
      if (delayMs > 0) await delay(delayMs);
      return await Promise.race([handlers[task.topic].run(task, patience.signal), timedOut]);
    } catch (error) {
      return { type: 'failed', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Only what has been under way for a while: most tasks have long ended by then. */
  async #extendLeases(): Promise<void> {
    const { store, settings, now } = this.#options;
    const at = now();
    const tasks = [...this.#running.values()]
      .filter(({ since }) => at - since > settings.leaseMs / 4)
      .map(({ task }) => task);
    if (tasks.length === 0) return;
    await store.extendLeases({ tasks, leaseUntil: at + settings.leaseMs }).catch(() => {});
  }
}

/** Tasks of one order begin together: an e-mail then meets its invoice before that is under way. */
function byOrder(a: { orderId: string }, b: { orderId: string }): number {
  if (a.orderId === b.orderId) return 0;
  return a.orderId < b.orderId ? -1 : 1;
}
