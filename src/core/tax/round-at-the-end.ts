// All taxes of a document summed exactly and rounded once (setting `taxRounding: 'end'`); what each
// row and line shows are parts of that sum, the largest remainders first.

import { divideBig } from '../rounding.js';
import { type ExactSum, NOTHING, plusPart } from './exact-sum.js';
import { minorOf, type Rounder } from './rounder.js';
import type { Coefficient } from './tax-coefficients.js';
import { isDependent, type Taxable, type TaxRow, taxKeyOf } from './tax-rows.js';

interface Cell {
  row: TaxRow;
  position: number;
  floor: number;
  /** Of the same denominator in all cells. */
  remainder: bigint;
}

/** `roundsNet`: what is rounded inside gross prices is the net amount, and the tax is the rest. */
export function roundAtTheEnd(
  rows: readonly TaxRow[],
  taxables: readonly Taxable[],
  rounder: Rounder,
  roundsNet: boolean,
): void {
  const owed = rows.filter((row) => !row.isOutside);
  const sum = exactSum(owed, taxables);
  const total = roundsNet ? restOfNet(sum, taxables, rounder) : roundedTax(sum, rounder);
  const cells = cellsOf(rows.some(isDependent) ? byKey(owed) : owed, taxables, sum.denominator);
  fill(cells, total);
  for (const row of owed) row.total = row.amounts.reduce((total, amount) => total + amount, 0);
}

function roundedTax({ numerator, denominator }: ExactSum, rounder: Rounder): number {
  const { fine, coarse, mode } = rounder;
  const steps = divideBig(numerator * BigInt(fine), denominator * BigInt(coarse), mode);
  return minorOf(steps, rounder);
}

function restOfNet(
  { numerator, denominator }: ExactSum,
  taxables: readonly Taxable[],
  { mode }: Rounder,
): number {
  const gross = taxables.reduce((sum, { amount }) => sum + amount, 0);
  return gross - divideBig(BigInt(gross) * denominator - numerator, denominator, mode);
}

/** Ties go by turn: one that does not hang on which tax the document names first. */
const byKey = (rows: readonly TaxRow[]): TaxRow[] =>
  [...rows].sort((a, b) => (taxKeyOf(a.component) < taxKeyOf(b.component) ? -1 : 1));

function exactSum(rows: readonly TaxRow[], taxables: readonly Taxable[]): ExactSum {
  let sum = NOTHING;
  for (const { members, coefficients } of rows) {
    for (const [i, member] of members.entries()) {
      sum = plusPart(sum, (taxables[member] as Taxable).amount, coefficients[i] as Coefficient);
    }
  }
  return sum;
}

function cellsOf(
  rows: readonly TaxRow[],
  taxables: readonly Taxable[],
  denominator: bigint,
): Cell[] {
  return rows.flatMap((row) =>
    row.members.map((member, position) => {
      const coefficient = row.coefficients[position] as Coefficient;
      const part =
        (BigInt((taxables[member] as Taxable).amount) *
          BigInt(coefficient.numerator) *
          denominator) /
        BigInt(coefficient.denominator);
      const remainder = ((part % denominator) + denominator) % denominator;
      return { row, position, floor: Number((part - remainder) / denominator), remainder };
    }),
  );
}

/** Every cell its whole part, then one more each by remainder until the sum is reached. */
function fill(cells: Cell[], total: number): void {
  let left = total;
  for (const { row, position, floor } of cells) {
    row.amounts[position] = floor;
    left -= floor;
  }
  if (cells.length === 0 || left === 0) return;
  const each = Math.floor(left / cells.length);
  left -= each * cells.length;
  const inOrder = cells
    .map((cell, index) => ({ cell, index }))
    .sort((a, b) =>
      a.cell.remainder === b.cell.remainder
        ? a.index - b.index
        : a.cell.remainder > b.cell.remainder
          ? -1
          : 1,
    );
  for (const [rank, { cell }] of inOrder.entries()) {
    cell.row.amounts[cell.position] = cell.floor + each + (rank < left ? 1 : 0);
  }
}
