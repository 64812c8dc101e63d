// The rows of a tax table in work: which taxables owe which tax, and as which part of their amount.

import type { PriceBasis, TaxComponent } from '../cart.js';
import { type Coefficient, coefficientsOf, inOrder, isOutside } from './tax-coefficients.js';

/** Something that is charged for: a line, shipping, a charge, or (below zero) an allowance. */
export interface Taxable {
  /** Minor units, with the taxes on a gross basis and without them on a net one. */
  amount: number;
  taxes: readonly TaxComponent[];
  /** How many units the amount is for, millionths. */
  quantityMicros: number;
}

/** A row in work. `amounts[i]` is what the member `members[i]`, an index of the taxables, bears. */
export interface TaxRow {
  component: TaxComponent;
  isOutside: boolean;
  members: number[];
  coefficients: Coefficient[];
  bases: number[];
  amounts: number[];
  total: number;
}

/**
 * One row for each tax, rate and reason, in order of first appearance; compound ones after their
 * bases. `isFine`: taxes are rounded to less than a minor unit.
 */
export function rowsOf(taxables: readonly Taxable[], basis: PriceBasis, isFine: boolean): TaxRow[] {
  const rows: TaxRow[] = [];
  for (let index = 0; index < taxables.length; index += 1) {
    const taxes = orderedTaxes((taxables[index] as Taxable).taxes);
    const coefficients = coefficientsOf(taxes, basis);
    for (let position = 0; position < taxes.length; position += 1) {
      const row = rowFor(rows, taxes[position] as TaxComponent, basis);
      row.members.push(index);
      row.coefficients.push(coefficients[position] as Coefficient);
    }
  }
  if (rows.length < 2 || !rows.some(isDependent)) return rows;
  settleMembers(rows, taxables, isFine);
  return sortedByDependency(rows);
}

/** Charged on what others came to, so that it matters who bears which cent of those. */
export const isDependent = ({ component }: TaxRow): boolean =>
  component.compoundOn !== undefined || component.isWithheld === true || component.isAdded === true;

/**
 * Members bear a row's cents in turn. Where other rows depend on that, those who owe the same come
 * one after another, and parts of a cent go by what they cost: the order of the document must not
 * move a total. Members that all owe the same keep their order.
 */
function settleMembers(
  rows: readonly TaxRow[],
  taxables: readonly Taxable[],
  isFine: boolean,
): void {
  const keys = taxables.map(({ taxes }) => taxes.map(taxKeyOf).join('\n'));
  // Who owes most comes first, and bears what is theirs alone, rounded.
  const countOf = (index: number): number => (taxables[index] as Taxable).taxes.length;
  const compare = (a: number, b: number): number => {
    if (keys[a] !== keys[b]) {
      const fewer = countOf(b) - countOf(a);
      return fewer === 0 ? ((keys[a] as string) < (keys[b] as string) ? -1 : 1) : fewer;
    }
    if (!isFine) return a - b;
    const [one, other] = [taxables[a] as Taxable, taxables[b] as Taxable];
    return one.amount - other.amount || one.quantityMicros - other.quantityMicros || a - b;
  };
  for (const row of rows) {
    const { members, coefficients } = row;
    const turn = [...members.keys()].sort((a, b) =>
      compare(members[a] as number, members[b] as number),
    );
    row.members = turn.map((position) => members[position] as number);
    row.coefficients = turn.map((position) => coefficients[position] as Coefficient);
  }
}

/** Two taxes of one row have the same. */
export const taxKeyOf = (tax: TaxComponent): string =>
  [
    ...[tax.code, tax.jurisdiction, tax.ppm, tax.treatment ?? 'S', tax.reason ?? ''],
    ...[tax.isWithheld ?? false, tax.isAdded ?? false, String(tax.compoundOn ?? '')],
  ].join(' ');

const ordered = new WeakMap<readonly TaxComponent[], readonly TaxComponent[]>();

function orderedTaxes(taxes: readonly TaxComponent[]): readonly TaxComponent[] {
  let known = ordered.get(taxes);
  if (!known) {
    known = inOrder(taxes);
    ordered.set(taxes, known);
  }
  return known;
}

function rowFor(rows: TaxRow[], component: TaxComponent, basis: PriceBasis): TaxRow {
  for (const row of rows) if (isSameTax(row.component, component)) return row;
  const row = {
    component,
    isOutside: isOutside(component, basis),
    members: [],
    coefficients: [],
    bases: [],
    amounts: [],
    total: 0,
  };
  rows.push(row);
  return row;
}

const isSameTax = (a: TaxComponent, b: TaxComponent): boolean =>
  a === b ||
  (a.ppm === b.ppm &&
    a.code === b.code &&
    a.jurisdiction === b.jurisdiction &&
    (a.treatment ?? 'S') === (b.treatment ?? 'S') &&
    a.reason === b.reason &&
    (a.isWithheld ?? false) === (b.isWithheld ?? false) &&
    (a.isAdded ?? false) === (b.isAdded ?? false) &&
    String(a.compoundOn ?? '') === String(b.compoundOn ?? ''));

/** What is withheld comes last; a compound tax after all rows of the codes that it is compound on. */
function sortedByDependency(rows: TaxRow[]): TaxRow[] {
  const components = inOrder(rows.map(({ component }) => component));
  return components.map((component) => rows.find((row) => row.component === component) as TaxRow);
}
