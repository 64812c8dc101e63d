// Why a cart cannot be priced, with the offending value.

import type { RuleFault } from './rule-faults.js';

/** A quote is impossible: the cart names something that has no price, rate or offer. */
export type QuoteRefusal =
  /** The first line that cannot be sold; `errors` has them all, of either kind. */
  | { type: 'unknown-sku'; sku: string; errors: RuleFault[] }
  | { type: 'no-price'; sku: string; currency: string; errors: RuleFault[] }
  /** `didYouMean`: the coupon that differs in its case alone. */
  | { type: 'unknown-coupon'; coupon: string; didYouMean?: string }
  | { type: 'coupon-expired'; coupon: string; until: string }
  | { type: 'coupon-not-yet-valid'; coupon: string; since: string }
  /** Its limit on uses, or its budget, has been reached. */
  | { type: 'coupon-used-up'; coupon: string; promotion: string }
  | { type: 'no-tax-rate'; country: string; taxCategory: string }
  /** The taxes of that country depend on a part of it, which the address does not name, or wrongly. */
  | {
      type: 'incomplete-tax-address';
      country: string;
      field: 'region' | 'postalCode';
      region?: string;
    }
  | { type: 'unknown-shipping-method'; shippingMethod: string }
  | { type: 'no-shipping-price'; shippingMethod: string; currency: string }
  /** A line's own allowances take more than it costs; minor units. */
  | { type: 'allowance-too-large'; sku: string; allowance: number; available: number }
  | { type: 'amount-out-of-range'; detail: string }
  /** Promotions or price lists that the request brought contradict themselves. */
  | { type: 'invalid-rules'; errors: RuleFault[] }
  /** The computation itself died with this cart in hand, twice. */
  | { type: 'quote-failed'; detail: string };
