import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import type { Mix } from '../tune/mix.js';
import { namesOf, notNegative, positive, resolved, whole } from './option-values.js';
import type { ServerKind } from './servers.js';

export const SCENARIOS = [
  'spread',
  'hot',
  'growth',
  'memory',
  'work',
  'tasks',
  'isolation',
  'together',
  'import',
  'watchers',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

const COMPARED = ['floor', 'plain', 'engine'] as const satisfies readonly ServerKind[];

/** Below the project, not below /tmp, which is memory on many machines. */
export const DEFAULT_DIRECTORY = fileURLToPath(new URL('../../../var', import.meta.url));

export interface BenchOptions {
  scenario: Scenario;
  servers: ServerKind[];
  rounds: number;
  seconds: number;
  warmupSeconds: number;
  connections: number;
  products: number;
  lines: number;
  idempotencyKeys: boolean;
  preload: number;
  orders: number;
  workOrders: number;
  largeInvoices: number;
  rate: number;
  signInsAtOnce: number;
  importRows: number;
  watchers: number;
  /** Lines of the orders by weight; the tuning has them. */
  mix?: Mix;
  dataDir: string | undefined;
  dir: string;
  json: boolean;
}

export const defaultOptions = (): BenchOptions => parseOptions(['node', 'bench']);

export function parseOptions(argv: string[]): BenchOptions {
  const { warmup, keys, ...rest } = command().parse(argv).opts();
  const options: BenchOptions = {
    ...(rest as Omit<BenchOptions, 'warmupSeconds' | 'idempotencyKeys' | 'dataDir'>),
    warmupSeconds: warmup,
    idempotencyKeys: keys,
    dataDir: rest.dataDir,
  };
  if (options.lines > options.products) {
    throw new Error('an order cannot have more different lines than there are products');
  }
  return options;
}

function command(): Command {
  return new Command('bench:orders')
    .description(
      'Load benchmark over HTTP. Measures in turn, round by round: an empty Fastify route (floor), ' +
        'one synchronous SQLite transaction per order (plain), and Orderloom (engine).',
    )
    .addOption(
      new Option('--scenario <name>', 'what is compared').choices(SCENARIOS).default('spread'),
    )
    .option('--servers <names>', 'of the spread scenario', namesOf(COMPARED, 'server'), [
      ...COMPARED,
    ])
    .option('--rounds <n>', 'measurements per server', whole, 3)
    .option('--seconds <n>', 'length of a measurement', positive, 8)
    .option('--warmup <n>', 'seconds under load before it', notNegative, 3)
    .option('--connections <n>', 'each with one order under way', whole, 100)
    .option('--products <n>', 'in the catalogue', whole, 1000)
    .option('--lines <n>', 'per order, each another SKU (the hot scenario has 1)', whole, 3)
    .option('--keys', 'send a random Idempotency-Key with each order', false)
    .option('--preload <n>', 'growth: orders in the large database', whole, 1_000_000)
    .option('--orders <n>', 'memory: orders placed under load', whole, 200_000)
    .option('--work-orders <n>', 'work: orders until whose last task is waited', whole, 3000)
    .option('--large-invoices <n>', 'isolation: invoices of 200 lines a round', whole, 2000)
    .option('--rate <n>', 'isolation, together: orders a second', whole, 150)
    .option('--sign-ins-at-once <n>', 'together: people signing in without a pause', whole, 8)
    .option('--import-rows <n>', 'import: rows of the file, and articles', whole, 1_000_000)
    .option('--watchers <n>', 'watchers: clients of the operators’ event stream', whole, 5)
    .option('--data-dir <dir>', 'growth: keep the large database here and use it again', resolved)
    .option('--dir <dir>', 'holds the temporary databases', resolved, DEFAULT_DIRECTORY)
    .option('--json', 'print one JSON document', false);
}
