// Published rate and boundary tables → one file of tax data a state. Nothing is written unless every
// row of every table can be read and no two of them contradict.

import { basename } from 'node:path';
import type { TaxJurisdiction } from '../core/tax/tax-rules.js';
import { Faults, TooManyFaults } from './cells.js';
import type { Sale } from './rate-rows.js';
import { readBoundaries, type SstBoundaries } from './sst-boundaries.js';
import { jurisdictionTypes, readRates, type SstRates } from './sst-rates.js';
import { stateFileText, stateId } from './state-file.js';
import { type UsState, usStates } from './us-states.js';
import { jurisdictionFile, writeFiles } from './write-files.js';

export interface ImportOptions {
  rates: readonly string[];
  boundaries: readonly string[];
  /** Folder of the files. */
  out: string;
  isDryRun: boolean;
  /** Where the shop is (`WI`): sales inside of that state have a rate of their own. */
  sellerState?: string | undefined;
  /** `20260101`: what ended before is left out. */
  since?: number | undefined;
  /** What the shop has of a jurisdiction already. */
  own: (jurisdiction: string) => TaxJurisdiction | undefined;
  /** Is told how many bytes of the tables have been read since it was last told. */
  progress?: (bytes: number) => void;
}

export interface ImportedState {
  jurisdiction: string;
  path: string;
  /** Counties, cities and districts with rates of their own. */
  locals: number;
  boundaries: number;
  addressesLeftOut: number;
  endedLeftOut: number;
  /** Districts that rows name and that have no rate, with the number of rows. */
  withoutRate: { district: string; rows: number }[];
}

/** What is wrong in the tables, a line each. */
export class ImportFaults extends Error {}

/** @throws ImportFaults; Error that names a file and line that cannot be read at all. */
export async function importTaxRates(options: ImportOptions): Promise<ImportedState[]> {
  const { rates, boundaries } = await readTables(options);
  const states = [...rates].map(([fips, jurisdictions]) => {
    const state = usStates.get(fips) as UsState;
    const tables = { state, jurisdictions, boundaries: boundaries.get(fips) };
    const path = jurisdictionFile(options.out, stateId(state));
    return { ...tables, path };
  });
  const files = states.map((tables) => ({
    path: tables.path,
    text: stateFileText({
      ...tables,
      own: options.own(stateId(tables.state)),
      source: { sale: saleIn(tables.state, options), source: sourceText(options) },
    }),
  }));
  if (!options.isDryRun) await writeFiles(files);
  return states.map(({ state, jurisdictions, boundaries: ranges, path }) => ({
    jurisdiction: stateId(state),
    path,
    locals: jurisdictions.size - 1,
    ...figuresOf(ranges),
  }));
}

async function readTables(
  options: ImportOptions,
): Promise<{ rates: SstRates; boundaries: Map<string, SstBoundaries> }> {
  const { progress, since } = options;
  const faults = new Faults();
  const reading = progress ? { progress } : {};
  try {
    const rates = await readRates(options.rates, faults, reading);
    if (faults.text === '') assertStates(rates, options.rates, faults);
    // What is wrong with the rates would only be told again of each row that goes by them.
    if (faults.text !== '') throw new ImportFaults(faults.text);
    const boundaries = await readBoundaries(options.boundaries, rates, faults, {
      ...reading,
      since,
    });
    if (faults.text === '') return { rates, boundaries };
  } catch (error) {
    if (!isTooMany(error)) throw error;
  }
  throw new ImportFaults(faults.text);
}

/** The reader of records wraps what its receiver throws. */
const isTooMany = (error: unknown): boolean =>
  error instanceof TooManyFaults || (error as Error).cause instanceof TooManyFaults;

/** A local rate is of no use without that of its state. */
function assertStates(rates: SstRates, files: readonly string[], faults: Faults): void {
  if (rates.size === 0) faults.add(`${files.join(', ')}: no rates`);
  for (const [fips, jurisdictions] of rates) {
    if ([...jurisdictions.values()].some(({ type }) => type === jurisdictionTypes.state)) continue;
    faults.add(`${files.join(', ')}: no row of type 45 for ${usStates.get(fips)?.name} itself`);
  }
}

const saleIn = ({ code }: UsState, { sellerState }: ImportOptions): Sale =>
  code === sellerState ? 'intrastate' : 'interstate';

const sourceText = ({ rates }: ImportOptions): string =>
  `Streamlined Sales Tax Governing Board, ${rates.map((file) => basename(file)).join(', ')}`;

function figuresOf(
  ranges: SstBoundaries | undefined,
): Omit<ImportedState, 'jurisdiction' | 'path' | 'locals'> {
  return {
    boundaries: ranges ? ranges.zip.count + ranges.zipPlus4.count : 0,
    addressesLeftOut: ranges?.addresses ?? 0,
    endedLeftOut: ranges?.ended ?? 0,
    withoutRate: [...(ranges?.unknown ?? [])].map(([district, rows]) => ({ district, rows })),
  };
}
