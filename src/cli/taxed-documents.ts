// What a period's invoices and credit notes say of taxes, read from the orders as they were frozen.

import type { TaxedDocument } from '../core/tax-report.js';
import type { Calendar } from '../orders/shop.js';
import type { Books, InvoicedPeriod } from '../store/sqlite/book-reader.js';

/** One by one: a month of orders need not fit into memory. */
export function* taxedDocuments(
  books: Books,
  period: InvoicedPeriod,
  calendar: Calendar,
): Generator<TaxedDocument> {
  for (const id of books.invoiced(period)) {
    const { invoiceNumber, confirmedAt, createdAt, currency, document } = books.order(id);
    yield {
      kind: 'invoice',
      number: invoiceNumber ?? '',
      issueDate: calendar.date(confirmedAt ?? createdAt),
      correctedIssueDate: null,
      currency,
      country: document.shippingAddress.country,
      taxes: document.taxes,
    };
  }
}
