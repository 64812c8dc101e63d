// What German law and practice ask for: XRechnung always (BR-DE-*), Peppol where both parties are
// German (DE-R-*). Both number them alike. https://xeinkauf.de/xrechnung/versionen-und-bundles/

import type { EnInvoice } from '../en-invoice.js';
import type { EnRule } from './rule.js';

const isText = (text: string | null | undefined): boolean => (text ?? '').trim() !== '';

/** As KoSIT has it since 2025. */
const EMAIL = /^[^@\s]+@([^@.\s]+\.)+[^@.\s]+$/;

interface GermanRule {
  number: number;
  text: string;
  holds: (invoice: EnInvoice) => boolean;
}

const rules: readonly GermanRule[] = [
  {
    number: 2,
    text: 'the seller has a contact (BG-6)',
    holds: ({ seller }) => seller.contact !== null,
  },
  {
    number: 3,
    text: 'the seller has a city (BT-37)',
    holds: ({ seller }) => isText(seller.address.city),
  },
  {
    number: 4,
    text: 'the seller has a post code (BT-38)',
    holds: ({ seller }) => isText(seller.address.postalCode),
  },
  {
    number: 5,
    text: 'the contact has a name (BT-41)',
    holds: ({ seller: { contact } }) => !contact || isText(contact.name),
  },
  {
    number: 6,
    text: 'the contact has a telephone number (BT-42)',
    holds: ({ seller: { contact } }) => !contact || isText(contact.phone),
  },
  {
    number: 7,
    text: 'the contact has an e-mail address (BT-43)',
    holds: ({ seller: { contact } }) => !contact || isText(contact.email),
  },
  {
    number: 8,
    text: 'the buyer has a city (BT-52)',
    holds: ({ buyer }) => isText(buyer.address.city),
  },
  {
    number: 9,
    text: 'the buyer has a post code (BT-53)',
    holds: ({ buyer }) => isText(buyer.address.postalCode),
  },
  {
    number: 10,
    text: 'the delivery has a city (BT-77)',
    holds: ({ delivery }) => isText(delivery.address.city),
  },
  {
    number: 11,
    text: 'the delivery has a post code (BT-78)',
    holds: ({ delivery }) => isText(delivery.address.postalCode),
  },
  {
    number: 15,
    text: 'there is a buyer reference (BT-10)',
    holds: ({ buyerReference }) => isText(buyerReference),
  },
  {
    number: 16,
    text: 'the seller has a VAT id or a tax number where VAT is charged (BT-31, BT-32)',
    holds: ({ seller, taxes }) =>
      taxes.every(({ vat }) => vat.category === 'O') ||
      isText(seller.vatId) ||
      isText(seller.taxNumber),
  },
  {
    number: 18,
    text: 'no line of the terms looks like a cash discount (BT-20)',
    holds: ({ payment }) => !/^\s*#/m.test(payment.terms ?? ''),
  },
  {
    number: 27,
    text: 'the telephone number has three digits at least (BT-42)',
    holds: ({ seller: { contact } }) => !contact || /\d.*\d.*\d/.test(contact.phone),
  },
  {
    number: 28,
    text: 'the e-mail address has one @ and a domain with a dot (BT-43)',
    holds: ({ seller: { contact } }) => !contact || EMAIL.test(contact.email),
  },
];

const isGerman = ({ seller, buyer }: EnInvoice): boolean =>
  seller.address.country === 'DE' && buyer.address.country === 'DE';

export const xrechnungGermanRules: readonly EnRule[] = rules.map(({ number, text, holds }) => ({
  id: `BR-DE-${number}`,
  text,
  holds,
}));

export const peppolGermanRules: readonly EnRule[] = rules.map(({ number, text, holds }) => ({
  id: `DE-R-${String(number).padStart(3, '0')}`,
  text: `between Germans, ${text}`,
  holds: (invoice) => !isGerman(invoice) || holds(invoice),
}));
