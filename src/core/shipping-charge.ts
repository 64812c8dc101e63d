// Shipping in work: what the method costs, and what promotions have left of it.

import type { TaxComponent } from './cart.js';

export interface ShippingCharge {
  /** The method's id, or the name of a shipping that was given. */
  method: string;
  taxCategory: string;
  /** Its own taxes instead of its category's. */
  taxes: readonly TaxComponent[] | null;
  /** Minor units. */
  amount: number;
  remaining: number;
}
