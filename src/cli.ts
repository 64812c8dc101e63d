#!/usr/bin/env node
// The command line: serve · quote · verify · keys · import · export · backup · restore · invoices ·
// tax-report · import-tax-rates · replay · simulate.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { backup, restore } from './cli/backup.js';
import { importTaxRateFiles } from './cli/import-tax-rates.js';
import { invoices } from './cli/invoices.js';
import { createKey, listKeys, revokeKey, rotateKey } from './cli/keys.js';
import { outliveReaders } from './cli/outlive-readers.js';
import { quoteFile } from './cli/quote-file.js';
import { replayFile } from './cli/replay-file.js';
import { serve } from './cli/serve.js';
import { simulateRush } from './cli/simulate.js';
import { taxReport, taxReportLayouts } from './cli/tax-report.js';
import { exportFile, importFile } from './cli/transfer-files.js';
import { verify } from './cli/verify.js';
import { packageRoot } from './compute/worker-thread-pool.js';
import { ConfigError } from './config.js';
import { eInvoiceFormats } from './core/e-invoice/e-invoice-request.js';
import { RuleError } from './core/rule-faults.js';
import {
  type ExportKind,
  exportKinds,
  fileFormats,
  type ImportKind,
  importKinds,
} from './core/transfers.js';
import { SellerFileError, SettingsFileError } from './shop-data.js';
import { modes } from './simulate/plan.js';
import { LedgerFileError } from './store/sqlite/connection.js';
import { DataInUseError } from './store/sqlite/instance-lock.js';
import { TaxDataError } from './tax-data.js';

const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
  version: string;
};

const DELAYS = 'stock=300,quote=300,pay=500,email=200,warehouse=400';

const program = new Command('orderloom')
  .description('A multithreaded order engine. Settings come from the environment; see the README.')
  .version(version);

program
  .command('serve')
  .description('run the shop')
  .action(() => serve(version));

program
  .command('quote')
  .argument('<file.json>', 'the body of POST /v1/quotes')
  .description('price a cart and say why, without a server')
  .action(quoteFile);

program
  .command('verify')
  .description('recompute every invariant from the rows; exit 1 with the offenders otherwise')
  .option('--json', 'print JSON')
  .action(verify);

const keys = program
  .command('keys')
  .description(
    'operator keys: of a running shop with ORDERLOOM_OPERATOR_KEY, or of one that is closed',
  );
keys
  .command('create')
  .description('make a key; its secret is shown this once')
  .requiredOption('--name <name>', 'whose it is, or what for')
  .requiredOption(
    '--scopes <list>',
    'what it may do, as in stock:read,stock:write; * is everything',
  )
  .option('--expires <time>', 'when it ends, as in 2027-01-01T00:00:00Z')
  .option('--json', 'print JSON')
  .action((flags) => createKey(flags, version));
keys
  .command('list')
  .description('all keys, without their secrets')
  .option('--json', 'print JSON')
  .action((flags) => listKeys(flags, version));
keys
  .command('rotate')
  .argument('<id>')
  .description('give a key a new secret')
  .option('--grace <seconds>', 'how long the old secret works', pieces, 86_400)
  .option('--json', 'print JSON')
  .action((id: string, flags) => rotateKey(id, flags, version));
keys
  .command('revoke')
  .argument('<id>')
  .description('end a key at once and for good')
  .option('--json', 'print JSON')
  .action((id: string, flags) => revokeKey(id, flags, version));

program
  .command('import')
  .addArgument(new Argument('<kind>').choices(importKinds))
  .argument('<file>', 'CSV with a header or a JSON object a line, gzipped or not')
  .description('bring a file in beside the orders: all of it or nothing')
  .addOption(new Option('--format <format>', 'when the name does not say').choices(fileFormats))
  .option('--dry-run', 'read and check everything, and apply nothing')
  .option('--per-row', 'apply the rows that are right, and name the others')
  .option('--json', 'print JSON')
  .action((kind: ImportKind, file: string, flags) => importFile(kind, file, flags, version));

program
  .command('export')
  .addArgument(new Argument('<kind>').choices([...exportKinds, 'orders']))
  .argument('<file>', 'the file to write; - for standard output')
  .description('write what the shop knows into a file, all of one moment')
  .addOption(new Option('--format <format>', 'when the name does not say').choices(fileFormats))
  .option('--from <time>', 'orders created from then on, as in 2026-01-01')
  .option('--to <time>', 'and before that')
  .action((kind: ExportKind, file: string, flags) => exportFile(kind, file, flags, version));

program
  .command('backup')
  .argument('<folder>', 'a new or empty one')
  .description('copy the data of the shop, also while it runs, and verify the copy')
  .option('--json', 'print JSON')
  .action((folder: string, flags) => backup(folder, flags, version));

program
  .command('restore')
  .argument('<folder>', 'that a backup was made into')
  .description('bring a backup into DATA_DIR, which must hold no shop')
  .option('--json', 'print JSON')
  .action(restore);

program
  .command('invoices')
  .description('write every invoice and credit note of a period into one ZIP file')
  .requiredOption('--from <period>', 'first month or day, as in 2026-01 or 2026-01-15')
  .requiredOption('--to <period>', 'last month or day')
  .requiredOption('--zip <file>', 'the file to write')
  .addOption(
    new Option('--xml [format]', 'add the e-invoices of EN 16931')
      .choices(eInvoiceFormats)
      .preset('ubl'),
  )
  .option('--json', 'print the counts as JSON')
  .action(invoices);

program
  .command('tax-report')
  .description('add up the taxes of a month, as the invoices say them, as CSV')
  .requiredOption('--month <period>', 'month or quarter, as in 2026-01 or 2026-Q1')
  .addOption(
    new Option('--layout <layout>', 'by country and tax, or as the EU One-Stop-Shop asks')
      .choices(taxReportLayouts)
      .default('jurisdictions'),
  )
  .option('--rate <currency=rate...>', 'OSS: what one of a currency is in EUR, as in GBP=1.1534')
  .requiredOption('--out <file.csv>', 'the file to write; - for standard output')
  .action(taxReport);

program
  .command('import-tax-rates')
  .description('make tax data of the published Streamlined Sales Tax tables; all of it or nothing')
  .requiredOption('--rates <file...>', 'rate tables, as in WIR2026Q4SEP01.csv, zipped or not')
  .option('--boundaries <file...>', 'boundary tables, as in WIB2026Q4SEP01.zip')
  .requiredOption('--out <folder>', 'where to write a file for each state, see TAX_DATA_DIR')
  .option(
    '--seller-state <code>',
    'rates of sales inside of this state are those of a seller there',
    stateCode,
  )
  .option(
    '--since <date>',
    'leave out boundaries that ended before, as in 2026-01-01',
    calendarDate,
  )
  .option('--dry-run', 'read and check everything, and write nothing')
  .option('--json', 'print JSON')
  .action(importTaxRateFiles);

program
  .command('replay')
  .argument('<file.csv>', "a retailer's order lines, gzipped or not")
  .description(
    'place every sale of a file over HTTP, refund what it cancels, reconcile to the penny',
  )
  .option('--customers <n>', 'customers at once', wholeNumber, 64)
  .option('--json', 'print JSON')
  .action((file: string, options) => replayFile(file, options, version));

program
  .command('simulate')
  .description('let many customers press "Place order" at once, and show who gets one and when')
  .option('--customers <n>', 'customers at once', wholeNumber, 100)
  .option('--sku <sku>', 'what they all want', 'MUG-BLUE')
  .option('--stock <n>', 'pieces of it', pieces, 50)
  .addOption(
    new Option('--mode <mode>', 'the steps of an order one after another, or side by side')
      .choices(modes)
      .default('parallel'),
  )
  .option('--delays <list>', 'milliseconds a step waits, as in stock=300,email=200', DELAYS)
  .option('--fail <list>', 'part of the attempts that fails, as in email=0.2', '')
  .option('--compare', 'run both modes and show them side by side')
  .option('--json', 'print JSON')
  .option('--stream', 'print a JSON document a line as it happens; begins at a line of input')
  .action(simulateRush);

function stateCode(text: string): string {
  if (/^[A-Z]{2}$/.test(text)) return text;
  throw new InvalidArgumentError('not the two letters of a state, as in WI');
}

function calendarDate(text: string): string {
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDate) throw new InvalidArgumentError('not a date, as in 2026-01-01');
  return text;
}

function pieces(text: string): number {
  return wholeNumberFrom(0, text);
}

function wholeNumber(text: string): number {
  return wholeNumberFrom(1, text);
}

function wholeNumberFrom(least: number, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new InvalidArgumentError(`not a whole number from ${least}`);
}

/** What a user can mend is one line; anything else is a bug and shows its stack. */
function explain(error: unknown): string {
  const isKnown =
    error instanceof ConfigError ||
    error instanceof SellerFileError ||
    error instanceof TaxDataError ||
    error instanceof RuleError ||
    error instanceof SettingsFileError ||
    error instanceof LedgerFileError ||
    error instanceof DataInUseError ||
    (error as { code?: string }).code !== undefined ||
    (error as { expected?: boolean }).expected === true;
  const { message, stack } = error as Error;
  return isKnown ? message : (stack ?? message);
}

outliveReaders();
program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`orderloom: ${explain(error)}\n`);
  process.exitCode = 1;
});
