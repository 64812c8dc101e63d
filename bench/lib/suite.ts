/**
 * What a suite of small measurements is, and how one is run: every case opens what it needs, is
 * measured by tinybench, and closes it again before the next one opens, so that no case has another
 * one's threads beside it.
 *
 * One call may do many items, as when 256 carts are kept in flight. tinybench times calls; items a
 * second are calculated from them.
 */
import { Bench, type Statistics } from 'tinybench';

export interface Suite {
  name: SuiteName;
  title: string;
  /** What is counted, in the plural. */
  unit: string;
  cases: Case[];
  /** What a reader should know to understand the figures. */
  note: string;
  /** How many times as many items a second one case does as another. */
  comparisons?: Comparison[];
}

export interface Comparison {
  /** Names of cases. */
  faster: string;
  slower: string;
  /** What is expected of it; a run that falls short says so. */
  atLeast: number;
}

export const SUITE_NAMES = ['quote', 'best-deal', 'batcher', 'ledger', 'tasks', 'invoice'] as const;
export type SuiteName = (typeof SUITE_NAMES)[number];

export interface Case {
  name: string;
  /** Done by one call. */
  items: number;
  open(): Opened | Promise<Opened>;
}

/** Whatever is opened is closed, also when a call has failed. */
export interface Opened {
  /** Says of itself whether it answers a promise: asked by a trial, it would do work twice. */
  isAsync: boolean;
  call(): unknown;
  /** Before each call, outside of the measured time. */
  prepare?: () => Promise<void>;
  close?: () => void | Promise<void>;
}

export type CaseResult = { name: string; items: number } & (
  | { figures: CaseFigures }
  | { error: string }
);

export interface CaseFigures {
  /** Calls by the time that they took: unlike the mean of each call's rate, it favours no outlier. */
  callsPerSecond: number;
  itemsPerSecond: number;
  /** Of a call. */
  meanMs: number;
  p50Ms: number;
  p99Ms: number;
  /** Half the width of the mean's 95 % confidence interval, in percent of it. */
  marginPercent: number;
  samples: number;
}

export const threadsOf = (count: number): string =>
  `${count} ${count === 1 ? 'thread' : 'threads'}`;

/** Slow calls are measured at least so often, however short the time. */
const CALLS_MIN = 5;
const WARM_UP_SHARE = 0.25;

export async function runCase(benched: Case, timeMs: number): Promise<CaseResult> {
  const { name, items } = benched;
  try {
    const opened = await benched.open();
    try {
      return { name, items, figures: figuresOf(await measured(opened, timeMs), items) };
    } finally {
      await opened.close?.();
    }
  } catch (error) {
    return { name, items, error: error instanceof Error ? error.message : String(error) };
  }
}

async function measured({ isAsync, call, prepare }: Opened, timeMs: number): Promise<Statistics> {
  const bench = new Bench({
    time: timeMs,
    warmupTime: timeMs * WARM_UP_SHARE,
    iterations: CALLS_MIN,
    warmupIterations: 1,
    throws: true,
  });
  bench.add('call', call, { async: isAsync, ...(prepare ? { beforeEach: prepare } : {}) });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error('it was not measured to the end');
  return task.result.latency;
}

function figuresOf(latency: Statistics, items: number): CaseFigures {
  const callsPerSecond = 1000 / latency.mean;
  return {
    callsPerSecond,
    itemsPerSecond: callsPerSecond * items,
    meanMs: latency.mean,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    marginPercent: latency.rme,
    samples: latency.samplesCount,
  };
}
