/**
 * `npm run bench:journey`: changes of carts, and whole journeys from an empty cart to an order, each
 * side by side with as many calls of an empty route. Both servers run all the time and are measured in
 * turn, in short windows: a machine whose speed changes within a minute is as fast for one as for the
 * other.
 */
import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { JOURNEY_CALLS } from './lib/flows.js';
import { machineFacts } from './lib/machine.js';
import {
  type Arm,
  type Bench,
  type Measurement,
  measureWindow,
  settle,
  withServer,
} from './lib/measure.js';
import type { FlowName } from './lib/messages.js';
import { namesOf, notNegative, positive, whole } from './lib/option-values.js';
import { DEFAULT_DIRECTORY, defaultOptions } from './lib/options.js';
import {
  printFailures,
  printMachine,
  printRatios,
  printSummaries,
  SUMMARY_LEGEND,
} from './lib/print.js';
import { isBuilt } from './lib/servers.js';
import { type ArmSummary, ratiosOf, summarise } from './lib/summary.js';
import { isInMemory, makeWorkDirectory } from './lib/work-directory.js';
import { workloadOf } from './lib/workload.js';

const FLOWS = ['lines', 'journey'] as const satisfies readonly FlowName[];

interface Options {
  flows: FlowName[];
  rounds: number;
  seconds: number;
  warmup: number;
  connections: number;
  products: number;
  json: boolean;
}

const options = new Command('bench:journey')
  .option(
    '--flows <names>',
    'lines: PUT of a line; journey: cart, three lines, details, order',
    namesOf(FLOWS, 'flow'),
    [...FLOWS],
  )
  .option('--rounds <n>', 'measurements of each', whole, 8)
  .option('--seconds <n>', 'length of a measurement', positive, 2)
  .option('--warmup <n>', 'seconds under load before it', notNegative, 1)
  .option('--connections <n>', 'customers at once', whole, 100)
  .option('--products <n>', 'in the catalogue', whole, 1000)
  .option('--json', 'print one JSON document', false)
  .parse()
  .opts<Options>();

const named = { lines: 'PUT line', journey: 'journey' } as const;

function armsOf(bench: Bench, flow: FlowName): { floor: Arm; engine: Arm } {
  const workload = workloadOf(bench.options);
  const name = named[flow];
  // All customers have one address here.
  const env = { CARTS_PER_ADDRESS: '0' };
  return {
    floor: { name: `floor, ${name}`, kind: 'floor', workload, flow },
    engine: { name: `engine, ${name}`, kind: 'engine', workload, flow, env },
  };
}

/** Under load before the first window, as a server has to be that has just started. */
const WARM_UP_SECONDS = 4;

function compare(bench: Bench, flow: FlowName): Promise<Measurement[]> {
  const { floor, engine } = armsOf(bench, flow);
  return withServer(bench, floor, 1, (empty) =>
    withServer(bench, engine, 1, async (shop) => {
      const window = async (arm: Arm, round: number, by = bench): Promise<Measurement> => {
        const server = arm === engine ? shop : empty;
        const measurement = await measureWindow(by, arm, round, server);
        // What its orders have left to do would slow down whoever is next.
        if (arm === engine && flow === 'journey') await settle(shop);
        return measurement;
      };
      const longer = { ...bench, options: { ...bench.options, seconds: WARM_UP_SECONDS } };
      for (const arm of [floor, engine]) await window(arm, 0, longer);
      const measurements: Measurement[] = [];
      for (let round = 1; round <= bench.options.rounds; round += 1) {
        for (const arm of round % 2 === 0 ? [engine, floor] : [floor, engine]) {
          const measurement = await window(arm, round);
          const rate = Math.round((measurement.load.orders * 1000) / measurement.load.elapsedMs);
          bench.say(`round ${round} of ${bench.options.rounds}: ${arm.name}, ${rate}/s`);
          measurements.push(measurement);
        }
      }
      return measurements;
    }),
  );
}

async function main(): Promise<void> {
  if (!isBuilt('engine')) throw new Error('the engine is not built: npm run build');
  const workDir = makeWorkDirectory(DEFAULT_DIRECTORY);
  const { connections, products, rounds, seconds, warmup: warmupSeconds } = options;
  const bench: Bench = {
    options: { ...defaultOptions(), connections, products, rounds, seconds, warmupSeconds },
    workDir,
    operatorKey: randomBytes(24).toString('base64url'),
    say: (line) => process.stderr.write(`${line}\n`),
  };
  if (isInMemory(workDir)) bench.say('WARNING: this directory is in memory');
  const measurements: Measurement[] = [];
  for (const flow of options.flows) measurements.push(...(await compare(bench, flow)));
  show(measurements);
}

/** Everything but a 200, a 201 and a 503, which says that there was too much. */
function failuresOf(summaries: readonly ArmSummary[]): string[] {
  return summaries.flatMap(({ arm, answersByStatus, connectionErrors }) => {
    const wrong = Object.entries(answersByStatus).filter(
      ([status]) => !['200', '201', '503'].includes(status),
    );
    const sentences = wrong.map(
      ([status, count]) => `${arm}: ${count} calls were answered ${status}`,
    );
    if (connectionErrors > 0) sentences.push(`${arm}: ${connectionErrors} calls got no answer`);
    return sentences;
  });
}

function show(measurements: Measurement[]): void {
  const machine = machineFacts();
  const summaries = summarise(measurements);
  const pairs = options.flows.map(
    (flow) => [`engine, ${named[flow]}`, `floor, ${named[flow]}`] as const,
  );
  const ratios = ratiosOf(measurements, pairs);
  const failures = failuresOf(summaries);
  if (failures.length > 0) process.exitCode = 1;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ machine, options, summaries, ratios, failures, measurements }, null, 2)}\n`,
    );
    return;
  }
  const fsyncs = measurements.map(({ fsyncP50Ms }) => fsyncP50Ms);
  const lines = [
    printMachine(machine, fsyncs),
    '',
    printSummaries(summaries, '/s'),
    '',
    printRatios(ratios, '/s'),
    '',
    SUMMARY_LEGEND,
    `A journey is ${JOURNEY_CALLS} calls and counts when its order is taken; its latency is that of the last call.`,
    printFailures(failures),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
