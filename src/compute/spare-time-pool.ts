// Work that nobody else should wait for, though somebody waits for it. Processes do it that the
// operating system runs where no thread wants to that is anybody's. Where it leaves them nothing for so
// long that people would notice, others of ordinary policy do it again, and all that comes in the next
// while. After each task a rest gives back what niceness does not: memory and caches.

import { restAfter } from './making-way.js';
import { Turnstile } from './turnstile.js';
import { WorkerDiedError } from './worker-thread-pool.js';

/** Whether a process runs in time that nobody else wants, or takes its share of it. */
export type TimePolicy = 'spare' | 'shared';

export interface PoolOfPolicy<Task, Answer> {
  /** @throws WorkerDiedError when it took longer than `patienceMs`, or could not be done. */
  run(task: Task, patienceMs?: number): Promise<Answer>;
  figures(): { deaths: number; lastError: string | null };
  close(): Promise<void>;
}

export interface SpareTimeOptions<Task, Answer> {
  pools: Readonly<Record<TimePolicy, PoolOfPolicy<Task, Answer>>>;
  /** As many tasks are under way at most. */
  room: number;
  /** Where the operating system has no such policy, the work is shared from the start. */
  hasSpareTime: boolean;
  /** Of its time (0 to 1) that a process may work. */
  share: () => number;
}

/** Several times what a task takes while orders come in. */
const PATIENCE_MS = 500;
/** Whoever tries again pays with that patience. */
const SHARED_MS = 60_000;

export class SpareTimePool<Task, Answer> {
  readonly #options: SpareTimeOptions<Task, Answer>;
  readonly #turns: Turnstile;
  #sharedUntil: number;
  #late = 0;

  constructor(options: SpareTimeOptions<Task, Answer>) {
    this.#options = options;
    this.#turns = new Turnstile({ room: options.room, waitingMax: Number.POSITIVE_INFINITY });
    this.#sharedUntil = options.hasSpareTime ? 0 : Number.POSITIVE_INFINITY;
  }

  /** Rejects as the pool does that has done it. */
  run(task: Task): Promise<Answer> {
    return new Promise((resolve, reject) => {
      void this.#turns.pass(1, async () => {
        const since = performance.now();
        await this.#runNow(task).then(resolve, reject);
        const restMs = restAfter(performance.now() - since, this.#options.share());
        if (restMs > 0) await new Promise((resume) => setTimeout(resume, restMs));
      });
    });
  }

  figures() {
    const { spare, shared } = this.#options.pools;
    const all = [spare.figures(), shared.figures()];
    return {
      late: this.#late,
      deaths: all.reduce((sum, { deaths }) => sum + deaths, 0),
      lastError: all.find(({ lastError }) => lastError)?.lastError ?? null,
    };
  }

  /** When all that has come is done. Nothing may come after it. */
  async close(): Promise<void> {
    const { pools, room } = this.#options;
    await this.#turns.pass(room, () => Promise.all([pools.spare.close(), pools.shared.close()]));
  }

  async #runNow(task: Task): Promise<Answer> {
    const { spare, shared } = this.#options.pools;
    if (performance.now() < this.#sharedUntil) return shared.run(task);
    try {
      return await spare.run(task, PATIENCE_MS);
    } catch (error) {
      if (!(error instanceof WorkerDiedError)) throw error;
      this.#late += 1;
      this.#sharedUntil = performance.now() + SHARED_MS;
      return shared.run(task);
    }
  }
}
