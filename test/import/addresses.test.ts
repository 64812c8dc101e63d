// What addresses owe once tables have been imported.

import { describe, expect, test } from 'vitest';
import type { BoundaryCells, RateCells } from '../support/sst-tables.js';
import {
  compiled,
  dane,
  dell,
  importing,
  jurisdictionsOf,
  milwaukee,
  owed,
  owedAfter,
  plus4,
  stadium,
  wisconsin,
} from './importing.js';

describe('an address', () => {
  const rates = [wisconsin, dane, milwaukee, stadium];

  test('owes the state, its county, its city and its districts', async () => {
    const specials = [{ code: '00050', type: '63' }];
    const boundaries = [{ low: '53202', county: '025', place: '53000', specials }];
    expect(await owedAfter({ rates, boundaries }, '53202')).toEqual([
      'SALES 50000',
      'COUNTY 5000',
      'CITY 20000',
      'DISTRICT-63-00050 1000',
    ]);
  });

  test('in two districts owes both', async () => {
    const other = { ...stadium, code: '00060', rate: '0.0025' };
    const specials = [
      { code: '00050', type: '63' },
      { code: '00060', type: '63' },
    ];
    expect(
      await owedAfter(
        { rates: [...rates, other], boundaries: [{ low: '53202', specials }] },
        '53202',
      ),
    ).toEqual(['SALES 50000', 'DISTRICT-63-00050 1000', 'DISTRICT-63-00060 2500']);
  });

  test('is looked up by ZIP+4 before its ZIP', async () => {
    const boundaries = [
      dell,
      plus4('537031000', '537031999', { county: '025', place: '53000' }),
      plus4('537032000', '537032000'),
    ];
    await importing({ rates, boundaries });
    const taxes = compiled();
    expect(owed(taxes, '53703')).toEqual(['SALES 50000', 'COUNTY 5000']);
    expect(owed(taxes, '53703-1500')).toEqual(['SALES 50000', 'COUNTY 5000', 'CITY 20000']);
    // Its own row names nobody: the row of the whole ZIP must not speak for it.
    expect(owed(taxes, '53703-2000')).toEqual(['SALES 50000']);
    expect(owed(taxes, '53703-2001')).toEqual(['SALES 50000', 'COUNTY 5000']);
  });

  test('that no row knows owes the state alone', async () => {
    await importing({ rates, boundaries: [dell] });
    expect(owed(compiled(), '53704')).toEqual(['SALES 50000']);
    expect(owed(compiled(), '')).toEqual(['SALES 50000']);
  });

  test('where the state does not tax owes the others', async () => {
    const boundaries = [{ low: '53703', county: '025', indicator: '' }, dell].slice(0, 1);
    expect(await owedAfter({ rates, boundaries }, '53703')).toEqual(['SALES 0 O', 'COUNTY 5000']);
  });

  test('changes hands on the day that its row says', async () => {
    const boundaries = [
      { low: '53703', county: '025', to: '20260930' },
      { low: '53703', place: '53000', from: '20261001' },
    ];
    await importing({ rates, boundaries });
    const taxes = compiled();
    expect(owed(taxes, '53703', { date: '2026-09-30' })).toEqual(['SALES 50000', 'COUNTY 5000']);
    expect(owed(taxes, '53703', { date: '2026-10-01' })).toEqual(['SALES 50000', 'CITY 20000']);
  });

  test('owes a local tax from its first day to its last', async () => {
    const again = { ...dane, rate: '0.0075', from: '20260101' };
    const lapsed = { ...dane, to: '20250630' };
    await importing({ rates: [wisconsin, again, lapsed], boundaries: [dell] });
    const taxes = compiled();
    const on = (date: string) => owed(taxes, '53703', { date });
    expect(on('2025-06-30')).toEqual(['SALES 50000', 'COUNTY 5000']);
    expect(on('2025-07-01')).toEqual(['SALES 50000']);
    expect(on('2026-01-01')).toEqual(['SALES 50000', 'COUNTY 7500']);
  });

  test('may be named by a row from before the tax was raised', async () => {
    const boundaries = [{ low: '53202', place: '53000', from: '20090101' }];
    await importing({ rates, boundaries });
    expect(owed(compiled(), '53202', { date: '2023-12-31' })).toEqual(['SALES 50000']);
    expect(owed(compiled(), '53202', { date: '2024-01-01' })).toEqual([
      'SALES 50000',
      'CITY 20000',
    ]);
  });

  test('is found though the row gives its district another type', async () => {
    const specials = [{ code: '50', type: '26' }];
    expect(await owedAfter({ rates, boundaries: [{ low: '53202', specials }] }, '53202')).toEqual([
      'SALES 50000',
      'DISTRICT-63-00050 1000',
    ]);
  });
});

describe('a sale', () => {
  const rates = [
    { ...wisconsin, interstate: '0.0550' },
    { ...dane, interstate: '0.0060' },
  ];

  test('inside of the state of the seller has the rates of such sales', async () => {
    await importing({ rates, boundaries: [dell] }, { sellerState: 'WI' });
    expect(owed(compiled(), '53703')).toEqual(['SALES 50000', 'COUNTY 5000']);
  });

  test('from another state has the rates of those', async () => {
    await importing({ rates, boundaries: [dell] }, { sellerState: 'MN' });
    expect(owed(compiled(), '53703')).toEqual(['SALES 55000', 'COUNTY 6000']);
  });
});

describe('what is exempt', () => {
  const local = (state: string, food?: string): RateCells => ({
    state,
    type: '00',
    code: '001',
    rate: '0.0100',
    ...(food === undefined ? {} : { food }),
  });
  const at = (state: string): BoundaryCells[] => [{ state, low: '53703', county: '001' }];

  test('stays so where the table repeats the general rate for food', async () => {
    // Nebraska exempts food, and its table says 5.5 % for it as for everything.
    const rates = [{ state: '31', type: '45', code: '31', rate: '0.0550' }, local('31')];
    await importing({ rates, boundaries: at('31') });
    const taxes = compiled();
    expect(owed(taxes, '53703', { region: 'NE' })).toEqual(['SALES 55000', 'COUNTY 10000']);
    expect(owed(taxes, '53703', { region: 'NE', category: 'food' })).toEqual(['SALES 0']);
    expect(owed(taxes, '53703', { region: 'NE', category: 'exempt' })).toEqual(['SALES 0 E']);
  });

  test('is not, locally, where the state has a rate of its own for food', async () => {
    // Kansas took its own tax off food; its counties and cities did not.
    const state = { state: '20', type: '45', code: '20', rate: '0.065', food: '0.0' };
    await importing({ rates: [state, local('20')], boundaries: at('20') });
    const food = { region: 'KS', category: 'food' };
    expect(owed(compiled(), '53703', food)).toEqual(['SALES 0', 'COUNTY 10000']);
  });

  test('stays so for categories that the tables know nothing of', async () => {
    const rates = [{ state: '27', type: '45', code: '27', rate: '0.06875' }, local('27')];
    await importing({ rates, boundaries: at('27') });
    const taxes = compiled();
    const sold = (category: string) => owed(taxes, '53703', { region: 'MN', category });
    expect(sold('standard')).toEqual(['SALES 68750', 'COUNTY 10000']);
    expect(sold('clothing')).toEqual(['SALES 0']);
    expect(sold('children')).toEqual(['SALES 0']);
  });

  test('stays so for shipping, also locally, from the day on that it was', async () => {
    const state = { state: '20', type: '45', code: '20', rate: '0.065' };
    await importing({ rates: [state, local('20')], boundaries: at('20') });
    const shipped = (date: string) =>
      owed(compiled(), '53703', { region: 'KS', isShipping: true, date });
    expect(shipped('2023-06-30')).toEqual(['SALES 65000', 'COUNTY 10000']);
    expect(shipped('2023-07-01')).toEqual(['SALES 0 E', 'COUNTY 0 E']);
  });

  test('is nothing in a state that the package has no file of', async () => {
    await importing(
      { rates: [{ state: '72', type: '45', code: '72', rate: '0.105' }] },
      { own: () => undefined },
    );
    const [state] = jurisdictionsOf('US-PR.json');
    expect(state).toMatchObject({ jurisdiction: 'US-PR', name: 'Puerto Rico', parent: 'US' });
    expect(state?.rates.map(({ category, rate, since }) => [category, rate, since])).toEqual([
      ['standard', '10.5', '2009-01-01'],
      ['food', '10.5', '2009-01-01'],
    ]);
  });
});
