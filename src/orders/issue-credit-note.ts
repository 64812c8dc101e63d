// The credit note of a refund: made of what was frozen with it and of the invoice that it corrects,
// issued once, under the number that the refund's transaction gave it.

import type { MadeEmail } from '../compute/document-batch.js';
import type { InvoiceRefusal, IssuedPdf } from '../compute/documents.js';
import type { EInvoiceRefusal, EInvoiceRequest } from '../core/e-invoice/e-invoice-request.js';
import { creditNoteOf } from '../core/invoice/credit-note.js';
import type { Invoice } from '../core/invoice.js';
import type { OrderRefund } from '../core/order.js';
import { creditNoteFacts } from '../core/refund-facts.js';
import { ok, type Result } from '../core/result.js';
import type { StoredOrder } from '../store/store.js';
import { type EInvoicedShop, type InvoicedShop, invoiceFor, issuedXml } from './issue-invoice.js';
import type { Shop } from './shop.js';

/** Dated on the day of the refund in the shop's time zone, whenever it is rendered. */
export function creditNoteFor(
  shop: InvoicedShop,
  order: StoredOrder,
  refund: OrderRefund,
): Result<Invoice, InvoiceRefusal> {
  const invoice = invoiceFor(shop, order);
  if (!invoice.ok) return invoice;
  const issuedOn = shop.calendar.date(refund.at);
  return ok(creditNoteOf(invoice.value, creditNoteFacts(order, refund, issuedOn)));
}

export async function creditNotePdf(
  shop: InvoicedShop,
  order: StoredOrder,
  refund: OrderRefund,
): Promise<Result<IssuedPdf, InvoiceRefusal>> {
  const creditNote = creditNoteFor(shop, order, refund);
  return creditNote.ok ? shop.documents.pdf(order.id, creditNote.value) : creditNote;
}

/** It is written anew each time: the same refund gives the same bytes. */
export async function creditNoteXml(
  shop: EInvoicedShop,
  order: StoredOrder,
  refund: OrderRefund,
  request: EInvoiceRequest,
): Promise<Result<string, InvoiceRefusal | EInvoiceRefusal>> {
  const creditNote = creditNoteFor(shop, order, refund);
  return creditNote.ok ? issuedXml(shop, order, creditNote.value, request) : creditNote;
}

/** What the customer is told of a refund, with its credit note attached. */
export async function creditNoteEmail(
  shop: InvoicedShop & Pick<Shop, 'now' | 'orderLink'>,
  order: StoredOrder,
  refund: OrderRefund,
): Promise<Result<MadeEmail, InvoiceRefusal>> {
  const creditNote = creditNoteFor(shop, order, refund);
  if (!creditNote.ok) return creditNote;
  const link = shop.orderLink(order.id);
  return shop.documents.email(order.id, creditNote.value, { at: shop.now(), link });
}
