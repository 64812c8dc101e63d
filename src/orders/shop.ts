// What the use cases work with. `main.ts` builds it; nothing here knows how batches, threads or SQL
// come about.

import type { Documents } from '../compute/documents.js';
import type { Quotes } from '../compute/quotes.js';
import type { Turnstile } from '../compute/turnstile.js';
import type { CouponBack } from '../core/coupon-back.js';
import type { WriteEInvoice } from '../core/e-invoice/e-invoice-request.js';
import type { FormerSeller } from '../core/invoice/former-sellers.js';
import type { Seller } from '../core/invoice.js';
import type { PaymentProvider } from '../gateways/payment/provider.js';
import type { GuardedTaxes } from '../gateways/tax/guarded-taxes.js';
import type { CartStore, Store } from '../store/store.js';
import type { Tally } from '../telemetry/tally.js';
import type { CartWork } from './cart-work.js';
import type { CartSettings } from './carts.js';
import type { Catalogue } from './catalogue.js';
import type { StepDelays } from './steps.js';

export interface OrderSettings {
  mode: 'parallel' | 'sequential';
  stepDelays: StepDelays;
  paymentTimeoutMs: number;
  /** How long a payment may stay unknown before it is given up. */
  paymentUnknownMaxMs: number;
  holdTtlMs: number;
  /** When an authorised payment is captured though its order has not shipped yet. */
  captureAfterMs: number;
  /** When what an order took of promotions is given back. */
  couponBack: CouponBack;
  carts: CartSettings;
}

export interface Calendar {
  /** `YYYY-MM-DD` in the shop's time zone. */
  date(at: number): string;
  /** When that day began in the shop's time zone; milliseconds since the epoch. */
  startOfDay(at: number): number;
}

export interface OrderLog {
  info(fields: { orderId?: string } & Record<string, unknown>, message: string): void;
  warn(fields: { orderId?: string } & Record<string, unknown>, message: string): void;
}

export interface Traffic {
  underWay: number;
  begun: number;
  /** Orders answered, by outcome. */
  orders: Tally;
  /** What charges were answered, by provider and outcome. */
  payments: Tally;
  /** Steps of confirmed orders, by step and slot of their latency. */
  steps: Tally;
  /** Requests refused, by limit and by what was counted. */
  rateLimited: Tally;
}

export interface Shop {
  store: Store;
  carts: CartStore;
  /** Orders of carts that are being placed, and carts that are being merged. */
  checkouts: CartWork;
  merges: CartWork;
  quotes: Quotes;
  catalogue: Catalogue;
  payments: ReadonlyMap<string, PaymentProvider>;
  documents: Documents;
  writeEInvoice: WriteEInvoice;
  /** Who issues the invoices; `null` where nobody is configured. */
  seller: Seller | null;
  formerSellers?: readonly FormerSeller[];
  /** Asked for tax rates before the shop's own; `null` where none is configured. */
  taxes: GuardedTaxes | null;
  /** The order's page for its customer: it needs no account, and works up to the end of that day. */
  orderLink: (orderId: string) => { url: string; goodUntil: string };
  calendar: Calendar;
  settings: OrderSettings;
  /** Orders being placed now, and begun since the start: background work makes way for them. */
  traffic: Traffic;
  /** So many lines of large orders are priced and reserved at once. */
  largeOrders: Turnstile;
  log: OrderLog;
  /** Milliseconds since the epoch. */
  now: () => number;
  newOrderId: () => string;
  /** Unguessable: a guest's cart is known by it alone. */
  newCartId: () => string;
}

/** The provider of an order that exists: its method was checked when it was placed. */
export function providerOf(shop: Shop, method: string): PaymentProvider {
  const provider = shop.payments.get(method);
  if (!provider) throw new Error(`payment method ${method} is not configured any more`);
  return provider;
}

/** Orders and invoices are numbered apart for each year of the shop's calendar. */
export const seriesAt = (shop: Shop, at: number): string => shop.calendar.date(at).slice(0, 4);
