// Why a cart cannot be priced, with the offending value.

/** A quote is impossible: the cart names something that has no price, rate or offer. */
export type QuoteRefusal =
  | { type: 'unknown-sku'; sku: string }
  | { type: 'no-price'; sku: string; currency: string }
  | { type: 'unknown-coupon'; coupon: string }
  | { type: 'coupon-expired'; coupon: string; until: string }
  | { type: 'coupon-not-yet-valid'; coupon: string; since: string }
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
  | { type: 'amount-out-of-range'; detail: string }
  /** The computation itself died with this cart in hand, twice. */
  | { type: 'quote-failed'; detail: string };
