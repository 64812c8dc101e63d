// An order before it exists: what is asked for, what is frozen of it, and what the store is given.

import { MICROS } from '../core/decimal.js';
import type { Address, BuyerFacts, Customer, OrderDocument, OrderFacts } from '../core/order.js';
import type { Quote } from '../core/quote.js';
import type { Rules } from '../core/rules.js';
import type { Span } from '../core/timeline.js';
import type { IdempotencyClaim, ReserveCommand } from '../store/store.js';
import type { CartRequest } from './cart-request.js';
import { claimsOf } from './promotion-limits.js';
import type { Shop } from './shop.js';
import { orderSteps } from './steps.js';

export interface PlaceOrder extends CartRequest {
  customer: Customer;
  shippingAddress: Address;
  billingAddress?: Address;
  vatId?: string;
  buyer?: BuyerFacts;
  payment: { method: string; token: string };
  /** Minor units; refuses a price that the customer has not seen. */
  expectedTotal?: number;
  claim: IdempotencyClaim | null;
  /** The cart that it is placed from. */
  cartId?: string;
}

export const wholePieces = ({ lines }: CartRequest) =>
  lines.map(({ sku, quantityMicros }) => ({ sku, quantity: quantityMicros / MICROS }));

export function freeze(request: PlaceOrder, quote: Quote): OrderDocument {
  const { customer, shippingAddress, billingAddress, vatId, buyer } = request;
  const { lines, discounts, allowances, charges, shipping, taxes, taxSource } = quote;
  const { totals, priceBasis, settings } = quote;
  return {
    customer,
    lines,
    discounts,
    ...(allowances ? { allowances } : {}),
    ...(charges ? { charges } : {}),
    shipping,
    taxes,
    ...(taxSource ? { taxSource } : {}),
    totals,
    priceBasis,
    ...(settings ? { settings } : {}),
    shippingAddress,
    ...(billingAddress ? { billingAddress } : {}),
    ...(vatId ? { vatId } : {}),
    ...(buyer ? { buyer } : {}),
  };
}

export interface Reserving {
  orderId: string;
  at: number;
  quote: Quote;
  /** Those that the quote was computed with. */
  rules: Rules;
  /** What was frozen, as JSON. */
  documentText: string;
  request: PlaceOrder;
}

export function reservation(
  shop: Shop,
  { orderId, at, quote, rules, documentText, request }: Reserving,
  spans: Span[],
): ReserveCommand {
  const { settings } = shop;
  const delaysMs = orderSteps.reduce((sum, step) => sum + (settings.stepDelays[step] ?? 0), 0);
  return {
    orderId,
    customerId: request.customer.id ?? null,
    currency: quote.currency,
    totalMinor: quote.totals.payable,
    document: documentText,
    lines: quote.lines.map(({ sku, quantity, gross, net }) => ({
      sku,
      quantity: Number(quantity),
      amountMinor: gross ?? net ?? 0,
    })),
    promotionClaims: claimsOf(quote, rules, request.customer),
    paymentMethod: request.payment.method,
    cartId: request.cartId ?? null,
    claim: request.claim,
    spans,
    at,
    holdExpiresAt: at + settings.holdTtlMs,
    settleAt: at + settings.paymentTimeoutMs + delaysMs + SETTLE_MARGIN_MS,
  };
}

/** How long after its own time-out an order is left to the request that placed it. */
const SETTLE_MARGIN_MS = 5_000;

/** An order with the text of its document, which is made once. */
export interface WrittenOrder extends OrderFacts {
  documentText: string;
}

export function pendingOrder(
  { orderId, at, quote, documentText, request }: Reserving,
  document: OrderDocument,
): WrittenOrder {
  const { currency, totals } = quote;
  const { method } = request.payment;
  return {
    id: orderId,
    number: null,
    invoiceNumber: null,
    state: 'payment-pending',
    currency,
    createdAt: Math.round(at),
    confirmedAt: null,
    document,
    documentText,
    payment: { method, state: 'pending', amount: totals.payable, reference: null },
    tasks: [],
  };
}
