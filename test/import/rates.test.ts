// Whatever periods a table has, every day is taxed as the row that holds on it says.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RuleFault } from '../../src/core/rule-faults.js';
import { compileRates } from '../../src/core/tax/compile-rates.js';
import { localRows, stateRows } from '../../src/import/rate-rows.js';
import type { RatePeriod, SstJurisdiction } from '../../src/import/sst-rates.js';

const DAYS = 10;
const dayAt = (index: number): number => 20_260_100 + index + 1;
const dateAt = (index: number): string => `2026-01-${String(index + 1).padStart(2, '0')}`;

interface Levy {
  general: number;
  food: number;
}

/** What is levied on each day, `null` on days without a tax; neighbours that agree are one period. */
function jurisdictionOf(type: string, days: readonly (Levy | null)[]): SstJurisdiction {
  const periods: RatePeriod[] = days.flatMap((levy, index) => {
    if (levy === null) return [];
    const both = (ppm: number) => ({ intrastate: ppm + 1, interstate: ppm });
    const { general, food } = levy;
    const times = { since: dayAt(index), until: dayAt(index + 1), file: 'R.csv', line: index + 1 };
    return [{ general: both(general), food: both(food), ...times }];
  });
  return { state: '55', type, code: '055', periods };
}

/** Parts per million on each day; `null`: not levied, `undefined`: nothing is said. */
function ppmOn(rows: Parameters<typeof compileRates>[0], code: string, category: string) {
  const faults: RuleFault[] = [];
  const compiled = compileRates(rows, '/rates', faults);
  expect(faults).toEqual([]);
  const periods = compiled.get(code)?.get(category) ?? [];
  return Array.from({ length: DAYS }, (_, index) => {
    const date = dateAt(index);
    const row = periods.find(
      ({ since, until }) => since <= date && (until === null || date < until),
    );
    return row?.ppm;
  });
}

const levy = fc.record({
  general: fc.constantFrom(10_000, 50_000),
  food: fc.constantFrom(0, 10_000, 50_000),
});
const always = fc.array(levy, { minLength: DAYS, maxLength: DAYS });
const sometimes = fc.array(fc.option(levy), { minLength: DAYS, maxLength: DAYS });
const exempt = {
  code: 'SALES',
  category: 'food',
  rate: '0',
  since: dateAt(4),
  until: null,
  source: 'test',
};

describe('properties', () => {
  const given = (state: (Levy | null)[], isExempt: boolean) => ({
    state: jurisdictionOf('45', state),
    own: isExempt ? [exempt] : [],
    sale: 'interstate' as const,
    source: 'test',
  });
  /** Whether the shop's own file is asked about food on that day, and exempts it. */
  const isFoodExempt = (state: Levy | undefined, index: number, isExempt: boolean): boolean =>
    isExempt && index >= 4 && state?.food === state?.general;

  test('a state is taxed day by day as its table says, and food as the shop’s file says', () => {
    fc.assert(
      fc.property(always, fc.boolean(), (state, isExempt) => {
        const rows = stateRows('SALES', given(state, isExempt));
        expect(ppmOn(rows, 'SALES', 'standard')).toEqual(state.map(({ general }) => general));
        expect(ppmOn(rows, 'SALES', 'food')).toEqual(
          state.map((own, index) => (isFoodExempt(own, index, isExempt) ? 0 : own.food)),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('a local tax is levied on the days on which its table has a rate, and on no others', () => {
    fc.assert(
      fc.property(always, sometimes, fc.boolean(), (state, local, isExempt) => {
        const rows = localRows('COUNTY', jurisdictionOf('00', local), given(state, isExempt));
        expect(ppmOn(rows, 'COUNTY', 'standard')).toEqual(local.map((own) => own?.general ?? null));
        expect(ppmOn(rows, 'COUNTY', 'food')).toEqual(
          local.map((own, index) =>
            isFoodExempt(state[index], index, isExempt) ? null : own?.food || null,
          ),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('rows that say the same are one', () => {
    fc.assert(
      fc.property(always, sometimes, (state, local) => {
        const rows = localRows('COUNTY', jurisdictionOf('00', local), given(state, false));
        for (const [index, row] of rows.entries()) {
          const before = rows[index - 1];
          if (before?.category === row.category) expect(row.rate).not.toBe(before.rate);
        }
      }),
      { numRuns: 500 },
    );
  });
});
