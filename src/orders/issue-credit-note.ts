// The credit note of a refund: issued once, under the number that the refund's transaction gave it.

import type { CalledOff, MadeEmail } from '../compute/document-batch.js';
import type { FiledDocument, InvoiceRefusal, IssuedPdf } from '../compute/documents.js';
import type { EInvoiceRefusal, EInvoiceRequest } from '../core/e-invoice/e-invoice-request.js';
import { creditNoteFor } from '../core/invoice/issued-document.js';
import type { OrderRefund } from '../core/order.js';
import type { Result } from '../core/result.js';
import type { StoredOrder } from '../store/store.js';
import { type EInvoicingShop, type InvoicingShop, issuedXml } from './issue-invoice.js';
import type { Shop } from './shop.js';

const creditNoteOf = (
  { id }: StoredOrder,
  { position, creditNoteNumber }: OrderRefund,
): FiledDocument => ({
  ...{ orderId: id, refund: position, kind: `credit-note-pdf ${creditNoteNumber}` },
});

export const creditNotePdf = (
  { documents }: InvoicingShop,
  order: StoredOrder,
  refund: OrderRefund,
): Promise<Result<IssuedPdf, InvoiceRefusal>> => documents.pdf(creditNoteOf(order, refund));

/** It is written anew each time: the same refund gives the same bytes. */
export async function creditNoteXml(
  shop: EInvoicingShop,
  order: StoredOrder,
  refund: OrderRefund,
  request: EInvoiceRequest,
): Promise<Result<string, InvoiceRefusal | EInvoiceRefusal>> {
  const made = creditNoteFor(shop, order, refund);
  return made.ok ? issuedXml(shop, creditNoteOf(order, refund), made.value, request) : made;
}

/** What the customer is told of a refund, by its position, with its credit note attached. */
export const creditNoteEmail = (
  shop: InvoicingShop & Pick<Shop, 'now' | 'orderLink'>,
  orderId: string,
  refund: number,
): Promise<Result<MadeEmail, InvoiceRefusal | CalledOff>> =>
  shop.documents.email({ orderId, refund }, { at: shop.now(), link: shop.orderLink(orderId) });
