// What an invoice has of each VAT category and rate. The rules of categories ask for little else, and
// an invoice may have hundreds of lines but has few rates.

import type { EnInvoice, EnVat } from '../en-invoice.js';
import { isSameVat } from '../vat-categories.js';

export interface VatGroup {
  vat: EnVat;
  /** Lines and document charges less document allowances. */
  amount: number;
  /** How many there are of each. */
  counts: Record<TaxedKind, number>;
}

export type TaxedKind = 'lines' | 'allowances' | 'charges';

const signs: Readonly<Record<TaxedKind, 1 | -1>> = { lines: 1, allowances: -1, charges: 1 };
export const taxedKinds = Object.keys(signs) as TaxedKind[];

export function vatGroupsOf(invoice: EnInvoice): VatGroup[] {
  const groups: VatGroup[] = [];
  for (const kind of taxedKinds) {
    for (const { vat, amount } of invoice[kind]) {
      const group = groupOf(groups, vat);
      group.amount += signs[kind] * amount;
      group.counts[kind] += 1;
    }
  }
  return groups;
}

function groupOf(groups: VatGroup[], vat: EnVat): VatGroup {
  for (const group of groups) if (isSameVat(group.vat, vat)) return group;
  const group = { vat, amount: 0, counts: { lines: 0, allowances: 0, charges: 0 } };
  groups.push(group);
  return group;
}
