// How far each part of an order has come back: the frozen figures of its refunds, added up. They count
// as they were given, whatever their shares would be today.

import type { OrderDocument } from './order.js';
import type { RefundAmounts, RefundedTax } from './refund.js';
import {
  amountOf,
  type OrderParts,
  type Part,
  type TaxPart,
  taxPartsOf,
  withoutTaxes,
} from './refund-shares.js';

export interface Progress {
  lines: LineProgress[];
  shipping: Part;
  shippingDiscount: number;
  /** Of each document allowance, below zero, and then of each charge. */
  adjustments: Part[];
  stray: Part;
}

export interface LineProgress {
  quantity: number;
  done: Part;
  discount: number;
  /** Pieces and amount that were back when goodwill last lowered what the others are worth. */
  since: { quantity: number; amount: number };
}

export function progressOf(
  { lines }: OrderDocument,
  order: OrderParts,
  already: readonly RefundAmounts[],
): Progress {
  const progress: Progress = {
    lines: lines.map(() => ({
      quantity: 0,
      done: { amount: 0, taxes: [] },
      discount: 0,
      since: { quantity: 0, amount: 0 },
    })),
    shipping: { amount: 0, taxes: [] },
    shippingDiscount: 0,
    adjustments: order.adjustments.map(() => ({ amount: 0, taxes: [] })),
    stray: { amount: 0, taxes: [] },
  };
  for (const refund of already) add(refund, progress, order);
  return progress;
}

function add(refund: RefundAmounts, progress: Progress, { rows }: OrderParts): void {
  const plus = (part: Part, amount: number, taxes: readonly RefundedTax[]): Part =>
    together(part, { amount, taxes: taxPartsOf(taxes, rows) });
  for (const returned of refund.lines) {
    const line = progress.lines[returned.line] as LineProgress;
    line.quantity += returned.quantity;
    line.discount += returned.discount;
    line.done = plus(line.done, amountOf(returned), returned.taxes);
  }
  const { shipping, goodwill, rest } = refund;
  if (shipping) {
    progress.shipping = plus(progress.shipping, amountOf(shipping), shipping.taxes);
    progress.shippingDiscount += shipping.discount ?? 0;
  }
  for (const { line: index, amount, taxes } of goodwill?.parts ?? []) {
    if (index === null) progress.shipping = plus(progress.shipping, amount, taxes);
    else lower(progress.lines[index] as LineProgress, (done) => plus(done, amount, taxes));
  }
  if (!rest) return;
  const given = [
    ...rest.allowances.map(({ amount, taxes }) => ({ amount: -amount, taxes })),
    ...rest.charges,
  ];
  progress.adjustments = progress.adjustments.map((part, index) => {
    const more = given[index];
    return more ? plus(part, more.amount, more.taxes) : part;
  });
  progress.stray = plus(progress.stray, 0, rest.taxes);
}

/** Goodwill: from here on the pieces that are left share what is left. */
export function lower(line: LineProgress, credit: (done: Part) => Part): void {
  line.done = credit(line.done);
  line.since = { quantity: line.quantity, amount: line.done.amount };
}

const together = (one: Part, other: Part): Part => ({
  amount: one.amount + other.amount,
  taxes: addedUp([one, other]),
});

export function addedUp(parts: readonly Part[]): TaxPart[] {
  const negated = parts.map(({ taxes }) => ({
    amount: 0,
    taxes: taxes.map(({ row, base, amount }) => ({ row, base: -base, amount: -amount })),
  }));
  return withoutTaxes([], negated);
}

/** What went back of each row of the tax table. */
export const givenTaxes = (already: readonly RefundAmounts[], { rows }: OrderParts): TaxPart[] =>
  addedUp(already.map(({ taxes }) => ({ amount: 0, taxes: taxPartsOf(taxes, rows) })));

/** From one point on the way to another. */
export const between = (before: Part, after: Part): Part => ({
  amount: after.amount - before.amount,
  taxes: withoutTaxes(after.taxes, [before]),
});
