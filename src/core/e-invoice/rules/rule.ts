// A rule of EN 16931, or of a specification on top of it: one row of data.

import type { EnInvoice } from '../en-invoice.js';
import type { VatGroup } from './vat-groups.js';

export const enProfiles = ['en16931', 'peppol', 'xrechnung'] as const;
export type EnProfile = (typeof enProfiles)[number];

export interface EnRule {
  /** As the official validation artefacts name it. */
  id: string;
  text: string;
  /** `groups`: what the invoice has of each VAT. */
  holds: (invoice: EnInvoice, groups: readonly VatGroup[]) => boolean;
}

export interface Violation {
  id: string;
  text: string;
}
