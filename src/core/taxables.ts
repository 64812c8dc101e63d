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

interface Given {
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
  /** Which of them each document discount is: one for each set of taxes that it shares. */
  allowancesAt: number[][];
  chargesAt: number[][];
  shippingAt: number[];
}

export function taxablesOf(given: Given): Result<DocumentTaxables, QuoteRefusal> {
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
  const places: number[][] = [];
  const { allowances, charges } = document;
  for (const [index, given] of [...allowances, ...charges].entries()) {
    const from = taxables.length;
    const amount = index < allowances.length ? -given.amount : given.amount;
    const refused = addDocumentAmount(given, amount, goods, context, taxables);
    if (refused) return refused;
    places.push(indices(from, taxables.length));
  }
  const shippingAt = taxables.length;
  // Free shipping owes no tax, and must not put an empty row of another rate on the invoice.
  if (shipping.remaining > 0) {
    const refused = addShipping(shipping, goods, context, taxables, settings);
    if (refused) return refused;
  }
  return ok({
    taxables,
    allowancesAt: places.slice(0, allowances.length),
    chargesAt: places.slice(allowances.length),
    shippingAt: indices(shippingAt, taxables.length),
  });
}

const indices = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

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
  const weights = new Map<readonly TaxComponent[], number>();
  for (const { taxes, amount: cost } of goods) {
    weights.set(taxes, (weights.get(taxes) ?? 0) + Math.max(0, cost));
  }
  const sets = [...weights.keys()];
  const isFree = [...weights.values()].every((weight) => weight === 0);
  const shares = allocate(amount, isFree ? sets.map(() => 1) : [...weights.values()]);
  for (const [index, taxes] of sets.entries()) {
    const share = shares[index] as number;
    if (share > 0) taxables.push({ amount: share, taxes, quantityMicros: MICROS });
  }
}
