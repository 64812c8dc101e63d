import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PriceBasis, TaxComponent } from '../../../src/core/cart.js';
import { MICROS } from '../../../src/core/decimal.js';
import { roundingModes, settingChoices } from '../../../src/core/settings.js';
import { calculateTaxes, type TaxedAmounts } from '../../../src/core/tax/calculate-taxes.js';
import type { TaxSettings } from '../../../src/core/tax/rounder.js';
import type { Taxable } from '../../../src/core/tax/tax-rows.js';
import {
  exactTax,
  Fraction,
  grossOf,
  isOutside,
  netParts,
  type OracleSettings,
  roundedAtTheEnd,
  roundedTax,
  sumOf,
} from './tax-oracle.js';

/** `FAST_CHECK_RUNS=10000` searches longer. */
const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 400);

const tax = (code: string, ppm: number, more: Partial<TaxComponent> = {}): TaxComponent => ({
  code,
  jurisdiction: 'XX',
  ppm,
  ...more,
});
const gst = tax('GST', 50_000);
const vat = tax('VAT', 210_000);

/** What lines owe: several rates, several taxes, compound and withheld ones, shared and not. */
const systems: TaxComponent[][] = [
  [],
  [tax('VAT', 0, { treatment: 'E', reason: 'exempt' })],
  [tax('VAT', 190_000)],
  [tax('VAT', 70_000)],
  [tax('VAT', 55_000)],
  [gst],
  [gst, tax('QST', 99_750)],
  [gst, tax('PST', 95_000, { compoundOn: ['GST'] })],
  [
    tax('A', 100_000),
    tax('B', 33_333, { compoundOn: ['A'] }),
    tax('C', 12_500, { compoundOn: ['A', 'B'] }),
  ],
  [vat],
  [vat, tax('IRPF', 150_000, { isWithheld: true })],
  [vat, tax('SURCHARGE', 52_000, { isAdded: true })],
];

const taxable: fc.Arbitrary<Taxable> = fc.record({
  amount: fc.oneof(
    fc.integer({ min: -300, max: 300 }),
    fc.integer({ min: 0, max: 9_999 }),
    fc.integer({ min: -2_000_000, max: 9_000_000 }),
  ),
  taxes: fc.constantFrom(...systems),
  quantityMicros: fc.integer({ min: 1, max: 12 }).map((pieces) => pieces * MICROS),
});

interface Given {
  taxables: Taxable[];
  basis: PriceBasis;
  settings: TaxSettings;
}

const given = (
  changes: Partial<{ [Name in keyof TaxSettings]: readonly TaxSettings[Name][] }> = {},
) =>
  fc.record<Given>({
    taxables: fc.array(taxable, { minLength: 1, maxLength: 8 }),
    basis: fc.constantFrom<PriceBasis>('gross', 'net'),
    settings: fc.record<TaxSettings>({
      taxRounding: fc.constantFrom(...(changes.taxRounding ?? settingChoices.taxRounding)),
      rounding: fc.constantFrom(...(changes.rounding ?? roundingModes)),
      grossSplit: fc.constantFrom(...(changes.grossSplit ?? settingChoices.grossSplit)),
      taxStepMicros: fc.constantFrom(...(changes.taxStepMicros ?? [null, 1_000, 5_000, 50_000])),
    }),
  });

const calculated = ({ taxables, basis, settings }: Given): TaxedAmounts =>
  calculateTaxes(taxables, basis, 'EUR', settings);

const holdsForAny = (check: (taxed: TaxedAmounts, all: Given) => void, arbitrary = given()): void =>
  fc.assert(
    fc.property(arbitrary, (all) => check(calculated(all), all)),
    { numRuns },
  );

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
/** What prices contain, or what is added to net ones. */
const owed = ({ rows }: TaxedAmounts): number[] =>
  rows.filter((row) => !row.isWithheld && !row.isAdded).map(({ amount }) => amount);

const oracleSettings = ({ settings }: Given): OracleSettings => ({
  ...settings,
  step:
    settings.taxStepMicros === null
      ? new Fraction(1)
      : new Fraction(settings.taxStepMicros, 10_000),
});

interface OracleRow {
  component: TaxComponent;
  /** Indices of the taxables that owe it. */
  members: number[];
}

function oracleRows({ taxables }: Given): OracleRow[] {
  const rows = new Map<TaxComponent, number[]>();
  for (const [index, { taxes }] of taxables.entries()) {
    for (const component of taxes) rows.set(component, [...(rows.get(component) ?? []), index]);
  }
  return [...rows].map(([component, members]) => ({ component, members }));
}

const rowIndex = ({ rows }: TaxedAmounts, { code, ppm, isWithheld }: TaxComponent): number =>
  rows.findIndex(
    (row) =>
      row.code === code &&
      Math.round(Number(row.rate) * 10_000) === ppm &&
      (row.isWithheld ?? false) === (isWithheld ?? false),
  );

const printedShare = (taxed: TaxedAmounts, member: number, component: TaxComponent): Fraction => {
  const row = rowIndex(taxed, component);
  const share = taxed.shares[member]?.find((one) => one.row === row);
  return new Fraction(share?.amount ?? 0);
};

describe('properties: what is printed adds up', () => {
  test('the shares of a row sum to its base and its amount', () => {
    holdsForAny(({ rows, shares }) => {
      for (const [index, { base, amount }] of rows.entries()) {
        const own = shares.flat().filter(({ row }) => row === index);
        expect(sum(own.map((share) => share.amount))).toBe(amount);
        expect(sum(own.map((share) => share.base))).toBe(base);
      }
    });
  });

  test('net amounts and taxes are the gross amounts, of each taxable and of all', () => {
    holdsForAny((taxed, { taxables, basis }) => {
      for (const [index, { amount }] of taxables.entries()) {
        const taxes = (taxed.shares[index] ?? [])
          .filter(({ row }) => !taxed.rows[row]?.isWithheld && !taxed.rows[row]?.isAdded)
          .map((share) => share.amount);
        const net = taxed.nets[index] as number;
        expect(basis === 'gross' ? net + sum(taxes) : net).toBe(amount);
      }
      const all = sum(taxables.map(({ amount }) => amount));
      expect(sum(taxed.nets) + (basis === 'gross' ? sum(owed(taxed)) : 0)).toBe(all);
    });
  });

  test('every amount is a safe integer, and no row is there that nobody owes', () => {
    holdsForAny((taxed, all) => {
      const amounts = [...taxed.nets, ...taxed.rows.flatMap(({ base, amount }) => [base, amount])];
      expect(amounts.filter((amount) => !Number.isSafeInteger(amount))).toEqual([]);
      expect(taxed.rows).toHaveLength(oracleRows(all).length);
    });
  });
});

/** The base of each member of a compound row on a net basis: its amount and the taxes below it. */
const compoundBase =
  (taxed: TaxedAmounts, { taxables }: Given, { component }: OracleRow) =>
  (member: number): Fraction => {
    const { amount, taxes } = taxables[member] as Taxable;
    const below = taxes.filter(({ code }) => component.compoundOn?.includes(code));
    const charged = below.map((tax) => printedShare(taxed, member, tax));
    return sumOf([new Fraction(amount), ...charged]);
  };

function expectedRow(taxed: TaxedAmounts, all: Given, row: OracleRow): Fraction {
  const { taxables, basis } = all;
  const { component, members } = row;
  const rate = new Fraction(component.ppm, 1_000_000);
  const isCompound = basis === 'net' && component.compoundOn !== undefined;
  const isOnNet = isOutside(component, basis);
  const baseOf = isOnNet
    ? (member: number) => new Fraction(taxed.nets[member] as number)
    : isCompound
      ? compoundBase(taxed, all, row)
      : (member: number) => new Fraction((taxables[member] as Taxable).amount);
  const partOf = (member: number): Fraction => {
    if (isOnNet || isCompound) return rate;
    const { taxes } = taxables[member] as Taxable;
    const part = netParts(taxes)[taxes.indexOf(component)] as Fraction;
    return basis === 'gross' ? part.over(grossOf(taxes)) : part;
  };
  const parts = members.map((member) => ({
    base: baseOf(member),
    part: partOf(member),
    units: new Fraction((taxables[member] as Taxable).quantityMicros, MICROS),
  }));
  return roundedTax(parts, oracleSettings(all));
}

describe('properties: against the definition', () => {
  test('each tax is its part of its bases, rounded where and as the settings say', () => {
    const arbitrary = given({ taxRounding: ['rate', 'line', 'unit'], grossSplit: ['tax'] });
    holdsForAny((taxed, all) => {
      for (const row of oracleRows(all)) {
        const { amount } = taxed.rows[rowIndex(taxed, row.component)] as { amount: number };
        expect(BigInt(amount)).toBe(expectedRow(taxed, all, row).n);
      }
    }, arbitrary);
  });

  test('at the end, all taxes together are their exact sum, rounded once', () => {
    holdsForAny(
      (taxed, all) => {
        const total = roundedAtTheEnd(all.taxables, all.basis, oracleSettings(all));
        expect(BigInt(sum(owed(taxed)))).toBe(total.n);
      },
      given({ taxRounding: ['end'] }),
    );
  });

  test('at the end, every row is less than one unit a member off its exact amount', () => {
    holdsForAny(
      (taxed, all) => {
        for (const { component, members } of oracleRows(all)) {
          if (isOutside(component, all.basis)) continue;
          const exact = sumOf(
            members.map((m) => exactTax(all.taxables[m] as Taxable, component, all.basis)),
          );
          const { amount } = taxed.rows[rowIndex(taxed, component)] as { amount: number };
          const off = new Fraction(amount).minus(exact).size();
          expect(off.isAtMost(new Fraction(members.length))).toBe(true);
        }
      },
      given({ taxRounding: ['end'], taxStepMicros: [null] }),
    );
  });

  test('once per rate, a tax is within half a unit of its exact amount', () => {
    const arbitrary = given({
      taxRounding: ['rate'],
      rounding: ['half-away', 'half-even', 'half-down', 'half-up'],
      grossSplit: ['tax'],
      taxStepMicros: [null],
    });
    holdsForAny((taxed, all) => {
      for (const { component, members } of oracleRows(all)) {
        if (component.compoundOn || isOutside(component, all.basis)) continue;
        const exact = sumOf(
          members.map((m) => exactTax(all.taxables[m] as Taxable, component, all.basis)),
        );
        const { amount } = taxed.rows[rowIndex(taxed, component)] as { amount: number };
        expect(new Fraction(amount).minus(exact).size().isAtMost(new Fraction(1, 2))).toBe(true);
      }
    }, arbitrary);
  });

  test('where the net amount is rounded, that of all who owe the same is the exact one, rounded', () => {
    holdsForAny(
      ({ nets }, { taxables, settings }) => {
        const groups = new Map<string, number[]>();
        for (const [index, { taxes }] of taxables.entries()) {
          const key =
            settings.taxRounding === 'rate'
              ? taxes
                  .filter((tax) => !isOutside(tax, 'gross'))
                  .map(({ code, ppm }) => `${code} ${ppm}`)
                  .join()
              : String(index);
          groups.set(key, [...(groups.get(key) ?? []), index]);
        }
        for (const members of groups.values()) {
          const { taxes, quantityMicros } = taxables[members[0] as number] as Taxable;
          const amount = new Fraction(sum(members.map((m) => (taxables[m] as Taxable).amount)));
          const units = new Fraction(settings.taxRounding === 'unit' ? quantityMicros / MICROS : 1);
          const net = amount.over(units).over(grossOf(taxes)).round(settings.rounding).times(units);
          const printed = sum(members.map((member) => nets[member] as number));
          const isTaxed = taxes.some((tax) => tax.ppm > 0 && !isOutside(tax, 'gross'));
          expect(BigInt(printed)).toBe(isTaxed ? net.n / net.d : amount.n / amount.d);
        }
      },
      given({ taxRounding: ['rate', 'line', 'unit'], grossSplit: ['net'] }).map((all) => ({
        ...all,
        basis: 'gross' as const,
      })),
    );
  });
});

describe('properties: round trips', () => {
  const halves = fc.constantFrom(...(['half-away', 'half-even', 'half-down', 'half-up'] as const));
  const trip = fc.record({
    amount: fc.integer({ min: 0, max: 99_999_999 }),
    ppm: fc.integer({ min: 1, max: 1_000_000 }),
    rounding: halves,
  });
  const alone = (amount: number, ppm: number): Taxable[] => [
    { amount, taxes: [tax('VAT', ppm)], quantityMicros: MICROS },
  ];
  const settingsOf = (rounding: TaxSettings['rounding']): TaxSettings => ({
    taxRounding: 'rate',
    rounding,
    grossSplit: 'tax',
    taxStepMicros: null,
  });

  test('a net price with its tax contains that tax', () => {
    fc.assert(
      fc.property(trip, ({ amount, ppm, rounding }) => {
        const settings = settingsOf(rounding);
        const added = calculateTaxes(alone(amount, ppm), 'net', 'EUR', settings);
        const taxed = added.rows[0]?.amount as number;
        const inside = calculateTaxes(alone(amount + taxed, ppm), 'gross', 'EUR', settings);
        expect(inside.nets).toEqual([amount]);
        expect(inside.rows[0]?.amount).toBe(taxed);
      }),
      { numRuns },
    );
  });

  test('the net part of a gross price comes back to it within a minor unit', () => {
    fc.assert(
      fc.property(trip, fc.constantFrom('tax' as const, 'net' as const), (one, grossSplit) => {
        const settings = { ...settingsOf(one.rounding), grossSplit };
        const { nets } = calculateTaxes(alone(one.amount, one.ppm), 'gross', 'EUR', settings);
        const { rows } = calculateTaxes(alone(nets[0] as number, one.ppm), 'net', 'EUR', settings);
        const back = (nets[0] as number) + (rows[0]?.amount as number);
        expect(Math.abs(back - one.amount)).toBeLessThanOrEqual(1);
      }),
      { numRuns },
    );
  });
});

describe('properties: the order of taxables', () => {
  const totals = (taxed: TaxedAmounts) => ({
    net: sum(taxed.nets),
    tax: sum(owed(taxed)),
    withheld: sum(taxed.rows.filter(({ isWithheld }) => isWithheld).map(({ amount }) => amount)),
    added: sum(taxed.rows.filter(({ isAdded }) => isAdded).map(({ amount }) => amount)),
  });

  test('changes no total', () => {
    const shuffled = given().chain((all) =>
      fc
        .shuffledSubarray(all.taxables, { minLength: all.taxables.length })
        .map((other) => ({ all, other })),
    );
    fc.assert(
      fc.property(shuffled, ({ all, other }) => {
        expect(totals(calculated({ ...all, taxables: other }))).toEqual(totals(calculated(all)));
      }),
      { numRuns },
    );
  });

  test('changes no row either, unless all of them are rounded at the end', () => {
    const byRow = ({ rows }: TaxedAmounts) =>
      rows.map(({ code, rate, amount }) => `${code} ${rate} ${amount}`).sort();
    const shuffled = given({ taxRounding: ['rate', 'line', 'unit'] }).chain((all) =>
      fc
        .shuffledSubarray(all.taxables, { minLength: all.taxables.length })
        .map((other) => ({ all, other })),
    );
    fc.assert(
      fc.property(shuffled, ({ all, other }) => {
        expect(byRow(calculated({ ...all, taxables: other }))).toEqual(byRow(calculated(all)));
      }),
      { numRuns },
    );
  });
});
