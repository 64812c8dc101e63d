// Inside a gross price the net amount is rounded and the taxes are the rest (setting `grossSplit`).

import { MICROS } from '../decimal.js';
import { mulDiv } from '../rounding.js';
import { type Rounder, stepsOf } from './rounder.js';
import type { Coefficient } from './tax-coefficients.js';
import type { Taxable, TaxRow } from './tax-rows.js';

/** Taxables that owe the same taxes. `parts[i]` is the coefficient of the tax of `rows[i]`. */
interface Group {
  rows: TaxRow[];
  parts: Coefficient[];
  members: number[];
}

export function splitNet(
  rows: readonly TaxRow[],
  taxables: readonly Taxable[],
  rounder: Rounder,
): void {
  const owed = rows.filter(({ component }) => !component.isWithheld);
  for (const row of owed) row.amounts = row.members.map(() => 0);
  for (const group of groupsOf(owed, taxables.length)) {
    if (rounder.taxRounding === 'rate') splitTogether(group, taxables, rounder);
    else
      for (const member of group.members)
        splitTogether({ ...group, members: [member] }, taxables, rounder);
  }
  for (const row of owed) row.total = row.amounts.reduce((sum, amount) => sum + amount, 0);
}

function groupsOf(rows: readonly TaxRow[], taxables: number): Group[] {
  const groups = new Map<string, Group>();
  for (let member = 0; member < taxables; member += 1) {
    const own = rows.filter(({ members }) => members.includes(member));
    if (own.length === 0) continue;
    const parts = own.map((row) => row.coefficients[row.members.indexOf(member)] as Coefficient);
    const key = own
      .map((row, i) => `${rows.indexOf(row)}:${parts[i]?.numerator}/${parts[i]?.denominator}`)
      .join();
    const group = groups.get(key) ?? { rows: own, parts, members: [] };
    group.members.push(member);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function splitTogether(
  { rows, parts, members }: Group,
  taxables: readonly Taxable[],
  rounder: Rounder,
): void {
  const amounts = members.map((member) => (taxables[member] as Taxable).amount);
  const gross = amounts.reduce((sum, amount) => sum + amount, 0);
  const { units, quantityMicros } = unitsOf(members, taxables, rounder);
  const taxPart = parts.reduce(plus);
  const netPart = {
    numerator: taxPart.denominator - taxPart.numerator,
    denominator: taxPart.denominator * units,
  };
  const net = mulDiv(
    stepsOf(gross, netPart, { ...rounder, fine: 1, coarse: 1 }),
    quantityMicros,
    MICROS,
    rounder.mode,
  );
  let tax = 0;
  let upTo: Coefficient = { numerator: 0, denominator: 1 };
  for (const [position, row] of rows.entries()) {
    upTo = plus(upTo, parts[position] as Coefficient);
    const before = tax;
    tax = partOf(gross - net, upTo, taxPart, rounder);
    spreadOver(row, members, amounts, tax - before, gross, rounder);
  }
}

/** A whole number of units, and the quantity that their net amounts are taken for. */
function unitsOf(members: readonly number[], taxables: readonly Taxable[], rounder: Rounder) {
  const { quantityMicros } = taxables[members[0] as number] as Taxable;
  const isPerUnit = rounder.taxRounding === 'unit' && quantityMicros % MICROS === 0;
  return isPerUnit
    ? { units: quantityMicros / MICROS, quantityMicros }
    : { units: 1, quantityMicros: MICROS };
}

function partOf(amount: number, part: Coefficient, whole: Coefficient, { mode }: Rounder): number {
  if (whole.numerator === 0) return 0;
  const share = reduce(part.numerator * whole.denominator, part.denominator * whole.numerator);
  return mulDiv(amount, share.numerator, share.denominator, mode);
}

function spreadOver(
  row: TaxRow,
  members: readonly number[],
  amounts: readonly number[],
  tax: number,
  gross: number,
  { mode }: Rounder,
): void {
  let upTo = 0;
  let given = 0;
  for (const [i, member] of members.entries()) {
    upTo += amounts[i] as number;
    const isLast = i === members.length - 1;
    const share = isLast ? tax : gross === 0 ? 0 : mulDiv(tax, upTo, gross, mode);
    row.amounts[row.members.indexOf(member)] = share - given;
    given = share;
  }
}

const plus = (a: Coefficient, b: Coefficient): Coefficient =>
  reduce(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

/** @throws RangeError where the taxes do not fit together. */
function reduce(numerator: number, denominator: number): Coefficient {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator)) {
    throw new RangeError('these taxes cannot be computed exactly together');
  }
  const divisor = greatestCommonDivisor(numerator, denominator) || 1;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
