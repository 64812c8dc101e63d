// What shipping costs: a method of the shop's, or an amount that the cart brings.

import type { Cart, PriceBasis } from './cart.js';
import type { CompiledRules } from './compile-rules.js';
import type { Explanation } from './explanation.js';
import { formatMoney } from './money.js';
import type { QuoteRefusal } from './quote-refusal.js';
import { ok, type Result, refuse } from './result.js';
import type { ShippingCharge } from './shipping-charge.js';

/** The class of goods that a shipping falls under which names none. */
const STANDARD = 'standard';

export function shippingCharge(
  { shipping, shippingMethod, shippingTaxes, currency }: Cart,
  rules: CompiledRules,
): Result<ShippingCharge, QuoteRefusal> {
  if (shipping) {
    const { name, amountMinor: amount, taxCategory = STANDARD } = shipping;
    const taxes = shipping.taxes ?? shippingTaxes ?? null;
    return ok({ method: name, taxCategory, taxes, amount, remaining: amount });
  }
  const method = rules.shipping.get(shippingMethod);
  if (!method) return refuse({ type: 'unknown-shipping-method', shippingMethod });
  const amount = method.priceMinor.get(currency);
  if (amount === undefined) return refuse({ type: 'no-shipping-price', shippingMethod, currency });
  const { taxCategory } = method;
  const taxes = shippingTaxes ?? null;
  return ok({ method: shippingMethod, taxCategory, taxes, amount, remaining: amount });
}

export function explainShipping(
  { method, amount, remaining }: ShippingCharge,
  basis: PriceBasis,
  currency: string,
  explaining: Explanation[],
): void {
  const money = (minor: number) => formatMoney({ amount: minor, currency });
  const discount =
    amount === remaining ? '' : ` − ${money(amount - remaining)} = ${money(remaining)}`;
  const text = `${method}: ${money(amount)}${discount} ${basis === 'gross' ? 'including tax' : 'before tax'}`;
  explaining.push({ subject: '/shipping', rule: 'shipping', text, amount: remaining });
}
