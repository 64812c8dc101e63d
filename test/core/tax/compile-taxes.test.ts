import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RuleError, type RuleFault } from '../../../src/core/rule-faults.js';
import { compileTaxes } from '../../../src/core/tax/compile-taxes.js';
import { taxesOf } from '../../../src/core/tax/tax-context.js';
import type {
  TaxBoundary,
  TaxJurisdiction,
  TaxRate,
  TaxRules,
  TaxSeller,
} from '../../../src/core/tax/tax-rules.js';

const seller: TaxSeller = { country: 'CA' };
const forever = { since: '2000-01-01', until: null, source: 'test' };

const rate = (changes: Partial<TaxRate> = {}): TaxRate => ({
  code: 'GST',
  category: 'standard',
  rate: '5',
  ...forever,
  ...changes,
});

const file = (
  jurisdiction: string,
  rates: TaxRate[],
  changes: Partial<TaxJurisdiction> = {},
): TaxJurisdiction => ({ jurisdiction, name: jurisdiction, rates, ...changes });

const rulesOf = (files: TaxJurisdiction[], changes: Partial<TaxRules> = {}): TaxRules => ({
  jurisdictions: Object.fromEntries(files.map((one) => [one.jurisdiction, one])),
  categories: { standard: {}, books: { fallback: 'standard' } },
  determination: {
    areas: {},
    rows: [{ id: 'all', when: {}, outcome: { rates: 'destination' }, ...forever }],
  },
  ...changes,
});

/** What is wrong with the rules; nothing when they compile. */
function faultsOf(rules: TaxRules, by: TaxSeller = seller): RuleFault[] {
  try {
    compileTaxes(rules, by);
    return [];
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return [...error.faults];
  }
}

const ofRates = (...rates: Partial<TaxRate>[]): RuleFault[] =>
  faultsOf(rulesOf([file('CA', rates.map(rate))]));

const boundary = (changes: Partial<TaxBoundary> = {}): TaxBoundary => ({
  from: '1000',
  to: '1999',
  since: '2000-01-01',
  until: null,
  jurisdictions: ['CA-QC'],
  ...changes,
});

const ofBoundaries = (...boundaries: Partial<TaxBoundary>[]): RuleFault[] =>
  faultsOf(
    rulesOf([
      file('CA', [rate()], { boundaries: boundaries.map(boundary) }),
      file('CA-QC', [], { parent: 'CA' }),
    ]),
  );

describe('the rates of one tax on one category', () => {
  const early = { until: '2024-01-01', rate: '5' };
  const late = { since: '2024-01-01', rate: '6' };

  test.each([
    ['in order', [early, late]],
    ['the other way round', [late, early]],
  ])('may follow one another without a seam, written %s', (_, rates) => {
    const taxes = compileTaxes(rulesOf([file('CA', rates.map(rate))]), seller);
    const on = (date: string) => taxesOf('standard', { country: 'CA', date }, taxes);
    expect(on('2023-12-31')).toMatchObject({ value: [{ ppm: 50_000 }] });
    expect(on('2024-01-01')).toMatchObject({ value: [{ ppm: 60_000 }] });
  });

  test.each<[string, Partial<TaxRate>[], string, string]>([
    ['a gap', [{ until: '2023-12-31' }, late], '/1/since', 'GST standard: a gap before 2024-01-01'],
    ['an overlap', [{ until: '2024-01-02' }, late], '/1/since', 'an overlap before 2024-01-01'],
    ['two without an end', [{}, late], '/1/since', 'an overlap before 2024-01-01'],
    ['the same day twice', [{}, {}], '/1/since', 'an overlap'],
    ['an end before its beginning', [{ until: '1999-01-01' }], '/0/until', 'is not after since'],
    ['a day that no calendar has', [{ since: '2023-02-29' }], '/0/since', 'a date of the calendar'],
    ['a negative rate', [{ rate: '-5' }], '/0/rate', '"-5" is not a decimal number'],
    ['a rate that is too fine', [{ rate: '9.97501' }], '/0/rate', 'more than four decimals'],
    [
      'a tax on one that is not there',
      [{ compoundOn: ['QST'] }],
      '/0/compoundOn',
      '"QST" is no tax',
    ],
    ['a tax on itself', [{ compoundOn: ['GST'] }], '/0/compoundOn', 'charged on itself'],
    [
      'a tax on itself by a detour',
      [{ compoundOn: ['QST'] }, { code: 'QST', compoundOn: ['GST'] }],
      '/1/compoundOn',
      'charged on itself',
    ],
    ['no source', [{ source: '' }], '/0/source', 'is not a text'],
    ['a treatment of no standard', [{ treatment: 'X' as 'S' }], '/0/treatment', 'one of S, Z'],
    ['a misspelt field', [{ compundOn: ['GST'] } as never], '/0/compundOn', 'no field known here'],
  ])('may not have %s', (_, rates, pointer, detail) => {
    const [fault] = ofRates(...rates).filter((one) => one.pointer.endsWith(pointer));
    expect(fault?.pointer).toBe(`/taxes/jurisdictions/CA/rates${pointer}`);
    expect(fault?.detail).toContain(detail);
  });

  test('are all named when several are wrong, not only the first', () => {
    expect(ofRates({ rate: '-5' }, { code: 'QST', rate: 'x' })).toHaveLength(2);
  });

  test('do not have to join with those of another tax or category', () => {
    expect(ofRates({}, { category: 'books', since: '2020-01-01' }, { code: 'QST' })).toEqual([]);
  });
});

describe('a jurisdiction', () => {
  const pointerOf = (files: TaxJurisdiction[]) => faultsOf(rulesOf(files))[0]?.pointer;

  test.each<[string, TaxJurisdiction[], string]>([
    ['of an unknown parent', [file('CA-QC', [], { parent: 'CA' })], 'CA-QC/parent'],
    [
      'that is a part of itself',
      [file('A', [], { parent: 'B' }), file('B', [], { parent: 'A' })],
      'A/parent',
    ],
    ['with an unknown field', [file('CA', [], { rate: '5' } as never)], 'CA/rate'],
    ['with another need', [file('CA', [], { needs: 'city' as 'region' })], 'CA/needs'],
  ])('%s is refused', (_, files, pointer) => {
    expect(pointerOf(files)).toBe(`/taxes/jurisdictions/${pointer}`);
  });

  test('stands in the file of its name', () => {
    const rules = rulesOf([]);
    rules.jurisdictions.CA = file('US', []);
    expect(faultsOf(rules)[0]?.pointer).toBe('/taxes/jurisdictions/CA/jurisdiction');
  });

  test('may charge a tax on one of its parent', () => {
    const qst = rate({ code: 'QST', rate: '9.5', compoundOn: ['GST'] });
    expect(
      faultsOf(rulesOf([file('CA', [rate()]), file('CA-QC', [qst], { parent: 'CA' })])),
    ).toEqual([]);
  });
});

describe('a range of postal codes', () => {
  test.each<[string, Partial<TaxBoundary>[], string]>([
    ['ends before it begins', [{ from: '2000', to: '1000' }], '/0/to'],
    ['has ends of different length', [{ from: '1000', to: '19999' }], '/0/to'],
    ['has small letters', [{ from: 'a1', to: 'a2' }], '/0/from'],
    ['leads nowhere', [{ jurisdictions: ['CA-XX'] }], '/0/jurisdictions'],
    ['leads nowhere at all', [{ jurisdictions: [] }], '/0/jurisdictions'],
    ['overlaps another', [{}, { from: '1999', to: '2999' }], '/1/from'],
  ])('is refused when it %s', (_, boundaries, pointer) => {
    expect(ofBoundaries(...boundaries).map((fault) => fault.pointer)).toContain(
      `/taxes/jurisdictions/CA/boundaries${pointer}`,
    );
  });

  test('may be drawn anew on another day', () => {
    expect(ofBoundaries({ until: '2024-01-01' }, { since: '2024-01-01' })).toEqual([]);
  });
});

describe('parts of a place', () => {
  const washington = (...boundaries: Partial<TaxBoundary>[]) =>
    compileTaxes(
      rulesOf([
        file('CA', [rate()], { boundaries: boundaries.map(boundary) }),
        ...['1', '2', '3'].map((part) =>
          file(`CA-${part}`, [rate({ code: 'CITY', rate: part })], { parent: 'CA' }),
        ),
      ]),
      seller,
    );
  const city = (postalCode: string, taxes: ReturnType<typeof washington>, date = '2024-06-01') => {
    const answer = taxesOf('standard', { country: 'CA', postalCode, date }, taxes);
    return answer.ok && answer.value.map(({ jurisdiction }) => jurisdiction);
  };

  test('are found by the longest code that is written down: ZIP+4 before ZIP', () => {
    const taxes = washington(
      { from: '98001', to: '98009', jurisdictions: ['CA-1'] },
      { from: '980010500', to: '980010599', jurisdictions: ['CA-2'] },
    );
    expect(city('98001', taxes)).toEqual(['CA', 'CA-1']);
    expect(city('98001-0550', taxes)).toEqual(['CA', 'CA-2']);
    expect(city('98001-0600', taxes)).toEqual(['CA', 'CA-1']);
    expect(city('98010', taxes)).toEqual(['CA']);
    expect(city('9', taxes)).toEqual(['CA']);
  });

  test('are those of the day, where the line was drawn anew', () => {
    const range = { from: '98001', to: '98001' };
    const taxes = washington(
      { ...range, until: '2024-01-01', jurisdictions: ['CA-1'] },
      { ...range, since: '2024-01-01', jurisdictions: ['CA-2'] },
    );
    expect(city('98001', taxes, '2023-12-31')).toEqual(['CA', 'CA-1']);
    expect(city('98001', taxes, '2024-01-01')).toEqual(['CA', 'CA-2']);
  });

  test('may be several at once; their rows of one tax give way to the most specific, the last', () => {
    const taxes = washington({ from: '98', to: '98', jurisdictions: ['CA-1', 'CA-3'] });
    const place = { country: 'CA', postalCode: '98001', date: '2024-06-01' };
    expect(taxesOf('standard', place, taxes)).toMatchObject({
      value: [{ code: 'GST' }, { code: 'CITY', jurisdiction: 'CA-3', ppm: 30_000 }],
    });
  });
});

describe('a table', () => {
  const withRow = (changes: object): RuleFault[] => {
    const rules = rulesOf([file('CA', [rate()])]);
    const [row] = rules.determination.rows;
    rules.determination.rows = [{ ...row, ...changes } as never];
    return faultsOf(rules);
  };

  test.each([
    ['an unknown place', { when: { to: ['Atlantis'] } }, '/rows/0/when/to'],
    ['an unknown circumstance', { when: { moon: true } }, '/rows/0/when/moon'],
    ['an outcome of nothing', { outcome: { rates: 'moon' } }, '/rows/0/outcome/rates'],
    ['a zero without reason', { outcome: { code: 'V', treatment: 'K' } }, '/rows/0/outcome/reason'],
  ])('of whose tax it is may not have %s', (_, changes, pointer) => {
    expect(withRow(changes)[0]?.pointer).toBe(`/taxes/determination${pointer}`);
  });

  test.each([
    ['on nothing', { books: { fallback: 'standard' } }],
    ['on themselves', { books: { fallback: 'maps' }, maps: { fallback: 'books' } }],
  ])('of categories may not let them fall back %s', (_, categories) => {
    const [fault] = faultsOf(rulesOf([file('CA', [rate()])], { categories }));
    expect(fault?.pointer).toBe('/taxes/categories/books/fallback');
  });

  test('of the seller names places that are known', () => {
    const rules = rulesOf([file('CA', [rate()])]);
    expect(faultsOf(rules, { country: 'CA', registrations: ['US-QQ'] })).toEqual([
      { pointer: '/seller/registrations', detail: '"US-QQ" is no jurisdiction known here' },
    ]);
    const regional = rulesOf([
      { ...file('CA', [rate()]), needs: 'region', registration: 'region' },
      file('CA-QC', []),
    ]);
    const inRegion = (region?: string) => faultsOf(regional, { country: 'CA', region });
    expect([inRegion('QC'), inRegion('CA-QC'), inRegion('qc')]).toEqual([[], [], []]);
    expect(inRegion()).toEqual([
      { pointer: '/seller/region', detail: 'is needed: the taxes of CA depend on it' },
    ]);
    expect(inRegion('Québec')).toEqual([
      { pointer: '/seller/region', detail: '"CA-QUÉBEC" is no jurisdiction known here' },
    ]);
    const both = { country: 'DE', isOssRegistered: true, isBelowThreshold: true };
    expect(faultsOf(rules, both)[0]?.pointer).toBe('/seller/isBelowThreshold');
  });
});

describe('properties', () => {
  const day = fc
    .integer({ min: 0, max: 11 })
    .map((month) => `2024-${String(month + 1).padStart(2, '0')}-01`);
  const period = fc
    .tuple(day, fc.option(day))
    .filter(([since, until]) => until === null || since < until);
  const monthsOf = ([since, until]: [string, string | null]): number[] =>
    Array.from({ length: 12 }, (_, month) => month).filter((month) => {
      const date = `2024-${String(month + 1).padStart(2, '0')}-01`;
      return since <= date && (until === null || date < until);
    });

  test('exactly those tables of rates compile that have neither gap nor overlap', () => {
    let seamlessTables = 0;
    fc.assert(
      fc.property(fc.array(period, { minLength: 1, maxLength: 3 }), (periods) => {
        const months = periods.flatMap(monthsOf).sort((a, b) => a - b);
        const span = (months.at(-1) ?? 0) - (months[0] ?? 0) + 1;
        const seamless = new Set(months).size === months.length && span === months.length;
        if (seamless) seamlessTables += 1;
        const faults = ofRates(...periods.map(([since, until]) => ({ since, until })));
        expect(faults.length === 0).toBe(seamless);
      }),
      { numRuns: 5_000 },
    );
    expect(seamlessTables).toBeGreaterThan(500);
  });

  test('a code is found in exactly the range that holds it, however many there are', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 9_999 }), {
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(cuts, fc.integer({ min: 0, max: 9_999 }), (numbers, asked) => {
        const text = (code: number): string => String(code).padStart(4, '0');
        const sorted = [...numbers].sort((a, b) => a - b);
        const ranges = sorted.flatMap((from, index) => {
          const next = sorted[index + 1];
          // Every other stretch is left out, so that codes between ranges are asked for too.
          return next === undefined || index % 2 === 1 ? [] : [{ from, to: next - 1 }];
        });
        const parts = ranges.map((_, index) => `CA-${index}`);
        const taxes = compileTaxes(
          rulesOf([
            file('CA', [rate()], {
              boundaries: ranges.map(({ from, to }, index) => ({
                ...boundary({ from: text(from), to: text(to) }),
                jurisdictions: [parts[index] as string],
              })),
            }),
            ...parts.map((name) => file(name, [rate({ code: name })], { parent: 'CA' })),
          ]),
          seller,
        );
        const place = { country: 'CA', postalCode: text(asked), date: '2024-01-01' };
        const answer = taxesOf('standard', place, taxes);
        const found = ranges.findIndex(({ from, to }) => from <= asked && asked <= to);
        expect(answer.ok && answer.value.map(({ code }) => code)).toEqual(
          found < 0 ? ['GST'] : ['GST', `CA-${found}`],
        );
      }),
      { numRuns: 500 },
    );
  });
});
