// Everything on a document that taxes are charged on, each with the taxes that it owes: its own where
// it brings some, those of its tax category, or the lines' by what they cost.

import { allocate } from './allocate.js';
import type { Cart, TaxComponent } from './cart.js';
import type { CompiledRules } from './compile-rules.js';
import { MICROS } from './decimal.js';
import type { DocumentAmount, DocumentAmounts } from './document-amounts.js';
import type { PricedLine } from './pricing/priced-line.js';
import type { QuoteRefusal } from './quote-refusal.js';
import { ok, type Result } from './result.js';
import type { Settings } from './settings.js';
import type { ShippingCharge } from './shipping-charge.js';
import { type TaxContext, taxContext } from './tax/tax-context.js';
import type { Taxable } from './tax/tax-rows.js';

/** A document before its taxes. */
export interface Untaxed {
  cart: Cart;
  lines: readonly PricedLine[];
  shipping: ShippingCharge;
  document: DocumentAmounts;
  rules: CompiledRules;
  settings: Settings;
}

export interface DocumentTaxables {
  /** The lines first, one each. */
  taxables: Taxable[];
  /** Which of them are shipping: one for each set of taxes that it shares. */
  shippingAt: number[];
  /** The same of each document discount that stands beside the lines, and of each charge. */
  allowancesAt: number[][];
  chargesAt: number[][];
}

export function taxablesOf(given: Untaxed): Result<DocumentTaxables, QuoteRefusal> {
  const { cart, lines, shipping, document, rules, settings } = given;
  const context = taxContext(cart, rules.taxes);
  const taxables: Taxable[] = [];
  for (const { taxes, taxCategory, remaining, quantityMicros } of lines) {
    const owed = taxes ? ok(taxes) : context.taxesOf(taxCategory);
    if (!owed.ok) return owed;
    const units = Math.abs(quantityMicros);
    taxables.push({ amount: remaining, taxes: owed.value, quantityMicros: units });
  }
  const goods = taxables.slice();
  const allowancesAt: number[][] = [];
  const chargesAt: number[][] = [];
  const add = (amount: DocumentAmount, sign: 1 | -1, at: number[][]): Refused | null => {
    const from = taxables.length;
    const refused = addDocumentAmount(amount, sign * amount.amount, goods, context, taxables);
    at.push(indices(from, taxables.length));
    return refused;
  };
  for (const amount of document.allowances) {
    const refused = add(amount, -1, allowancesAt);
    if (refused) return refused;
  }
  for (const amount of document.charges) {
    const refused = add(amount, 1, chargesAt);
    if (refused) return refused;
  }
  const from = taxables.length;
  // Free shipping owes no tax, and must not put an empty row of another rate on the invoice.
  if (shipping.remaining > 0) {
    const refused = addShipping(shipping, goods, context, taxables, settings);
    if (refused) return refused;
  }
  return ok({ taxables, shippingAt: indices(from, taxables.length), allowancesAt, chargesAt });
}

function indices(from: number, to: number): number[] {
  const all = new Array<number>(to - from);
  for (let index = from; index < to; index += 1) all[index - from] = index;
  return all;
}

type Refused = Extract<Result<never, QuoteRefusal>, { ok: false }>;

function addDocumentAmount(
  { taxCategory, taxes }: DocumentAmount,
  amount: number,
  goods: readonly Taxable[],
  context: TaxContext,
  taxables: Taxable[],
): Refused | null {
  if (taxes === undefined && taxCategory === undefined) {
    shareLines(amount, goods, taxables);
    return null;
  }
  return addOne(amount, taxes ?? null, () => context.taxesOf(taxCategory as string), taxables);
}

function addShipping(
  { remaining, taxes, taxCategory }: ShippingCharge,
  goods: readonly Taxable[],
  context: TaxContext,
  taxables: Taxable[],
  { shippingTax }: Settings,
): Refused | null {
  if (taxes === null && shippingTax === 'lines') {
    shareLines(remaining, goods, taxables);
    return null;
  }
  return addOne(remaining, taxes, () => context.taxesOf(taxCategory, true), taxables);
}

/** Of what takes its taxes from its category. */
export function taxedCategories({ lines, shipping, document, settings }: Untaxed): string[] {
  const { taxes, taxCategory, remaining } = shipping;
  const isOwn = remaining > 0 && taxes === null && settings.shippingTax === 'own';
  return [
    ...lines.flatMap((line) => (line.taxes ? [] : [line.taxCategory])),
    ...[...document.allowances, ...document.charges].flatMap((amount) =>
      amount.taxes || amount.taxCategory === undefined ? [] : [amount.taxCategory],
    ),
    ...(isOwn ? [taxCategory] : []),
  ];
}

function addOne(
  amount: number,
  own: readonly TaxComponent[] | null,
  find: () => Result<readonly TaxComponent[], QuoteRefusal>,
  taxables: Taxable[],
): Refused | null {
  const owed = own ? ok(own) : find();
  if (!owed.ok) return owed;
  taxables.push({ amount, taxes: owed.value, quantityMicros: MICROS });
  return null;
}

/** One taxable for each set of taxes among the lines, by what the lines of that set cost. */
function shareLines(amount: number, goods: readonly Taxable[], taxables: Taxable[]): void {
  // Where all lines give money back, a set weighs what it gives.
  const sign = goods.some((line) => line.amount > 0) ? 1 : -1;
  const weights = new Map<readonly TaxComponent[], number>();
  for (const { taxes, amount: cost } of goods) {
    weights.set(taxes, (weights.get(taxes) ?? 0) + Math.max(0, sign * cost));
  }
  const sets = [...weights.keys()];
  const isFree = [...weights.values()].every((weight) => weight === 0);
  const shares = allocate(Math.abs(amount), isFree ? sets.map(() => 1) : [...weights.values()]);
  for (const [index, taxes] of sets.entries()) {
    const share = (shares[index] as number) * Math.sign(amount);
    if (share !== 0) taxables.push({ amount: share, taxes, quantityMicros: MICROS });
  }
}
