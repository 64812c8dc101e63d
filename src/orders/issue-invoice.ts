// The invoice of a confirmed order: issued once, under the number that its confirmation gave it.

import type { CalledOff, MadeEmail } from '../compute/document-batch.js';
import type { FiledDocument, InvoiceRefusal, IssuedPdf } from '../compute/documents.js';
import type { EInvoiceRefusal, EInvoiceRequest } from '../core/e-invoice/e-invoice-request.js';
import { invoiceFor } from '../core/invoice/issued-document.js';
import type { Invoice } from '../core/invoice.js';
import type { Result } from '../core/result.js';
import type { StoredOrder } from '../store/store.js';
import type { Shop } from './shop.js';

export type InvoicingShop = Pick<Shop, 'documents'>;

export type EInvoicingShop = Pick<
  Shop,
  'calendar' | 'documents' | 'seller' | 'formerSellers' | 'writeEInvoice' | 'log'
>;

/** The order has been confirmed at some time: only then is there something to invoice. */
export const isInvoiced = (order: StoredOrder): boolean => order.invoiceNumber !== null;

const invoiceOf = (orderId: string): FiledDocument => ({
  orderId,
  refund: null,
  kind: 'invoice-pdf',
});

/** The order is read by whoever renders its invoice. */
export const issueInvoice = (
  { documents }: InvoicingShop,
  orderId: string,
): Promise<Result<null, InvoiceRefusal>> => documents.issue(invoiceOf(orderId));

export const invoicePdf = (
  { documents }: InvoicingShop,
  orderId: string,
): Promise<Result<IssuedPdf, InvoiceRefusal>> => documents.pdf(invoiceOf(orderId));

/** The XML of the issued invoice. It is written anew each time: the same order gives the same bytes. */
export async function eInvoice(
  shop: EInvoicingShop,
  order: StoredOrder,
  request: EInvoiceRequest,
): Promise<Result<string, InvoiceRefusal | EInvoiceRefusal>> {
  const invoice = invoiceFor(shop, order);
  return invoice.ok ? issuedXml(shop, invoiceOf(order.id), invoice.value, request) : invoice;
}

/** Of an invoice or a credit note, which is issued first. */
export async function issuedXml(
  shop: EInvoicingShop,
  name: FiledDocument,
  document: Invoice,
  request: EInvoiceRequest,
): Promise<Result<string, InvoiceRefusal | EInvoiceRefusal>> {
  const issued = await shop.documents.issue(name, true);
  if (!issued.ok) return issued;
  const written = shop.writeEInvoice(document, request);
  if (!written.ok && written.refusal.type === 'invoice-failed')
    shop.log.warn({ orderId: name.orderId }, written.refusal.detail);
  return written;
}

/** The confirmation that the customer is sent, with the invoice attached. */
export const confirmationEmail = (
  shop: InvoicingShop & Pick<Shop, 'now' | 'orderLink'>,
  orderId: string,
): Promise<Result<MadeEmail, InvoiceRefusal | CalledOff>> =>
  shop.documents.email(
    { orderId, refund: null },
    { at: shop.now(), link: shop.orderLink(orderId) },
  );
