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
import { Distribution } from '../telemetry/distribution.js';
import { ResultWriter } from './result-writer.js';
import type { TaskHandler, TaskOutcome, TopicLimits } from './task-handler.js';
import { isWornOut, type RetryPolicy, resultOf, wornOut } from './task-result.js';

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
const WARN_EVERY_MS = 60_000;
/**
 * A batch of attempts is begun in helpings, with a rest after each, so that requests get their turn between
 * them. What they send and are answered comes on top of this, several times as much.
 */
const HELPING_MS = 1;
const HELPING_MAX = 32;
const HELPING_SHARE = 1 / 5;
/**
 * An attempt that keeps the main loop longer, about a large order, is begun alone and with a longer rest
 * after it: each of an order's steps may have to wait for that turn of the loop.
 */
const DEAR_MS = 0.5;
const DEAR_SHARE = 1 / 10;

interface Running<T extends string> {
  task: QueuedTask<T>;
  since: number;
}

interface TopicFigures {
  done: number;
  failed: number;
  dead: number;
  runMicroseconds: Distribution;
  /** When the log last named a failure of this topic. */
  warnedAt: number;
}

export class TaskEngine<T extends string = Topic> {
  readonly #options: TaskEngineOptions<T>;
  readonly #running = new Map<string, Running<T>>();
  readonly #slots = new Map<T, number>();
  readonly #figures = new Map<T, TopicFigures>();
  readonly #results: ResultWriter<T>;
  /** Topics that may have a task that is due. */
  readonly #ready: Set<T>;
  readonly #stopped = new AbortController();
  #wakes = 0;
  /** Attempts that are begun at a turn of the event loop. */
  #helping = HELPING_MAX;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #wake: () => void = () => {};
  #loop: Promise<void> = Promise.resolve();
  #heartbeat: NodeJS.Timeout | undefined;
  #unlisten: () => void = () => {};

  constructor(options: TaskEngineOptions<T>) {
    this.#options = options;
    this.#ready = new Set(options.topics());
    const { store, restMs = () => 0, now } = options;
    this.#results = new ResultWriter({
      countLines: store.countLines?.bind(store),
      finishTasks: (command) => store.finishTasks(command),
      restMs,
      now,
      sleep: (ms) => this.#sleep(ms),
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
    await this.#begin(claimed.value);
    return claimed.value.length;
  }

  figures(): Record<string, unknown> {
    const byTopic = this.#options.topics().map((topic) => {
      const { runMicroseconds, warnedAt: _, ...counts } = this.#figuresOf(topic);
      const running = this.#slotsOf(topic);
      return [topic, { running, ...counts, runMicroseconds: runMicroseconds.summary() }];
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

  #figuresOf(topic: T): TopicFigures {
    const known = this.#figures.get(topic) ?? newFigures();
    this.#figures.set(topic, known);
    return known;
  }

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
    if (at - this.#lookedAt < POLL_EVERY_MS) return;
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

  async #begin(claimed: readonly QueuedTask<T>[]): Promise<void> {
    const tasks = [...claimed].sort(byOrder);
    let since = performance.now();
    let begun = 0;
    for (const [index, task] of tasks.entries()) {
      const known = this.#running.get(taskId(task));
      // Its lease ran out while it was still under way here: the outcome counts for the new one.
      if (known) known.task = task;
      else void this.#run(task);
      begun += 1;
      const isLast = index === tasks.length - 1;
      const hasRoom = begun < this.#helping && performance.now() - since < HELPING_MS;
      if (hasRoom && !isLast) continue;
      // Most of an attempt happens after its beginning: what it does by itself has ended only then.
      await new Promise((resolve) => process.nextTick(resolve));
      await this.#restAfter(begun, performance.now() - since);
      since = performance.now();
      begun = 0;
    }
  }

  /** Until requests have had their turn, which is longer after attempts that took long. */
  async #restAfter(begun: number, workedMs: number): Promise<void> {
    const eachMs = workedMs / begun;
    const isDear = eachMs > DEAR_MS;
    // Large and small orders take turns: one that was quick says little about the next.
    const next = isDear ? 1 : Math.min(Math.round(HELPING_MS / eachMs), this.#helping * 2);
    this.#helping = Math.min(HELPING_MAX, Math.max(1, next));
    const restMs = this.#options.restMs?.(workedMs, isDear ? DEAR_SHARE : HELPING_SHARE) ?? 0;
    if (restMs > 0) await this.#sleep(restMs);
    else await new Promise(setImmediate);
  }

  async #run(task: QueuedTask<T>): Promise<void> {
    const { now, watch } = this.#options;
    const { topic } = task;
    const running = { task, since: now() };
    this.#running.set(taskId(task), running);
    this.#slots.set(topic, this.#slotsOf(topic) + 1);
    watch?.(task, 'started', '');
    const outcome = isWornOut(task, this.#options.settings) ? wornOut : await this.#attempt(task);
    const endedAt = now();
    const result = this.#resultOf(running, outcome, endedAt);
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

  #resultOf(running: Running<T>, outcome: TaskOutcome, endedAt: number): TaskResult<T> {
    const { settings, log } = this.#options;
    const { task, since: startedAt } = running;
    const result = resultOf(task, outcome, { startedAt, endedAt }, settings);
    const figures = this.#figuresOf(task.topic);
    figures.runMicroseconds.record((endedAt - startedAt) * 1000);
    figures[outcome.type === 'failed' ? 'failed' : 'done'] += 1;
    if (result.state === 'dead') {
      figures.dead += 1;
      const { orderId, topic, attempt } = task;
      log.warn({ orderId, topic, attempt, reason: result.error }, 'a task is a dead letter');
    } else if (outcome.type === 'failed') {
      this.#warnOfFailure(task, result.error, endedAt);
    }
    return result;
  }

  /** A mail server that is down fails every e-mail: one line a while says so. */
  #warnOfFailure({ orderId, topic, attempt }: QueuedTask<T>, reason: string | null, at: number) {
    const figures = this.#figuresOf(topic);
    if (at - figures.warnedAt < WARN_EVERY_MS) return;
    figures.warnedAt = at;
    const { failed } = figures;
    const fields = { orderId, topic, attempt, reason, failed };
    this.#options.log.warn(fields, 'a task failed and will be tried again');
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

const newFigures = (): TopicFigures => ({
  done: 0,
  failed: 0,
  dead: 0,
  runMicroseconds: new Distribution(),
  warnedAt: Number.NEGATIVE_INFINITY,
});
