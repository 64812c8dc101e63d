// What is written, and when nothing is.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TaxJurisdiction } from '../../src/core/tax/tax-rules.js';
import { addressRow, boundaryRow, COLUMNS, rateRow, table, zipped } from '../support/sst-tables.js';
import {
  compiled,
  dane,
  dell,
  faultsOf,
  importing,
  jurisdictionsOf,
  milwaukee,
  ofPackage,
  owed,
  owedAfter,
  place,
  plus4,
  wisconsin,
} from './importing.js';

describe('a file', () => {
  test('holds the state and its parts, each rate with its table', async () => {
    await importing({ rates: [wisconsin, dane], boundaries: [dell] });
    const [state, county] = jurisdictionsOf('US-WI.json');
    const { name, needs, registration } = ofPackage['US-WI'] as TaxJurisdiction;
    expect(state).toMatchObject({ jurisdiction: 'US-WI', name, parent: 'US' });
    expect([state?.needs, state?.registration]).toEqual([needs, registration]);
    expect(state?.boundaries).toEqual([
      {
        from: '53703',
        to: '53703',
        since: '2009-01-01',
        until: null,
        jurisdictions: ['US-WI-00-025'],
      },
    ]);
    expect(county).toMatchObject({ jurisdiction: 'US-WI-00-025', parent: 'US-WI' });
    expect(county?.rates.slice(0, 2)).toEqual([
      {
        code: 'COUNTY',
        category: 'standard',
        rate: null,
        since: '1900-01-01',
        until: '2009-01-01',
        source: 'Streamlined Sales Tax Governing Board, R.csv',
      },
      {
        code: 'COUNTY',
        category: 'standard',
        rate: '0.5',
        since: '2009-01-01',
        until: null,
        source: 'Streamlined Sales Tax Governing Board, R.csv',
      },
    ]);
  });

  test('joins ranges that touch and say the same, across ZIPs and times', async () => {
    const boundaries = [
      { low: '53704', county: '025' },
      { low: '53703', county: '025', to: '20251231' },
      { low: '53703', county: '025', from: '20260101' },
      plus4('537030500', '537030999', { place: '53000' }),
      plus4('537030000', '537030499', { place: '53000' }),
      plus4('537030700', '537031200', { place: '53000' }),
      { low: '53706', county: '025' },
    ];
    const [figures] = await importing({ rates: [wisconsin, dane, milwaukee], boundaries });
    const [state] = jurisdictionsOf('US-WI.json');
    expect(state?.boundaries?.map(({ from, to, since }) => [from, to, since])).toEqual([
      ['53703', '53704', '2009-01-01'],
      ['53706', '53706', '2009-01-01'],
      ['537030000', '537031200', '2009-01-01'],
    ]);
    expect(figures).toMatchObject({ jurisdiction: 'US-WI', locals: 2, boundaries: 3 });
  });

  test('does not say of a part of a ZIP what it says of the whole', async () => {
    const boundaries = [
      { low: '53703', high: '53704', county: '025', from: '20200101' },
      plus4('537030000', '537030099', { county: '025', from: '20200101' }),
      plus4('537039000', '537041000', { county: '025', from: '20200101' }),
      plus4('537031000', '537031999', { county: '025', place: '53000', from: '20200101' }),
      plus4('537045000', '537050000', { county: '025', from: '20200101' }),
      plus4('537032000', '537032000', { county: '025', from: '20190101' }),
    ];
    await importing({ rates: [wisconsin, dane, milwaukee], boundaries });
    const [state] = jurisdictionsOf('US-WI.json');
    expect(state?.boundaries?.map(({ from }) => from)).toEqual([
      '53703',
      '537031000', // another city
      '537032000', // holds for longer
      '537045000', // goes on in a ZIP of which nothing is said
    ]);
  });

  test('is one for each state of the tables, which may be several and zipped', async () => {
    const ohio = { state: '39', type: '45', code: '39', rate: '0.0575' };
    const rates = [
      zipped(join(place.folder, 'WIR.zip'), {
        'WIR.csv': `${rateRow(wisconsin)}\n${rateRow(dane)}`,
      }),
      table(place.folder, 'OHR.csv', [rateRow(ohio)]),
    ];
    const boundaries = [zipped(join(place.folder, 'WIB.zip'), { 'WIB.txt': boundaryRow(dell) })];
    const states = await importing({}, { rates, boundaries });
    expect(states.map(({ path }) => path)).toEqual([
      join(place.out, 'US-WI.json'),
      join(place.out, 'US-OH.json'),
    ]);
    expect(owed(compiled(), '53703')).toEqual(['SALES 50000', 'COUNTY 5000']);
    expect(owed(compiled(), '43004', { region: 'OH' })).toEqual(['SALES 57500']);
  });

  test('leaves addresses place.out, and what has ended, and says how many', async () => {
    const boundaries = [
      dell,
      addressRow('53703'),
      addressRow('53704'),
      { ...dell, to: '20081231', from: '20080101' },
    ];
    const [figures] = await importing({ boundaries }, { since: 20_260_101 });
    expect(figures).toMatchObject({ boundaries: 1, addressesLeftOut: 2, endedLeftOut: 1 });
  });

  test('tells districts that no table has a rate of', async () => {
    const specials = [{ code: '00099', type: '63' }];
    const boundaries = [
      { ...dell, specials },
      { low: '53704', specials },
    ];
    const [figures] = await importing({ boundaries });
    expect(figures?.withoutRate).toEqual([{ district: '63-00099', rows: 2 }]);
  });

  test('may be made of tables with headings, padding left away, and dates of an open end', async () => {
    const rates = [
      'State,Jurisdiction Type,FIPS,General,General,Food,Food,Begin,End',
      rateRow({ ...wisconsin, to: '99991231' }),
      rateRow({ ...dane, type: '0', code: '25', to: '20781231' }),
    ];
    const boundaries = [`\ufeffRecord Type${','.repeat(COLUMNS - 1)}`, { ...dell, county: '25' }];
    expect(await owedAfter({ rates, boundaries }, '53703')).toEqual(['SALES 50000', 'COUNTY 5000']);
  });

  test('holds one row where a table ends a rate on the day on which the next begins', async () => {
    const rates = [
      wisconsin,
      { ...dane, to: '20260101' },
      { ...dane, rate: '0.0075', from: '20260101' },
    ];
    await importing({ rates, boundaries: [dell] });
    expect(owed(compiled(), '53703', { date: '2025-12-31' })).toContain('COUNTY 5000');
    expect(owed(compiled(), '53703', { date: '2026-01-01' })).toContain('COUNTY 7500');
  });

  test('takes rows that say the same for one', async () => {
    const rates = [wisconsin, dane, { ...dane, from: '20100401' }];
    expect(await owedAfter({ rates, boundaries: [dell, dell] }, '53703')).toEqual([
      'SALES 50000',
      'COUNTY 5000',
    ]);
  });
});

describe('a dry run', () => {
  test('says what it would have written, and writes nothing', async () => {
    const [figures] = await importing({ boundaries: [dell] }, { isDryRun: true });
    expect(figures).toMatchObject({ path: join(place.out, 'US-WI.json'), boundaries: 1 });
    expect(existsSync(place.out)).toBe(false);
  });

  test('refuses what a real one would', async () => {
    expect(await faultsOf({ rates: ['nonsense'] }, { isDryRun: true })).toHaveLength(1);
  });
});

describe('a large table', () => {
  test('of hundreds of thousands of rows is read as a stream, and joined', async () => {
    const rows = 300_000;
    const path = join(place.folder, 'large.csv');
    const chunks: string[] = [];
    for (let index = 0; index < rows; index += 1) {
      const code = String(530_000_000 + index);
      chunks.push(boundaryRow(plus4(code, code, { county: index < 200_000 ? '025' : '' })));
    }
    writeFileSync(path, chunks.join('\n'));
    let bytes = 0;
    const [figures] = await importing(
      { rates: [wisconsin, dane] },
      {
        boundaries: [path],
        progress: (more) => {
          bytes += more;
        },
      },
    );
    expect(figures?.boundaries).toBe(2);
    expect(bytes).toBeGreaterThan(chunks.join('\n').length);
    expect(owed(compiled(), '53019-9999')).toEqual(['SALES 50000', 'COUNTY 5000']);
    expect(owed(compiled(), '53020-0000')).toEqual(['SALES 50000']);
  }, 60_000);
});
