// Why a cart cannot be priced, with the offending value.

/** A quote is impossible: the cart names something that has no price, rate or offer. */
export type QuoteRefusal =
  | { type: 'unknown-sku'; sku: string }
  | { type: 'no-price'; sku: string; currency: string }
  /** `didYouMean`: the coupon that differs in its case alone. */
  | { type: 'unknown-coupon'; coupon: string; didYouMean?: string }
  | { type: 'coupon-expired'; coupon: string; until: string }
  | { type: 'coupon-not-yet-valid'; coupon: string; since: string }
  /** Its limit on uses, or its budget, has been reached. */
  | { type: 'coupon-used-up'; coupon: string }
  | { type: 'no-tax-rate'; country: string; taxCategory: string }
  | { type: 'unknown-shipping-method'; shippingMethod: string }
  | { type: 'no-shipping-price'; shippingMethod: string; currency: string }
  | { type: 'amount-out-of-range'; detail: string }
  /** The computation itself died with this cart in hand, twice. */
  | { type: 'quote-failed'; detail: string };
