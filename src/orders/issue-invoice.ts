// The invoice of a confirmed order: made of what was frozen with it, issued once, under the number
// that its confirmation gave it.

import type { MadeEmail } from '../compute/document-batch.js';
import type { InvoiceRefusal, IssuedPdf } from '../compute/documents.js';
import type { EInvoiceRefusal, EInvoiceRequest } from '../core/e-invoice/e-invoice-request.js';
import { ExchangeRateError } from '../core/invoice/exchange-rate.js';
import { type Invoice, invoiceOf } from '../core/invoice.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { StoredOrder } from '../store/store.js';
import type { Shop } from './shop.js';

export type InvoicedShop = Pick<Shop, 'calendar' | 'documents' | 'seller'>;

export type EInvoicedShop = InvoicedShop & Pick<Shop, 'writeEInvoice' | 'log'>;

/** The order has been confirmed at some time: only then is there something to invoice. */
export const isInvoiced = (order: StoredOrder): boolean => order.invoiceNumber !== null;

/** Dated on the day of the confirmation in the shop's time zone, whenever it is rendered. */
export function invoiceFor(
  shop: InvoicedShop,
  order: StoredOrder,
): Result<Invoice, InvoiceRefusal> {
  const { calendar, seller } = shop;
  if (!seller) {
    return refuse({ type: 'invoice-failed', detail: 'no seller is configured (SELLER_FILE)' });
  }
  const issuedOn = calendar.date(order.confirmedAt ?? order.createdAt);
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

export async function issueInvoice(
  shop: InvoicedShop,
  order: StoredOrder,
): Promise<Result<null, InvoiceRefusal>> {
  const invoice = invoiceFor(shop, order);
  return invoice.ok ? shop.documents.issue(order.id, invoice.value) : invoice;
}

export async function invoicePdf(
  shop: InvoicedShop,
  order: StoredOrder,
): Promise<Result<IssuedPdf, InvoiceRefusal>> {
  const invoice = invoiceFor(shop, order);
  return invoice.ok ? shop.documents.pdf(order.id, invoice.value) : invoice;
}

/** The XML of the issued invoice. It is written anew each time: the same order gives the same bytes. */
export async function eInvoice(
  shop: EInvoicedShop,
  order: StoredOrder,
  request: EInvoiceRequest,
): Promise<Result<string, InvoiceRefusal | EInvoiceRefusal>> {
  const invoice = invoiceFor(shop, order);
  return invoice.ok ? issuedXml(shop, order, invoice.value, request) : invoice;
}

/** Of an invoice or a credit note, which is issued first. */
export async function issuedXml(
  shop: EInvoicedShop,
  order: StoredOrder,
  document: Invoice,
  request: EInvoiceRequest,
): Promise<Result<string, InvoiceRefusal | EInvoiceRefusal>> {
  const issued = await shop.documents.issue(order.id, document);
  if (!issued.ok) return issued;
  const written = shop.writeEInvoice(document, request);
  if (!written.ok && written.refusal.type === 'invoice-failed')
    shop.log.warn({ orderId: order.id }, written.refusal.detail);
  return written;
}

/** The confirmation that the customer is sent, with the invoice attached. */
export async function confirmationEmail(
  shop: InvoicedShop & Pick<Shop, 'now' | 'orderLink'>,
  order: StoredOrder,
): Promise<Result<MadeEmail, InvoiceRefusal>> {
  const invoice = invoiceFor(shop, order);
  if (!invoice.ok) return invoice;
  const link = shop.orderLink(order.id);
  return shop.documents.email(order.id, invoice.value, { at: shop.now(), link });
}
