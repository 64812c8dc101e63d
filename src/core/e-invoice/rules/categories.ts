// What each VAT category asks for: EN 16931-1, chapter 6.4.3. The rules of the nine categories are the
// same ten, with other answers; those that only one has stand at the end.

import type { EnInvoice, EnTax, EnVat, VatCategory } from '../en-invoice.js';
import { isTaxOn } from '../vat-breakdown.js';
import { type CategoryRow, isSameVat, vatCategories } from '../vat-categories.js';
import type { EnRule } from './rule.js';

interface Taxed {
  amount: number;
  vat: EnVat;
}

/** Lines, document allowances and document charges: most rules are there once for each. */
const kinds = [
  { name: 'line', of: ({ lines }: EnInvoice): readonly Taxed[] => lines, sign: 1 },
  { name: 'allowance', of: ({ allowances }: EnInvoice): readonly Taxed[] => allowances, sign: -1 },
  { name: 'charge', of: ({ charges }: EnInvoice): readonly Taxed[] => charges, sign: 1 },
] as const;

const taxedAmounts = (invoice: EnInvoice): Taxed[] =>
  kinds.flatMap(({ of, sign }) =>
    of(invoice).map(({ amount, vat }) => ({ amount: sign * amount, vat })),
  );

const isOf = (category: VatCategory) => (taxed: { vat: EnVat }) => taxed.vat.category === category;

const hasVatId = ({ seller }: EnInvoice): boolean => seller.vatId !== null;
const hasTaxId = ({ seller }: EnInvoice): boolean =>
  seller.vatId !== null || seller.taxNumber !== null;

/** The identifiers that parties must have, or must not. */
const partiesOf: Readonly<Record<VatCategory, (invoice: EnInvoice) => boolean>> = {
  S: hasTaxId,
  Z: hasTaxId,
  E: hasTaxId,
  L: hasTaxId,
  M: hasTaxId,
  AE: (invoice) =>
    hasTaxId(invoice) && (invoice.buyer.vatId !== null || invoice.buyer.legalId !== null),
  K: (invoice) => hasVatId(invoice) && invoice.buyer.vatId !== null,
  G: hasVatId,
  O: ({ seller, buyer }) => seller.vatId === null && buyer.vatId === null,
};

const rateFits: Readonly<Record<CategoryRow['rate'], (rate: string | null) => boolean>> = {
  positive: (rate) => Number(rate) > 0,
  zero: (rate) => rate !== null && Number(rate) === 0,
  any: (rate) => rate !== null && Number(rate) >= 0,
  none: (rate) => rate === null,
};

/** S, L and M have a row for each rate, the others one altogether. */
const hasRates = ({ rate }: CategoryRow): boolean => rate === 'positive' || rate === 'any';

function isBrokenDown(row: CategoryRow, invoice: EnInvoice): boolean {
  const rows = invoice.taxes.filter(isOf(row.category));
  const isUsed = taxedAmounts(invoice).some(isOf(row.category));
  if (!isUsed) return rows.length === 0;
  return hasRates(row) ? rows.length >= 1 : rows.length === 1;
}

function isBaseOf({ vat, base }: EnTax, invoice: EnInvoice): boolean {
  const parts = taxedAmounts(invoice).filter((taxed) => isSameVat(taxed.vat, vat));
  return base === parts.reduce((sum, { amount }) => sum + amount, 0);
}

const isExplained = ({ reason, reasonCode }: EnTax): boolean =>
  reason !== null || reasonCode !== null;

function rulesOf(row: CategoryRow): EnRule[] {
  const { category, prefix } = row;
  const rows = ({ taxes }: EnInvoice) => taxes.filter(isOf(category));
  const rule = (number: number, text: string, holds: EnRule['holds']): EnRule => ({
    id: `BR-${prefix}-${number}`,
    text: `${category}: ${text}`,
    holds,
  });
  return [
    rule(1, 'what has it is in the VAT breakdown, and nothing else is', (invoice) =>
      isBrokenDown(row, invoice),
    ),
    ...kinds.map(({ name, of }, index) =>
      rule(2 + index, `a ${name} that has it needs the parties’ identifiers`, (invoice) =>
        of(invoice).some(isOf(category)) ? partiesOf[category](invoice) : true,
      ),
    ),
    ...kinds.map(({ name, of }, index) =>
      rule(5 + index, `a ${name} that has it has a rate that fits`, (invoice) =>
        of(invoice)
          .filter(isOf(category))
          .every(({ vat }) => rateFits[row.rate](vat.rate)),
      ),
    ),
    rule(8, 'the base is the sum of what has it', (invoice) =>
      rows(invoice).every((tax) => isBaseOf(tax, invoice)),
    ),
    rule(9, 'the tax is the base times the rate', (invoice) =>
      rows(invoice).every((tax) =>
        hasRates(row) ? isTaxOn(tax, invoice.digits) : tax.amount === 0,
      ),
    ),
    rule(10, row.isReasoned ? 'the reason is said' : 'there is no reason to say', (invoice) =>
      rows(invoice).every((tax) => isExplained(tax) === row.isReasoned),
    ),
  ];
}

const isOutside = isOf('O');

/** All of something is outside the scope where the breakdown is. */
const isAllOutside = (of: (invoice: EnInvoice) => readonly Taxed[]) => (invoice: EnInvoice) =>
  !invoice.taxes.some(isOutside) || of(invoice).every(isOutside);

const isIntraCommunity = ({ taxes }: EnInvoice): boolean => taxes.some(isOf('K'));

export const categoryRules: readonly EnRule[] = [
  ...vatCategories.flatMap(rulesOf),
  {
    id: 'BR-IC-11',
    text: 'K: there is a date of delivery (BT-72)',
    holds: (invoice) => !isIntraCommunity(invoice) || invoice.delivery.date !== '',
  },
  {
    id: 'BR-IC-12',
    text: 'K: there is a country of delivery (BT-80)',
    holds: (invoice) => !isIntraCommunity(invoice) || invoice.delivery.address.country !== '',
  },
  {
    id: 'BR-O-11',
    text: 'O: there is no other row in the VAT breakdown',
    holds: ({ taxes }) => !taxes.some(isOutside) || taxes.length === 1,
  },
  { id: 'BR-O-12', text: 'O: no line is anything else', holds: isAllOutside(({ lines }) => lines) },
  {
    id: 'BR-O-13',
    text: 'O: no document allowance is anything else',
    holds: isAllOutside(({ allowances }) => allowances),
  },
  {
    id: 'BR-O-14',
    text: 'O: no document charge is anything else',
    holds: isAllOutside(({ charges }) => charges),
  },
];
