import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import { mergeCarts, openCartOf } from './carts.js';
import type { Shop } from './shop.js';

/** What accounts have to do with carts. */
export interface CustomerCarts {
  /** The guest's cart goes into the customer's; answers the customer's, where there is one then. */
  merge(command: { customerId: string; guestCartId: string }): Promise<string | null>;
  cartOf(customerId: string): Promise<string | null>;
  /** All that is kept in the customer's carts, for whom they are. */
  exported(customerId: string): Promise<unknown[]>;
  erase(customerId: string): Promise<Result<null, Unavailable>>;
}

/** As many as anybody has. */
const EXPORTED_MAX = 1_000;

export const customerCarts = (shop: Shop): CustomerCarts => ({
  // Who cannot be given the cart now has it all the same: it stays a guest's, and is merged next time.
  merge: async ({ customerId, guestCartId }) => {
    const merged = await mergeCarts(shop, { customerId, guestCartId });
    return merged.ok ? (merged.value?.id ?? null) : openCartOf(shop, customerId);
  },
  cartOf: (customerId) => openCartOf(shop, customerId),
  exported: (customerId) => shop.carts.cartsOf({ customerId, limit: EXPORTED_MAX }),
  erase: (customerId) => shop.carts.eraseCarts({ customerId }),
});
