// The words of a document in one language. `{name}` stands for what is filled in.

import type { Invoice, Language } from '../../core/invoice.js';
import { printDecimal } from '../../core/invoice.js';
import { de } from './de.js';
import { en } from './en.js';

export interface Texts {
  language: Language;
  invoice: string;
  facts: {
    number: string;
    issueDate: string;
    supplyDate: string;
    orderNumber: string;
    customerNumber: string;
    email: string;
    vatId: string;
  };
  table: {
    position: string;
    item: string;
    quantity: string;
    unitPrice: string;
    amount: string;
    carriedForward: string;
    broughtForward: string;
  };
  pricesWithTax: string;
  pricesWithoutTax: string;
  subtotal: string;
  discountWithCoupon: string;
  shipping: string;
  net: string;
  includedTax: string;
  taxOfRate: string;
  total: string;
  withheld: string;
  rounding: string;
  payable: string;
  taxTable: { tax: string; rate: string; net: string; amount: string; gross: string };
  payment: {
    title: string;
    paid: string;
    paidWithoutReference: string;
    refunded: string;
    due: string;
    account: string;
    nothingDue: string;
  };
  buyerAddress: string;
  deliveryAddress: string;
  notes: string;
  sellerVatId: string;
  page: string;
  /** By the code of the tax; one that is not here is printed as it is. */
  taxNames: Readonly<Record<string, string>>;
  /** Several taxes, or one without a name. */
  anyTax: string;
  /** By the code of the tax: why none is charged. */
  exemptions: Readonly<Record<string, string>>;
  /** By method; one that is not here is printed as it is. */
  paymentMethods: Readonly<Record<string, string>>;
  shippingMethods: Readonly<Record<string, string>>;
  percent: string;
  date: string;
  months: readonly string[];
}

const all: Readonly<Record<Language, Texts>> = { en, de };

export const textsOf = (language: Language): Texts => all[language];

/** Each value is put in as it is, also where it looks like a place itself. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** Names come from outside: `constructor` is no entry of a table. */
export const nameIn = (names: Readonly<Record<string, string>>, key: string): string =>
  Object.hasOwn(names, key) ? (names[key] as string) : key;

/** `2026-06-15` → `15 June 2026` or `15.06.2026`. */
export function printDate(date: string, texts: Texts): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return fill(texts.date, {
    year,
    month,
    day,
    dayOfMonth: String(Number(day)),
    monthName: texts.months[Number(month) - 1] ?? month,
  });
}

export const printRate = (rate: string, texts: Texts): string =>
  fill(texts.percent, { rate: printDecimal(rate, texts.language) });

/** What the invoice's only tax is called, so that `VAT` stands where VAT is meant. */
export function taxNameOf({ taxes }: Invoice, texts: Texts): string {
  const [name, ...others] = new Set(taxes.map(({ code }) => code));
  if (name === undefined || others.length > 0 || Object.hasOwn(texts.exemptions, name))
    return texts.anyTax;
  return nameIn(texts.taxNames, name);
}
