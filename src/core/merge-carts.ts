// What a guest has collected and what the customer that they turn out to be has kept, as one cart.

import { type CartItem, type CartLimits, cartLimits, type SavedCart } from './saved-cart.js';

export const mergeStrategies = ['sum', 'max', 'guest', 'customer'] as const;

/**
 * Of an article that both have: the pieces together, the more of the two, or what the guest or the
 * customer has. What only one of them has is kept in every case.
 */
export type MergeStrategy = (typeof mergeStrategies)[number];

/**
 * The customer's cart with the guest's in it; its version, owner and expiry are the customer's.
 * Beyond the limits the guest's last lines and coupons are left out.
 */
export function mergedCart(
  customer: SavedCart,
  guest: SavedCart,
  strategy: MergeStrategy,
  limits: CartLimits = cartLimits,
): SavedCart {
  return {
    ...customer,
    items: mergedItems(customer.items, guest.items, strategy, limits),
    coupons: [...new Set([...customer.coupons, ...guest.coupons])].slice(0, limits.coupons),
    ...mergedAddress(customer, guest),
    billingAddress: customer.billingAddress ?? guest.billingAddress,
    shippingMethod: guest.shippingMethod ?? customer.shippingMethod,
    vatId: customer.vatId ?? guest.vatId,
    customer: customer.customer ?? guest.customer,
  };
}

function mergedItems(
  customer: readonly CartItem[],
  guest: readonly CartItem[],
  strategy: MergeStrategy,
  limits: CartLimits,
): CartItem[] {
  const quantities = new Map(customer.map(({ sku, quantity }) => [sku, quantity]));
  for (const { sku, quantity } of guest) {
    const own = quantities.get(sku);
    const together = own === undefined ? quantity : pick[strategy](own, quantity);
    quantities.set(sku, Math.min(together, limits.quantity));
  }
  return [...quantities].slice(0, limits.lines).map(([sku, quantity]) => ({ sku, quantity }));
}

const pick: Record<MergeStrategy, (customer: number, guest: number) => number> = {
  sum: (customer, guest) => customer + guest,
  max: Math.max,
  guest: (_customer, guest) => guest,
  customer: (customer) => customer,
};

/** Address and country go together: they are one of the carts' own. */
function mergedAddress(customer: SavedCart, guest: SavedCart) {
  const { shippingAddress, country } =
    customer.shippingAddress === null && guest.shippingAddress !== null ? guest : customer;
  return { shippingAddress, country };
}
