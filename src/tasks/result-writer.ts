// Writes down what became of attempts, in batches. Outcomes that bring many rows, the figures of large
// orders, are written apart from the others, in parts and at a pace that leaves orders their commits.

import { Batcher } from '../compute/batcher.js';
import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type { CountLinesCommand, QueuedTask, TaskResult } from '../store/store.js';

export interface ResultWriterOptions<T extends string> {
  /** Absent where no outcome brings rows. */
  countLines:
    | ((command: CountLinesCommand<T>) => Promise<Result<boolean, Unavailable>>)
    | undefined;
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
/** Lines a command of those: each is a row in every bucket, and holds the ledger up for all others. */
const PART_LINES = 50;
/** Orders of 25 to 50 lines share a command: one by one they would rest longer than they come in. */
const HEAVY_ROWS_MAX = 2 * PART_LINES;
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
      send: (results) => this.#writeInParts(results),
      weight: { of: rowsOf, max: HEAVY_ROWS_MAX },
      concurrency: 1,
    });
  }

  /** Resolves when it is written down, and when whoever writes much has rested. */
  async write(result: TaskResult<T>): Promise<void> {
    await (isHeavy(result) ? this.#heavy : this.#light).runAlways(result);
  }

  async #write(results: TaskResult<T>[]): Promise<null[]> {
    const { finishTasks, now } = this.#options;
    await this.#untilWritten(() => finishTasks({ results, at: now() }));
    return results.map(() => null);
  }

  /** Slots are free again only when all of it is written, so that no more is begun than that. */
  async #writeInParts(results: TaskResult<T>[]): Promise<null[]> {
    const { finishTasks, now } = this.#options;
    const rests: TaskResult<T>[] = [];
    for (const result of results) {
      const rest = await this.#afterParts(result);
      if (rest) rests.push(rest);
    }
    if (rests.length > 0) await this.#resting(() => finishTasks({ results: rests, at: now() }));
    return results.map(() => null);
  }

  /** Writes all lines but the last ones; the outcome with those, unless the task is another's by now. */
  async #afterParts(result: TaskResult<T>): Promise<TaskResult<T> | null> {
    const { countLines } = this.#options;
    const { figures } = result;
    let { counted = 0 } = result;
    while (countLines && figures && figures.lines.length - counted > PART_LINES) {
      const lines = figures.lines.slice(counted, counted + PART_LINES);
      const { startsAt, currency } = figures;
      const part = { task: taskOf(result), counted, figures: { startsAt, currency, lines } };
      // Whoever has the task then goes on from where this attempt came.
      if (!(await this.#resting(() => countLines(part)))) return null;
      counted += lines.length;
    }
    return { ...result, figures: figures && { ...figures, lines: figures.lines.slice(counted) } };
  }

  async #resting<Answer>(
    write: () => Promise<Result<Answer, Unavailable>>,
  ): Promise<Answer | null> {
    const since = performance.now();
    const written = await this.#untilWritten(write);
    await this.#options.sleep(this.#options.restMs(performance.now() - since, HEAVY_SHARE));
    return written;
  }

  /** A full disk holds the work up, it does not lose it. `null`: who stops now leaves it to the lease. */
  async #untilWritten<Answer>(
    write: () => Promise<Result<Answer, Unavailable>>,
  ): Promise<Answer | null> {
    const { sleep, hasStopped } = this.#options;
    for (;;) {
      const written = await write();
      if (written.ok) return written.value;
      if (hasStopped()) return null;
      await sleep(UNAVAILABLE_PAUSE_MS);
    }
  }
}

/** That its command writes. */
const rowsOf = ({ figures }: Pick<TaskResult<string>, 'figures'>): number =>
  1 + (figures?.lines.length ?? 0);

/** Also what an earlier attempt has begun to count. */
const isHeavy = (result: TaskResult<string>): boolean =>
  rowsOf(result) > LIGHT_ROWS_MAX || result.counted !== undefined;

const taskOf = <T extends string>({
  orderId,
  topic,
  reference,
  attempt,
  tries,
}: QueuedTask<T>): QueuedTask<T> => ({
  orderId,
  topic,
  attempt,
  tries,
  ...(reference !== undefined && { reference }),
});
