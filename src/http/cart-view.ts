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
      return {
        sku,
        name: names[index] ?? sku,
        quantity,
        available: available[index] ?? 0,
        unitPrice: line?.unitPrice ?? null,
        discount: line?.discount ?? null,
        ...(line?.net === undefined ? { gross: line?.gross ?? null } : { net: line.net }),
      };
    }),
    coupons: cart.coupons,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress,
    shippingMethod: cart.shippingMethod,
    vatId: cart.vatId,
    customer: cart.customer,
    quote,
    problems: problems.map((refusal) => problemOf(refusal).body),
    expiresAt: new Date(cart.expiresAt).toISOString(),
    orderId: cart.orderId,
  };
}
