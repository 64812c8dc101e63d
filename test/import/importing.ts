/** Imports made-up tables into a folder of its own for each test, and asks what addresses owe then. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect } from 'vitest';
import { type CompiledTaxes, compileTaxes } from '../../src/core/tax/compile-taxes.js';
import { taxesOf } from '../../src/core/tax/tax-context.js';
import type { TaxJurisdiction, TaxRules } from '../../src/core/tax/tax-rules.js';
import {
  type ImportedState,
  ImportFaults,
  type ImportOptions,
  importTaxRates,
} from '../../src/import/import-tax-rates.js';
import { readJurisdictions } from '../../src/tax-data.js';
import {
  type BoundaryCells,
  boundaryRow,
  type RateCells,
  rateRow,
  table,
} from '../support/sst-tables.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

/** Where the tables lie, and where they are imported to. */
export const place = { folder: temporaryFolder(), out: '' };
let count = 0;
beforeEach(() => {
  place.out = join(place.folder, `out-${count++}`);
});
afterAll(() => removeFolder(place.folder));

const packageData = new URL('../../data/tax/', import.meta.url);
export const ofPackage = readJurisdictions(packageData.pathname);
const packageTable = <Content>(name: string): Content =>
  JSON.parse(readFileSync(new URL(name, packageData), 'utf8')) as Content;

export const wisconsin: RateCells = { type: '45', code: '55', rate: '0.0500' };
export const dane: RateCells = { type: '00', code: '025', rate: '0.0050' };
export const milwaukee: RateCells = { type: '01', code: '53000', rate: '0.0200', from: '20240101' };
export const stadium: RateCells = { type: '63', code: '00050', rate: '.001' };

export const dell: BoundaryCells = { low: '53703', county: '025' };
export const plus4 = (
  low: string,
  high: string,
  more: Partial<BoundaryCells> = {},
): BoundaryCells => ({
  record: '4',
  low: low.slice(0, 5),
  lowExtension: low.slice(5),
  high: high.slice(0, 5),
  highExtension: high.slice(5),
  ...more,
});

export interface Tables {
  rates?: (RateCells | string)[];
  boundaries?: (BoundaryCells | string)[];
}

const textOf = <Cells extends object>(row: Cells | string, write: (cells: Cells) => string) =>
  typeof row === 'string' ? row : write(row);

export function importing(
  { rates = [wisconsin], boundaries = [] }: Tables,
  more: Partial<ImportOptions> = {},
): Promise<ImportedState[]> {
  const written = {
    rates: rates.map((row) => textOf(row, rateRow)),
    boundaries: boundaries.map((row) => textOf(row, boundaryRow)),
  };
  return importTaxRates({
    rates: [table(place.folder, 'R.csv', written.rates)],
    boundaries: boundaries.length === 0 ? [] : [table(place.folder, 'B.csv', written.boundaries)],
    out: place.out,
    isDryRun: false,
    own: (name) => ofPackage[name],
    ...more,
  });
}

/** The package's data with the imported in its place, as a shop in Wisconsin with nexus has it. */
export function compiled(): CompiledTaxes {
  const rules: TaxRules = {
    jurisdictions: { ...ofPackage, ...readJurisdictions(place.out) },
    categories: packageTable('categories.json'),
    determination: packageTable('determination.json'),
  };
  return compileTaxes(rules, {
    country: 'US',
    region: 'WI',
    registrations: ['US-MN', 'US-KS', 'US-NE', 'US-OH'],
  });
}

export interface Sold {
  region?: string;
  date?: string;
  category?: string;
  isShipping?: boolean;
}

/** `SALES 50000` for each tax that a delivery to the postal code owes. */
export function owed(taxes: CompiledTaxes, postalCode: string, sold: Sold = {}): string[] {
  const { region = 'WI', date = '2026-11-25', category = 'standard', isShipping } = sold;
  const result = taxesOf(category, { country: 'US', region, postalCode, date, isShipping }, taxes);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value.map(({ code, ppm, treatment }) =>
    [code, ppm, ...(treatment ? [treatment] : [])].join(' '),
  );
}

export async function owedAfter(
  tables: Tables,
  postalCode: string,
  sold?: Sold,
): Promise<string[]> {
  await importing(tables);
  return owed(compiled(), postalCode, sold);
}

export const jurisdictionsOf = (name: string): TaxJurisdiction[] =>
  JSON.parse(readFileSync(join(place.out, name), 'utf8')) as TaxJurisdiction[];

export async function faultsOf(
  tables: Tables,
  more: Partial<ImportOptions> = {},
): Promise<string[]> {
  const error = await importing(tables, more).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ImportFaults);
  return (error as Error).message.replaceAll(`${place.folder}/`, '').split('\n');
}
