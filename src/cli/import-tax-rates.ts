import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { packageRoot } from '../compute/worker-thread-pool.js';
import type { TaxJurisdiction } from '../core/tax/tax-rules.js';
import { type ImportedState, ImportFaults, importTaxRates } from '../import/import-tax-rates.js';
import { ExpectedError } from './expected-error.js';

interface ImportFlags {
  rates: string[];
  boundaries?: string[];
  out: string;
  sellerState?: string;
  since?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** Published tables of the Streamlined Sales Tax Governing Board → tax data of the shop. */
export async function importTaxRateFiles(flags: ImportFlags): Promise<void> {
  const { rates, boundaries = [], out, sellerState, since, dryRun = false, json = false } = flags;
  const bar = new SingleBar({ format: '{bar} {percentage} %  {duration_formatted}' });
  try {
    bar.start(sizeOf([...rates, ...boundaries]), 0);
    const states = await importTaxRates({
      rates,
      boundaries,
      out,
      isDryRun: dryRun,
      sellerState,
      since: since === undefined ? undefined : Number(since.replaceAll('-', '')),
      own: ofPackage,
      progress: (bytes) => bar.increment(bytes),
    });
    bar.stop();
    if (json) process.stdout.write(`${JSON.stringify({ dryRun, states }, null, 2)}\n`);
    else for (const state of states) process.stdout.write(summaryOf(state, dryRun));
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof ImportFaults)) throw new ExpectedError(message, { cause: error });
    throw new ExpectedError(`nothing was written\n${message}`, { cause: error });
  } finally {
    bar.stop();
  }
}

const sizeOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + statSync(file).size, 0);

/** What the tables do not say, such as what is exempt, stays as the package has it. */
function ofPackage(jurisdiction: string): TaxJurisdiction | undefined {
  const file = join(packageRoot(), 'data', 'tax', `${jurisdiction}.json`);
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as TaxJurisdiction;
}

const DISTRICTS_SHOWN_MAX = 5;

function summaryOf(state: ImportedState, isDryRun: boolean): string {
  const { jurisdiction, path, locals, boundaries, addressesLeftOut, withoutRate } = state;
  const named = withoutRate
    .slice(0, DISTRICTS_SHOWN_MAX)
    .map(({ district, rows }) => `${district} (${rows} rows)`);
  const more = withoutRate.length > named.length ? ' …' : '';
  return [
    `${jurisdiction}: ${locals} local jurisdictions, ${boundaries} ranges of postal codes`,
    ...(addressesLeftOut === 0 ? [] : [`  ${addressesLeftOut} rows of addresses left out`]),
    ...(state.endedLeftOut === 0 ? [] : [`  ${state.endedLeftOut} rows that have ended left out`]),
    ...(named.length === 0 ? [] : [`  districts without a rate: ${named.join(', ')}${more}`]),
    isDryRun ? `  not written to ${path}: a dry run` : `  written to ${path}`,
    '',
  ].join('\n');
}
