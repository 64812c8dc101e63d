// Which part of the tax table each line bears. Orders of earlier versions did not freeze that: where
// their table has one row, it is all lines' in proportion; where it has several, nobody can tell.

import { allocate } from '../allocate.js';
import type { OrderDocument } from '../order.js';
import type { Amount, LineTax } from '../quote.js';

export interface TaxShares {
  lines: LineTax[][];
  shipping: LineTax[];
}

export function sharesOf({ lines, shipping, taxes }: OrderDocument): TaxShares {
  const [row, another] = taxes;
  const isKnown = lines.every((line) => line.taxes !== undefined);
  if (isKnown || !row || another) {
    return { lines: lines.map((line) => line.taxes ?? []), shipping: shipping.taxes ?? [] };
  }
  const weights = [...lines, shipping].map(amountOf);
  const bases = spread(row.base, weights);
  const amounts = spread(row.amount, weights);
  const shares = bases.map((base, index): LineTax[] => [
    { ...row, base, amount: amounts[index] as number },
  ]);
  const shipped = shares.pop() as LineTax[];
  return { lines: shares, shipping: amountOf(shipping) === 0 ? [] : shipped };
}

/** What is free bears nothing; a document that is free altogether has a table of nothing. */
const spread = (amount: number, weights: number[]): number[] =>
  amount === 0 ? weights.map(() => 0) : allocate(amount, weights);

const amountOf = ({ gross, net }: Amount): number => gross ?? net ?? 0;
