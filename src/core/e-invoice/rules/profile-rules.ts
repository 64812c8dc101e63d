// What Peppol BIS Billing 3 and XRechnung 3 ask for beyond the norm.
// https://docs.peppol.eu/poacc/billing/3.0/rules/, https://xeinkauf.de/xrechnung/versionen-und-bundles/

import type { EnInvoice, EnLine } from '../en-invoice.js';
import { EMAIL_SCHEME } from '../endpoint-schemes.js';
import type { EnRule } from './rule.js';

const isText = (text: string | null | undefined): boolean => (text ?? '').trim() !== '';

const isDelivered = (party: EnInvoice['seller'] | EnInvoice['buyer']): boolean =>
  party.electronicAddress !== null && party.electronicAddress.scheme !== EMAIL_SCHEME;

/** Two hundredths of room, as Peppol leaves it. */
const SLACK = 0.02;

/** Only a check with room of its own: no amount comes of it. */
function isProduct(line: EnLine, digits: number): boolean {
  const unit = 10 ** digits;
  let amount = (Number(line.quantity) * Number(line.price)) / Number(line.priceQuantity);
  for (const charge of line.charges) amount += charge.amount / unit;
  for (const allowance of line.allowances) amount -= allowance.amount / unit;
  const room = Math.max(SLACK, digits === 0 ? 1 : 0) + Math.abs(amount) * Number.EPSILON * 8;
  return Math.abs(line.amount / unit - amount) <= room;
}

/** In the validation artefacts of both. */
const shared: readonly EnRule[] = [
  {
    id: 'PEPPOL-EN16931-R005',
    text: 'the accounting currency is another one (BT-6)',
    holds: ({ accounting, currency }) => accounting === null || accounting.currency !== currency,
  },
  {
    id: 'PEPPOL-EN16931-R010',
    text: 'the buyer has an electronic address (BT-49)',
    holds: ({ buyer }) => buyer.electronicAddress !== null,
  },
  {
    id: 'PEPPOL-EN16931-R020',
    text: 'the seller has an electronic address (BT-34)',
    holds: ({ seller }) => seller.electronicAddress !== null,
  },
  {
    id: 'PEPPOL-EN16931-R055',
    text: 'VAT has the same sign in both currencies (BT-110, BT-111)',
    holds: ({ accounting, totals }) =>
      accounting === null || Math.sign(accounting.tax) * Math.sign(totals.tax) >= 0,
  },
  {
    id: 'PEPPOL-EN16931-R120',
    text: 'lines are quantity × price ÷ base quantity + charges − allowances',
    holds: ({ lines, digits }) => lines.every((line) => isProduct(line, digits)),
  },
  {
    id: 'PEPPOL-EN16931-R121',
    text: 'the base quantity is above zero (BT-149)',
    holds: ({ lines }) => lines.every(({ priceQuantity }) => Number(priceQuantity) > 0),
  },
];

export const peppolRules: readonly EnRule[] = [
  ...shared,
  {
    id: 'PEPPOL-EN16931-R003',
    text: 'there is a buyer reference or an order reference (BT-10, BT-13)',
    holds: ({ buyerReference, orderReference }) => isText(buyerReference) || isText(orderReference),
  },
  {
    id: 'PEPPOL-EN16931-CL008',
    text: 'electronic addresses are of a scheme that Peppol delivers to',
    holds: ({ seller, buyer }) => isDelivered(seller) && isDelivered(buyer),
  },
  {
    id: 'DE-R-002',
    text: 'a German seller names a contact to a German buyer (BG-6)',
    holds: ({ seller, buyer }) =>
      seller.address.country !== 'DE' || buyer.address.country !== 'DE' || seller.contact !== null,
  },
  {
    id: 'NL-R-003',
    text: 'a Dutch seller has a legal identifier of scheme 0106 or 0190 (BT-30)',
    holds: ({ seller }) =>
      seller.address.country !== 'NL' || ['0106', '0190'].includes(seller.legalId?.scheme ?? ''),
  },
];

export const xrechnungRules: readonly EnRule[] = [
  ...shared,
  {
    id: 'BR-DE-2',
    text: 'the seller has a contact (BG-6)',
    holds: ({ seller }) => seller.contact !== null,
  },
  {
    id: 'BR-DE-3',
    text: 'the seller has a city (BT-37)',
    holds: ({ seller }) => isText(seller.address.city),
  },
  {
    id: 'BR-DE-4',
    text: 'the seller has a post code (BT-38)',
    holds: ({ seller }) => isText(seller.address.postalCode),
  },
  {
    id: 'BR-DE-5',
    text: 'the contact has a name (BT-41)',
    holds: ({ seller }) => isText(seller.contact?.name),
  },
  {
    id: 'BR-DE-6',
    text: 'the contact has a telephone number (BT-42)',
    holds: ({ seller }) => isText(seller.contact?.phone),
  },
  {
    id: 'BR-DE-7',
    text: 'the contact has an e-mail address (BT-43)',
    holds: ({ seller }) => isText(seller.contact?.email),
  },
  {
    id: 'BR-DE-8',
    text: 'the buyer has a city (BT-52)',
    holds: ({ buyer }) => isText(buyer.address.city),
  },
  {
    id: 'BR-DE-9',
    text: 'the buyer has a post code (BT-53)',
    holds: ({ buyer }) => isText(buyer.address.postalCode),
  },
  {
    id: 'BR-DE-10',
    text: 'the delivery has a city (BT-77)',
    holds: ({ delivery }) => isText(delivery.address.city),
  },
  {
    id: 'BR-DE-11',
    text: 'the delivery has a post code (BT-78)',
    holds: ({ delivery }) => isText(delivery.address.postalCode),
  },
  {
    id: 'BR-DE-15',
    text: 'there is a buyer reference (BT-10)',
    holds: ({ buyerReference }) => isText(buyerReference),
  },
  {
    id: 'BR-DE-16',
    text: 'the seller has a VAT id or a tax number where VAT is charged (BT-31, BT-32)',
    holds: ({ seller, taxes }) =>
      taxes.every(({ vat }) => vat.category === 'O') ||
      isText(seller.vatId) ||
      isText(seller.taxNumber),
  },
  {
    id: 'BR-DE-27',
    text: 'the telephone number has three digits at least (BT-42)',
    holds: ({ seller }) => (seller.contact?.phone ?? '').replaceAll(/\D/g, '').length >= 3,
  },
  {
    id: 'BR-DE-28',
    text: 'the e-mail address has one @ with something around it (BT-43)',
    holds: ({ seller }) => /^[^@\s]{2,}@[^@\s]{2,}$/.test(seller.contact?.email ?? ''),
  },
];
