// What has to add up: EN 16931-1, chapter 6.4.2 (BR-CO-*). Amounts are integers of minor units, so
// that a sum holds or does not.

import type { EnInvoice } from '../en-invoice.js';
import { isTaxOn } from '../vat-breakdown.js';
import type { EnRule } from './rule.js';

const sumOf = (amounts: readonly { amount: number }[]): number =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);

/** ISO 3166-1, with Greece's own and Northern Ireland's. */
const hasCountryPrefix = (id: string | null): boolean => id === null || /^[A-Z]{2}/.test(id);

const isIdentified = ({ seller }: EnInvoice): boolean =>
  seller.identifier !== null || seller.legalId !== null || seller.vatId !== null;

export const arithmeticRules: readonly EnRule[] = [
  {
    id: 'BR-CO-9',
    text: 'VAT identifiers begin with a country',
    holds: ({ seller, buyer }) => hasCountryPrefix(seller.vatId) && hasCountryPrefix(buyer.vatId),
  },
  {
    id: 'BR-CO-10',
    text: 'BT-106 = sum of BT-131',
    holds: ({ totals, lines }) => totals.lines === sumOf(lines),
  },
  {
    id: 'BR-CO-11',
    text: 'BT-107 = sum of BT-92',
    holds: ({ totals, allowances }) => totals.allowances === sumOf(allowances),
  },
  {
    id: 'BR-CO-12',
    text: 'BT-108 = sum of BT-99',
    holds: ({ totals, charges }) => totals.charges === sumOf(charges),
  },
  {
    id: 'BR-CO-13',
    text: 'BT-109 = BT-106 − BT-107 + BT-108',
    holds: ({ totals }) => totals.net === totals.lines - totals.allowances + totals.charges,
  },
  {
    id: 'BR-CO-14',
    text: 'BT-110 = sum of BT-117',
    holds: ({ totals, taxes }) => totals.tax === sumOf(taxes),
  },
  {
    id: 'BR-CO-15',
    text: 'BT-112 = BT-109 + BT-110',
    holds: ({ totals }) => totals.gross === totals.net + totals.tax,
  },
  {
    id: 'BR-CO-16',
    text: 'BT-115 = BT-112 − BT-113 + BT-114',
    holds: ({ totals }) => totals.due === totals.gross - totals.paid + totals.rounding,
  },
  {
    id: 'BR-CO-17',
    text: 'BT-117 = BT-116 × BT-119 ÷ 100',
    holds: ({ taxes, digits }) => taxes.every((tax) => isTaxOn(tax, digits)),
  },
  {
    id: 'BR-CO-18',
    text: 'has a VAT breakdown (BG-23)',
    holds: ({ taxes }) => taxes.length > 0,
  },
  {
    id: 'BR-CO-25',
    text: 'has a due date or payment terms where something is due (BT-9, BT-20)',
    holds: ({ totals, payment }) => totals.due <= 0 || payment.terms !== null,
  },
  { id: 'BR-CO-26', text: 'identifies the seller (BT-29, BT-30, BT-31)', holds: isIdentified },
];
