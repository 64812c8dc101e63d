// The tax table of a document: what each tax comes to, and which part of it each line bears.
//
// Amounts stay exact until the one rounding step that the settings name: once per rate and document
// (EN 16931), per line, per unit, or once over all taxes. Shares of lines always sum to the row.

import type { PriceBasis } from '../cart.js';
import { formatPercent, MICROS } from '../decimal.js';
import { divideBig, mulDiv } from '../rounding.js';
import { NOTHING, plusPart } from './exact-sum.js';
import { roundAtTheEnd } from './round-at-the-end.js';
import { createRounder, minorOf, type Rounder, stepsOf, type TaxSettings } from './rounder.js';
import { splitNet } from './split-net.js';
import type { TaxAmount } from './tax-amount.js';
import type { Coefficient } from './tax-coefficients.js';
import { rowsOf, type Taxable, type TaxRow } from './tax-rows.js';

export interface TaxShare {
  /** Index of the row. */
  row: number;
  base: number;
  amount: number;
}

export interface TaxedAmounts {
  rows: TaxAmount[];
  /** For each taxable its part of each of its rows. */
  shares: TaxShare[][];
  /** For each taxable its amount without taxes. */
  nets: number[];
  /** How the rows came about, for an explanation. */
  workings: readonly TaxRow[];
}

/** @throws RangeError where an amount cannot be computed exactly. */
export function calculateTaxes(
  taxables: readonly Taxable[],
  basis: PriceBasis,
  currency: string,
  settings: TaxSettings,
): TaxedAmounts {
  const rounder = createRounder(settings, currency);
  const rows = rowsOf(taxables, basis, rounder.fine > 1);
  const nets = taxables.map(({ amount }) => amount);
  const roundsNet = settings.grossSplit === 'net' && basis === 'gross';
  if (settings.taxRounding === 'end') roundAtTheEnd(rows, taxables, rounder, roundsNet);
  else if (roundsNet) splitNet(rows, taxables, rounder);
  else for (const row of rows) if (!row.isOutside) roundRow(row, rows, taxables, rounder, basis);
  if (basis === 'gross') takeTaxesOut(rows, nets);
  chargeOnNets(rows, taxables, nets, rounder);
  fillBases(rows, nets);
  return {
    rows: rows.map(taxAmount),
    shares: sharesOf(rows, taxables.length),
    nets,
    workings: rows,
  };
}

function roundRow(
  row: TaxRow,
  rows: readonly TaxRow[],
  taxables: readonly Taxable[],
  rounder: Rounder,
  basis: PriceBasis,
): void {
  const amounts = row.members.map((index) => (taxables[index] as Taxable).amount);
  // On a net basis a compound tax is charged on what the taxes below it came to, as printed; inside a
  // gross price its coefficient holds them already.
  const { compoundOn, ppm } = row.component;
  const isCompound = basis === 'net' && compoundOn !== undefined;
  if (isCompound) addTaxesBelow(row, rows, amounts, compoundOn);
  const coefficients = isCompound
    ? row.members.map(() => ({ numerator: ppm, denominator: MICROS }))
    : row.coefficients;
  roundOver(row, amounts, coefficients, taxables, rounder);
}

function addTaxesBelow(
  row: TaxRow,
  rows: readonly TaxRow[],
  amounts: number[],
  compoundOn: readonly string[],
): void {
  for (const below of rows) {
    if (below === row || !compoundOn.includes(below.component.code)) continue;
    const byMember = new Map(below.members.map((member, i) => [member, below.amounts[i] ?? 0]));
    for (const [i, member] of row.members.entries()) {
      amounts[i] = (amounts[i] as number) + (byMember.get(member) ?? 0);
    }
  }
}

/** Fills the row's amounts: one rounding over all members, or one for each. */
function roundOver(
  row: TaxRow,
  bases: readonly number[],
  coefficients: readonly Coefficient[],
  taxables: readonly Taxable[],
  rounder: Rounder,
): void {
  if (rounder.taxRounding === 'rate' || rounder.taxRounding === 'end') {
    roundTogether(row, bases, coefficients, rounder);
    return;
  }
  const steps = bases.map((base, i) => {
    const coefficient = coefficients[i] as Coefficient;
    if (rounder.taxRounding === 'line') return stepsOf(base, coefficient, rounder);
    return stepsPerUnit(base, coefficient, taxables[row.members[i] as number] as Taxable, rounder);
  });
  let sum = 0;
  row.total = 0;
  row.amounts = steps.map((step) => {
    sum += step;
    const before = row.total;
    row.total = minorOf(sum, rounder);
    return row.total - before;
  });
}

/** The tax of one unit is rounded, then taken as often as there are units. */
function stepsPerUnit(
  base: number,
  { numerator, denominator }: Coefficient,
  { quantityMicros }: Taxable,
  rounder: Rounder,
): number {
  const units = quantityMicros / MICROS;
  if (Number.isSafeInteger(denominator * units) && Number.isInteger(units)) {
    return stepsOf(base, { numerator, denominator: denominator * units }, rounder) * units;
  }
  const perUnit = mulDiv(base, MICROS, quantityMicros, rounder.mode);
  const steps = stepsOf(perUnit, { numerator, denominator }, rounder);
  return mulDiv(steps, quantityMicros, MICROS, rounder.mode);
}

/** Once for the row. Members get the difference that each makes to the rounded sum so far. */
function roundTogether(
  row: TaxRow,
  bases: readonly number[],
  coefficients: readonly Coefficient[],
  rounder: Rounder,
): void {
  const first = coefficients[0] as Coefficient;
  let sum = 0;
  row.total = 0;
  row.amounts = new Array<number>(bases.length);
  for (let i = 0; i < bases.length; i += 1) {
    if (!isEqual(coefficients[i] as Coefficient, first)) {
      roundMixed(row, bases, coefficients, rounder);
      return;
    }
    sum += bases[i] as number;
    const before = row.total;
    row.total = minorOf(stepsOf(sum, first, rounder), rounder);
    row.amounts[i] = row.total - before;
  }
}

const isEqual = (a: Coefficient, b: Coefficient): boolean =>
  a === b || (a.numerator === b.numerator && a.denominator === b.denominator);

/** Inside gross prices the same rate may be another part of two prices: the parts are summed exactly. */
function roundMixed(
  row: TaxRow,
  bases: readonly number[],
  coefficients: readonly Coefficient[],
  rounder: Rounder,
): void {
  const { fine, coarse, mode } = rounder;
  let sum = NOTHING;
  row.total = 0;
  row.amounts = bases.map((base, i) => {
    sum = plusPart(sum, base, coefficients[i] as Coefficient);
    const before = row.total;
    const scaled = { n: sum.numerator * BigInt(fine), d: sum.denominator * BigInt(coarse) };
    row.total = minorOf(divideBig(scaled.n, scaled.d, mode), rounder);
    return row.total - before;
  });
}

/** Inside a gross price what is not tax is the net amount. */
function takeTaxesOut(rows: readonly TaxRow[], nets: number[]): void {
  for (const { isOutside, members, amounts } of rows) {
    if (isOutside) continue;
    for (let i = 0; i < members.length; i += 1) {
      const member = members[i] as number;
      nets[member] = (nets[member] as number) - (amounts[i] as number);
    }
  }
}

/** What is no part of the price is charged on the net amount, whatever the basis. */
function chargeOnNets(
  rows: readonly TaxRow[],
  taxables: readonly Taxable[],
  nets: readonly number[],
  rounder: Rounder,
): void {
  for (const row of rows) {
    if (!row.isOutside) continue;
    const bases = row.members.map((member) => nets[member] as number);
    roundOver(row, bases, row.coefficients, taxables, rounder);
  }
}

/** What each tax was charged on: the net amount, with the taxes that it is compound on. */
function fillBases(rows: readonly TaxRow[], nets: readonly number[]): void {
  for (const row of rows) {
    row.bases = row.members.map((member) => nets[member] as number);
    const { compoundOn } = row.component;
    if (compoundOn) addTaxesBelow(row, rows, row.bases, compoundOn);
  }
}

function taxAmount({ component, isOutside, bases, total }: TaxRow): TaxAmount {
  const { code, jurisdiction, ppm, treatment, reason, isWithheld } = component;
  let base = 0;
  for (const part of bases) base += part;
  const row: TaxAmount = { code, jurisdiction, rate: formatPercent(ppm), base, amount: total };
  if (treatment !== undefined && treatment !== 'S') row.treatment = treatment;
  if (reason !== undefined) row.reason = reason;
  if (isWithheld) row.isWithheld = true;
  else if (isOutside) row.isAdded = true;
  return row;
}

const NONE: TaxShare[] = [];

function sharesOf(rows: readonly TaxRow[], taxables: number): TaxShare[][] {
  const shares = new Array<TaxShare[]>(taxables).fill(NONE);
  for (let row = 0; row < rows.length; row += 1) {
    const { members, bases, amounts } = rows[row] as TaxRow;
    for (let i = 0; i < members.length; i += 1) {
      const share = { row, base: bases[i] as number, amount: amounts[i] as number };
      const member = members[i] as number;
      const others = shares[member] as TaxShare[];
      // Nearly all taxables owe one tax.
      if (others === NONE) shares[member] = [share];
      else others.push(share);
    }
  }
  return shares;
}
