/**
 * `npm run bench`: how fast the parts are, each by itself. What they come to together is measured by
 * `npm run bench:orders`.
 */
import { Command } from 'commander';
import { machineFacts } from './lib/machine.js';
import { namesOf, positive, resolved } from './lib/option-values.js';
import { DEFAULT_DIRECTORY } from './lib/options.js';
import { printMachine } from './lib/print.js';
import {
  caseFailures,
  printProgress,
  printSuite,
  SUITES_LEGEND,
  type SuiteResult,
  suiteResult,
} from './lib/print-suites.js';
import { type CaseResult, runCase, SUITE_NAMES, type Suite, type SuiteName } from './lib/suite.js';
import { isInMemory, makeWorkDirectory, measureFsyncMs } from './lib/work-directory.js';
import { batcherSuite } from './suites/batcher.js';
import { bestDealSuite } from './suites/best-deal.js';
import { invoiceSuite } from './suites/invoice.js';
import { ledgerSuite } from './suites/ledger.js';
import { quoteSuite } from './suites/quote.js';
import { tasksSuite } from './suites/tasks.js';

interface MicroOptions {
  suite: SuiteName[];
  time: number;
  dir: string;
  json: boolean;
}

const suites: Record<SuiteName, (workDir: string) => Suite> = {
  quote: quoteSuite,
  'best-deal': bestDealSuite,
  batcher: batcherSuite,
  ledger: ledgerSuite,
  tasks: tasksSuite,
  invoice: invoiceSuite,
};

async function main(options: MicroOptions): Promise<void> {
  const workDir = makeWorkDirectory(options.dir);
  if (isInMemory(workDir)) say('WARNING: this directory is in memory; use --dir on a disk');
  const fsyncsMs: number[] = [];
  const results: SuiteResult[] = [];
  for (const name of options.suite) {
    // Before each suite: the disk's speed drifts, and a figure is read beside its own minute's.
    fsyncsMs.push(measureFsyncMs(workDir));
    results.push(await runSuite(suites[name](workDir), options.time));
  }
  fsyncsMs.push(measureFsyncMs(workDir));
  show(options, results, fsyncsMs);
}

async function runSuite(suite: Suite, timeMs: number): Promise<SuiteResult> {
  const results: CaseResult[] = [];
  for (const benched of suite.cases) {
    const result = await runCase(benched, timeMs);
    say(printProgress(suite.name, benched, result));
    results.push(result);
  }
  return suiteResult(suite, results);
}

function show(options: MicroOptions, results: SuiteResult[], fsyncsMs: number[]): void {
  const machine = machineFacts();
  const failures = caseFailures(results);
  if (failures.length > 0) process.exitCode = 1;
  if (options.json) {
    const document = { machine, fsyncsMs, options, suites: results, failures };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const parts = [printMachine(machine, fsyncsMs), ...results.map(printSuite), SUITES_LEGEND];
  process.stdout.write(`${parts.join('\n\n')}\n`);
  // Last, and not only among the rows: a run with a hole in it must not pass for a whole one.
  for (const failure of failures) say(`!!! ${failure}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function parseOptions(argv: string[]): MicroOptions {
  const suiteNames = namesOf(SUITE_NAMES, 'suite');
  return new Command('bench')
    .description('Measures the parts of the engine, each by itself.')
    .option('--suite <names>', `of ${SUITE_NAMES.join(', ')}`, suiteNames, [...SUITE_NAMES])
    .option('--time <ms>', 'how long each row is measured, after a quarter of it', positive, 1500)
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
