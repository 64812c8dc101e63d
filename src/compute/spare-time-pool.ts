// Work that nobody else should wait for, though somebody waits for it. Threads do it that the
// operating system runs where no other one wants to. Where it leaves them nothing for so long that
// people would notice, threads of ordinary policy do it again, and all that comes in the next while.

import { Turnstile } from './turnstile.js';

/** Whether a thread runs in time that nobody else wants, or takes its share of it. */
export type TimePolicy = 'spare' | 'shared';

export interface PoolOfPolicy<Task, Answer> {
  run(task: Task): Promise<Answer>;
  figures(): { deaths: number; lastError: string | null };
  /** What is under way is done first; `waits` tells whether to wait for it. */
  close(options: { waits: boolean }): Promise<void>;
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
  /** Those of them that are still being done, though nobody waits for them any more. */
  #overdue = 0;

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

  /** When all that has come is done. Nothing may come after it: it would start threads anew. */
  close(): Promise<void> {
    return this.#turns.pass(this.#options.threads, () => this.#closeNow());
  }

  /**
   * What is overdue may take most of a minute. Node.js does wait for its thread before the process
   * ends, but others can be stopped by then, and files closed.
   */
  async #closeNow(): Promise<void> {
    const waits = (policy: TimePolicy) => policy === 'shared' || this.#overdue === 0;
    await Promise.all(
      [...this.#pools].map(([policy, pool]) => pool.close({ waits: waits(policy) })),
    );
  }

  async #runNow(task: Task): Promise<Answer> {
    // Behind what is overdue others would be late as well, and pile up there.
    if (this.#overdue > 0 || performance.now() < this.#sharedUntil) {
      return this.#pool('shared').run(task);
    }
    const answer = this.#pool('spare').run(task);
    if (await settlesWithin(answer, PATIENCE_MS)) return answer;
    this.#late += 1;
    this.#overdue += 1;
    const done = () => {
      this.#overdue -= 1;
    };
    answer.then(done, done);
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
