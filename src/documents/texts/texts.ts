// The words of a document in one language. `{name}` stands for what is filled in.

import type { TaxTreatment } from '../../core/cart.js';
import type { Invoice, Language } from '../../core/invoice.js';
import { printDecimal } from '../../core/invoice.js';
import { de } from './de.js';
import { en } from './en.js';

export interface Texts {
  language: Language;
  titles: ByKind;
  facts: {
    number: ByKind;
    issueDate: ByKind;
    supplyDate: string;
    /** Of credit notes: the invoice, and its date. */
    corrects: string;
    correctedDate: string;
    orderNumber: string;
    /** What the buyer asked to be quoted. */
    reference: string;
    customerNumber: string;
    email: string;
    vatId: string;
  };
  /** Of credit notes. */
  reason: string;
  table: {
    position: string;
    item: string;
    quantity: string;
    unitPrice: string;
    amount: string;
    carriedForward: string;
    broughtForward: string;
    /** A price for more than one piece. */
    pricePer: string;
  };
  /** Where no tax is charged. */
  prices: string;
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
  prepaid: string;
  rounding: string;
  payable: string;
  /** The tax in the currency that it is declared in. */
  accounting: string;
  taxTable: { tax: string; rate: string; net: string; amount: string; gross: string };
  payment: PaymentTexts;
  buyerAddress: string;
  deliveryAddress: string;
  notes: string;
  contact: string;
  sellerVatId: string;
  sellerTaxNumber: string;
  page: string;
  /** By the code of the tax; one that is not here is printed as it is. */
  taxNames: Readonly<Record<string, string>>;
  /** Several taxes, or one without a name. */
  anyTax: string;
  /** By the code of the tax: why none is charged. */
  exemptions: Readonly<Record<string, string>>;
  /** By treatment: the words that the law asks for (Directive 2006/112/EC, article 226, 11 and 11a). */
  treatments: Partial<Record<TaxTreatment, string>>;
  /** By method; one that is not here is printed as it is. */
  paymentMethods: Readonly<Record<string, string>>;
  shippingMethods: Readonly<Record<string, string>>;
  percent: string;
  date: string;
  months: readonly string[];
}

type ByKind = Readonly<Record<Invoice['kind'], string>>;

/** A statement that ends in `WithoutReference` stands where the payment has none. */
export interface PaymentTexts {
  title: string;
  paid: string;
  paidWithoutReference: string;
  /** Of an invoice that was cancelled. */
  refunded: string;
  /** Of credit notes. */
  refund: string;
  refundWithoutReference: string;
  /** Of credit notes for what was never paid. */
  reduces: string;
  due: string;
  dueToAccount: string;
  nothingDue: string;
  remittance: string;
  scan: string;
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

export const titleOf = ({ kind, number }: Invoice, texts: Texts): string =>
  `${texts.titles[kind]} ${number}`;

export const printRate = (rate: string, texts: Texts): string =>
  fill(texts.percent, { rate: printDecimal(rate, texts.language) });

/** What the invoice's only tax is called, so that `VAT` stands where VAT is meant. */
export function taxNameOf({ taxes }: Invoice, texts: Texts): string {
  const [name, ...others] = new Set(taxes.map(({ code }) => code));
  if (name === undefined || others.length > 0 || Object.hasOwn(texts.exemptions, name))
    return texts.anyTax;
  return nameIn(texts.taxNames, name);
}
