// Tables with faults: each is told with its file, line, column and value, and nothing is written.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { boundaryRow, rateRow } from '../support/sst-tables.js';
import {
  dane,
  dell,
  faultsOf,
  importing,
  milwaukee,
  place,
  plus4,
  wisconsin,
} from './importing.js';

describe('a fault', () => {
  const row = (cells: Partial<Record<number, string>>, from: string): string => {
    const split = from.split(',');
    for (const [at, cell] of Object.entries(cells)) split[Number(at)] = cell ?? '';
    return split.join(',');
  };
  const rate = (cells: Partial<Record<number, string>>) => row(cells, rateRow(dane));
  const boundary = (cells: Partial<Record<number, string>>, from = dell) =>
    row(cells, boundaryRow(from));
  const four = plus4('537031000', '537031999');

  test.each<[what: string, row: string, fault: string]>([
    ['a state', rate({ 0: '03' }), 'R.csv:2: state: "03" is no FIPS code of a state'],
    [
      'a state in letters',
      rate({ 0: 'WI' }),
      'R.csv:2: state: "WI" is not a number of at most 2 digits',
    ],
    [
      'a type',
      rate({ 1: 'X' }),
      'R.csv:2: jurisdiction type: "X" is not a number of at most 2 digits',
    ],
    [
      'a county',
      rate({ 2: '0255' }),
      'R.csv:2: jurisdiction FIPS code: "0255" is not a number of at most 3 digits',
    ],
    [
      'a rate with a comma',
      rate({ 3: '0,5' }),
      'R.csv:2: column 10: "29991231" is beyond the last one',
    ],
    [
      'a rate in per cent',
      rate({ 3: '5.5' }),
      'R.csv:2: general tax rate intrastate: "5.5" is not a rate such as 0.0550',
    ],
    [
      'a rate below zero',
      rate({ 4: '-0.05' }),
      'R.csv:2: general tax rate interstate: "-0.05" is not a rate such as 0.0550',
    ],
    [
      'a rate that is none',
      rate({ 5: 'NaN' }),
      'R.csv:2: food/drug tax rate intrastate: "NaN" is not a rate such as 0.0550',
    ],
    [
      'a rate that is too fine',
      rate({ 6: '0.0550001' }),
      'R.csv:2: food/drug tax rate interstate: "0.0550001" is finer than a millionth',
    ],
    [
      'a date',
      rate({ 7: '20260230' }),
      'R.csv:2: effective begin date: "20260230" is not a date of the calendar, YYYYMMDD',
    ],
    [
      'a date of another form',
      rate({ 8: '2026-01-01' }),
      'R.csv:2: effective end date: "2026-01-01" is not a date of the calendar, YYYYMMDD',
    ],
    [
      'an end before the beginning',
      rate({ 8: '20081231' }),
      'R.csv:2: effective end date: "20081231" is before 2009-01-01, on which it begins',
    ],
    [
      'a missing column',
      rate({}).split(',').slice(0, 8).join(','),
      'R.csv:2: 8 columns, not 9 at least',
    ],
    ['a column too many', `${rate({})},x`, 'R.csv:2: column 10: "x" is beyond the last one'],
  ])('in %s of a rate table is told with its place', async (_what, broken, fault) => {
    expect(await faultsOf({ rates: [wisconsin, broken] })).toEqual([fault]);
    expect(existsSync(place.out)).toBe(false);
  });

  test.each<[what: string, row: string, fault: string]>([
    ['a record type', boundary({ 0: 'B' }), 'B.csv:2: record type: "B" is not one of Z, 4 and A'],
    [
      'a date',
      boundary({ 1: '20261301' }),
      'B.csv:2: beginning effective date: "20261301" is not a date of the calendar, YYYYMMDD',
    ],
    [
      'an end',
      boundary({ 2: '' }),
      'B.csv:2: ending effective date: "" is not a date of the calendar, YYYYMMDD',
    ],
    [
      'an end before the beginning',
      boundary({ 2: '20081231' }),
      'B.csv:2: ending effective date: "20081231" is before the row begins',
    ],
    [
      'a ZIP',
      boundary({ 17: '5370X' }),
      'B.csv:2: zip code - low: "5370X" is not a number of at most 5 digits',
    ],
    [
      'a missing ZIP',
      boundary({ 17: '' }),
      'B.csv:2: zip code - low: "" is not a number of at most 5 digits',
    ],
    [
      'a range',
      boundary({ 19: '53702' }),
      'B.csv:2: zip code - high: "53702" is lower than "53703"',
    ],
    [
      'an extension',
      boundary({ 18: '' }, four),
      'B.csv:2: zip code extension - low: "" is not a number of at most 4 digits',
    ],
    [
      'a state',
      boundary({ 22: '39' }),
      'B.csv:2: FIPS state code: "39" is a state that the rate tables have nothing of',
    ],
    [
      'a county',
      boundary({ 24: 'Dane' }),
      'B.csv:2: FIPS county code: "Dane" is not a number of at most 3 digits',
    ],
    [
      'a district',
      boundary({ 30: '1234567' }),
      'B.csv:2: special tax district code - 1: "1234567" is not a number of at most 5 digits',
    ],
    ['too few columns', 'Z,20090101,29991231', 'B.csv:2: 3 columns, not 26 at least'],
    ['too many', `${boundary({})},x`, 'B.csv:2: column 90: "x" is beyond the last one'],
  ])('in %s of a boundary table is told with its place', async (_what, broken, fault) => {
    const good = { low: '53999' };
    expect(await faultsOf({ boundaries: [good, broken] })).toEqual([fault]);
  });

  test('is told for each row, up to twenty', async () => {
    const faults = await faultsOf({
      rates: [wisconsin, rate({ 0: '03' }), dane, rate({ 1: 'X' })],
    });
    expect(faults).toHaveLength(2);
    const many = await faultsOf({ rates: Array<string>(500).fill(rate({ 0: '03' })) });
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toBe('and more after that');
  });

  test('is a rate that contradicts another', async () => {
    const rates = [wisconsin, dane, { ...dane, rate: '0.0075', from: '20260101' }];
    expect(await faultsOf({ rates })).toEqual([
      'R.csv:3: effective begin date: "2026-01-01" overlaps R.csv:2, which holds since 2009-01-01 at another rate',
    ]);
  });

  test('is a gap in the rates of a state', async () => {
    const rates = [
      { ...wisconsin, to: '20251231' },
      { ...wisconsin, from: '20260201' },
    ];
    expect(await faultsOf({ rates })).toEqual([
      'R.csv:2: effective begin date: "2026-02-01" leaves a gap after R.csv:1, which ends before 2026-01-01',
    ]);
  });

  test('is a range that contradicts another', async () => {
    const boundaries = [
      plus4('537031000', '537031999', { county: '025' }),
      plus4('537031500', '537031500', { place: '53000' }),
    ];
    expect(await faultsOf({ rates: [wisconsin, dane, milwaukee], boundaries })).toEqual([
      'B.csv:2: zip code - low: "537031500" overlaps B.csv:1, which names other jurisdictions',
    ]);
  });

  test('is a table without the rate of its state, or without any', async () => {
    expect(await faultsOf({ rates: [dane] })).toEqual([
      'R.csv: no row of type 45 for Wisconsin itself',
    ]);
    expect(await faultsOf({ rates: [''] })).toEqual(['R.csv: no rates']);
  });

  test('leaves what was there before as it was', async () => {
    mkdirSync(place.out);
    writeFileSync(join(place.out, 'US-WI.json'), 'before');
    await faultsOf({ rates: [wisconsin, 'nonsense'] });
    await faultsOf({ rates: [wisconsin], boundaries: ['nonsense'] });
    expect(readdirSync(place.out)).toEqual(['US-WI.json']);
    expect(readFileSync(join(place.out, 'US-WI.json'), 'utf8')).toBe('before');
  });

  test('of the disk leaves nothing behind', async () => {
    mkdirSync(join(place.out, 'US-WI.json'), { recursive: true }); // a folder stands in the way
    await expect(importing({})).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|directory/);
    expect(readdirSync(place.out)).toEqual(['US-WI.json']);
  });

  test('of a file that is not there names it', async () => {
    const rates = [join(place.folder, 'missing.csv')];
    await expect(importing({}, { rates })).rejects.toThrow('missing.csv');
  });
});
