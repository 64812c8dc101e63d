// What each VAT category asks for: EN 16931-1, chapter 6.4.3. The rules of the nine categories are the
// same ten, with other answers; those that only one has stand at the end.

import type { EnInvoice, EnTax, EnVat, VatCategory } from '../en-invoice.js';
import { isTaxOn } from '../vat-breakdown.js';
import { type CategoryRow, isSameVat, vatCategories } from '../vat-categories.js';
import type { EnRule } from './rule.js';
import { type TaxedKind, taxedKinds, type VatGroup } from './vat-groups.js';

/** Most rules are there once for lines, document allowances and document charges each. */
const kindNames: Readonly<Record<TaxedKind, string>> = {
  lines: 'a line',
  allowances: 'a document allowance',
  charges: 'a document charge',
};

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

function isBrokenDown(
  row: CategoryRow,
  { taxes }: EnInvoice,
  groups: readonly VatGroup[],
): boolean {
  const rows = taxes.filter(isOf(row.category)).length;
  if (!groups.some(isOf(row.category))) return rows === 0;
  return hasRates(row) ? rows >= 1 : rows === 1;
}

const isBaseOf = ({ vat, base }: EnTax, groups: readonly VatGroup[]): boolean =>
  base === (groups.find((group) => isSameVat(group.vat, vat))?.amount ?? 0);

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
  const having = (groups: readonly VatGroup[], kind: TaxedKind) =>
    groups.filter(({ vat, counts }) => vat.category === category && counts[kind] > 0);
  return [
    rule(1, 'what has it is in the VAT breakdown, and nothing else is', (invoice, groups) =>
      isBrokenDown(row, invoice, groups),
    ),
    ...taxedKinds.map((kind, index) =>
      rule(2 + index, `${kindNames[kind]} needs the parties’ identifiers`, (invoice, groups) =>
        having(groups, kind).length === 0 ? true : partiesOf[category](invoice),
      ),
    ),
    ...taxedKinds.map((kind, index) =>
      rule(5 + index, `${kindNames[kind]} has a rate that fits`, (_, groups) =>
        having(groups, kind).every(({ vat }) => rateFits[row.rate](vat.rate)),
      ),
    ),
    rule(8, 'the base is the sum of what has it', (invoice, groups) =>
      rows(invoice).every((tax) => isBaseOf(tax, groups)),
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
const isAllOutside =
  (kind: TaxedKind): EnRule['holds'] =>
  ({ taxes }, groups) =>
    !taxes.some(isOutside) || groups.every((group) => group.counts[kind] === 0 || isOutside(group));

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
  { id: 'BR-O-12', text: 'O: no line is anything else', holds: isAllOutside('lines') },
  {
    id: 'BR-O-13',
    text: 'O: no document allowance is anything else',
    holds: isAllOutside('allowances'),
  },
  {
    id: 'BR-O-14',
    text: 'O: no document charge is anything else',
    holds: isAllOutside('charges'),
  },
];
