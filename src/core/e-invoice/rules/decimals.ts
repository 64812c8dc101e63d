// Amounts have two decimals at most: EN 16931-1, chapter 6.5 (BR-DEC-*).

import type { EnInvoice } from '../en-invoice.js';
import type { EnRule } from './rule.js';

const DIGITS_MAX = 2;

/** Rule, business term, and what there is of it. */
const rows: readonly (readonly [string, string, (invoice: EnInvoice) => readonly number[]])[] = [
  ['BR-DEC-1', 'BT-92', ({ allowances }) => allowances.map(({ amount }) => amount)],
  ['BR-DEC-5', 'BT-99', ({ charges }) => charges.map(({ amount }) => amount)],
  ['BR-DEC-9', 'BT-106', ({ totals }) => [totals.lines]],
  ['BR-DEC-10', 'BT-107', ({ totals }) => [totals.allowances]],
  ['BR-DEC-11', 'BT-108', ({ totals }) => [totals.charges]],
  ['BR-DEC-12', 'BT-109', ({ totals }) => [totals.net]],
  ['BR-DEC-13', 'BT-110', ({ totals }) => [totals.tax]],
  ['BR-DEC-14', 'BT-112', ({ totals }) => [totals.gross]],
  ['BR-DEC-16', 'BT-113', ({ totals }) => [totals.paid]],
  ['BR-DEC-17', 'BT-114', ({ totals }) => [totals.rounding]],
  ['BR-DEC-18', 'BT-115', ({ totals }) => [totals.due]],
  ['BR-DEC-19', 'BT-116', ({ taxes }) => taxes.map(({ base }) => base)],
  ['BR-DEC-20', 'BT-117', ({ taxes }) => taxes.map(({ amount }) => amount)],
  ['BR-DEC-23', 'BT-131', ({ lines }) => lines.map(({ amount }) => amount)],
  ['BR-DEC-24', 'BT-136', ({ lines }) => lines.flatMap((line) => amountsOf(line.allowances))],
  ['BR-DEC-27', 'BT-141', ({ lines }) => lines.flatMap((line) => amountsOf(line.charges))],
];

const amountsOf = (amounts: readonly { amount: number }[]): number[] =>
  amounts.map(({ amount }) => amount);

export const decimalRules: readonly EnRule[] = [
  ...rows.map(([id, term, amounts]) => ({
    id,
    text: `${term} has two decimals at most`,
    // Integers of a currency with more would be written with more.
    holds: (invoice: EnInvoice) =>
      amounts(invoice).every(Number.isInteger) && invoice.digits <= DIGITS_MAX,
  })),
  {
    id: 'BR-DEC-15',
    text: 'BT-111 has two decimals at most',
    holds: ({ accounting }) =>
      accounting === null || (Number.isInteger(accounting.tax) && accounting.digits <= DIGITS_MAX),
  },
];
