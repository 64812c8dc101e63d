// What a document comes to: every sum of it, from the lines to what is payable.

import type { Cart, PriceBasis } from './cart.js';
import type { DocumentAmounts } from './document-amounts.js';
import { payableOf } from './payable.js';
import type { PricedLine } from './pricing/priced-line.js';
import type { Settings } from './settings.js';
import type { ShippingCharge } from './shipping-charge.js';
import type { TaxedAmounts } from './tax/calculate-taxes.js';
import type { Taxable } from './tax/tax-rows.js';

/**
 * subtotal − discount − allowance + charge + shipping = total (gross basis) or = net, and
 * net + tax = total, always; total − withheld − prepaid + rounding = payable.
 */
export interface Totals {
  /** The lines with their own allowances and charges. */
  subtotal: number;
  /** Off the lines. */
  discount: number;
  /** Document discounts with a tax of their own; absent where there are none, as all that follow. */
  allowance?: number;
  charge?: number;
  /** After what promotions took off it. */
  shipping: number;
  net: number;
  tax: number;
  total: number;
  withheld?: number;
  prepaid?: number;
  rounding?: number;
  payable: number;
}

/** Everything that totals are made of. */
export interface QuoteParts {
  cart: Cart;
  basis: PriceBasis;
  settings: Settings;
  lines: readonly PricedLine[];
  document: DocumentAmounts;
  shipping: ShippingCharge;
  taxables: readonly Taxable[];
  taxed: TaxedAmounts;
}

export function totalsOf({ cart, lines, document, shipping, taxed, settings }: QuoteParts): Totals {
  let subtotal = 0;
  let remaining = 0;
  for (const line of lines) {
    subtotal += line.subtotal;
    remaining += line.remaining;
  }
  let net = 0;
  for (const amount of taxed.nets) net += amount;
  let tax = 0;
  let withheld = 0;
  for (const { amount, isWithheld } of taxed.rows) {
    if (isWithheld) withheld += amount;
    else tax += amount;
  }
  const total = net + tax;
  const prepaid = cart.prepaidMinor ?? 0;
  const { payable, rounding } = payableOf(total - withheld - prepaid, cart, settings);
  const allowance = sumOf(document.allowances);
  const charge = sumOf(document.charges);
  const totals = { subtotal, discount: subtotal - remaining } as Totals;
  if (allowance !== 0) totals.allowance = allowance;
  if (charge !== 0) totals.charge = charge;
  totals.shipping = shipping.remaining;
  totals.net = net;
  totals.tax = tax;
  totals.total = total;
  if (withheld !== 0) totals.withheld = withheld;
  if (prepaid !== 0) totals.prepaid = prepaid;
  if (rounding !== 0) totals.rounding = rounding;
  totals.payable = payable;
  return totals;
}

const sumOf = (amounts: readonly { amount: number }[]): number =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);
