// A quote: list price → promotions → shipping → tax by destination → totals that add up.
// Pure: the same cart, rules and date give the same quote on every thread and machine.

import type { Cart, PriceBasis } from './cart.js';
import type { CompiledRules } from './compile-rules.js';
import { formatMicros, MICROS } from './decimal.js';
import { printUnitPrice } from './money.js';
import { priceLines } from './pricing/price-lines.js';
import type { PricedLine } from './pricing/priced-line.js';
import type { AppliedDiscount } from './promotions/applied-discount.js';
import { applyPromotions } from './promotions/apply-promotions.js';
import type { QuoteRefusal } from './quote-refusal.js';
import { ok, type Result, refuse } from './result.js';
import { defaultSettings } from './settings.js';
import type { ShippingCharge } from './shipping-charge.js';
import { type TaxAmount, taxAmounts } from './tax/calculate-taxes.js';

/** Priced, not promised. All amounts in minor units of `currency`. */
export interface Quote {
  currency: string;
  priceBasis: PriceBasis;
  lines: QuoteLine[];
  discounts: AppliedDiscount[];
  shipping: Amount & { method: string };
  taxes: TaxAmount[];
  totals: Totals;
}

/** Carries `gross` under a gross price list and `net` under a net one, never both. */
export interface Amount {
  gross?: number;
  net?: number;
}

export interface QuoteLine extends Amount {
  sku: string;
  name: string;
  /** An integer, or a decimal string where a quote asked for a part of a piece. */
  quantity: number | string;
  /** Minor units, or a decimal string in major units where the price is finer than that. */
  unitPrice: number | string;
  discount: number;
}

/** lines − discount + shipping = total (gross basis) or = net, and net + tax = total, always. */
export interface Totals {
  subtotal: number;
  discount: number;
  shipping: number;
  net: number;
  tax: number;
  total: number;
}

export function quote(cart: Cart, rules: CompiledRules): Result<Quote, QuoteRefusal> {
  const basis = cart.priceBasis ?? rules.priceBasis.get(cart.currency) ?? 'gross';
  const priced = priceLines(cart);
  if (!priced.ok) return priced;
  const lines = priced.value;
  const charge = shippingCharge(cart, rules);
  if (!charge.ok) return charge;
  const shipping = charge.value;
  const applied = applyPromotions({
    cart,
    lines,
    shipping,
    promotions: rules.promotions,
    settings: { ...defaultSettings, ...cart.settings },
    explaining: null,
  });
  if (!applied.ok) return applied;
  const discounts = applied.value;
  const taxables = lines.map(({ taxCategory, remaining }) => ({ taxCategory, amount: remaining }));
  // Free shipping owes no tax, and must not put an empty row of another rate on the invoice.
  if (shipping.remaining > 0) {
    taxables.push({ taxCategory: shipping.taxCategory, amount: shipping.remaining });
  }
  const taxes = taxAmounts(taxables, basis, cart, rules);
  if (!taxes.ok) return taxes;
  return ok({
    currency: cart.currency,
    priceBasis: basis,
    lines: lines.map((line) => quoteLine(line, cart.currency, basis)),
    discounts,
    shipping: { method: cart.shippingMethod, ...onBasis(basis, shipping.remaining) },
    taxes: taxes.value,
    totals: totals(lines, discounts, shipping.amount, taxes.value),
  });
}

const onBasis = (basis: PriceBasis, amount: number): Amount =>
  basis === 'gross' ? { gross: amount } : { net: amount };

function quoteLine(line: PricedLine, currency: string, basis: PriceBasis): QuoteLine {
  const { sku, name, quantityMicros, unitPriceMicros, subtotal, remaining } = line;
  return {
    sku,
    name,
    quantity:
      quantityMicros % MICROS === 0 ? quantityMicros / MICROS : formatMicros(quantityMicros),
    unitPrice: printUnitPrice(unitPriceMicros, currency),
    discount: subtotal - remaining,
    ...onBasis(basis, remaining),
  };
}

function shippingCharge(
  { shippingMethod, currency }: Cart,
  rules: CompiledRules,
): Result<ShippingCharge, QuoteRefusal> {
  const method = rules.shipping.get(shippingMethod);
  if (!method) return refuse({ type: 'unknown-shipping-method', shippingMethod });
  const amount = method.priceMinor.get(currency);
  if (amount === undefined) return refuse({ type: 'no-shipping-price', shippingMethod, currency });
  const { taxCategory } = method;
  return ok({ method: shippingMethod, taxCategory, taxes: null, amount, remaining: amount });
}

function totals(
  lines: PricedLine[],
  discounts: AppliedDiscount[],
  shipping: number,
  taxes: TaxAmount[],
): Totals {
  const net = sum(taxes, ({ base }) => base);
  const tax = sum(taxes, ({ amount }) => amount);
  return {
    subtotal: sum(lines, ({ subtotal }) => subtotal),
    discount: sum(discounts, ({ amount }) => amount),
    shipping,
    net,
    tax,
    total: net + tax,
  };
}

const sum = <Item>(items: readonly Item[], amountOf: (item: Item) => number): number =>
  items.reduce((total, item) => total + amountOf(item), 0);
