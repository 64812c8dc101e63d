import type { LoadResult } from './messages.js';

export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Of the orders of several windows together: the tail of a short window alone is a matter of luck. */
export function pooledLatency(loads: readonly LoadResult[], share: number): number {
  return quantile(
    loads.flatMap(({ latenciesMs = [] }) => latenciesMs),
    share,
  );
}

/** The least-squares slope of y over x; NaN for fewer than two points. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const meanX = mean(points.map((point) => point.x));
  const meanY = mean(points.map((point) => point.y));
  let covariance = 0;
  let variance = 0;
  for (const { x, y } of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  return covariance / variance;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
