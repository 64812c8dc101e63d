// Samples of the kinds of figures that there are.

import type { MetricFamily, Sample } from '../../telemetry/prometheus.js';
import type { Tally } from '../../telemetry/tally.js';

export type Figures = Readonly<Record<string, unknown>>;

export type Kind = 'counter' | 'gauge';

export const family = (
  name: string,
  type: MetricFamily['type'],
  help: string,
  samples: readonly Sample[],
): MetricFamily => ({ name, type, help, samples });

export const single = (name: string, type: Kind, help: string, value: number): MetricFamily =>
  family(name, type, help, [{ value }]);

/** Names of several words are as many labels. */
export const tallied = (tally: Tally, ...labels: string[]): Sample[] =>
  tally.entries().map(([name, value]) => {
    const words = name.split(' ');
    return {
      value,
      labels: Object.fromEntries(labels.map((label, at) => [label, `${words[at]}`])),
    };
  });

export const numbers = (labels: Record<string, string>, value: unknown): Sample[] =>
  typeof value === 'number' ? [{ labels, value }] : [];

interface Summed {
  count: number;
  mean: number;
  p50: number;
  p90: number;
  p99: number;
}

export function summary(labels: Record<string, string>, figure: unknown, scale: number): Sample[] {
  if (typeof figure !== 'object' || figure === null) return [];
  const { count, mean, p50, p90, p99 } = figure as Summed;
  const quantiles = Object.entries({ '0.5': p50, '0.9': p90, '0.99': p99 });
  return [
    ...quantiles.map(([quantile, value]) => ({
      labels: { ...labels, quantile },
      value: scaled(value, scale),
    })),
    { suffix: '_sum', labels, value: scaled(mean * count, scale) },
    { suffix: '_count', labels, value: count },
  ];
}

/** Without the digits that binary fractions add. */
export const scaled = (value: number, scale: number): number =>
  Number((value * scale).toPrecision(12));
