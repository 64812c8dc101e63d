// A priced cart as it is answered.

import { problemOf } from '../core/problems.js';
import type { PricedCart } from '../orders/price-cart.js';

export function cartView({ cart, quote, problems, names, available }: PricedCart) {
  return {
    id: cart.id,
    version: cart.version,
    currency: cart.currency,
    country: cart.country,
    lines: cart.items.map(({ sku, quantity }, index) => {
      // The quote's lines begin with the cart's own; gifts follow.
      const line = quote?.lines[index];
      const name = names[index] ?? sku;
      const left = available[index] ?? 0;
      if (!line) {
        const unpriced = { unitPrice: null, discount: null, gross: null };
        return { sku, name, quantity, available: left, ...unpriced };
      }
      // Of the two, the one that is undefined is not printed.
      const { unitPrice, discount, gross, net } = line;
      return { sku, name, quantity, available: left, unitPrice, discount, gross, net };
    }),
    coupons: cart.coupons,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress,
    shippingMethod: cart.shippingMethod,
    vatId: cart.vatId,
    customer: cart.customer,
    quote,
    problems: problems.map((refusal) => problemOf(refusal).body),
    expiresAt: printedTime(cart.expiresAt),
    orderId: cart.orderId,
  };
}

/** Carts expire at whole hours: the carts that change now nearly all at the same one. */
let lastTime = { at: 0, printed: '' };

function printedTime(at: number): string {
  if (lastTime.at !== at) lastTime = { at, printed: new Date(at).toISOString() };
  return lastTime.printed;
}
