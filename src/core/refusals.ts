// Everything an order or a quote can be refused for, each with the data that a caller needs to act.
// `http/problems.ts` maps every type to a status; the compiler fails when one lacks its row.

import type { OrderState } from './order-states.js';
import type { Quote } from './quote.js';
import type { QuoteRefusal } from './quote-refusal.js';
import type { RefundExceeds } from './refund.js';
import type { CartFull } from './saved-cart.js';

export type { QuoteRefusal };

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

export type OutOfStock = { type: 'out-of-stock'; items: Shortage[] };

/** The engine cannot take the work now; nothing was done, trying again is safe. */
export type Unavailable =
  | { type: 'overloaded'; detail: string }
  | { type: 'storage-unavailable'; detail: string };

export type IdempotencyRefusal =
  | { type: 'request-in-progress' }
  | { type: 'idempotency-key-reused' };

export type CartRefusal =
  | { type: 'cart-not-found' }
  | { type: 'cart-ordered'; orderId: string }
  | CartFull;

export type OrderRefusal =
  | QuoteRefusal
  | OutOfStock
  | Unavailable
  | IdempotencyRefusal
  | CartRefusal
  | { type: 'price-changed'; expectedTotal: number; quote: Quote }
  | { type: 'payment-declined'; declineCode: string }
  | { type: 'wrong-state'; state: OrderState; detail: string }
  | { type: 'payment-provider-unavailable'; detail: string }
  | RefundExceeds;
