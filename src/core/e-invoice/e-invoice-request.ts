// What an e-invoice is asked for as, and why there may be none.

import type { Invoice } from '../invoice.js';
import type { Result } from '../result.js';
import type { EnProfile, Violation } from './rules/rule.js';

export const eInvoiceFormats = ['ubl', 'cii'] as const;
export type EInvoiceFormat = (typeof eInvoiceFormats)[number];

export interface EInvoiceRequest {
  format: EInvoiceFormat;
  /** The strictest that the invoice fits of Peppol's and the norm's, where none is asked for. */
  profile?: EnProfile;
}

export interface EInvoiceRefusal {
  type: 'no-e-invoice';
  detail: string;
  /** The rules that a specification asks for and the invoice does not keep. */
  rules?: Violation[];
}

/** A rule of the norm itself is broken: a mistake of ours, or in the seller's data. */
export interface BrokenInvoice {
  type: 'invoice-failed';
  detail: string;
}

export type WriteEInvoice = (
  invoice: Invoice,
  request: EInvoiceRequest,
) => Result<string, EInvoiceRefusal | BrokenInvoice>;
