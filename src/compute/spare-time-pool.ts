// Work that nobody else should wait for, though somebody waits for it. Threads do it that the
// operating system runs where no other one wants to. Where it leaves them nothing for so long that
// people would notice, threads of ordinary policy do it again, and all that comes in the next while.

import { Turnstile } from './turnstile.js';

/** Whether a thread runs in time that nobody else wants, or takes its share of it. */
export type TimePolicy = 'spare' | 'shared';

export interface PoolOfPolicy<Task, Answer> {
  run(task: Task): Promise<Answer>;
  figures(): { deaths: number; lastError: string | null };
  close(): Promise<void>;
}

export interface SpareTimeOptions<Task, Answer> {
  /** Of each policy: as many tasks are under way at most. */
  threads: number;
  /** Called when the policy is first needed. */
  open: (policy: TimePolicy) => PoolOfPolicy<Task, Answer>;
}

/** Several times what a task takes while orders come in, its rest before it included. */
const PATIENCE_MS = 500;
/** Whoever tries again pays with that patience. */
const SHARED_MS = 10_000;

export class SpareTimePool<Task, Answer> {
  readonly #options: SpareTimeOptions<Task, Answer>;
  readonly #pools = new Map<TimePolicy, PoolOfPolicy<Task, Answer>>();
  /** Whoever waits does so here, not in a pool that may get no time. */
  readonly #turns: Turnstile;
  #sharedUntil = 0;
  #late = 0;

  constructor(options: SpareTimeOptions<Task, Answer>) {
    this.#options = options;
    this.#turns = new Turnstile({ room: options.threads, waitingMax: Number.POSITIVE_INFINITY });
  }

  /** Rejects as the pool does that has done it. */
  run(task: Task): Promise<Answer> {
    return this.#turns.pass(1, () => this.#runNow(task));
  }

  figures() {
    const all = [...this.#pools.values()].map((pool) => pool.figures());
    return {
      threads: this.#options.threads,
      late: this.#late,
      deaths: all.reduce((sum, { deaths }) => sum + deaths, 0),
      lastError: all.find(({ lastError }) => lastError)?.lastError ?? null,
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }

  async #runNow(task: Task): Promise<Answer> {
    if (performance.now() < this.#sharedUntil) return this.#pool('shared').run(task);
    const answer = this.#pool('spare').run(task);
    if (await settlesWithin(answer, PATIENCE_MS)) return answer;
    this.#late += 1;
    this.#sharedUntil = performance.now() + SHARED_MS;
    return this.#pool('shared').run(task);
  }

  #pool(policy: TimePolicy): PoolOfPolicy<Task, Answer> {
    const pool = this.#pools.get(policy) ?? this.#options.open(policy);
    this.#pools.set(policy, pool);
    return pool;
  }
}

function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false);
    const settled = () => {
      clearTimeout(timer);
      resolve(true);
    };
    promise.then(settled, settled);
  });
}
