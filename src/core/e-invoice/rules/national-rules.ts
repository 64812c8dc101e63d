// What Peppol asks for of sellers of single countries (release of May 2026). Rules about what our
// documents never hold are left out. https://docs.peppol.eu/poacc/billing/3.0/rules/

import type { EnAddress, EnBuyer, EnInvoice } from '../en-invoice.js';
import type { EnRule } from './rule.js';

type Holds = (invoice: EnInvoice) => boolean;

/** Some countries go by the VAT id where there is one. */
const countryOf = ({ vatId, address }: EnBuyer): string => {
  const country = vatId?.slice(0, 2) ?? address.country;
  return country === 'EL' ? 'GR' : country;
};

const soldFrom =
  (country: string, holds: Holds): Holds =>
  (invoice) =>
    (invoice.seller.address.country !== country && countryOf(invoice.seller) !== country) ||
    holds(invoice);

const within =
  (country: string, holds: Holds): Holds =>
  (invoice) =>
    invoice.seller.address.country !== country ||
    invoice.buyer.address.country !== country ||
    holds(invoice);

const hasScheme = ({ legalId }: EnBuyer, ...schemes: string[]): boolean =>
  legalId !== null && schemes.includes(legalId.scheme ?? '');

const isWhole = ({ line1, city, postalCode }: EnAddress): boolean =>
  line1 !== '' && city !== '' && postalCode !== '';

const SWEDISH_RATES: ReadonlySet<number> = new Set([6, 12, 25]);
const DANISH_MEANS: ReadonlySet<string> = new Set('1 10 31 42 48 49 50 58 59 93 97'.split(' '));
const DUTCH_MEANS: ReadonlySet<string> = new Set('30 48 49 57 58 59'.split(' '));

export const nationalRules: readonly EnRule[] = [
  {
    id: 'DK-R-014',
    text: 'a Danish seller has a CVR number, scheme 0184 (BT-30)',
    holds: soldFrom('DK', ({ seller }) => hasScheme(seller, '0184')),
  },
  {
    id: 'DK-R-005',
    text: 'an invoice between Danes is paid by means known there (BT-81)',
    holds: within(
      'DK',
      ({ typeCode, payment }) => typeCode === '381' || DANISH_MEANS.has(payment.meansCode),
    ),
  },
  {
    id: 'DK-R-013',
    text: 'between Danes an identifier is of a scheme (BT-29, BT-46)',
    holds: within('DK', ({ seller, buyer }) => !seller.identifier && !buyer.identifier),
  },
  {
    id: 'DK-R-016',
    text: 'a credit note between Danes is not below zero (BT-115)',
    holds: within('DK', ({ typeCode, totals }) => typeCode === '380' || totals.due >= 0),
  },
  {
    id: 'DK-R-017',
    text: 'a Danish buyer’s register is of scheme 0184 (BT-47)',
    holds: within('DK', ({ buyer }) => buyer.legalId === null || hasScheme(buyer, '0184')),
  },
  {
    id: 'GR-R-001',
    text: 'a Greek seller’s invoice bears the tax office’s mark, which is not known here (BT-1)',
    holds: soldFrom('GR', () => false),
  },
  {
    id: 'IS-R-002',
    text: 'an Icelandic seller has a legal identifier of scheme 0196 (BT-30)',
    holds: soldFrom('IS', ({ seller }) => hasScheme(seller, '0196')),
  },
  {
    id: 'IS-R-004',
    text: 'an Icelandic buyer has a legal identifier of scheme 0196 (BT-47)',
    holds: within('IS', ({ buyer }) => hasScheme(buyer, '0196')),
  },
  {
    id: 'IT-R-001',
    text: 'an Italian seller’s tax number has 11 to 16 capitals and digits (BT-32)',
    holds: soldFrom('IT', ({ seller }) => /^([A-Z0-9]{11,16})?$/.test(seller.taxNumber ?? '')),
  },
  {
    id: 'NL-R-003',
    text: 'a Dutch seller has a legal identifier of scheme 0106 or 0190 (BT-30)',
    holds: soldFrom('NL', ({ seller }) => hasScheme(seller, '0106', '0190')),
  },
  {
    id: 'NL-R-005',
    text: 'a Dutch buyer’s legal identifier is of scheme 0106 or 0190 (BT-47)',
    holds: within('NL', ({ buyer }) => buyer.legalId === null || hasScheme(buyer, '0106', '0190')),
  },
  {
    id: 'NL-R-008',
    text: 'an invoice between Dutch parties is paid by means known there (BT-81)',
    holds: within('NL', ({ payment }) => DUTCH_MEANS.has(payment.meansCode)),
  },
  {
    id: 'NO-R-001',
    text: 'a Norwegian seller’s VAT id has nine digits and MVA (BT-31)',
    holds: soldFrom('NO', ({ seller }) => /^(NO\d{9}MVA)?$/.test(seller.vatId ?? '')),
  },
  {
    id: 'SE-R-004',
    text: 'a Swedish seller’s register number has ten digits (BT-30)',
    holds: soldFrom('SE', ({ seller }) => /^(\d{10})?$/.test(seller.legalId?.id ?? '')),
  },
  {
    id: 'SE-R-005',
    text: 'a Swedish seller with a register number has none of the tax office’s (BT-32)',
    holds: soldFrom('SE', ({ seller }) => {
      const { legalId, taxNumber } = seller;
      return !legalId || !taxNumber || taxNumber.toUpperCase() === 'GODKÄND FÖR F-SKATT';
    }),
  },
  {
    id: 'SE-R-006',
    text: 'a Swedish seller charges 6, 12 or 25 per cent (BT-119)',
    holds: soldFrom('SE', ({ taxes }) =>
      taxes.every(({ vat }) => vat.category !== 'S' || SWEDISH_RATES.has(Number(vat.rate))),
    ),
  },
  ...(['IS', 'IT', 'NL'] as const).map((country) => ({
    id: `${country}-R-${country === 'IS' ? '003' : '002'}`,
    text: `the address of a seller in ${country} has street, city and post code (BG-5)`,
    holds: soldFrom(country, ({ seller }) => isWhole(seller.address)),
  })),
  ...(['IS', 'NL'] as const).map((country) => ({
    id: `${country}-R-${country === 'IS' ? '005' : '004'}`,
    text: `the address of a buyer in ${country} has street, city and post code (BG-8)`,
    holds: within(country, ({ buyer }) => isWhole(buyer.address)),
  })),
];
