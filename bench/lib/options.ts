import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { SERVER_KINDS, type ServerKind } from './servers.js';

export const SCENARIOS = ['spread', 'hot', 'growth', 'memory'] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** Below the project, not below /tmp, which is memory on many machines. */
const DEFAULT_DIRECTORY = fileURLToPath(new URL('../../../var', import.meta.url));

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
  dataDir: string | undefined;
  dir: string;
  json: boolean;
}

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
    .option('--servers <names>', 'of the spread scenario', serverKinds, [...SERVER_KINDS])
    .option('--rounds <n>', 'measurements per server', whole, 3)
    .option('--seconds <n>', 'length of a measurement', positive, 8)
    .option('--warmup <n>', 'seconds under load before it', notNegative, 3)
    .option('--connections <n>', 'each with one order under way', whole, 100)
    .option('--products <n>', 'in the catalogue', whole, 1000)
    .option('--lines <n>', 'per order, each another SKU (the hot scenario has 1)', whole, 3)
    .option('--keys', 'send a random Idempotency-Key with each order', false)
    .option('--preload <n>', 'growth: orders in the large database', whole, 1_000_000)
    .option('--orders <n>', 'memory: orders placed under load', whole, 200_000)
    .option('--data-dir <dir>', 'growth: keep the large database here and use it again', resolved)
    .option('--dir <dir>', 'holds the temporary databases', resolved, DEFAULT_DIRECTORY)
    .option('--json', 'print one JSON document', false);
}

function serverKinds(value: string): ServerKind[] {
  const names = value.split(',');
  const unknown = names.find((name) => !SERVER_KINDS.some((kind) => kind === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no server ${unknown}.`);
  return SERVER_KINDS.filter((kind) => names.includes(kind));
}

function whole(value: string): number {
  const number = Number(value.replaceAll('_', ''));
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('1 or more.');
  return number;
}

function positive(value: string): number {
  const number = notNegative(value);
  if (number === 0) throw new InvalidArgumentError('More than 0.');
  return number;
}

function notNegative(value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0) throw new InvalidArgumentError('0 or more.');
  return number;
}

function resolved(value: string): string {
  return resolve(value);
}
