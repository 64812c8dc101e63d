import { describe, expect, test } from 'vitest';
import { cashStepOf, cashSteps } from '../../src/core/cash-steps.js';
import { countries } from '../../src/core/countries.js';
import { cashRound, cashStepFault, microsPerMinor } from '../../src/core/money.js';

const TODAY = '2026-06-15';

describe('what can be paid in cash', () => {
  test.each<[currency: string, country: string | undefined, step: string]>([
    ['CHF', 'CH', '0.05'],
    ['CHF', 'LI', '0.05'],
    ['SEK', 'SE', '1'],
    ['NOK', 'NO', '1'],
    ['DKK', 'DK', '0.5'],
    ['CZK', 'CZ', '1'],
    ['HUF', 'HU', '5'],
    ['CAD', 'CA', '0.05'],
    ['AUD', 'AU', '0.05'],
    ['NZD', 'NZ', '0.1'],
    ['SGD', 'SG', '0.05'],
    ['MYR', 'MY', '0.05'],
    ['ZAR', 'ZA', '0.1'],
    ['ILS', 'IL', '0.1'],
    ['UAH', 'UA', '0.5'],
    ['PLN', 'PL', '0.01'],
    ['GBP', undefined, '0.01'],
    ['ISK', 'IS', '1'],
    ['JPY', 'JP', '1'],
    ['MGA', 'MG', '0.2'],
    ['MRU', 'MR', '0.2'],
    ['EUR', 'DE', '0.01'],
    ['EUR', undefined, '0.01'],
    ...['BE', 'EE', 'FI', 'IE', 'IT', 'LT', 'NL', 'SK'].map((country): [string, string, string] => [
      'EUR',
      country,
      '0.05',
    ]),
  ])('of %s in %s are multiples of %s', (currency, country, step) => {
    expect(cashStepOf(currency, country, TODAY)).toBe(Number(step) * 1_000_000);
  });

  test.each([
    ['LT', '2025-04-30', 10_000],
    ['LT', '2025-05-01', 50_000],
    ['EE', '2024-12-31', 10_000],
    ['EE', '2025-01-01', 50_000],
  ])('of the euro in %s changed: on %s it was %d', (country, date, step) => {
    expect(cashStepOf('EUR', country, date)).toBe(step);
  });

  test.each([
    ['SEK', '1990-01-01', 10_000],
    ['SEK', '2010-09-30', 500_000],
    ['SEK', '2010-10-01', 1_000_000],
    ['UAH', '2025-09-30', 100_000],
    ['UAH', '2025-10-01', 500_000],
  ])('of %s is that of the latest row on %s', (currency, date, step) => {
    expect(cashStepOf(currency, undefined, date)).toBe(step);
  });

  test('is dated data with a source, of real countries, in steps that the currency has', () => {
    for (const { currency, country, stepMicros, since, source } of cashSteps) {
      expect(cashStepFault(stepMicros, currency)).toBeNull();
      expect(stepMicros).toBeGreaterThan(microsPerMinor(currency));
      expect(country === undefined || countries.has(country)).toBe(true);
      expect(new Date(since).toISOString().startsWith(since)).toBe(true);
      expect(source).toContain('https://');
    }
    const keys = cashSteps.map(({ currency, country, since }) => `${currency}/${country}/${since}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

/** Totals in minor units, as the sources round them. */
describe('a total paid in cash is rounded as published by', () => {
  test.each<[source: string, currency: string, step: number, pairs: [number, number][]]>([
    [
      'Eesti Pank, FAQ about the rounding rule: 2.28 + 15.32 + 11.99 + 1.17 = 30.76',
      'EUR',
      50_000,
      [[228 + 1_532 + 1_199 + 117, 3_075]],
    ],
    [
      'the Seimas and the Baltic Times, 2025: 1, 2, 6 and 7 cents down, 3, 4, 8 and 9 up',
      'EUR',
      50_000,
      [
        [1_001, 1_000],
        [1_002, 1_000],
        [1_003, 1_005],
        [1_004, 1_005],
        [1_005, 1_005],
        [1_006, 1_005],
        [1_007, 1_005],
        [1_008, 1_010],
        [1_009, 1_010],
      ],
    ],
    [
      'the Bank of Latvia, 2023-09-26: 12.23 is 12.25, and 12.22 is 12.20',
      'EUR',
      50_000,
      [
        [1_223, 1_225],
        [1_222, 1_220],
      ],
    ],
    [
      'the National Bank of Ukraine, 2025: below 25 kopiyky down, from 25 up to 50, below 75 down to 50, from 75 up',
      'UAH',
      500_000,
      [
        [1_024, 1_000],
        [1_025, 1_050],
        [1_049, 1_050],
        [1_051, 1_050],
        [1_074, 1_050],
        [1_075, 1_100],
        [1_099, 1_100],
      ],
    ],
  ])('%s', (_, currency, step, pairs) => {
    for (const [total, payable] of pairs) expect(cashRound(total, step, currency)).toBe(payable);
  });
});
