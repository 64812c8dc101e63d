// What became of attempts, counted by topic and said in the log.

import type { TaskResult } from '../store/store.js';
import { Distribution, type Summary } from '../telemetry/distribution.js';

export interface TopicFigures {
  done: number;
  failed: number;
  dead: number;
  runMicroseconds: Summary;
}

export interface TaskLog {
  warn(fields: Record<string, unknown>, message: string): void;
}

interface Counts {
  done: number;
  failed: number;
  dead: number;
  run: Distribution;
  /** When the log last named a failure of this topic. */
  warnedAt: number;
}

const WARN_EVERY_MS = 60_000;

export class TaskTally<T extends string> {
  readonly #log: TaskLog;
  readonly #topics = new Map<T, Counts>();

  constructor(log: TaskLog) {
    this.#log = log;
  }

  figuresOf(topic: T): TopicFigures {
    const { done, failed, dead, run } = this.#countsOf(topic);
    return { done, failed, dead, runMicroseconds: run.summary() };
  }

  count(result: TaskResult<T>): void {
    const { orderId, topic, attempt, state, error, span } = result;
    const counts = this.#countsOf(topic);
    counts.run.record((span.endedAt - span.startedAt) * 1000);
    const hasFailed = span.outcome === 'failed';
    counts[hasFailed ? 'failed' : 'done'] += 1;
    if (state === 'dead') {
      counts.dead += 1;
      this.#log.warn({ orderId, topic, attempt, reason: error }, 'a task is a dead letter');
    } else if (hasFailed) {
      this.#warnOfFailure(result, counts);
    }
  }

  /** A mail server that is down fails every e-mail: one line a while says so. */
  #warnOfFailure({ orderId, topic, attempt, error, span }: TaskResult<T>, counts: Counts): void {
    // Either way: the clock may be set back.
    if (Math.abs(span.endedAt - counts.warnedAt) < WARN_EVERY_MS) return;
    counts.warnedAt = span.endedAt;
    const fields = { orderId, topic, attempt, reason: error, failed: counts.failed };
    this.#log.warn(fields, 'a task failed and will be tried again');
  }

  #countsOf(topic: T): Counts {
    const known = this.#topics.get(topic);
    if (known) return known;
    const counts: Counts = {
      done: 0,
      failed: 0,
      dead: 0,
      run: new Distribution(),
      warnedAt: Number.NEGATIVE_INFINITY,
    };
    this.#topics.set(topic, counts);
    return counts;
  }
}
