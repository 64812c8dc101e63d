// What a part of an order (a line, its shipping) has given back at any point on the way from nothing
// to all of it. Every figure is a rounded share of what was charged; a refund is the difference of two
// such shares. So the differences of any number of steps sum to what was charged, to the cent.

import type { PriceBasis } from './cart.js';
import type { OrderDocument } from './order.js';
import type { LineTax } from './quote.js';
import { mulDiv } from './rounding.js';
import type { TaxAmount } from './tax/tax-amount.js';

/** What one row of the tax table comes to; `row` is its index. */
export interface TaxPart {
  row: number;
  base: number;
  amount: number;
}

/** Minor units on the order's price basis, with the taxes in it or on it. */
export interface Part {
  amount: number;
  taxes: readonly TaxPart[];
}

export interface OrderParts {
  basis: PriceBasis;
  rows: readonly TaxAmount[];
  lines: Part[];
  shipping: Part;
  /** Document allowances, below zero, and then charges: they go back with the goods. */
  adjustments: Part[];
  /** What of the tax table belongs to none of them: cents, and all of it in older documents. */
  stray: readonly TaxPart[];
}

export const amountOf = ({ gross, net }: { gross?: number; net?: number }): number =>
  gross ?? net ?? 0;

export function partsOf(document: OrderDocument): OrderParts {
  const { priceBasis: basis, taxes: rows, shipping } = document;
  const { allowances = [], charges = [] } = document;
  const partOf = (amount: number, taxes: readonly LineTax[] = []): Part => ({
    amount,
    taxes: merged(taxPartsOf(taxes, rows)),
  });
  const lines = document.lines.map((line) => partOf(amountOf(line), line.taxes));
  const shipped = partOf(amountOf(shipping), shipping.taxes);
  // Nothing of it ever goes back, so its cents belong to nobody.
  if (shipped.amount === 0) shipped.taxes = [];
  const adjustments = [
    ...allowances.map(({ amount, taxes }) => partOf(-amount, taxes)),
    ...charges.map(({ amount, taxes }) => partOf(amount, taxes)),
  ];
  // Documents of earlier versions do not say which line bears which tax.
  const isSaid = [...document.lines, shipping].every(({ taxes }) => taxes !== undefined);
  if (!isSaid) spreadRows([...lines, shipped], rows, basis);
  const full = rows.map(({ base, amount }, row) => ({ row, base, amount }));
  const stray = withoutNothing(withoutTaxes(full, [...lines, shipped, ...adjustments]));
  return { basis, rows, lines, shipping: shipped, adjustments, stray };
}

/** Shipping that shares the lines' taxes names a row once for each line. */
function merged(taxes: readonly TaxPart[]): TaxPart[] {
  const byRow = new Map<number, TaxPart>();
  for (const { row, base, amount } of taxes) {
    const known = byRow.get(row) ?? { row, base: 0, amount: 0 };
    byRow.set(row, { row, base: known.base + base, amount: known.amount + amount });
  }
  return [...byRow.values()];
}

export const sumOf = (items: readonly { amount: number }[]): number =>
  items.reduce((sum, { amount }) => sum + amount, 0);

/** Two rows may differ by their treatment or reason alone. */
function rowIndexOf(tax: LineTax, rows: readonly TaxAmount[]): number {
  const isSame = (row: TaxAmount): boolean =>
    row.code === tax.code && row.jurisdiction === tax.jurisdiction && row.rate === tax.rate;
  const { treatment, reason } = tax as Partial<TaxAmount>;
  const exact = rows.findIndex(
    (row) => isSame(row) && row.treatment === treatment && row.reason === reason,
  );
  return exact === -1 ? rows.findIndex(isSame) : exact;
}

export const taxPartsOf = (taxes: readonly LineTax[], rows: readonly TaxAmount[]): TaxPart[] =>
  taxes.flatMap((tax) => {
    const row = rowIndexOf(tax, rows);
    return row === -1 ? [] : [{ row, base: tax.base, amount: tax.amount }];
  });

/** Each row over all parts, by what they cost: the difference to the sum so far, as quotes do. */
function spreadRows(parts: Part[], rows: readonly TaxAmount[], basis: PriceBasis): void {
  const whole = parts.reduce((sum, { amount }) => sum + amount, 0);
  if (whole === 0) return;
  const seen = { before: 0, after: 0 };
  for (const part of parts) {
    seen.after += part.amount;
    const amounts = rows.map(
      ({ amount }) => mulDiv(amount, seen.after, whole) - mulDiv(amount, seen.before, whole),
    );
    seen.before = seen.after;
    const net = basis === 'net' ? part.amount : part.amount - owed(amounts, rows);
    // With one row all of the part is taxed by it; with several, nobody knows how much of it is.
    const bases = rows.map(({ base }) =>
      rows.length === 1 ? net : mulDiv(base, part.amount, whole),
    );
    part.taxes = rows.map((_, row) => ({
      row,
      base: bases[row] as number,
      amount: amounts[row] as number,
    }));
  }
}

const owed = (amounts: readonly number[], rows: readonly TaxAmount[]): number =>
  amounts.reduce((sum, amount, row) => (rows[row]?.isWithheld ? sum : sum + amount), 0);

/**
 * What of `taxes` is left without those of the parts, a row each. Rows that are even stay: which tax
 * something owes is to be said also where it comes to nothing.
 */
export function withoutTaxes(taxes: readonly TaxPart[], parts: readonly Part[]): TaxPart[] {
  const left = new Map(taxes.map((tax) => [tax.row, { ...tax }]));
  for (const tax of parts.flatMap((part) => part.taxes)) {
    const row = left.get(tax.row) ?? { row: tax.row, base: 0, amount: 0 };
    row.base -= tax.base;
    row.amount -= tax.amount;
    left.set(tax.row, row);
  }
  return [...left.values()].sort((a, b) => a.row - b.row);
}

export const withoutNothing = (taxes: readonly TaxPart[]): TaxPart[] =>
  taxes.filter(({ base, amount }) => base !== 0 || amount !== 0);

/** The tax in or on an amount, without what is withheld. */
export const taxOf = ({ taxes }: Part, rows: readonly TaxAmount[]): number =>
  taxes.reduce((sum, { row, amount }) => (rows[row]?.isWithheld ? sum : sum + amount), 0);

export const netOf = (part: Part, { basis, rows }: OrderParts): number =>
  basis === 'net' ? part.amount : part.amount - taxOf(part, rows);

/** The part when `credited` of its amount has been given back. */
export const shareAt = (part: Part, credited: number, order: OrderParts): Part =>
  partAt(part, credited, Math.abs(credited), Math.abs(part.amount), order);

/** The part when `done` of `whole` has been given back, and so `credited` of its amount. */
export function partAt(
  part: Part,
  credited: number,
  done: number,
  whole: number,
  order: OrderParts,
): Part {
  if (done === whole) return part;
  const amounts = sharesOf(part.taxes, done, whole);
  const net = netOf({ amount: credited, taxes: amounts }, order);
  const wholeNet = netOf(part, order);
  const taxes = amounts.map((tax, index) => {
    // A compound tax is charged on more than the net amount.
    const more = (part.taxes[index] as TaxPart).base - wholeNet;
    return { ...tax, base: net + mulDiv(more, done, whole) };
  });
  if (isDivided(part, wholeNet)) divide(taxes, part, net, done, whole);
  return { amount: credited, taxes };
}

/** Shipping that shares the lines' rates: each row is charged on a piece of it. */
export const isDivided = ({ taxes }: Part, net: number): boolean =>
  taxes.length > 1 && net !== 0 && taxes.reduce((sum, { base }) => sum + base, 0) === net;

/** The pieces stay one whole: the last takes what the others leave. */
function divide(taxes: TaxPart[], part: Part, net: number, done: number, whole: number): void {
  let left = net;
  for (const [index, tax] of taxes.entries()) {
    const base = mulDiv((part.taxes[index] as TaxPart).base, done, whole);
    tax.base = index === taxes.length - 1 ? left : base;
    left -= base;
  }
}

export const sharesOf = (taxes: readonly TaxPart[], done: number, whole: number): TaxPart[] =>
  taxes.map(({ row, base, amount }) => ({
    row,
    base: mulDiv(base, done, whole),
    amount: mulDiv(amount, done, whole),
  }));

/** As printed beside a line, with all that tells one row from another. */
export const printedTaxes = (taxes: readonly TaxPart[], rows: readonly TaxAmount[]): TaxAmount[] =>
  taxes.map(({ row, base, amount }) => ({ ...(rows[row] as TaxAmount), base, amount }));
