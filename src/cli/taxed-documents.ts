// What a period's invoices and credit notes say of taxes, read from the orders and refunds as they were
// frozen.

import type { TaxedDocument } from '../core/tax-report.js';
import type { Calendar } from '../orders/shop.js';
import type { Books, IssuedPeriod } from '../store/sqlite/book-reader.js';
import type { StoredOrder } from '../store/store.js';

/** One by one: a month of orders need not fit into memory. */
export function* taxedDocuments(
  books: Books,
  period: IssuedPeriod,
  calendar: Calendar,
): Generator<TaxedDocument> {
  for (const { orderId, refund } of books.issued(period)) {
    const order = books.order(orderId);
    yield refund === null ? invoice(order, calendar) : creditNote(order, refund, calendar);
  }
}

function invoice(order: StoredOrder, calendar: Calendar): TaxedDocument {
  const { invoiceNumber, confirmedAt, createdAt, currency, document } = order;
  return {
    kind: 'invoice',
    number: invoiceNumber ?? '',
    issueDate: calendar.date(confirmedAt ?? createdAt),
    correctedIssueDate: null,
    currency,
    country: document.shippingAddress.country,
    taxes: document.taxes,
  };
}

function creditNote(order: StoredOrder, position: number, calendar: Calendar): TaxedDocument {
  const corrected = invoice(order, calendar);
  const refund = order.refunds?.find((one) => one.position === position);
  if (!refund) throw new Error(`refund ${position} of ${order.id} was there and is not any more`);
  return {
    ...corrected,
    kind: 'credit-note',
    number: refund.creditNoteNumber,
    issueDate: calendar.date(refund.at),
    correctedIssueDate: corrected.issueDate,
    taxes: refund.amounts.taxes,
  };
}
