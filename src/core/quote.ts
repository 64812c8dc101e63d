// A quote, top to bottom: prices → promotions → document discounts and charges → shipping → taxes →
// totals that add up → what is payable. Pure: the same cart and rules give the same quote on every
// thread and machine. A shop's cart and an arbitrary invoice are quoted by the same function.

import type { Cart, PriceBasis, TaxSource, TaxTreatment } from './cart.js';
import type { CompiledRules } from './compile-rules.js';
import { formatMicros, MICROS } from './decimal.js';
import { type DocumentAmount, type DocumentAmounts, documentAmounts } from './document-amounts.js';
import { explainDiscountedLines, explainSharing } from './explain-lines.js';
import type { Explaining, Explanation } from './explanation.js';
import { printUnitPrice } from './money.js';
import { compilePriceLists } from './pricing/compile-price-lists.js';
import { priceLines } from './pricing/price-lines.js';
import { basisOf, type CompiledPriceLists } from './pricing/price-lists.js';
import type { LineAdjustment, PricedLine } from './pricing/priced-line.js';
import type { AppliedDiscount } from './promotions/applied-discount.js';
import { applyPromotions, type Deal } from './promotions/apply-promotions.js';
import { compilePromotions } from './promotions/compile-promotions.js';
import type { CompiledPromotions } from './promotions/compiled-promotion.js';
import type { QuoteRefusal } from './quote-refusal.js';
import { type WrittenSettings, writeSettings } from './read-settings.js';
import { ok, type Result, refuse } from './result.js';
import { RuleError } from './rule-faults.js';
import { defaultSettings, type Settings } from './settings.js';
import { explainShipping, shippingCharge } from './shipping.js';
import type { ShippingCharge } from './shipping-charge.js';
import { calculateTaxes, type TaxedAmounts } from './tax/calculate-taxes.js';
import { explainDetermination } from './tax/explain-determination.js';
import { explainTaxes } from './tax/explain-taxes.js';
import type { TaxAmount } from './tax/tax-amount.js';
import { taxablesOf, taxedCategories } from './taxables.js';
import { type Totals, totalsOf } from './totals.js';

/** Priced, not promised. All amounts in minor units of `currency`. */
export interface Quote {
  currency: string;
  priceBasis: PriceBasis;
  lines: QuoteLine[];
  /** What promotions and discounts on the whole document took off lines and shipping. */
  discounts: AppliedDiscount[];
  /** Where the settings ask for the best deal. */
  deal?: Deal;
  /** Document discounts and charges with a tax of their own; absent where there are none. */
  allowances?: QuoteAmount[];
  charges?: QuoteAmount[];
  shipping: Amount & { method: string; discount?: number; taxes?: LineTax[] };
  taxes: TaxAmount[];
  /** Only where a tax provider is configured. */
  taxSource?: TaxSource;
  totals: Totals;
  /** Those that are not the default, as they are written. */
  settings?: WrittenSettings;
  explanation?: Explanation[];
}

/** Carries `gross` under a gross price list and `net` under a net one, never both. */
export interface Amount {
  gross?: number;
  net?: number;
}

/** What one tax of the tax table comes to on one line. */
export interface LineTax {
  code: string;
  jurisdiction: string;
  /** Percent as a decimal string. */
  rate: string;
  /** Below zero in what is taken off. */
  base: number;
  amount: number;
  /** As in the tax table, all absent where it is the standard treatment. */
  treatment?: TaxTreatment;
  reason?: string;
  isWithheld?: true;
  isAdded?: true;
}

/** A discount or a charge on the document, on its price basis and above zero in either case. */
export interface QuoteAmount {
  reason: string;
  amount: number;
  /** Absent in orders of earlier versions. */
  taxes?: LineTax[];
}

export interface QuoteLine extends Amount {
  sku: string;
  name: string;
  /** An integer, or a decimal string where a quote asked for a part of a piece. */
  quantity: number | string;
  /** Minor units, or a decimal string in major units where the price is finer than that. */
  unitPrice: number | string;
  /** What the unit price is for, where that is not one piece. */
  priceQuantity?: number | string;
  priceList?: string;
  allowances?: LineAdjustment[];
  charges?: LineAdjustment[];
  /** Its share of the discounts. */
  discount: number;
  /** The promotion that gave it away. */
  giftOf?: string;
  /** Absent in orders of earlier versions. */
  taxes?: LineTax[];
}

/** The shop's lists, or those that the cart brings. @throws RuleError */
const priceListsOf = (cart: Cart, rules: CompiledRules): CompiledPriceLists =>
  cart.priceLists
    ? compilePriceLists(cart.priceLists, '/priceLists', rules.priceBasis)
    : rules.priceLists;

/** The shop's promotions, or those that the cart brings. @throws RuleError */
const promotionsOf = (cart: Cart, rules: CompiledRules): CompiledPromotions =>
  cart.promotions ? compilePromotions(cart.promotions) : rules.promotions;

/** What a shop's rules and the cart's own settings come to. */
export function settingsOf(cart: Cart, rules: CompiledRules): Settings {
  return cart.settings ? { ...rules.settings, ...cart.settings } : rules.settings;
}

export function quote(cart: Cart, rules: CompiledRules): Result<Quote, QuoteRefusal> {
  try {
    return quoteExactly(cart, rules);
  } catch (error) {
    if (error instanceof RuleError) {
      return refuse({ type: 'invalid-rules', errors: [...error.faults] });
    }
    if (!(error instanceof RangeError)) throw error;
    return refuse({ type: 'amount-out-of-range', detail: error.message });
  }
}

function quoteExactly(cart: Cart, rules: CompiledRules): Result<Quote, QuoteRefusal> {
  const settings = settingsOf(cart, rules);
  const explaining: Explaining = cart.explains ? [] : null;
  const priced = discountedDocument(cart, rules, settings, explaining);
  if (!priced.ok) return priced;
  const { basis, lines, shipping, document, discounts, deal } = priced.value;
  const untaxed = { cart, lines, shipping, document, rules, settings };
  const charged = taxablesOf(untaxed);
  if (!charged.ok) return charged;
  const { taxables, shippingAt, allowancesAt, chargesAt } = charged.value;
  const taxed = calculateTaxes(taxables, basis, cart.currency, settings);
  const parts = { cart, lines, shipping, document, rules, settings, basis, taxables, taxed };
  const totals = totalsOf(parts);
  if (explaining) {
    const share = (subject: string, at: readonly number[]): void =>
      explainSharing(subject, at, taxables, cart.currency, explaining);
    for (const [index, at] of chargesAt.entries()) share(`/charges/${index}`, at);
    share('/shipping', shippingAt);
    explainDetermination(cart, taxedCategories(untaxed), rules.taxes, explaining);
    explainTaxes(parts, totals, explaining);
  }
  // Field by field, in the order in which they are printed: put together from parts by spreading, each
  // quote would have a shape of its own for V8.
  const { currency, taxSource } = cart;
  const { allowances, charges } = document;
  const quoted = {
    currency,
    priceBasis: basis,
    lines: lines.map((line, index) => quoteLine(line, currency, basis, taxesOfOne(taxed, index))),
    discounts,
  } as Quote;
  if (deal) quoted.deal = deal;
  if (allowances.length > 0) quoted.allowances = printed(allowances, allowancesAt, taxed);
  if (charges.length > 0) quoted.charges = printed(charges, chargesAt, taxed);
  quoted.shipping = quoteShipping(shipping, basis, lineTaxes(taxed, shippingAt));
  quoted.taxes = taxed.rows;
  if (taxSource) quoted.taxSource = taxSource;
  quoted.totals = totals;
  if (settings !== defaultSettings) printSettings(settings, quoted);
  if (explaining) quoted.explanation = explaining;
  return ok(quoted);
}

interface DiscountedDocument {
  basis: PriceBasis;
  lines: PricedLine[];
  shipping: ShippingCharge;
  discounts: AppliedDiscount[];
  deal: Deal | null;
  document: DocumentAmounts;
}

/** Everything but the taxes: prices, then promotions, then discounts and charges on the document. */
function discountedDocument(
  cart: Cart,
  rules: CompiledRules,
  settings: Settings,
  explaining: Explaining,
): Result<DiscountedDocument, QuoteRefusal> {
  const lists = priceListsOf(cart, rules);
  const basis = basisOf(cart, lists);
  const priced = priceLines(cart, lists, basis, settings, explaining);
  if (!priced.ok) return priced;
  const lines = priced.value;
  const shipped = shippingCharge(cart, rules);
  if (!shipped.ok) return shipped;
  const shipping = shipped.value;
  const promotions = promotionsOf(cart, rules);
  const applied = applyPromotions({ cart, lines, shipping, promotions, settings, explaining });
  if (!applied.ok) return applied;
  const { discounts, deal } = applied.value;
  const document = documentAmounts({ cart, lines, discounts, settings, explaining });
  if (explaining) {
    explainDiscountedLines(lines, cart.currency, explaining);
    explainShipping(shipping, basis, cart.currency, explaining);
  }
  return ok({ basis, lines, shipping, discounts, deal, document });
}

function printSettings(settings: Settings, quoted: Quote): void {
  const written = writeSettings(settings);
  if (Object.keys(written).length > 0) quoted.settings = written;
}

const printed = (
  amounts: readonly DocumentAmount[],
  at: readonly (readonly number[])[],
  taxed: TaxedAmounts,
): QuoteAmount[] =>
  amounts.map(({ reason, amount }, index) => ({
    reason,
    amount,
    taxes: lineTaxes(taxed, at[index] as number[]),
  }));

const printQuantity = (micros: number): number | string =>
  micros % MICROS === 0 ? micros / MICROS : formatMicros(micros);

function quoteLine(
  line: PricedLine,
  currency: string,
  basis: PriceBasis,
  taxes: LineTax[],
): QuoteLine {
  const { sku, name, remaining } = line;
  const quantity = printQuantity(line.quantityMicros);
  const unitPrice = printUnitPrice(line.unitPriceMicros, currency);
  const discount = line.subtotal - remaining;
  const printedLine: QuoteLine =
    basis === 'gross'
      ? { sku, name, quantity, unitPrice, discount, gross: remaining, taxes }
      : { sku, name, quantity, unitPrice, discount, net: remaining, taxes };
  const { priceQuantityMicros, priceList, allowances, charges, giftOf } = line;
  if (priceQuantityMicros !== MICROS)
    printedLine.priceQuantity = printQuantity(priceQuantityMicros);
  if (priceList !== null) printedLine.priceList = priceList;
  if (allowances.length > 0) printedLine.allowances = allowances;
  if (charges.length > 0) printedLine.charges = charges;
  if (giftOf !== null) printedLine.giftOf = giftOf;
  return printedLine;
}

function quoteShipping(
  { method, amount, remaining }: ShippingCharge,
  basis: PriceBasis,
  taxes: LineTax[],
): Quote['shipping'] {
  const discount = amount - remaining;
  if (basis === 'gross') {
    return discount === 0
      ? { method, gross: remaining, taxes }
      : { method, discount, gross: remaining, taxes };
  }
  return discount === 0
    ? { method, net: remaining, taxes }
    : { method, discount, net: remaining, taxes };
}

/** The taxes of some taxables together, a row each. */
const lineTaxes = (taxed: TaxedAmounts, taxables: readonly number[]): LineTax[] =>
  taxables.length === 1
    ? taxesOfOne(taxed, taxables[0] as number)
    : taxables.flatMap((taxable) => taxesOfOne(taxed, taxable));

const taxesOfOne = ({ rows, shares }: TaxedAmounts, taxable: number): LineTax[] =>
  (shares[taxable] as TaxedAmounts['shares'][number]).map(({ row, base, amount }) =>
    lineTax(rows[row] as TaxAmount, base, amount),
  );

function lineTax(row: TaxAmount, base: number, amount: number): LineTax {
  const { code, jurisdiction, rate, treatment, reason, isWithheld, isAdded } = row;
  const tax: LineTax = { code, jurisdiction, rate, base, amount };
  if (treatment !== undefined) tax.treatment = treatment;
  if (reason !== undefined) tax.reason = reason;
  if (isWithheld) tax.isWithheld = true;
  if (isAdded) tax.isAdded = true;
  return tax;
}
