export interface Latencies {
  count: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

/** Nearest-rank percentiles, in the unit of the values. */
export function distributionOf(values: readonly number[]): Latencies {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (fraction: number) => sorted[Math.ceil(sorted.length * fraction) - 1] ?? 0;
  return {
    count: sorted.length,
    p50: rank(0.5),
    p90: rank(0.9),
    p99: rank(0.99),
    max: sorted.at(-1) ?? 0,
  };
}
