// What a document is called: whose order it is about, and which of that order's documents it is. An order
// has one invoice, and a credit note for each of its refunds.

import type { Invoice } from './invoice.js';

/** Names an invoice, or a credit note by the refund that it is about. */
export interface DocumentName {
  orderId: string;
  /** The refund's position in its order; `null` for the invoice. */
  refund: number | null;
}

/** Under which a document is filed beside its order's id. */
export type DocumentKind = 'invoice-pdf' | `credit-note-pdf ${string}`;

export const pdfKindOf = ({ kind, number }: Pick<Invoice, 'kind' | 'number'>): DocumentKind =>
  kind === 'credit-note' ? `credit-note-pdf ${number}` : 'invoice-pdf';
