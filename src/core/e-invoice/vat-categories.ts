// How EN 16931 sees the engine's taxes: one VAT category and rate for each line, and a breakdown of
// one row for each of them. https://docs.peppol.eu/poacc/billing/3.0/codelist/UNCL5305/

import type { LineTax } from '../quote.js';
import { ok, type Result, refuse } from '../result.js';
import type { EnVat, VatCategory } from './en-invoice.js';

export interface CategoryRow {
  category: VatCategory;
  /** The rules of the norm that are about it: `BR-<prefix>-…`. */
  prefix: string;
  rate: 'positive' | 'zero' | 'any' | 'none';
  /** Whether no VAT is charged for a reason that has to be named. */
  isReasoned: boolean;
  /** Where the seller is in the EU; https://docs.peppol.eu/poacc/billing/3.0/codelist/vatex/ */
  vatex: string | null;
}

export const vatCategories: readonly CategoryRow[] = [
  { category: 'S', prefix: 'S', rate: 'positive', isReasoned: false, vatex: null },
  { category: 'Z', prefix: 'Z', rate: 'zero', isReasoned: false, vatex: null },
  { category: 'E', prefix: 'E', rate: 'zero', isReasoned: true, vatex: null },
  { category: 'AE', prefix: 'AE', rate: 'zero', isReasoned: true, vatex: 'VATEX-EU-AE' },
  { category: 'K', prefix: 'IC', rate: 'zero', isReasoned: true, vatex: 'VATEX-EU-IC' },
  { category: 'G', prefix: 'G', rate: 'zero', isReasoned: true, vatex: 'VATEX-EU-G' },
  { category: 'O', prefix: 'O', rate: 'none', isReasoned: true, vatex: 'VATEX-EU-O' },
  { category: 'L', prefix: 'AF', rate: 'any', isReasoned: false, vatex: null },
  { category: 'M', prefix: 'AG', rate: 'any', isReasoned: false, vatex: null },
];

export const rowOfCategory = (category: VatCategory): CategoryRow =>
  vatCategories.find((row) => row.category === category) as CategoryRow;

/** Taxes on sales that are not VAT: an EN 16931 invoice has no place for them. */
const isOtherTax = ({ code, jurisdiction, treatment }: LineTax): boolean =>
  code === 'SALES' ||
  code === 'PST' ||
  // Whatever a county calls its tax. Exports to there are the exporter's VAT.
  (/^US(-|$)/.test(jurisdiction) && (treatment ?? 'S') === 'S');

const OUTSIDE: EnVat = { category: 'O', rate: null };

/** The VAT of a line by its taxes, of which what the customer keeps back is none. */
export function vatOf(taxes: readonly LineTax[]): Result<EnVat, string> {
  let found: LineTax | null = null;
  for (const tax of taxes) {
    if (tax.isWithheld) continue;
    if (found)
      return refuse(`EN 16931 knows one VAT per line, and one owes ${found.code} and ${tax.code}`);
    found = tax;
  }
  if (!found) return ok(OUTSIDE);
  if (isOtherTax(found)) return refuse(`EN 16931 is about VAT, and ${found.code} is another tax`);
  return ok(categorise(found));
}

function categorise({ treatment = 'S', rate }: LineTax): EnVat {
  if (treatment === 'O') return OUTSIDE;
  // The engine calls a rate of nothing standard as well; and the official rules for CII let IGIC
  // have none that is nothing (BR-AF-5 there; in UBL it may).
  if ((treatment === 'S' || treatment === 'L') && rate === '0') return { category: 'Z', rate };
  return { category: treatment, rate };
}

export const isSameVat = (a: EnVat, b: EnVat): boolean =>
  a.category === b.category && a.rate === b.rate;
