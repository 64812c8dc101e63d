// What a filed document is, beside whose order it is about: an order has one invoice, and a credit note
// for each of its refunds.

import type { Invoice } from './invoice.js';

export type DocumentKind = 'invoice-pdf' | `credit-note-pdf ${string}`;

export const pdfKindOf = ({ kind, number }: Pick<Invoice, 'kind' | 'number'>): DocumentKind =>
  kind === 'credit-note' ? `credit-note-pdf ${number}` : 'invoice-pdf';
