/** What is compared with what: the arms, measured in turn, and the ratios taken between them. */
import { join } from 'node:path';
import { measureWork } from './background.js';
import { preload } from './growth.js';
import { type Arm, type Bench, type Measurement, measure } from './measure.js';
import type { BenchOptions } from './options.js';
import type { ServerKind } from './servers.js';
import type { Pair } from './summary.js';
import { workloadOf } from './workload.js';

export interface Comparison {
  arms: Arm[];
  ratios: Pair[];
  /** How an arm is measured; under a load of some seconds unless it says otherwise. */
  measure?: typeof measure;
}

/** Round by round, each arm in turn: a disk that slows down slows all of them. */
export async function compare(bench: Bench, comparison: Comparison): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (let round = 1; round <= bench.options.rounds; round += 1) {
    for (const arm of comparison.arms) {
      const measurement = await (comparison.measure ?? measure)(bench, arm, round);
      const rate = Math.round((measurement.load.orders * 1000) / measurement.load.elapsedMs);
      bench.say(`round ${round} of ${bench.options.rounds}: ${arm.name}, ${rate} orders/s`);
      measurements.push(measurement);
    }
  }
  return measurements;
}

export function spread(options: BenchOptions): Comparison {
  const workload = workloadOf(options);
  const pairs: [ServerKind, ServerKind][] = [
    ['engine', 'floor'],
    ['engine', 'plain'],
    ['plain', 'floor'],
  ];
  return {
    arms: options.servers.map((kind) => ({ name: kind, kind, workload })),
    ratios: pairs.filter((pair) => pair.every((kind) => options.servers.includes(kind))),
  };
}

/** Both with one line per order, so that the number of lines is not what makes the difference. */
export function hot(options: BenchOptions): Comparison {
  const workload = { ...workloadOf(options), linesPerOrder: 1 };
  return {
    arms: [
      { name: 'engine, spread', kind: 'engine', workload },
      { name: 'engine, hot', kind: 'engine', workload: { ...workload, hot: true } },
    ],
    ratios: [['engine, hot', 'engine, spread']],
  };
}

/** Until the last task of the last order is done. */
export function work(options: BenchOptions): Comparison {
  const workload = workloadOf(options);
  const inline = { INVOICES: 'inline' };
  return {
    arms: [
      { name: 'plain, invoice inline', kind: 'plain', workload, env: inline },
      { name: 'engine, every task', kind: 'engine', workload },
    ],
    ratios: [['engine, every task', 'plain, invoice inline']],
    measure: measureWork,
  };
}

export async function growth(bench: Bench): Promise<Comparison> {
  const { options } = bench;
  const workload = workloadOf(options);
  const dataDir = options.dataDir ?? join(bench.workDir, 'preloaded');
  const full: Arm & { dataDir: string } = {
    name: `engine, ${options.preload} orders`,
    kind: 'engine',
    workload,
    dataDir,
  };
  await preload(bench, full);
  return {
    arms: [{ name: 'engine, empty', kind: 'engine', workload }, full],
    ratios: [[full.name, 'engine, empty']],
  };
}
