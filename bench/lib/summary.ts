/** Measurements of several rounds, drawn together per arm, and the ratios between arms. */
import type { Measurement } from './measure.js';
import { median } from './statistics.js';

const MEGABYTE = 1_000_000;

/** Numerator and denominator, by the names of their arms. */
export type Pair = readonly [string, string];

/** Medians over the rounds, but the worst round's `latencyMaxMs` and `rssPeakMb`. */
export interface ArmSummary {
  arm: string;
  ordersPerSecond: number;
  latencyP50Ms: number;
  latencyP99Ms: number;
  latencyMaxMs: number;
  loopDelayP50Ms: number;
  loopDelayP99Ms: number;
  rssPeakMb: number;
  cpuCores: number;
  generatorCpuCores: number;
  /** Over all rounds. */
  answersByStatus: Record<string, number>;
  connectionErrors: number;
}

export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** Taken within each round and then summarised: a slow minute of the disk cancels out. */
export interface Ratio {
  of: string;
  to: string;
  ordersPerSecond: Spread;
  latencyP99: Spread;
}

export function summarise(measurements: Measurement[]): ArmSummary[] {
  const arms = [...new Set(measurements.map((measurement) => measurement.arm))];
  return arms.map((arm) => summariseArm(arm, roundsOf(measurements, arm)));
}

function summariseArm(arm: string, rounds: Measurement[]): ArmSummary {
  const middle = (figure: (round: Measurement) => number) => median(rounds.map(figure));
  const worst = (figure: (round: Measurement) => number) => Math.max(...rounds.map(figure));
  return {
    arm,
    ordersPerSecond: middle(ordersPerSecond),
    latencyP50Ms: middle((round) => round.load.latencyP50Ms),
    latencyP99Ms: middle((round) => round.load.latencyP99Ms),
    latencyMaxMs: worst((round) => round.load.latencyMaxMs),
    loopDelayP50Ms: middle((round) => round.server.loopDelayP50Ms),
    loopDelayP99Ms: middle((round) => round.server.loopDelayP99Ms),
    rssPeakMb: worst((round) => round.server.rssPeakBytes) / MEGABYTE,
    cpuCores: middle((round) => round.server.cpuCores),
    generatorCpuCores: middle((round) => round.load.cpuCores),
    answersByStatus: addUp(rounds.map((round) => round.load.answersByStatus)),
    connectionErrors: rounds.reduce((sum, round) => sum + round.load.connectionErrors, 0),
  };
}

export function ratiosOf(measurements: Measurement[], pairs: Pair[]): Ratio[] {
  return pairs.map(([of, to]) => {
    const numerators = roundsOf(measurements, of);
    const denominators = roundsOf(measurements, to);
    const byRound = (figure: (round: Measurement) => number) =>
      spread(
        numerators.map(
          (round, index) => figure(round) / figure(denominators[index] as Measurement),
        ),
      );
    return {
      of,
      to,
      ordersPerSecond: byRound(ordersPerSecond),
      latencyP99: byRound((round) => round.load.latencyP99Ms),
    };
  });
}

/** What was answered neither 201 nor 503, and requests without an answer, as sentences. */
export function failures(
  summaries: Pick<ArmSummary, 'arm' | 'answersByStatus' | 'connectionErrors'>[],
): string[] {
  return summaries.flatMap(({ arm, answersByStatus, connectionErrors }) => {
    const sentences = Object.entries(answersByStatus)
      .filter(([status]) => status !== '201' && status !== '503')
      .map(([status, count]) => `${arm}: ${count} orders were answered ${status}`);
    if (connectionErrors) sentences.push(`${arm}: ${connectionErrors} requests got no answer`);
    return sentences;
  });
}

export function ordersPerSecond(measurement: Measurement): number {
  return (measurement.load.orders * 1000) / measurement.load.elapsedMs;
}

function roundsOf(measurements: Measurement[], arm: string): Measurement[] {
  return measurements.filter((measurement) => measurement.arm === arm);
}

function spread(values: number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

function addUp(counts: Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [status, count] of counts.flatMap((count) => Object.entries(count))) {
    sums[status] = (sums[status] ?? 0) + count;
  }
  return sums;
}
