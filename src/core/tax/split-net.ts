// Inside a gross price the net amount is rounded and the taxes are the rest (setting `grossSplit`).

import { MICROS } from '../decimal.js';
import { mulDiv } from '../rounding.js';
import type { Rounder } from './rounder.js';
import { type Coefficient, type Fraction, fractionOf, plus, reduced } from './tax-coefficients.js';
import { type Taxable, type TaxRow, taxKeyOf } from './tax-rows.js';

/** What one taxable owes: `row.members[position]` is its index. */
interface Owed {
  row: TaxRow;
  position: number;
}

/** Taxables that owe the same taxes; of each of them one entry a tax, in the same order. */
type Group = { member: number; taxes: Owed[] }[];

export function splitNet(
  rows: readonly TaxRow[],
  taxables: readonly Taxable[],
  rounder: Rounder,
): void {
  const owed = rows.filter((row) => !row.isOutside);
  for (const row of owed) row.amounts = row.members.map(() => 0);
  for (const group of groupsOf(owed)) {
    if (rounder.taxRounding === 'rate') splitTogether(group, taxables, rounder);
    else for (const one of group) splitTogether([one], taxables, rounder);
  }
  for (const row of owed) row.total = row.amounts.reduce((sum, amount) => sum + amount, 0);
}

/** The taxes of a group are in an order of their own: that of the taxables must not move a cent. */
function groupsOf(rows: readonly TaxRow[]): Group[] {
  const byMember = new Map<number, (Owed & { key: string })[]>();
  for (const row of rows) {
    const name = taxKeyOf(row.component);
    for (const [position, member] of row.members.entries()) {
      const { numerator, denominator } = row.coefficients[position] as Coefficient;
      const owed = { row, position, key: `${name} ${numerator}/${denominator}` };
      const taxes = byMember.get(member);
      if (taxes) taxes.push(owed);
      else byMember.set(member, [owed]);
    }
  }
  const groups = new Map<string, Group>();
  for (const [member, taxes] of byMember) {
    taxes.sort((a, b) => (a.key < b.key ? -1 : 1));
    const key = taxes.map((tax) => tax.key).join('\n');
    const group = groups.get(key);
    if (group) group.push({ member, taxes });
    else groups.set(key, [{ member, taxes }]);
  }
  return [...groups.values()];
}

function splitTogether(group: Group, taxables: readonly Taxable[], rounder: Rounder): void {
  const [first] = group as [Group[number]];
  const amounts = group.map(({ member }) => (taxables[member] as Taxable).amount);
  const gross = amounts.reduce((sum, amount) => sum + amount, 0);
  const parts = first.taxes.map(({ row, position }) =>
    fractionOf(row.coefficients[position] as Coefficient),
  );
  const whole = parts.reduce(plus);
  const net = netOf(gross, whole, taxables[first.member] as Taxable, rounder);
  let tax = 0;
  let upTo: Fraction = { numerator: 0n, denominator: 1n };
  for (const [nth, part] of parts.entries()) {
    upTo = plus(upTo, part);
    const before = tax;
    tax = partOf(gross - net, upTo, whole, rounder);
    const owed = group.map(({ taxes }) => taxes[nth] as Owed);
    spreadOver(owed, amounts, tax - before, gross, rounder);
  }
}

/** What is not tax, rounded; of a whole number of units each, where that is the setting. */
function netOf(
  gross: number,
  { numerator, denominator }: Fraction,
  { quantityMicros }: Taxable,
  { taxRounding, mode }: Rounder,
): number {
  const isPerUnit = taxRounding === 'unit' && quantityMicros % MICROS === 0;
  const units = isPerUnit ? quantityMicros / MICROS : 1;
  const part = reduced({
    numerator: denominator - numerator,
    denominator: denominator * BigInt(units),
  });
  return mulDiv(gross, part.numerator, part.denominator, mode) * units;
}

function partOf(amount: number, part: Fraction, whole: Fraction, { mode }: Rounder): number {
  if (whole.numerator === 0n) return 0;
  const share = reduced({
    numerator: part.numerator * whole.denominator,
    denominator: part.denominator * whole.numerator,
  });
  return mulDiv(amount, share.numerator, share.denominator, mode);
}

function spreadOver(
  owed: readonly Owed[],
  amounts: readonly number[],
  tax: number,
  gross: number,
  { mode }: Rounder,
): void {
  let upTo = 0;
  let given = 0;
  for (const [nth, { row, position }] of owed.entries()) {
    upTo += amounts[nth] as number;
    const isLast = nth === owed.length - 1;
    const share = isLast ? tax : gross === 0 ? 0 : signedPart(tax, upTo, gross, mode);
    row.amounts[position] = share - given;
    given = share;
  }
}

/** `mulDiv` wants a divisor above zero; allowances may be more than what they are taken off. */
const signedPart = (tax: number, upTo: number, gross: number, mode: Rounder['mode']): number =>
  gross < 0 ? mulDiv(-tax, upTo, -gross, mode) : mulDiv(tax, upTo, gross, mode);
