// The invoice: everything that its document says, as plain data in minor units. It is made of the
// order's frozen document and never computes a price or a tax again: what the customer paid is what
// is printed. The fields follow Directive 2006/112/EC, article 226, and leave room for EN 16931.

import type { PriceBasis } from './cart.js';
import { formatScaled } from './decimal.js';
import { digitsOf } from './money.js';
import type { Address, OrderDocument, OrderFacts, PaymentState } from './order.js';
import type { Amount, QuoteLine } from './quote.js';
import type { TaxAmount } from './tax/tax-amount.js';
import type { Totals } from './totals.js';

export interface Seller {
  name: string;
  line1: string;
  line2?: string;
  city: string;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** ISO 3166-2 without its country, where taxes depend on it; not printed. */
  region?: string;
  vatId?: string;
  email?: string;
  /** Court and number of the commercial register. */
  registration?: string;
  bank?: BankAccount;
}

export interface BankAccount {
  name?: string;
  iban: string;
  bic?: string;
}

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

export interface Invoice {
  number: string;
  /** `YYYY-MM-DD`, as all dates of an invoice. */
  issueDate: string;
  supplyDate: string;
  orderNumber: string;
  language: Language;
  currency: string;
  priceBasis: PriceBasis;
  seller: Seller;
  buyer: Buyer;
  deliveryAddress: Address;
  lines: InvoiceLine[];
  discounts: InvoiceDiscount[];
  shipping: { method: string; amount: number };
  taxes: TaxAmount[];
  totals: Totals;
  payment: { method: string; reference: string | null; state: PaymentState; amount: number };
  /** Free text, a paragraph each. */
  notes: string[];
}

export interface Buyer {
  /** Known customers only. */
  id?: string;
  name: string;
  address: Address;
  email: string;
  vatId?: string;
}

/** Amounts are on the invoice's price basis: subtotal − discount = amount. */
export interface InvoiceLine {
  sku: string;
  name: string;
  /** An integer, or a decimal string. */
  quantity: number | string;
  /** Minor units, or a decimal string in major units where the price is finer than that. */
  unitPrice: number | string;
  /** Quantity × unit price, rounded. */
  subtotal: number;
  /** The line's share of the invoice's discounts. */
  discount: number;
  amount: number;
}

export interface InvoiceDiscount {
  name: string;
  coupon?: string;
  amount: number;
}

/**
 * `issuedOn` is the date in the shop's time zone. Goods are sent when the order is confirmed, which
 * is when its invoice is issued, so that the date of supply is the same.
 * @throws where the order has no invoice number yet: only a confirmed order is invoiced.
 */
export function invoiceOf(order: OrderFacts, seller: Seller, issuedOn: string): Invoice {
  const { document, payment } = order;
  if (order.invoiceNumber === null || order.number === null)
    throw new Error(`Order ${order.id} has no invoice number`);
  return {
    number: order.invoiceNumber,
    issueDate: issuedOn,
    supplyDate: issuedOn,
    orderNumber: order.number,
    language: languageOf((document.billingAddress ?? document.shippingAddress).country),
    currency: order.currency,
    priceBasis: document.priceBasis,
    seller,
    buyer: buyerOf(document),
    deliveryAddress: document.shippingAddress,
    lines: document.lines.map(invoiceLine),
    discounts: document.discounts.map(({ promotion: _, ...discount }) => discount),
    // Before what promotions took off it: those are among the discounts.
    shipping: {
      method: document.shipping.method,
      amount: amountOf(document.shipping) + (document.shipping.discount ?? 0),
    },
    taxes: document.taxes,
    totals: document.totals,
    payment: {
      method: payment.method,
      reference: payment.reference,
      state: payment.state,
      amount: payment.amount,
    },
    notes: [...new Set(document.taxes.flatMap(({ reason }) => reason ?? []))],
  };
}

const germanSpeaking: ReadonlySet<string> = new Set(['DE', 'AT', 'CH', 'LI']);

const languageOf = (country: string): Language => (germanSpeaking.has(country) ? 'de' : 'en');

function buyerOf({ customer, billingAddress, shippingAddress, vatId }: OrderDocument): Buyer {
  const address = billingAddress ?? shippingAddress;
  return {
    ...(customer.id === undefined ? {} : { id: customer.id }),
    name: address.name,
    address,
    email: customer.email,
    ...(vatId === undefined ? {} : { vatId }),
  };
}

/** A quote's line carries what is left after discounts; the subtotal is that and what was taken. */
function invoiceLine(line: QuoteLine): InvoiceLine {
  const { sku, name, quantity, unitPrice, discount } = line;
  const amount = amountOf(line);
  return { sku, name, quantity, unitPrice, subtotal: amount + discount, discount, amount };
}

const amountOf = ({ gross, net }: Amount): number => gross ?? net ?? 0;

/** A proper minus sign: a hyphen is easily overlooked before a figure. */
const MINUS = '−';

const separators: Readonly<Record<Language, { decimal: string; thousands: string }>> = {
  en: { decimal: '.', thousands: ',' },
  de: { decimal: ',', thousands: '.' },
};

/** Minor units → `1,234.50` or `1.234,50`, with the digits of the currency and without its code. */
export const printAmount = (amount: number, currency: string, language: Language): string =>
  printDecimal(formatScaled(amount, digitsOf(currency)), language);

/** `EUR 1,234.50` or `1.234,50 EUR`. */
export function printMoney(amount: number, currency: string, language: Language): string {
  const figure = printAmount(amount, currency, language);
  return language === 'de' ? `${figure} ${currency}` : `${currency} ${figure}`;
}

/** A price finer than the minor unit keeps its decimals, and a round one shows the currency's. */
export function printPrice(
  unitPrice: number | string,
  currency: string,
  language: Language,
): string {
  if (typeof unitPrice === 'number') return printAmount(unitPrice, currency, language);
  const [whole = '0', decimals = ''] = unitPrice.split('.');
  const padded = decimals.padEnd(digitsOf(currency), '0');
  return printDecimal(padded === '' ? whole : `${whole}.${padded}`, language);
}

/** A plain decimal string such as `-1234.5` → `−1,234.5` or `−1.234,5`. */
export function printDecimal(text: string, language: Language): string {
  const { decimal, thousands } = separators[language];
  const isNegative = text.startsWith('-');
  const [whole = '0', decimals] = (isNegative ? text.slice(1) : text).split('.');
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(?:\d{3})+$)/g, thousands) : whole;
  const figure = decimals === undefined ? grouped : grouped + decimal + decimals;
  return isNegative ? MINUS + figure : figure;
}
