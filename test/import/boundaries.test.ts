// However rows are joined and left out on the way: every ZIP+4 on every day is taxed as its rows say.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTaxes } from '../../src/core/tax/compile-taxes.js';
import { taxesOf } from '../../src/core/tax/tax-context.js';
import type { TaxJurisdiction } from '../../src/core/tax/tax-rules.js';
import { importTaxRates } from '../../src/import/import-tax-rates.js';
import { readJurisdictions } from '../../src/tax-data.js';
import { type BoundaryCells, boundaryRow, rateRow, table } from '../support/sst-tables.js';
import { place } from './importing.js';

const COUNTIES = ['001', '003', ''];
const ZIPS = 3;
const EXTENSIONS = 6;
const YEARS = 4;

/** One cell of a map of ZIP+4 codes and years: what the whole ZIP says, or a row of its own. */
interface TaxMap {
  /** By ZIP, then by year: a county, or no row. */
  whole: (string | null)[][];
  /** By ZIP, extension and year. */
  parts: (string | null)[][][];
}

const county = fc.constantFrom(...COUNTIES, null);
const byYear = fc.array(county, { minLength: YEARS, maxLength: YEARS });
const taxMap: fc.Arbitrary<TaxMap> = fc.record({
  whole: fc.array(byYear, { minLength: ZIPS, maxLength: ZIPS }),
  parts: fc.array(fc.array(byYear, { minLength: EXTENSIONS, maxLength: EXTENSIONS }), {
    minLength: ZIPS,
    maxLength: ZIPS,
  }),
});

const zipAt = (zip: number): string => String(53_700 + zip);
const extensionAt = (extension: number): string =>
  String(9_997 + extension)
    .slice(-4)
    .padStart(4, '0');
const year = (index: number, day: string): string => `${2020 + index}${day}`;

/** A row for each cell of its own, in no better order than that. */
function rowsOf({ whole, parts }: TaxMap): string[] {
  const rows: BoundaryCells[] = [];
  const add = (at: number, given: string | null | undefined, cells: BoundaryCells) => {
    if (given === null || given === undefined) return;
    rows.push({ ...cells, county: given, from: year(at, '0101'), to: year(at, '1231') });
  };
  for (let zip = 0; zip < ZIPS; zip += 1) {
    for (let at = 0; at < YEARS; at += 1) {
      add(at, whole[zip]?.[at], { low: zipAt(zip) });
      for (let extension = 0; extension < EXTENSIONS; extension += 1) {
        const low = zipAt(zip);
        const cells = { record: '4', low, lowExtension: extensionAt(extension) };
        add(at, parts[zip]?.[extension]?.[at], cells);
      }
    }
  }
  return rows.map(boundaryRow);
}

const us: TaxJurisdiction = { jurisdiction: 'US', name: 'US', registration: 'region', rates: [] };
const taxTables = {
  categories: { standard: {} },
  determination: {
    areas: {},
    rows: [
      {
        id: 'all',
        when: {},
        outcome: { rates: 'destination' as const },
        since: '2000-01-01',
        until: null,
        source: 'test',
      },
    ],
  },
};

describe('properties', () => {
  test('a ZIP+4 is taxed by its own row, else by that of its ZIP, else by the state', async () => {
    const rates = table(place.folder, 'R.csv', [
      rateRow({ type: '45', code: '55', rate: '0.05', from: '20000101' }),
      rateRow({ type: '00', code: '001', rate: '0.01', from: '20000101' }),
      rateRow({ type: '00', code: '003', rate: '0.03', from: '20000101' }),
    ]);
    await fc.assert(
      fc.asyncProperty(taxMap, async (map) => {
        const boundaries = table(place.folder, 'B.csv', rowsOf(map));
        const { out } = place;
        await importTaxRates({
          rates: [rates],
          boundaries: [boundaries],
          out,
          isDryRun: false,
          own: () => undefined,
        });
        const jurisdictions = { US: us, ...readJurisdictions(out) };
        const taxes = compileTaxes(
          { jurisdictions, ...taxTables },
          { country: 'US', region: 'WI' },
        );
        for (let zip = 0; zip < ZIPS; zip += 1) {
          for (let extension = 0; extension < EXTENSIONS; extension += 1) {
            for (let at = 0; at < YEARS; at += 1) {
              const postalCode = `${zipAt(zip)}-${extensionAt(extension)}`;
              const date = `${2020 + at}-06-15`;
              const owed = taxesOf(
                'standard',
                { country: 'US', region: 'WI', postalCode, date },
                taxes,
              );
              const own = map.parts[zip]?.[extension]?.[at] ?? map.whole[zip]?.[at] ?? '';
              expect(owed.ok && owed.value.map(({ jurisdiction }) => jurisdiction)).toEqual([
                'US-WI',
                ...(own === '' ? [] : [`US-WI-00-${own}`]),
              ]);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
