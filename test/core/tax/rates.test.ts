import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countries } from '../../../src/core/countries.js';
import { taxContext } from '../../../src/core/tax/tax-context.js';
import type { TaxSeller } from '../../../src/core/tax/tax-rules.js';
import { compiledFor, taxData, taxed } from './data-taxes.js';

const member = (country: string): TaxSeller => ({ country });

/** Percent at home on a day; a country's first letters and its region, if any. */
const percent = (place: string, of: string, on: string): unknown => {
  const [country, region] = place.split('-') as [string, string?];
  const context = taxContext(
    { country, ...(region === undefined ? {} : { region }), date: on },
    compiledFor(region === undefined ? member(country) : { country, region }),
  );
  const answer = context.taxesOf(of);
  return answer.ok ? answer.value.map(({ ppm }) => ppm / 10_000).join(' + ') : answer.refusal;
};

describe('a rate changes at midnight', () => {
  test.each<[string, string, string, string, string]>([
    ['DE', 'standard', '2020-07-01', '19', '16'],
    ['DE', 'standard', '2021-01-01', '16', '19'],
    ['DE', 'food', '2020-07-01', '7', '5'],
    ['DE', 'food', '2021-01-01', '5', '7'],
    ['DE', 'restaurant', '2024-01-01', '7', '19'],
    ['DE', 'restaurant', '2026-01-01', '19', '7'],
    ['IE', 'standard', '2020-09-01', '23', '21'],
    ['IE', 'standard', '2021-03-01', '21', '23'],
    ['EE', 'standard', '2024-01-01', '20', '22'],
    ['EE', 'standard', '2025-07-01', '22', '24'],
    ['FI', 'standard', '2024-09-01', '24', '25.5'],
    ['FI', 'food', '2026-01-01', '14', '13.5'],
    ['SK', 'standard', '2025-01-01', '20', '23'],
    ['RO', 'standard', '2025-08-01', '19', '21'],
    ['LU', 'standard', '2023-01-01', '17', '16'],
    ['LU', 'standard', '2024-01-01', '16', '17'],
    ['CZ', 'books', '2024-01-01', '10', '0'],
    ['PL', 'food', '2022-02-01', '5', '0'],
    ['PL', 'food', '2024-04-01', '0', '5'],
    ['NL', 'hotel', '2026-01-01', '9', '21'],
    ['SE', 'food', '2026-04-01', '12', '6'],
    ['CH', 'standard', '2024-01-01', '7.7', '8.1'],
    ['CH', 'books', '2024-01-01', '2.5', '2.6'],
    ['CH', 'hotel', '2024-01-01', '3.7', '3.8'],
    ['GB', 'restaurant', '2021-10-01', '5', '12.5'],
    ['GB', 'e-books', '2020-05-01', '20', '0'],
    ['NO', 'water', '2025-05-01', '25', '15'],
    ['JP', 'standard', '2019-10-01', '8', '10'],
    ['CA-NS', 'standard', '2025-04-01', '15', '14'],
    ['CA-ON', 'children', '2024-12-14', '5', '0'],
    ['CA-ON', 'children', '2025-02-16', '0', '5'],
    ['CA-QC', 'standard', '2013-01-01', '5 + 9.5', '5 + 9.975'],
    ['US-LA', 'standard', '2025-01-01', '4.45', '5'],
    ['US-KS', 'food', '2025-01-01', '2', '0'],
    ['IN-KA', 'medicines', '2025-09-22', '6 + 6', '2.5 + 2.5'],
  ])('in %s on %s, %s: from %s to %s', (place, of, day, before, after) => {
    const eve = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    expect(percent(place, of, eve)).toBe(before);
    expect(percent(place, of, day)).toBe(after);
  });
});

describe('the standard rate of November 2026', () => {
  test.each(
    Object.entries({
      AT: 20,
      BE: 21,
      BG: 20,
      CY: 19,
      CZ: 21,
      DE: 19,
      DK: 25,
      EE: 24,
      ES: 21,
      FI: 25.5,
      FR: 20,
      GR: 24,
      HR: 25,
      HU: 27,
      IE: 23,
      IT: 22,
      LT: 21,
      LU: 17,
      LV: 21,
      MT: 18,
      NL: 21,
      PL: 23,
      PT: 23,
      RO: 21,
      SE: 25,
      SI: 22,
      SK: 23,
      GB: 20,
      CH: 8.1,
      NO: 25,
      JP: 10,
    }),
  )('of %s is %d %%', (country, rate) => {
    expect(percent(country, 'standard', '2026-11-15')).toBe(String(rate));
  });
});

describe('a category', () => {
  test('that a country does not tax apart has the rate of the one that it falls back to', () => {
    expect(percent('DK', 'books', '2026-11-15')).toBe('25');
    expect(percent('IE', 'newspapers', '2026-11-15')).toBe('0');
    expect(percent('FR', 'newspapers', '2026-11-15')).toBe('2.1');
  });

  test('that no file knows is refused, at home and on exports', () => {
    for (const to of ['DE', 'US']) {
      const refusal = { type: 'no-tax-rate', country: to, taxCategory: 'jewels' };
      expect(taxed({ by: 'DE', to, of: 'jewels' })).toEqual(refusal);
      expect(taxed({ by: 'DE', to, of: 'toString' })).toMatchObject({ type: 'no-tax-rate' });
    }
  });

  test('is refused on days before any rate that is known', () => {
    const refusal = { type: 'no-tax-rate', country: 'DE', taxCategory: 'books' };
    expect(taxed({ by: 'DE', to: 'DE', of: 'books', on: '2019-12-31' })).toEqual(refusal);
  });
});

describe('every file', () => {
  const files = Object.values(taxData.jurisdictions);

  test('names its source by its address, for each rate and each row of the table', () => {
    const rates = files.flatMap((file) => file.rates);
    expect(rates.length).toBeGreaterThan(700);
    expect(rates.filter(({ source }) => !source.startsWith('https://'))).toEqual([]);
    expect(taxData.determination.rows.every(({ source }) => source.length > 10)).toBe(true);
  });

  test('knows each category that it writes: a misspelt one would fall back in silence', () => {
    const known = [
      ...Object.keys(taxData.categories),
      'gst-5',
      'gst-12',
      'gst-18',
      'gst-28',
      'gst-40',
    ];
    for (const { jurisdiction, rates } of files) {
      const unknown = rates.filter(({ category }) => !known.includes(category));
      expect(unknown, jurisdiction).toEqual([]);
    }
  });

  test('of a state or province is there, and taxes what is sold in it', () => {
    const regions = files.filter(({ jurisdiction }) => /^(US|CA|IN)-/.test(jurisdiction));
    expect(regions).toHaveLength(51 + 13 + 36);
    for (const { jurisdiction } of regions) {
      for (const category of Object.keys(taxData.categories)) {
        const answer = taxed({ by: jurisdiction, to: jurisdiction, of: category });
        expect(answer, `${jurisdiction} ${category}`).toBeInstanceOf(Array);
      }
    }
  });

  test('of a member of the EU has a rate for every category, every day since 2022', () => {
    for (const { jurisdiction, supply } of taxData.determination.areas.EU ?? []) {
      if (supply !== undefined || jurisdiction === 'GB') continue;
      for (const category of Object.keys(taxData.categories)) {
        for (const on of ['2022-01-01', '2024-06-30', '2026-11-15', '2040-01-01']) {
          const answer = taxed({ by: jurisdiction, to: jurisdiction, of: category, on });
          expect(answer, `${jurisdiction} ${category} ${on}`).toHaveLength(1);
        }
      }
    }
  });
});

describe('properties', () => {
  const sellers: TaxSeller[] = [
    { country: 'DE', isOssRegistered: true },
    { country: 'FR', isBelowThreshold: true },
    { country: 'GB' },
    { country: 'CH' },
    { country: 'NO' },
    { country: 'JP' },
    { country: 'US', region: 'NY', registrations: ['US-WA'] },
    { country: 'CA', region: 'ON' },
    { country: 'IN', region: 'KA' },
  ];
  const sale = fc.record({
    seller: fc.constantFrom(...sellers),
    country: fc.constantFrom(...countries),
    region: fc.option(fc.constantFrom('NY', 'WA', 'QC', 'KA', 'CN', '??'), { nil: undefined }),
    postalCode: fc.option(fc.stringMatching(/^[0-9A-Z]{2}[0-9A-Z -]{0,8}$/), { nil: undefined }),
    category: fc.constantFrom(...Object.keys(taxData.categories), 'jewels'),
    date: fc
      .date({ min: new Date('2019-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
    vatId: fc.option(fc.constantFrom('FR40303265045', 'DE136695976', 'XI980780684', 'nonsense'), {
      nil: undefined,
    }),
    isShipping: fc.boolean(),
  });

  test('every country, category and day gets taxes or a refusal that names what is missing', () => {
    const seen = { taxed: 0, refused: 0 };
    fc.assert(
      fc.property(sale, ({ seller, category, isShipping, vatId, ...place }) => {
        const context = taxContext({ ...place, customer: { vatId } }, compiledFor(seller));
        const answer = context.taxesOf(category, isShipping);
        if (!answer.ok) {
          seen.refused += 1;
          const { refusal } = answer;
          if (refusal.type === 'no-tax-rate') expect(refusal.taxCategory).toBe(category);
          else expect(refusal.type).toBe('incomplete-tax-address');
          expect(refusal).toMatchObject({ country: place.country });
          return;
        }
        seen.taxed += 1;
        expect(answer.value.length).toBeGreaterThan(0);
        const codes = answer.value.map(({ code }) => code);
        expect(new Set(codes).size).toBe(codes.length);
        for (const { ppm, compoundOn, treatment, reason } of answer.value) {
          expect(ppm).toBeGreaterThanOrEqual(0);
          expect(ppm).toBeLessThan(500_000);
          for (const base of compoundOn ?? []) expect(codes).toContain(base);
          // EN 16931, BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10: no exemption without its reason.
          if (treatment && 'EAEKGO'.includes(treatment)) expect(reason).toBeTruthy();
        }
      }),
      { numRuns: 10_000 },
    );
    expect(seen.taxed).toBeGreaterThan(5_000);
    expect(seen.refused).toBeGreaterThan(500);
  });

  test('what was remembered is what would be worked out anew', () => {
    fc.assert(
      fc.property(sale, ({ seller, category, isShipping, vatId, ...place }) => {
        const remembered = compiledFor(seller);
        const fresh = { ...remembered, contexts: new Map() };
        const ask = (taxes: typeof remembered) =>
          taxContext({ ...place, customer: { vatId } }, taxes).taxesOf(category, isShipping);
        expect(ask(remembered)).toEqual(ask(fresh));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a row of a part stands for the same tax of the whole, and leaves the other taxes alone', () => {
    for (const { jurisdiction, parent, rates } of Object.values(taxData.jurisdictions)) {
      if (parent !== 'CA' && parent !== 'PT') continue;
      const answer = taxed({ by: parent, to: jurisdiction, ...azores(jurisdiction) });
      const own = rates.filter(
        ({ category, since, until }) =>
          category === 'standard' && since <= '2026-11-15' && (until ?? '9') > '2026-11-15',
      );
      for (const { code, rate } of own) {
        const owed = [answer].flat().filter((text) => String(text).startsWith(`${code} `));
        const expected = rate === null ? [] : [`${code} ${jurisdiction} ${rate}`];
        expect(owed).toEqual(expected);
      }
    }
  });
});

/** Portuguese islands are told by their postal codes. */
const azores = (jurisdiction: string): { postalCode?: string } =>
  jurisdiction === 'PT-20' ? { postalCode: '9500' } : {};
