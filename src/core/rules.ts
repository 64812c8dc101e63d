// Everything but the cart that decides a quote: price lists, shipping, promotions, tax rates.
// Rules are data. They are checked and compiled once per version (`compileRules`), not per cart.

import type { PriceBasis } from './cart.js';

export interface Rules {
  /** Changes whenever any rule does; a worker compiles each version once. */
  version: string;
  priceLists: Record<string, { basis: PriceBasis }>;
  shippingMethods: ShippingMethod[];
  promotions: Promotion[];
  taxRates: TaxRate[];
}

/** Amounts by currency as decimal strings in major units. */
export type AmountByCurrency = Record<string, string>;

export interface ShippingMethod {
  id: string;
  name: string;
  taxCategory: string;
  prices: AmountByCurrency;
}

export interface Promotion {
  id: string;
  name: string;
  /** The code that unlocks it; automatic when absent. */
  coupon?: string;
  /** Lower applies first, each on what the last one left. */
  priority: number;
  action: PromotionAction;
  target: PromotionTarget;
  /** First day, inclusive; `until` is the first day on which it no longer holds. */
  since: string;
  until: string | null;
  minimumSubtotal?: AmountByCurrency;
}

export type PromotionAction =
  | { type: 'percentage'; percent: string }
  | { type: 'fixed'; amounts: AmountByCurrency };

export type PromotionTarget =
  | { type: 'order' }
  | { type: 'items'; categories?: string[]; skus?: string[] };

export interface TaxRate {
  /** ISO 3166-1 alpha-2, or `*` for countries without rates of their own. */
  jurisdiction: string;
  code: string;
  category: string;
  /** Percent as a decimal string. */
  rate: string;
  since: string;
  until: string | null;
  source: string;
}
