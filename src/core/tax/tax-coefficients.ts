// What part of an amount each of its taxes is, as exact fractions: 19 % of a net price is 19/100 of
// it, inside a gross price 19/119. Compound taxes multiply out, and every fraction is reduced.

import type { PriceBasis, TaxComponent } from '../cart.js';

/** `amount × numerator ÷ denominator` is the tax. */
export interface Coefficient {
  numerator: number;
  denominator: number;
}

const MILLION = 1_000_000n;

export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

const cache: Record<PriceBasis, WeakMap<readonly TaxComponent[], readonly Coefficient[]>> = {
  gross: new WeakMap(),
  net: new WeakMap(),
};

/**
 * One coefficient a component, of the amount on the price basis. Taxes outside of the price are no
 * part of it: theirs are of the net amount on either basis.
 * @throws RangeError where a fraction does not fit: too many compound taxes of too odd rates.
 */
export function coefficientsOf(
  taxes: readonly TaxComponent[],
  basis: PriceBasis,
): readonly Coefficient[] {
  const known = cache[basis].get(taxes);
  if (known) return known;
  const coefficients = basis === 'net' ? netParts(taxes).map(reduced) : grossParts(taxes);
  cache[basis].set(taxes, coefficients);
  return coefficients;
}

/** Of the net amount: the rate, times one plus what the taxes below it come to. */
function netParts(taxes: readonly TaxComponent[]): Fraction[] {
  const parts: Fraction[] = [];
  for (const { ppm, compoundOn = [] } of taxes) {
    const below = taxes
      .slice(0, parts.length)
      .map((tax, index) => (compoundOn.includes(tax.code) ? (parts[index] as Fraction) : null));
    const base = below.reduce<Fraction>((sum, part) => (part ? plus(sum, part) : sum), ONE);
    parts.push({
      numerator: BigInt(ppm) * base.numerator,
      denominator: MILLION * base.denominator,
    });
  }
  return parts;
}

/** No part of the price: its amount is of the net amount, whatever the price contains. */
export const isOutside = ({ isWithheld, isAdded }: TaxComponent, basis: PriceBasis): boolean =>
  isWithheld === true || (isAdded === true && basis === 'gross');

function grossParts(taxes: readonly TaxComponent[]): Coefficient[] {
  const parts = netParts(taxes);
  const isInside = taxes.map((tax) => !isOutside(tax, 'gross'));
  const inside = parts.filter((_, index) => isInside[index]);
  const gross = inside.reduce<Fraction>(plus, ONE);
  return parts.map((part, index) =>
    isInside[index]
      ? reduced({
          numerator: part.numerator * gross.denominator,
          denominator: part.denominator * gross.numerator,
        })
      : reduced(part),
  );
}

const ONE: Fraction = { numerator: 1n, denominator: 1n };

export const fractionOf = ({ numerator, denominator }: Coefficient): Fraction => ({
  numerator: BigInt(numerator),
  denominator: BigInt(denominator),
});

export const plus = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});

/** @throws RangeError where a fraction does not fit. */
export function reduced({ numerator, denominator }: Fraction): Coefficient {
  const divisor = greatestCommonDivisor(numerator, denominator) || 1n;
  const coefficient = {
    numerator: Number(numerator / divisor),
    denominator: Number(denominator / divisor),
  };
  if (
    !Number.isSafeInteger(coefficient.denominator) ||
    !Number.isSafeInteger(coefficient.numerator)
  ) {
    throw new RangeError('these taxes cannot be computed exactly together');
  }
  return coefficient;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/** Taxes in the order in which they can be computed: what one is compound on comes before it. */
export function inOrder(taxes: readonly TaxComponent[]): readonly TaxComponent[] {
  if (taxes.every(({ compoundOn, isWithheld }) => !compoundOn && !isWithheld)) return taxes;
  const codes = new Set(taxes.map(({ code }) => code));
  const ordered: TaxComponent[] = [];
  const waiting = [...taxes].sort(
    (a, b) => Number(a.isWithheld ?? false) - Number(b.isWithheld ?? false),
  );
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ compoundOn = [] }) =>
      compoundOn.every((code) => !codes.has(code) || ordered.some((tax) => tax.code === code)),
    );
    if (next === -1) throw new RangeError('taxes are compound on one another');
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}
