// Taxes from their definition, in fractions of big integers and without a thought for speed: what
// `calculateTaxes` is compared with. Shares nothing with it but the types.

import type { PriceBasis, TaxComponent } from '../../../src/core/cart.js';
import type { RoundingMode } from '../../../src/core/settings.js';
import type { Taxable } from '../../../src/core/tax/tax-rows.js';

export class Fraction {
  readonly n: bigint;
  readonly d: bigint;

  constructor(n: bigint | number, d: bigint | number = 1n) {
    const sign = BigInt(d) < 0n ? -1n : 1n;
    this.n = BigInt(n) * sign;
    this.d = BigInt(d) * sign;
  }

  plus(other: Fraction): Fraction {
    return new Fraction(this.n * other.d + other.n * this.d, this.d * other.d);
  }

  minus(other: Fraction): Fraction {
    return this.plus(other.times(new Fraction(-1)));
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.n * other.n, this.d * other.d);
  }

  over(other: Fraction): Fraction {
    return new Fraction(this.n * other.d, this.d * other.n);
  }

  size(): Fraction {
    return new Fraction(this.n < 0n ? -this.n : this.n, this.d);
  }

  isAtMost(other: Fraction): boolean {
    return this.n * other.d <= other.n * this.d;
  }

  /** To a whole number: between its two neighbours, the one that the mode names. */
  round(mode: RoundingMode): Fraction {
    const below = this.n >= 0n ? this.n / this.d : -((-this.n + this.d - 1n) / this.d);
    const above = below * this.d === this.n ? below : below + 1n;
    const [nearZero, far] = this.n >= 0n ? [below, above] : [above, below];
    const twice = 2n * (this.n - below * this.d);
    const nearest = twice < this.d ? below : above;
    const tie = {
      'half-away': far,
      'half-even': below % 2n === 0n ? below : above,
      'half-down': nearZero,
      'half-up': above,
    };
    if (mode === 'down') return new Fraction(nearZero);
    if (mode === 'up') return new Fraction(far);
    return new Fraction(twice === this.d ? tie[mode] : nearest);
  }
}

const ZERO = new Fraction(0);
const ONE = new Fraction(1);
export const sumOf = (all: readonly Fraction[]): Fraction => all.reduce((a, b) => a.plus(b), ZERO);

/** What each of the taxes is of one unit of the net amount; in the order of `taxes`. */
export function netParts(taxes: readonly TaxComponent[]): Fraction[] {
  const partOf = ({ ppm, compoundOn = [] }: TaxComponent): Fraction => {
    const below = taxes.filter(({ code }) => compoundOn.includes(code)).map(partOf);
    return new Fraction(ppm, 1_000_000).times(ONE.plus(sumOf(below)));
  };
  return taxes.map(partOf);
}

/** Kept back, or on top of a gross price: charged on the net amount and no part of the price. */
export const isOutside = ({ isWithheld, isAdded }: TaxComponent, basis: PriceBasis): boolean =>
  Boolean(isWithheld) || (Boolean(isAdded) && basis === 'gross');

/** One unit of the net amount with the taxes that a gross price contains. */
export const grossOf = (taxes: readonly TaxComponent[]): Fraction =>
  ONE.plus(sumOf(netParts(taxes).filter((_, i) => !isOutside(taxes[i] as TaxComponent, 'gross'))));

/** What one tax of a taxable is, exactly, in minor units. */
export function exactTax(
  { amount, taxes }: Taxable,
  component: TaxComponent,
  basis: PriceBasis,
): Fraction {
  const part = netParts(taxes)[taxes.indexOf(component)] as Fraction;
  const net = basis === 'gross' ? new Fraction(amount).over(grossOf(taxes)) : new Fraction(amount);
  return net.times(part);
}

export interface OracleSettings {
  taxRounding: 'rate' | 'line' | 'unit' | 'end';
  rounding: RoundingMode;
  grossSplit: 'tax' | 'net';
  /** In minor units. */
  step: Fraction;
}

/** Rounded to steps, then to minor units. */
const toMinor = (steps: Fraction, { step, rounding }: OracleSettings): Fraction =>
  steps.times(step).round(rounding);

/** One tax over its members, from the base of each (minor units) and its part of the base. */
export function roundedTax(
  members: readonly { base: Fraction; part: Fraction; units: Fraction }[],
  settings: OracleSettings,
): Fraction {
  const { taxRounding, rounding, step } = settings;
  const inSteps = (amount: Fraction): Fraction => amount.over(step).round(rounding);
  if (taxRounding === 'rate' || taxRounding === 'end') {
    return toMinor(inSteps(sumOf(members.map(({ base, part }) => base.times(part)))), settings);
  }
  const steps = members.map(({ base, part, units }) =>
    taxRounding === 'line'
      ? inSteps(base.times(part))
      : inSteps(base.over(units).times(part)).times(units),
  );
  return toMinor(sumOf(steps), settings);
}

/** All taxes of the price, exactly, rounded once; or what the rounded net amount leaves. */
export function roundedAtTheEnd(
  taxables: readonly Taxable[],
  basis: PriceBasis,
  settings: OracleSettings,
): Fraction {
  const exact = taxables.flatMap((taxable) =>
    taxable.taxes
      .filter((tax) => !isOutside(tax, basis))
      .map((tax) => exactTax(taxable, tax, basis)),
  );
  if (basis === 'gross' && settings.grossSplit === 'net') {
    const gross = sumOf(taxables.map(({ amount }) => new Fraction(amount)));
    return gross.minus(gross.minus(sumOf(exact)).round(settings.rounding));
  }
  return toMinor(sumOf(exact).over(settings.step).round(settings.rounding), settings);
}
