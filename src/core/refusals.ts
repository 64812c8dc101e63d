// Everything an order or a quote can be refused for, each with the data that a caller needs to act.
// `http/problems.ts` maps every type to a status; the compiler fails when one lacks its row.

import type { OrderState } from './order-states.js';
import type { Quote } from './quote.js';

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

/** A quote is impossible: the cart names something that has no price, rate or offer. */
export type QuoteRefusal =
  | { type: 'unknown-sku'; sku: string }
  | { type: 'no-price'; sku: string; currency: string }
  | { type: 'unknown-coupon'; coupon: string }
  | { type: 'coupon-expired'; coupon: string; until: string }
  | { type: 'coupon-not-yet-valid'; coupon: string; since: string }
  | { type: 'no-tax-rate'; country: string; taxCategory: string }
  | { type: 'unknown-shipping-method'; shippingMethod: string }
  | { type: 'no-shipping-price'; shippingMethod: string; currency: string }
  | { type: 'amount-out-of-range'; detail: string }
  /** The computation itself died with this cart in hand, twice. */
  | { type: 'quote-failed'; detail: string };

export type OutOfStock = { type: 'out-of-stock'; items: Shortage[] };

/** The engine cannot take the work now; nothing was done, trying again is safe. */
export type Unavailable =
  | { type: 'overloaded'; detail: string }
  | { type: 'storage-unavailable'; detail: string };

export type IdempotencyRefusal =
  | { type: 'request-in-progress' }
  | { type: 'idempotency-key-reused' };

export type OrderRefusal =
  | QuoteRefusal
  | OutOfStock
  | Unavailable
  | IdempotencyRefusal
  | { type: 'price-changed'; expectedTotal: number; quote: Quote }
  | { type: 'payment-declined'; declineCode: string }
  | { type: 'wrong-state'; state: OrderState; detail: string }
  | { type: 'payment-provider-unavailable'; detail: string };
