// A refund: what of a paid order goes back, computed from the document that was frozen with it and
// from the refunds before. Nothing is priced or taxed anew, so that all refunds of an order that came
// back whole sum to its invoice, field by field, whatever their order and sizes.
//
//   lines     by quantity: the difference of two rounded shares of the line
//   shipping  all that is left of it, or an amount
//   goodwill  an amount for nothing returned: lowers what the goods are worth from then on
//   rest      document allowances and charges go back with the goods

import type { OrderDocument, OrderFacts } from './order.js';
import type { LineAdjustment } from './pricing/priced-line.js';
import type { Amount } from './quote.js';
import { addedUp, givenTaxes, progressOf } from './refund-progress.js';
import { type Part, partsOf, printedTaxes } from './refund-shares.js';
import {
  goodwillOf,
  isMoved,
  type Moved,
  quantitiesOf,
  restOf,
  returnLines,
  shippingOf,
} from './refund-steps.js';
import { taxedByRate, taxesByRate } from './refund-taxes.js';
import { refundTotals } from './refund-totals.js';
import { ok, type Result, refuse } from './result.js';
import type { TaxAmount } from './tax/tax-amount.js';
import type { Totals } from './totals.js';

/** Amounts are minor units on the order's price basis, as its lines and its shipping are. */
export interface RefundRequest {
  lines: readonly { sku: string; quantity: number }[];
  /** `true`: all that is left of it. */
  shipping?: true | number;
  goodwill?: { amount: number; reason: string };
}

/** The share of a row of the order's tax table. */
export type RefundedTax = TaxAmount;

export interface RefundedLine extends Amount {
  /** Index of the order's line. */
  line: number;
  sku: string;
  name: string;
  quantity: number;
  unitPrice: number | string;
  priceQuantity?: number | string;
  allowances?: LineAdjustment[];
  charges?: LineAdjustment[];
  discount: number;
  /** What goodwill had given back of these pieces before; absent where that is nothing. */
  creditedBefore?: number;
  taxes: RefundedTax[];
}

export interface RefundedShipping extends Amount {
  method: string;
  discount?: number;
  taxes: RefundedTax[];
}

export interface RefundedGoodwill extends Amount {
  reason: string;
  taxes: RefundedTax[];
  /** What it took off each of the order's lines; `null` stands for shipping. */
  parts: { line: number | null; amount: number; taxes: RefundedTax[] }[];
}

export interface RefundedAdjustment {
  reason: string;
  /** Above zero in either case; the bases of what was taken off are below zero. */
  amount: number;
  taxes: RefundedTax[];
}

export interface RefundedRest {
  /** One for each of the document's own, zero where nothing of it goes back. */
  allowances: RefundedAdjustment[];
  charges: RefundedAdjustment[];
  /** What belongs to no line and to none of these. */
  taxes: RefundedTax[];
}

export interface RefundAmounts {
  lines: RefundedLine[];
  shipping?: RefundedShipping;
  goodwill?: RefundedGoodwill;
  /** Only where the order has document allowances or charges. */
  rest?: RefundedRest;
  taxes: RefundedTax[];
  /** As the order's; goodwill is among the charges. */
  totals: Totals;
}

/** Names what was asked for too much of, and what is left: pieces, or minor units. */
export interface RefundExceeds {
  type: 'refund-exceeds';
  items: { pointer: string; sku?: string; requested: number; left: number }[];
}

export function refundOf(
  { document, currency }: Pick<OrderFacts, 'document' | 'currency'>,
  already: readonly RefundAmounts[],
  request: RefundRequest,
): Result<RefundAmounts, RefundExceeds> {
  const order = partsOf(document);
  const progress = progressOf(document, order, already);
  const quantities = quantitiesOf(document, progress, request.lines);
  if (!quantities.ok) return quantities;
  const lines = returnLines(document, order, progress, quantities.value);
  const shipping = shippingOf(document, order, progress, request.shipping);
  if (!shipping.ok) return shipping;
  const goodwill = goodwillOf(document, order, progress, request.goodwill);
  if (!goodwill.ok) return goodwill;
  if (request.lines.length === 0 && !goodwill.value && !shipping.value) {
    return request.shipping === undefined ? nothingLeft : noShippingLeft;
  }
  const rest = restOf(document, order, progress, goodwill.value?.isAll ?? false);
  const moved = [lines, shipping.value, goodwill.value, rest];
  const raw = moved.flatMap((some) => some?.parts ?? []);
  const parts = taxesByRate(document, currency)
    ? taxedByRate(order, givenTaxes(already, order), raw)
    : raw;
  const goods = parts.slice(0, parts.length - (rest?.parts.length ?? 0));
  // What of the rest has come to nothing takes no tax into the table.
  const table = addedUp([...goods, ...parts.slice(goods.length).filter(isMoved)]);
  const amounts = {
    ...printed({ lines, shipping: shipping.value, goodwill: goodwill.value, rest }, parts),
    taxes: printedTaxes(table, order.rows),
  };
  const totals = refundTotals(document, already, amounts);
  // Cheap goods under a document allowance and goodwill: their last cents go back with the rest.
  if (totals.total < 0 || totals.payable < 0) return nothingLeft;
  // The same from the other side: what a document allowance still takes off is not there to be given.
  const left = already.reduce((sum, { totals: { total } }) => sum - total, document.totals.total);
  if (totals.total > left) {
    return refuse({
      type: 'refund-exceeds',
      items: [{ pointer: '', requested: totals.total, left }],
    });
  }
  return ok({ ...amounts, totals });
}

interface AllMoved {
  lines: Moved<RefundedLine[]>;
  shipping: Moved<RefundedShipping> | null;
  goodwill: Moved<RefundedGoodwill> | null;
  rest: Moved<RefundedRest> | null;
}

/** `parts`: those of the lines first, and so on. */
function printed({ lines, shipping, goodwill, rest }: AllMoved, parts: readonly Part[]) {
  let from = 0;
  const print = <Printed>(moved: Moved<Printed>): Printed => {
    const own = parts.slice(from, from + moved.parts.length);
    from += own.length;
    return moved.print(own);
  };
  return {
    lines: print(lines),
    ...(shipping ? { shipping: print(shipping) } : {}),
    ...(goodwill ? { goodwill: print(goodwill) } : {}),
    ...(rest ? { rest: print(rest) } : {}),
  };
}

/** What was asked for is back, or worth nothing. */
const nothingLeft = refuse<RefundExceeds>({
  type: 'refund-exceeds',
  items: [{ pointer: '', requested: 1, left: 0 }],
});

const noShippingLeft = refuse<RefundExceeds>({
  type: 'refund-exceeds',
  items: [{ pointer: '/shipping', requested: 1, left: 0 }],
});

/** All that is left: what a cancellation gives back. */
export function everythingLeft(
  document: OrderDocument,
  already: readonly RefundAmounts[],
): RefundRequest {
  const returned = already.flatMap(({ lines }) => lines);
  const left = document.lines.map(({ sku, quantity }, index) => ({
    sku,
    quantity: returned.reduce(
      (sum, { line, quantity: back }) => (line === index ? sum - back : sum),
      Number(quantity),
    ),
  }));
  return { lines: left.filter(({ quantity }) => quantity > 0), shipping: true };
}

/** Whether nothing is left: no money, or, of an order that cost nothing, no piece. */
export function isRefundedWhole(
  document: OrderDocument,
  refunds: readonly RefundAmounts[],
): boolean {
  const { total } = document.totals;
  if (total !== 0) return refunds.reduce((sum, { totals }) => sum + totals.total, 0) === total;
  return everythingLeft(document, refunds).lines.length === 0;
}
