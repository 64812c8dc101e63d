/**
 * `npm run bench:orders`: how many orders a second, how fast, and at what cost, side by side with
 * an empty route and with the plain way to do it. All in one run, because figures of two runs on
 * two days, or on two disks, cannot be compared.
 */
import { randomBytes } from 'node:crypto';
import {
  type IsolationResult,
  measureIsolation,
  measureTasks,
  type TasksResult,
} from './lib/background.js';
import { type ImportResult, measureImport } from './lib/import.js';
import { machineFacts } from './lib/machine.js';
import type { Bench, Measurement } from './lib/measure.js';
import { type MemoryResult, watchMemory } from './lib/memory.js';
import { type BenchOptions, parseOptions } from './lib/options.js';
import {
  printFailures,
  printImport,
  printIsolation,
  printMachine,
  printMemory,
  printRatios,
  printSummaries,
  printTasks,
  SUMMARY_LEGEND,
} from './lib/print.js';
import { printTogether, togetherFailures } from './lib/print-together.js';
import { printWatchers } from './lib/print-watchers.js';
import { type Comparison, compare, growth, hot, spread, work } from './lib/scenarios.js';
import { isBuilt } from './lib/servers.js';
import { failures, ratiosOf, summarise } from './lib/summary.js';
import { measureTogether, type TogetherResult } from './lib/together.js';
import { measureWatchers, type WatchersResult } from './lib/watchers.js';
import { isInMemory, makeWorkDirectory } from './lib/work-directory.js';

async function main(options: BenchOptions): Promise<void> {
  requireBuilt(options);
  const bench = openBench(options);
  if (options.scenario === 'memory') {
    showMemory(options, await watchMemory(bench));
    return;
  }
  if (options.scenario === 'tasks') {
    showTasks(options, await measureTasks(bench));
    return;
  }
  if (options.scenario === 'isolation') {
    showIsolation(options, await measureIsolation(bench));
    return;
  }
  if (options.scenario === 'together') {
    showTogether(options, await measureTogether(bench));
    return;
  }
  if (options.scenario === 'import') {
    showImport(options, await measureImport(bench));
    return;
  }
  if (options.scenario === 'watchers') {
    showWatchers(options, await measureWatchers(bench));
    return;
  }
  const comparison = await comparisonFor(bench);
  showComparison(options, comparison, await compare(bench, comparison));
}

function requireBuilt({ scenario, servers }: BenchOptions): void {
  const needsEngine = scenario !== 'spread' || servers.includes('engine');
  if (needsEngine && !isBuilt('engine')) throw new Error('the engine is not built: npm run build');
}

function openBench(options: BenchOptions): Bench {
  const workDir = makeWorkDirectory(options.dir);
  const bench: Bench = {
    options,
    workDir,
    operatorKey: randomBytes(24).toString('base64url'),
    say: (line) => process.stderr.write(`${line}\n`),
  };
  if (isInMemory(workDir)) bench.say('WARNING: this directory is in memory; use --dir on a disk');
  return bench;
}

function comparisonFor(bench: Bench): Comparison | Promise<Comparison> {
  if (bench.options.scenario === 'growth') return growth(bench);
  if (bench.options.scenario === 'work') return work(bench.options);
  return bench.options.scenario === 'hot' ? hot(bench.options) : spread(bench.options);
}

function showComparison(
  options: BenchOptions,
  comparison: Comparison,
  measurements: Measurement[],
): void {
  const machine = machineFacts();
  const summaries = summarise(measurements);
  const ratios = ratiosOf(measurements, comparison.ratios);
  const failed = failures(summaries);
  if (failed.length > 0) process.exitCode = 1;
  if (options.json) {
    showJson({ machine, options, summaries, ratios, failures: failed, measurements });
    return;
  }
  const fsyncs = measurements.map((measurement) => measurement.fsyncP50Ms);
  const parts = [printMachine(machine, fsyncs), settings(options), '', printSummaries(summaries)];
  if (ratios.length > 0) parts.push('', printRatios(ratios));
  show([...parts, '', SUMMARY_LEGEND, printFailures(failed)]);
}

function showMemory(options: BenchOptions, memory: MemoryResult): void {
  const machine = machineFacts();
  const { answersByStatus, connectionErrors } = memory.load;
  const failed = failures([{ arm: 'engine', answersByStatus, connectionErrors }]);
  if (failed.length > 0) process.exitCode = 1;
  if (options.json) {
    showJson({ machine, options, memory, failures: failed });
    return;
  }
  const facts = printMachine(machine, [memory.fsyncP50Ms]);
  show([facts, settings(options), '', printMemory(memory), printFailures(failed)]);
}

function showTasks(options: BenchOptions, tasks: TasksResult): void {
  const machine = machineFacts();
  const { answersByStatus, connectionErrors } = tasks.besideLoad;
  const failed = failures([{ arm: 'engine', answersByStatus, connectionErrors }]);
  if (failed.length > 0) process.exitCode = 1;
  if (options.json) {
    showJson({ machine, options, tasks, failures: failed });
    return;
  }
  const facts = printMachine(machine, [tasks.fsyncP50Ms]);
  show([facts, settings(options), '', printTasks(tasks), printFailures(failed)]);
}

function showImport(options: BenchOptions, result: ImportResult): void {
  const machine = machineFacts();
  const windows = [
    ...result.rounds.flatMap(({ without, checking, applying }) => [
      without,
      checking.window,
      applying.window,
    ]),
    result.after,
  ];
  const failed = failures(
    windows.map(({ load: { answersByStatus, connectionErrors } }) => ({
      arm: 'engine',
      answersByStatus,
      connectionErrors,
    })),
  );
  if (failed.length > 0) process.exitCode = 1;
  if (options.json) {
    showJson({ machine, options, import: result, failures: failed });
    return;
  }
  const facts = printMachine(machine, [result.fsyncP50Ms]);
  show([facts, settings(options), '', printImport(result), printFailures(failed)]);
}

function showIsolation(options: BenchOptions, isolation: IsolationResult): void {
  const machine = machineFacts();
  const loads = isolation.rounds.flatMap(({ quiet, rendering }) => [quiet.load, rendering.load]);
  const failed = failures(loads.map((load) => ({ arm: 'engine', ...load })));
  if (failed.length > 0) process.exitCode = 1;
  if (options.json) {
    showJson({ machine, options, isolation, failures: failed });
    return;
  }
  const facts = printMachine(machine, [isolation.fsyncP50Ms]);
  show([facts, settings(options), '', printIsolation(isolation), printFailures(failed)]);
}

function showTogether(options: BenchOptions, together: TogetherResult): void {
  const machine = machineFacts();
  const loads = together.rounds.flatMap((round) => [round.without.orders, round.with.orders]);
  const failed = [
    ...failures(loads.map((load) => ({ arm: 'engine', ...load }))),
    ...togetherFailures(together),
  ];
  if (failed.length > 0) process.exitCode = 1;
  if (options.json) {
    showJson({ machine, options, together, failures: failed });
    return;
  }
  const facts = printMachine(machine, [together.fsyncP50Ms]);
  show([facts, settings(options), '', printTogether(together), printFailures(failed)]);
}

function showWatchers(options: BenchOptions, watching: WatchersResult): void {
  const machine = machineFacts();
  const loads = watching.rounds.flatMap((round) => [round.without.load, round.with.load]);
  const failed = failures(loads.map((load) => ({ arm: 'engine', ...load })));
  if (failed.length > 0) process.exitCode = 1;
  if (options.json) {
    showJson({ machine, options, watching, failures: failed });
    return;
  }
  const facts = printMachine(machine, [watching.fsyncP50Ms]);
  show([facts, settings(options), '', printWatchers(watching), printFailures(failed)]);
}

function settings(options: BenchOptions): string {
  const { scenario, rounds, seconds, warmupSeconds, connections, products, lines } = options;
  const length = `${rounds} × ${seconds} s after ${warmupSeconds} s of warm-up`;
  const orders = { memory: options.orders, work: options.workOrders }[scenario as string];
  const keys = options.idempotencyKeys ? ', with idempotency keys' : '';
  const perOrder = scenario === 'hot' ? 1 : lines;
  return (
    `${scenario}: ${orders ? `${orders} orders` : length},` +
    ` ${connections} connections, ${products} products, lines per order: ${perOrder}${keys}`
  );
}

function showJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

function show(lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

try {
  await main(parseOptions(process.argv));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
// Not `process.exit`: output that a pipe has not taken yet would be lost.
