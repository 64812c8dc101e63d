// Writes down what became of attempts, in batches. Outcomes that bring many rows, the figures of large
// orders, are written apart from the others, at a pace that leaves orders their commits.

import { Batcher } from '../compute/batcher.js';
import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type { TaskResult } from '../store/store.js';

export interface ResultWriterOptions<T extends string> {
  finishTasks(command: {
    results: TaskResult<T>[];
    at: number;
  }): Promise<Result<number, Unavailable>>;
  /** How long to rest after writing down what is much to write. */
  restMs: (workedMs: number, share: number) => number;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Ends at once when the engine stops. */
  sleep: (ms: number) => Promise<void>;
  hasStopped: () => boolean;
}

/** Outcomes a command: a commit with the figures of large orders must not keep others waiting. */
const RESULTS_MAX = 128;
/** Outcomes of large orders bring a row for each of their lines: so many a command. */
const RESULT_ROWS_MAX = 600;
/** One with more rows is written apart from the others. */
const LIGHT_ROWS_MAX = 24;
const HEAVY_ROWS_MAX = 200;
/** Of the time beside orders. */
const HEAVY_SHARE = 1 / 10;
const UNAVAILABLE_PAUSE_MS = 500;

export class ResultWriter<T extends string> {
  readonly #options: ResultWriterOptions<T>;
  readonly #light: Batcher<TaskResult<T>, null>;
  readonly #heavy: Batcher<TaskResult<T>, null>;

  constructor(options: ResultWriterOptions<T>) {
    this.#options = options;
    const batches = { batchMax: RESULTS_MAX, queueMax: Number.POSITIVE_INFINITY };
    this.#light = new Batcher<TaskResult<T>, null>({
      ...batches,
      send: (results) => this.#write(results),
      weight: { of: rowsOf, max: RESULT_ROWS_MAX },
      concurrency: 2,
      departAt: RESULTS_MAX / 2,
    });
    this.#heavy = new Batcher<TaskResult<T>, null>({
      ...batches,
      send: (results) => this.#writeAndRest(results),
      weight: { of: rowsOf, max: HEAVY_ROWS_MAX },
      concurrency: 1,
    });
  }

  /** Resolves when it is written down, and when whoever writes much has rested. */
  async write(result: TaskResult<T>): Promise<void> {
    await (rowsOf(result) > LIGHT_ROWS_MAX ? this.#heavy : this.#light).runAlways(result);
  }

  /** Until it is written down: a full disk holds the work up, it does not lose it. */
  async #write(results: TaskResult<T>[]): Promise<null[]> {
    const { finishTasks, now, sleep, hasStopped } = this.#options;
    for (;;) {
      const written = await finishTasks({ results, at: now() });
      if (written.ok) return results.map(() => null);
      // Who stops now leaves it to the lease.
      if (hasStopped()) return results.map(() => null);
      await sleep(UNAVAILABLE_PAUSE_MS);
    }
  }

  /** Slots are free again only then, so that no more is begun than is written down. */
  async #writeAndRest(results: TaskResult<T>[]): Promise<null[]> {
    const since = performance.now();
    const written = await this.#write(results);
    await this.#options.sleep(this.#options.restMs(performance.now() - since, HEAVY_SHARE));
    return written;
  }
}

/** That its command writes. */
const rowsOf = ({ figures }: Pick<TaskResult, 'figures'>): number =>
  1 + (figures?.lines.length ?? 0);
