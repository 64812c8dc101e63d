// The steps of a refund. Each moves the progress of what it gives back and answers that in two forms:
// as parts, which the tax table is summed of, and how those are printed.

import { allocate } from './allocate.js';
import type { OrderDocument } from './order.js';
import type { LineAdjustment } from './pricing/priced-line.js';
import type { Amount, QuoteLine } from './quote.js';
import type {
  RefundExceeds,
  RefundedGoodwill,
  RefundedLine,
  RefundedRest,
  RefundedShipping,
  RefundRequest,
} from './refund.js';
import { addedUp, between, type LineProgress, lower, type Progress } from './refund-progress.js';
import {
  type OrderParts,
  type Part,
  partAt,
  printedTaxes,
  shareAt,
  sharesOf,
  sumOf,
  withoutNothing,
} from './refund-shares.js';
import { ok, type Result, refuse } from './result.js';
import { mulDiv } from './rounding.js';

export interface Moved<Printed> {
  parts: Part[];
  /** The parts as above, with the taxes that they come to once those of the whole refund are even. */
  print(parts: readonly Part[]): Printed;
}

const exceeds = (items: RefundExceeds['items']): { ok: false; refusal: RefundExceeds } =>
  refuse({ type: 'refund-exceeds', items });

/** Pieces a line of the order. Several lines of one SKU are filled in their order. */
export function quantitiesOf(
  { lines }: OrderDocument,
  progress: Progress,
  wanted: RefundRequest['lines'],
): Result<number[], RefundExceeds> {
  const items: RefundExceeds['items'] = [];
  const left = lines.map(
    ({ quantity }, index) => Number(quantity) - (progress.lines[index] as LineProgress).quantity,
  );
  const taken = lines.map(() => 0);
  for (const [index, { sku, quantity }] of wanted.entries()) {
    let open = quantity;
    for (const [line, sold] of lines.entries()) {
      if (sold.sku !== sku) continue;
      const some = Math.min(open, left[line] as number);
      taken[line] = (taken[line] as number) + some;
      left[line] = (left[line] as number) - some;
      open -= some;
    }
    if (open === 0) continue;
    const pointer = `/lines/${index}/quantity`;
    items.push({ pointer, sku, requested: quantity, left: quantity - open });
  }
  return items.length > 0 ? exceeds(items) : ok(taken);
}

export function returnLines(
  document: OrderDocument,
  order: OrderParts,
  progress: Progress,
  quantities: readonly number[],
): Moved<RefundedLine[]> {
  const parts: Part[] = [];
  const printed: Omit<RefundedLine, 'taxes'>[] = [];
  for (const [index, quantity] of quantities.entries()) {
    if (quantity === 0) continue;
    const sold = document.lines[index] as QuoteLine;
    const line = progress.lines[index] as LineProgress;
    const whole = order.lines[index] as Part;
    const before = line.quantity;
    const after = before + quantity;
    const pieces = Number(sold.quantity);
    const share = (figure: number): number =>
      mulDiv(figure, after, pieces) - mulDiv(figure, before, pieces);
    const { since } = line;
    const credited =
      since.amount +
      mulDiv(whole.amount - since.amount, after - since.quantity, pieces - since.quantity);
    // What costs nothing may bear a cent of tax all the same: it goes back by pieces.
    const now =
      whole.amount === 0 ? partAt(whole, 0, after, pieces, order) : shareAt(whole, credited, order);
    const part = moveTo(line, now);
    line.quantity = after;
    parts.push(part);
    printed.push({
      line: index,
      quantity,
      ...described(sold, share),
      ...onBasis(order, part.amount),
      // Rounded apart, the two shares may be a cent off each other.
      ...positive('creditedBefore', share(whole.amount) - part.amount),
    });
  }
  const print = (evened: readonly Part[]) =>
    printed.map((line, index) => ({
      ...line,
      taxes: printedTaxes((evened[index] as Part).taxes, order.rows),
    }));
  return { parts, print };
}

function moveTo(line: { done: Part }, done: Part): Part {
  const part = between(line.done, done);
  line.done = done;
  return part;
}

function described(sold: QuoteLine, share: (figure: number) => number) {
  const { sku, name, unitPrice, priceQuantity, allowances, charges, discount } = sold;
  const shares = (adjustments: readonly LineAdjustment[]): LineAdjustment[] =>
    adjustments.map(({ reason, amount }) => ({ reason, amount: share(amount) }));
  return {
    sku,
    name,
    unitPrice,
    ...(priceQuantity === undefined ? {} : { priceQuantity }),
    ...(allowances ? { allowances: shares(allowances) } : {}),
    ...(charges ? { charges: shares(charges) } : {}),
    discount: share(discount),
  };
}

const onBasis = ({ basis }: OrderParts, amount: number): Amount =>
  basis === 'gross' ? { gross: amount } : { net: amount };

const positive = <Name extends string>(name: Name, amount: number) =>
  (amount > 0 ? { [name]: amount } : {}) as { [Key in Name]?: number };

export function shippingOf(
  { shipping: { method, discount = 0 } }: OrderDocument,
  order: OrderParts,
  progress: Progress,
  wanted: RefundRequest['shipping'],
): Result<Moved<RefundedShipping> | null, RefundExceeds> {
  const whole = order.shipping;
  const left = whole.amount - progress.shipping.amount;
  const requested = wanted === true ? left : (wanted ?? 0);
  if (requested > left) return exceeds([{ pointer: '/shipping', requested, left }]);
  if (requested === 0) return ok(null);
  const after = shareAt(whole, progress.shipping.amount + requested, order);
  const part = between(progress.shipping, after);
  progress.shipping = after;
  const discounted = mulDiv(discount, after.amount, whole.amount) - progress.shippingDiscount;
  return ok({
    parts: [part],
    print: ([evened = part]) => ({
      method,
      ...positive('discount', discounted),
      ...onBasis(order, part.amount),
      taxes: printedTaxes(evened.taxes, order.rows),
    }),
  });
}

type Given = Moved<RefundedGoodwill> & { isAll: boolean };

/** Off the goods by what is left of them, and off shipping only where they are worth less than that. */
export function goodwillOf(
  document: OrderDocument,
  order: OrderParts,
  progress: Progress,
  wanted: RefundRequest['goodwill'],
): Result<Given | null, RefundExceeds> {
  if (!wanted) return ok(null);
  const { amount: requested, reason } = wanted;
  const worth = order.lines.map(
    ({ amount }, index) => amount - (progress.lines[index] as LineProgress).done.amount,
  );
  const goods = worth.reduce((sum, amount) => sum + amount, 0);
  const shipping = order.shipping.amount - progress.shipping.amount;
  const rest = sumOf(order.adjustments) - sumOf(adjusted(document, order, progress));
  const left = goods + shipping + rest;
  const isAll = requested === left;
  const most = Math.min(left, goods + shipping);
  if (requested > most && !isAll) {
    return exceeds([{ pointer: '/goodwill/amount', requested, left: Math.max(0, left) }]);
  }
  const offGoods = isAll ? goods : Math.min(requested, goods);
  const offShipping = isAll ? shipping : requested - offGoods;
  const shares = offGoods === 0 ? worth.map(() => 0) : allocate(offGoods, worth);
  return ok({ isAll, ...given(order, progress, [...shares, offShipping], reason) });
}

/** `shares`: one for each line, and the last for shipping. */
function given(
  order: OrderParts,
  progress: Progress,
  shares: readonly number[],
  reason: string,
): Moved<RefundedGoodwill> {
  const parts: Part[] = [];
  const of: (number | null)[] = [];
  for (const [index, amount] of shares.entries()) {
    if (amount === 0) continue;
    const line = progress.lines[index] ?? null;
    const whole = order.lines[index] ?? order.shipping;
    const before = line?.done ?? progress.shipping;
    const after = shareAt(whole, before.amount + amount, order);
    if (line) lower(line, () => after);
    else progress.shipping = after;
    parts.push(between(before, after));
    of.push(line ? index : null);
  }
  const print = (evened: readonly Part[]) => ({
    reason,
    ...onBasis(order, sumOf(evened)),
    taxes: printedTaxes(addedUp(evened), order.rows),
    parts: evened.map(({ amount, taxes }, index) => ({
      line: of[index] as number | null,
      amount,
      taxes: printedTaxes(taxes, order.rows),
    })),
  });
  return { parts, print };
}

/** How much of the goods is back, whatever goodwill has made of their worth. */
function goodsBack({ lines }: OrderDocument, order: OrderParts, progress: Progress) {
  let [done, whole, pieces, allPieces] = [0, 0, 0, 0];
  for (const [index, { quantity }] of lines.entries()) {
    const { amount } = order.lines[index] as Part;
    const back = (progress.lines[index] as LineProgress).quantity;
    done += mulDiv(amount, back, Number(quantity));
    whole += amount;
    pieces += back;
    allPieces += Number(quantity);
  }
  // A share of what costs nothing is the share of its pieces.
  return whole === 0 ? { done: pieces, whole: allPieces } : { done, whole };
}

function adjusted(document: OrderDocument, order: OrderParts, progress: Progress): Part[] {
  const { done, whole } = goodsBack(document, order, progress);
  return order.adjustments.map((part) => {
    if (whole === 0) return { amount: 0, taxes: [] };
    return partAt(part, mulDiv(part.amount, done, whole), done, whole, order);
  });
}

export const isMoved = ({ amount, taxes }: Part): boolean =>
  amount !== 0 || withoutNothing(taxes).length > 0;

/** Document allowances and charges, and cents of the tax table that no line bears. */
export function restOf(
  document: OrderDocument,
  order: OrderParts,
  progress: Progress,
  isAll: boolean,
): Moved<RefundedRest> | null {
  if (order.adjustments.length + order.stray.length === 0) return null;
  const { done, whole } = goodsBack(document, order, progress);
  const now = isAll ? order.adjustments : adjusted(document, order, progress);
  const stray = isAll || done === whole ? order.stray : sharesOf(order.stray, done, whole);
  const parts = now.map((part, index) => between(progress.adjustments[index] as Part, part));
  const strayed = between(progress.stray, { amount: 0, taxes: stray });
  const count = document.allowances?.length ?? 0;
  const given = [...(document.allowances ?? []), ...(document.charges ?? [])];
  const print = (evened: readonly Part[]) => {
    const printed = parts.map((part, index) => ({
      reason: given[index]?.reason ?? '',
      // Not -0, which JSON and tests tell from 0.
      amount: Math.abs(part.amount),
      taxes: printedTaxes((isMoved(part) ? (evened[index] ?? part) : part).taxes, order.rows),
    }));
    return {
      allowances: printed.slice(0, count),
      charges: printed.slice(count),
      taxes: printedTaxes(withoutNothing(evened.at(-1)?.taxes ?? []), order.rows),
    };
  };
  return {
    parts: [
      // What does not move takes no tax into the table.
      ...parts.map((part) => (isMoved(part) ? part : { amount: 0, taxes: [] })),
      { amount: 0, taxes: withoutNothing(strayed.taxes) },
    ],
    print,
  };
}
