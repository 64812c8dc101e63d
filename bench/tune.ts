/**
 * `npm run tune`: which thread counts and batch sizes suit this machine and these orders. One setting
 * after the other is swept, the others at the best so far; each point is the real engine in a fresh
 * folder under load over HTTP, and the rounds go over all points in turn, so that a machine that
 * drifts drifts for all of them.
 */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { measureWork } from './lib/background.js';
import { machineFacts } from './lib/machine.js';
import { type Bench, type Measurement, measure } from './lib/measure.js';
import { positive, resolved, whole } from './lib/option-values.js';
import { type BenchOptions, DEFAULT_DIRECTORY, defaultOptions } from './lib/options.js';
import { printFailures, printMachine } from './lib/print.js';
import { median } from './lib/statistics.js';
import { failures, ordersPerSecond } from './lib/summary.js';
import { figure, table } from './lib/table.js';
import { isInMemory, makeWorkDirectory } from './lib/work-directory.js';
import { workloadOf } from './lib/workload.js';
import { drawChart } from './tune/chart.js';
import { envFile } from './tune/env-file.js';
import { type Mix, parseMix, printMix } from './tune/mix.js';
import { type Point, type Recommendation, recommend, type Sweep } from './tune/recommend.js';

interface TuneOptions {
  mix: Mix;
  threads: number;
  seconds: number;
  rounds: number;
  connections: number;
  workOrders: number;
  quick: boolean;
  out: string;
  svg: string;
  dir: string;
  json: boolean;
}

const THREADS_MAX = 64;

/** What is swept, in this order. */
const plannedSweeps: readonly Omit<Sweep, 'points'>[] = [
  { setting: 'QUOTE_THREADS', what: 'answered', preferred: 0 },
  // On the main loop a long invoice would hold every customer up: that is for machines where it pays.
  { setting: 'INVOICE_THREADS', what: 'whole work', preferred: 1 },
  { setting: 'QUOTE_BATCH_MAX', what: 'answered', preferred: 64 },
  { setting: 'LEDGER_BATCH_MAX', what: 'answered', preferred: 256 },
];

const batchSizes: Readonly<Record<string, readonly number[]>> = {
  QUOTE_BATCH_MAX: [16, 64, 256],
  LEDGER_BATCH_MAX: [64, 256, 1024],
};

const valuesOf = (setting: string, threadsMax: number): readonly number[] =>
  batchSizes[setting] ?? Array.from({ length: threadsMax + 1 }, (_, threads) => threads);

async function main(options: TuneOptions): Promise<void> {
  prepareFolders(options);
  const bench = openBench(options);
  const best: Record<string, string> = {};
  const sweeps: Sweep[] = [];
  const recommendations: Recommendation[] = [];
  const fsyncsMs: number[] = [];
  const failed: string[] = [];
  for (const planned of plannedSweeps) {
    // Quotes on the main loop go one by one: what differed between batch sizes would be noise.
    if (planned.setting === 'QUOTE_BATCH_MAX' && best.QUOTE_THREADS === '0') {
      bench.say('QUOTE_BATCH_MAX is not swept: without quote threads there are no batches');
      continue;
    }
    const { points, fsyncs, refused } = await sweepOver(bench, planned, options.threads, best);
    const sweep = { ...planned, points };
    const recommendation = recommend(sweep);
    best[planned.setting] = String(recommendation.value);
    sweeps.push(sweep);
    recommendations.push(recommendation);
    fsyncsMs.push(...fsyncs);
    failed.push(...refused);
    bench.say(`${recommendation.setting}=${recommendation.value}: ${recommendation.reason}`);
  }
  if (failed.length > 0) {
    process.exitCode = 1;
    bench.say(`${printFailures(failed)}No settings were written.`);
    return;
  }
  write(options, sweeps, recommendations);
  show(options, sweeps, recommendations, fsyncsMs);
}

/** Before half an hour of measuring, not after it. */
function prepareFolders({ out, svg }: TuneOptions): void {
  for (const [option, file] of Object.entries({ out, svg })) {
    try {
      mkdirSync(dirname(file), { recursive: true });
      accessSync(dirname(file), constants.W_OK);
    } catch (error) {
      throw new Error(`--${option} ${file} cannot be written: ${(error as Error).message}`);
    }
  }
}

function openBench(options: TuneOptions): Bench {
  const bench: Bench = {
    options: benchOptions(options),
    workDir: makeWorkDirectory(options.dir),
    operatorKey: randomBytes(24).toString('base64url'),
    say: (line) => process.stderr.write(`${line}\n`),
  };
  if (isInMemory(bench.workDir)) bench.say('WARNING: this directory is in memory; use --dir');
  return bench;
}

function benchOptions({ quick, ...options }: TuneOptions): BenchOptions {
  const { rounds, seconds, connections, workOrders, dir, mix } = options;
  const length = quick
    ? { rounds: 1, seconds: 2, warmupSeconds: 1, workOrders: 300 }
    : { rounds, seconds, warmupSeconds: seconds / 2, workOrders };
  return { ...defaultOptions(), connections, dir, mix, ...length };
}

async function sweepOver(
  bench: Bench,
  { setting, what }: Omit<Sweep, 'points'>,
  threadsMax: number,
  best: Readonly<Record<string, string>>,
): Promise<{ points: Point[]; fsyncs: number[]; refused: string[] }> {
  const values = valuesOf(setting, threadsMax);
  const points = values.map((value): Point => ({ value, ordersPerSecond: [], latencyP99Ms: [] }));
  const fsyncs: number[] = [];
  const refused: string[] = [];
  for (let round = 1; round <= bench.options.rounds; round += 1) {
    for (const point of points) {
      const measured = await measurePoint(bench, setting, what, point.value, round, best);
      point.ordersPerSecond.push(ordersPerSecond(measured));
      point.latencyP99Ms.push(measured.load.latencyP99Ms);
      fsyncs.push(measured.fsyncP50Ms);
      refused.push(...failures([{ ...measured.load, arm: `${setting}=${point.value}` }]));
      const rate = Math.round(ordersPerSecond(measured));
      bench.say(`round ${round}: ${setting}=${point.value}, ${rate} orders/s ${what}`);
    }
  }
  return { points, fsyncs, refused };
}

async function measurePoint(
  bench: Bench,
  setting: string,
  what: Sweep['what'],
  value: number,
  round: number,
  best: Readonly<Record<string, string>>,
): Promise<Measurement> {
  const env = { ...best, [setting]: String(value) };
  const name = `${setting}-${value}`;
  const arm = { name, kind: 'engine' as const, workload: workloadOf(bench.options), env };
  const workDir = join(bench.workDir, `${name}-${round}`);
  mkdirSync(workDir);
  try {
    return await (what === 'answered' ? measure : measureWork)({ ...bench, workDir }, arm, round);
  } finally {
    // Dozens of databases of some hundred megabytes each would stand there until the end.
    rmSync(workDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

function write(
  { out, svg, mix }: TuneOptions,
  sweeps: readonly Sweep[],
  recommendations: readonly Recommendation[],
): void {
  const { cpu, cores, node } = machineFacts();
  const machine = `${cpu}, ${cores} cores, Node ${node}`;
  const facts = [
    `Written by npm run tune on ${new Date().toISOString().slice(0, 10)}; read by ENV_FILE=… npm start`,
    machine,
    `Orders of the mix ${printMix(mix)} (lines:weight)`,
  ];
  writeFileSync(out, envFile(recommendations, facts));
  const threads = sweeps.filter(({ setting }) => setting.endsWith('_THREADS'));
  writeFileSync(svg, drawChart(threads, `Threads on ${machine}, mix ${printMix(mix)}`));
}

function show(
  options: TuneOptions,
  sweeps: readonly Sweep[],
  recommendations: readonly Recommendation[],
  fsyncsMs: number[],
): void {
  const { json, out, svg, mix } = options;
  const machine = machineFacts();
  if (json) {
    const document = { machine, fsyncsMs, mix, sweeps, recommendations, out, svg };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const rows = sweeps.flatMap(({ setting, what, points }) =>
    points.map((point) => [
      `${setting}=${point.value}`,
      what,
      figure(median(point.ordersPerSecond)),
      `${figure(Math.min(...point.ordersPerSecond))}–${figure(Math.max(...point.ordersPerSecond))}`,
      figure(median(point.latencyP99Ms)),
    ]),
  );
  const lines = [
    printMachine(machine, fsyncsMs),
    `mix ${printMix(mix)}`,
    '',
    table(['', 'orders', 'orders/s', 'rounds', 'p99 ms'], rows),
    '',
    ...recommendations.map(({ setting, value, reason }) => `${setting}=${value}: ${reason}`),
    '',
    `Settings: ${out} (ENV_FILE=${out} npm start)`,
    `Chart: ${svg}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** As many as the settings allow. */
function threadCount(text: string): number {
  const threads = whole(text);
  if (threads > THREADS_MAX) throw new InvalidArgumentError(`At most ${THREADS_MAX}.`);
  return threads;
}

function parseOptions(argv: string[]): TuneOptions {
  return new Command('tune')
    .description('Finds thread counts and batch sizes for this machine and your orders.')
    .option('--mix <list>', 'lines:weight of the orders, as in 3:80,20:15,200:5', parseMix, [
      { lines: 3, weight: 100 },
    ])
    .option('--threads <n>', 'most threads that are tried', threadCount, availableParallelism())
    .option('--seconds <n>', 'length of a measurement', positive, 5)
    .option('--rounds <n>', 'measurements of each value', whole, 3)
    .option('--connections <n>', 'each with one order under way', whole, 100)
    .option('--work-orders <n>', 'orders until whose last task is waited', whole, 1500)
    .option('--quick', 'one short round, to see what it does', false)
    .option('--out <file>', 'the settings', resolved, join(DEFAULT_DIRECTORY, 'tuned.env'))
    .option('--svg <file>', 'the chart', resolved, join(DEFAULT_DIRECTORY, 'tuned.svg'))
    .option('--dir <dir>', 'holds the temporary databases', resolved, DEFAULT_DIRECTORY)
    .option('--json', 'print one JSON document', false)
    .parse(argv)
    .opts();
}

try {
  await main(parseOptions(process.argv));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
