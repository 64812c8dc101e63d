import { describe, expect, test } from 'vitest';
import type { PriceBasis, TaxComponent } from '../../../src/core/cart.js';
import { MICROS } from '../../../src/core/decimal.js';
import { calculateTaxes } from '../../../src/core/tax/calculate-taxes.js';
import type { TaxSettings } from '../../../src/core/tax/rounder.js';
import type { Taxable } from '../../../src/core/tax/tax-rows.js';

const tax = (code: string, percent: number, more: Partial<TaxComponent> = {}): TaxComponent => ({
  code,
  jurisdiction: 'XX',
  ppm: percent * 10_000,
  ...more,
});
const costs = (amount: number, taxes: TaxComponent[], pieces = 1): Taxable => ({
  amount,
  taxes,
  quantityMicros: pieces * MICROS,
});

const calculated = (
  taxables: Taxable[],
  basis: PriceBasis = 'net',
  changes: Partial<TaxSettings> = {},
) =>
  calculateTaxes(taxables, basis, 'EUR', {
    ...{ taxRounding: 'rate', rounding: 'half-away', grossSplit: 'tax', taxStepMicros: null },
    ...changes,
  });
const amounts = (...given: Parameters<typeof calculated>) =>
  calculated(...given).rows.map(({ amount }) => amount);

describe('the rows', () => {
  const vat = tax('VAT', 20);

  test('are one for each tax and rate, in order of first appearance', () => {
    const { rows } = calculated([costs(100, [tax('VAT', 7)]), costs(100, [vat]), costs(1, [vat])]);
    expect(rows).toEqual([
      { code: 'VAT', jurisdiction: 'XX', rate: '7', base: 100, amount: 7 },
      { code: 'VAT', jurisdiction: 'XX', rate: '20', base: 101, amount: 20 },
    ]);
  });

  test('are apart for another reason to owe nothing', () => {
    const exempt = (reason: string) => [tax('VAT', 0, { treatment: 'E', reason })];
    expect(calculated([costs(1, exempt('a')), costs(2, exempt('b'))]).rows).toMatchObject([
      { base: 1, reason: 'a' },
      { base: 2, reason: 'b' },
    ]);
  });

  test('give each taxable the difference that it makes', () => {
    const { shares } = calculated([costs(2, [vat]), costs(2, [vat]), costs(3, [vat])]);
    expect(shares.map(([share]) => share?.amount)).toEqual([0, 1, 0]);
  });
});

describe('a tax on a tax', () => {
  const chain = [tax('A', 10), tax('B', 10, { compoundOn: ['A'] })];

  test('is charged on what was printed below it, on a net basis', () => {
    expect(calculated([costs(105, chain)]).rows).toMatchObject([
      { base: 105, amount: 11 },
      { base: 116, amount: 12 },
    ]);
  });

  test('is its exact part inside a gross price', () => {
    expect(calculated([costs(121, chain)], 'gross')).toMatchObject({
      nets: [100],
      rows: [{ amount: 10 }, { base: 110, amount: 11 }],
    });
  });

  test('may stand before what it is charged on', () => {
    expect(amounts([costs(105, [chain[1] as TaxComponent, chain[0] as TaxComponent])])).toEqual([
      11, 12,
    ]);
  });

  test('on one another is refused', () => {
    const circle = [tax('A', 1, { compoundOn: ['B'] }), tax('B', 1, { compoundOn: ['A'] })];
    expect(() => calculated([costs(100, circle)])).toThrow('compound on one another');
  });
});

describe('a withheld tax', () => {
  const both = [tax('VAT', 21), tax('IRPF', 15, { isWithheld: true })];

  test('is kept back of the net amount, on either basis', () => {
    expect(amounts([costs(10_000, both)])).toEqual([2_100, 1_500]);
    expect(calculated([costs(12_100, both)], 'gross')).toMatchObject({
      nets: [10_000],
      rows: [{ amount: 2_100 }, { amount: 1_500, isWithheld: true }],
    });
  });

  test('of some lines does not hang on the order of all', () => {
    const [vat] = both as [TaxComponent];
    const [first, second] = [costs(180, both), costs(-159, [vat])];
    const taxed = (taxables: Taxable[]) =>
      calculated(taxables, 'gross', { taxStepMicros: 50_000 }).rows.map(({ amount }) => amount);
    expect(taxed([second, first])).toEqual(taxed([first, second]));
  });
});

describe('per unit', () => {
  test('the tax of one is taken as often as there are units', () => {
    expect(amounts([costs(72, [tax('VAT', 20)], 3)], 'net', { taxRounding: 'unit' })).toEqual([15]);
  });

  test('of part of a piece it is that part', () => {
    const half = { ...costs(500, [tax('VAT', 19)]), quantityMicros: MICROS / 2 };
    expect(amounts([half], 'net', { taxRounding: 'unit' })).toEqual([95]);
  });
});

describe('a rounded net amount', () => {
  const split = { grossSplit: 'net' } as const;

  test('leaves the rest to several taxes by their parts', () => {
    const taxes = [tax('A', 10), tax('B', 20)];
    expect(calculated([costs(1_000, taxes)], 'gross', split)).toMatchObject({
      nets: [769],
      rows: [{ amount: 77 }, { amount: 154 }],
    });
  });

  test('is exact for any chain of taxes on taxes', () => {
    const chain = [
      tax('A', 10),
      tax('B', 3.3333, { compoundOn: ['A'] }),
      tax('C', 1.25, { compoundOn: ['A', 'B'] }),
    ];
    const { nets } = calculated([costs(115_087, chain)], 'gross', split);
    expect(nets).toEqual([100_000]);
  });

  test('leaves untaxed and exempt amounts alone', () => {
    const taxables = [costs(1, []), costs(1, [tax('VAT', 0)], 2)];
    const all = { ...split, taxRounding: 'unit' } as const;
    expect(calculated(taxables, 'gross', all)).toMatchObject({
      nets: [1, 1],
      rows: [{ amount: 0 }],
    });
  });
});

test('a step that does not fit the currency is refused', () => {
  expect(() => calculated([], 'net', { taxStepMicros: 3_000 })).toThrow('cannot be rounded');
});

describe('a tax on top', () => {
  const both = [tax('VAT', 21), tax('SURCHARGE', 5.2, { isAdded: true })];

  test('is no part of a gross price, and charged on what is net inside it', () => {
    expect(calculated([costs(10_000, both)], 'gross')).toMatchObject({
      nets: [8_264],
      rows: [{ amount: 1_736 }, { base: 8_264, amount: 430, isAdded: true }],
    });
  });

  test('is a tax as any other beside net prices', () => {
    const { rows } = calculated([costs(8_264, both)]);
    expect(rows).toMatchObject([{ amount: 1_735 }, { amount: 430 }]);
    expect(rows[1]).not.toHaveProperty('isAdded');
  });

  test('keeps its own row apart from one that prices contain', () => {
    const contained = [tax('SURCHARGE', 5.2)];
    expect(calculated([costs(100, both), costs(100, contained)], 'gross').rows).toHaveLength(3);
  });
});
