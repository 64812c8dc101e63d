// A distribution of measured values: a thin layer over Node's HDR histogram.

import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

export interface Summary {
  count: number;
  mean: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

export class Distribution {
  /** To one in a hundred: every digit more takes ten times the memory, 130 kB each in use. */
  readonly #histogram: RecordableHistogram = createHistogram({ figures: 2 });

  /** Values are whole numbers of at least one: the unit is the caller's (microseconds, items …). */
  record(value: number): void {
    this.#histogram.record(Math.max(1, Math.round(value)));
  }

  summary(): Summary {
    const histogram = this.#histogram;
    if (histogram.count === 0) return { count: 0, mean: 0, p50: 0, p90: 0, p99: 0, max: 0 };
    return {
      count: histogram.count,
      mean: Math.round(histogram.mean * 10) / 10,
      p50: histogram.percentile(50),
      p90: histogram.percentile(90),
      p99: histogram.percentile(99),
      max: histogram.max,
    };
  }
}
