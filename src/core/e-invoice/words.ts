// What an e-invoice says in words of its own, by the language of the invoice.

import type { Language } from '../invoice.js';

interface Words {
  discount: string;
  shipping: string;
  due: string;
  /** `{amount}` is filled in. */
  withheld: string;
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    discount: 'Discount',
    shipping: 'Shipping',
    due: 'Payable without deduction.',
    withheld: 'Of this the customer keeps back {amount} and pays it to the tax office.',
  },
  de: {
    discount: 'Rabatt',
    shipping: 'Versand',
    due: 'Zahlbar ohne Abzug.',
    withheld: 'Davon behält der Kunde {amount} ein und führt sie an das Finanzamt ab.',
  },
};
