// The invoice of a confirmed order, and the credit note of a refund: made of what was frozen with them,
// under the number that their transaction gave them, whenever and on whichever thread that happens.

import { type Invoice, invoiceOf, type Seller } from '../invoice.js';
import type { OrderFacts, OrderRefund } from '../order.js';
import { creditNoteFacts } from '../refund-facts.js';
import { ok, type Result, refuse } from '../result.js';
import { creditNoteOf } from './credit-note.js';
import { ExchangeRateError } from './exchange-rate.js';
import { type FormerSeller, sellerAt } from './former-sellers.js';

/** In whose name documents are issued, and by which calendar. */
export interface Issuer {
  /** `null` where nobody is configured. */
  seller: Seller | null;
  /** Whoever it was before, the earliest first. */
  formerSellers?: readonly FormerSeller[];
  calendar: {
    /** `YYYY-MM-DD` in the shop's time zone; `at` is in milliseconds since the epoch. */
    date(at: number): string;
  };
}

export interface InvoiceFailed {
  type: 'invoice-failed';
  detail: string;
}

/** Dated on the day of the confirmation in the shop's time zone, and by the seller of then. */
export function invoiceFor(issuer: Issuer, order: OrderFacts): Result<Invoice, InvoiceFailed> {
  const at = order.confirmedAt ?? order.createdAt;
  const { seller: present, formerSellers = [] } = issuer;
  const seller = sellerAt(at, present, formerSellers);
  if (!seller) {
    return refuse({ type: 'invoice-failed', detail: 'no seller is configured (SELLER_FILE)' });
  }
  const issuedOn = issuer.calendar.date(at);
  const invoice = invoiceBy(seller, order, issuedOn);
  // What lacked a rate could not be issued then: it is by whoever has added it.
  const isMended = !invoice.ok && present !== null && present !== seller;
  return isMended ? invoiceBy(present, order, issuedOn) : invoice;
}

function invoiceBy(
  seller: Seller,
  order: OrderFacts,
  issuedOn: string,
): Result<Invoice, InvoiceFailed> {
  // What the document says is what was paid; a refund later on gets a document of its own.
  const payment = { ...order.payment, state: 'captured' as const };
  try {
    return ok(invoiceOf({ ...order, payment }, seller, issuedOn));
  } catch (error) {
    if (error instanceof ExchangeRateError)
      return refuse({ type: 'invoice-failed', detail: error.message });
    throw error;
  }
}

/** Dated on the day of the refund in the shop's time zone, and by the seller of that day. */
export function creditNoteFor(
  issuer: Issuer,
  order: OrderFacts,
  refund: OrderRefund,
): Result<Invoice, InvoiceFailed> {
  const invoice = invoiceFor(issuer, order);
  if (!invoice.ok) return invoice;
  const issuedOn = issuer.calendar.date(refund.at);
  const seller = sellerAt(refund.at, issuer.seller, issuer.formerSellers ?? []);
  const corrected = seller ? { ...invoice.value, seller } : invoice.value;
  return ok(creditNoteOf(corrected, creditNoteFacts(order, refund, issuedOn)));
}
