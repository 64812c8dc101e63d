// The invoice: everything that its document says, as plain data in minor units. It is made of the
// order's frozen document and never computes a price or a tax again: what the customer paid is what
// is printed. The fields follow Directive 2006/112/EC, article 226, and EN 16931. A credit note is
// the same document with another kind: its amounts are above zero, and go the other way.

import type { PriceBasis } from './cart.js';
import type { ElectronicAddress } from './invoice/electronic-address.js';
import { accountingOf, type ExchangeRate } from './invoice/exchange-rate.js';
import { sharesOf } from './invoice/tax-shares.js';
import { type Language, languageOf } from './languages/language.js';
import type { Address, OrderDocument, OrderFacts, PaymentState } from './order.js';
import type { LineAdjustment } from './pricing/priced-line.js';
import type { Amount, LineTax, QuoteAmount, QuoteLine } from './quote.js';
import type { TaxAmount } from './tax/tax-amount.js';
import { isWrongVatId } from './tax/vat-id.js';
import type { Totals } from './totals.js';

export { printAmount, printDecimal, printMoney, printPrice } from './invoice/print-amounts.js';

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
  /** The number that the local tax office gave, where there is no VAT id or both are wanted. */
  taxNumber?: string;
  email?: string;
  /** Court and number of the commercial register. */
  registration?: string;
  /** The register's number alone, as machines read it. */
  legalId?: LegalId;
  /** Where e-invoices are answered to. */
  electronicAddress?: ElectronicAddress;
  /** Whom questions go to. */
  contact?: Contact;
  bank?: BankAccount;
  /** Printed on documents; the name is where there is none. */
  logo?: Logo;
  /** The currency that VAT is declared in, with the rates of the others. */
  accounting?: { currency: string; rates: ExchangeRate[] };
}

export interface LegalId {
  /** ISO 6523 ICD, such as `0002`. */
  scheme?: string;
  id: string;
}

export interface Contact {
  name: string;
  phone: string;
  email: string;
}

/** A drawing of filled paths. */
export interface Logo {
  /** Of the drawing, in the measure of its paths. */
  width: number;
  height: number;
  /** SVG path data without arcs; `color` as `#rrggbb`. */
  paths: { path: string; color: string }[];
}

export interface BankAccount {
  name?: string;
  iban: string;
  bic?: string;
}

export { type Language, languageOf, languages } from './languages/language.js';

export interface Invoice {
  kind: 'invoice' | 'credit-note';
  number: string;
  /** `YYYY-MM-DD`, as all dates of an invoice. */
  issueDate: string;
  supplyDate: string;
  /** The invoice that a credit note corrects; `null` on invoices. */
  corrects: { number: string; issueDate: string } | null;
  /** Why a credit note is issued. */
  reason: string | null;
  orderNumber: string;
  language: Language;
  currency: string;
  priceBasis: PriceBasis;
  seller: Seller;
  buyer: Buyer;
  deliveryAddress: Address;
  lines: InvoiceLine[];
  discounts: InvoiceDiscount[];
  /** On the document, each with a tax of its own. */
  allowances: InvoiceAmount[];
  charges: InvoiceAmount[];
  shipping: InvoiceShipping;
  taxes: TaxAmount[];
  totals: Totals;
  /** The tax in the currency that the seller declares it in, where the invoice is in another one. */
  accounting: InvoiceAccounting | null;
  payment: InvoicePayment;
  /** Free text, a paragraph each. */
  notes: string[];
}

export interface InvoiceShipping {
  method: string;
  /** Before what promotions took off it: those are among the discounts. */
  amount: number;
  discount: number;
  /** On what is left of it. */
  taxes: LineTax[];
}

export interface InvoiceAccounting {
  currency: string;
  /** A decimal string: what one major unit of the invoice's currency is in the other one. */
  rate: string;
  /** Minor units of that currency. */
  tax: number;
}

export interface InvoicePayment {
  method: string;
  reference: string | null;
  state: PaymentState;
  amount: number;
}

export interface Buyer {
  /** Known customers only. */
  id?: string;
  name: string;
  address: Address;
  email: string;
  /** Who ordered: letters go to them, whoever pays for the goods and whoever gets them. */
  contactName: string;
  vatId?: string;
  legalId?: LegalId;
  electronicAddress?: ElectronicAddress;
  /** What the buyer asked to be quoted: a cost centre, a German authority's Leitweg-ID. */
  reference?: string;
}

/** Amounts are on the invoice's price basis: subtotal − discount = amount. */
export interface InvoiceLine {
  sku: string;
  name: string;
  /** An integer, or a decimal string. */
  quantity: number | string;
  /** Minor units, or a decimal string in major units where the price is finer than that. */
  unitPrice: number | string;
  /** What the unit price is for: 1, or an integer or decimal string. */
  priceQuantity: number | string;
  /** The line's own, within the subtotal already. */
  allowances: LineAdjustment[];
  charges: LineAdjustment[];
  /** Quantity × unit price, rounded, less allowances, plus charges. */
  subtotal: number;
  /** The line's share of the invoice's discounts. */
  discount: number;
  amount: number;
  /** Its part of the tax table. Empty where that is not known: in older orders of several rates. */
  taxes: LineTax[];
}

export interface InvoiceDiscount {
  name: string;
  coupon?: string;
  amount: number;
}

/** Above zero, whether it is taken off or added. The bases of what is taken off are below zero. */
export interface InvoiceAmount {
  reason: string;
  amount: number;
  taxes: LineTax[];
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
  const { method, reference, state, amount } = payment;
  return {
    kind: 'invoice',
    number: order.invoiceNumber,
    issueDate: issuedOn,
    supplyDate: issuedOn,
    corrects: null,
    reason: null,
    orderNumber: order.number,
    language: languageFor(order),
    currency: order.currency,
    priceBasis: document.priceBasis,
    seller,
    buyer: buyerOf(document),
    deliveryAddress: document.shippingAddress,
    ...amountsOf(document),
    accounting: accountingOf(seller, order.currency, document.totals.tax, issuedOn),
    payment: { method, reference, state, amount },
    notes: [...new Set(document.taxes.flatMap(({ reason }) => reason ?? []))],
  };
}

/** What the order's customer is written to in. */
export const languageFor = ({ document }: OrderFacts): Language =>
  languageOf((document.billingAddress ?? document.shippingAddress).country);

/** What an order comes to, as its invoice would say it; there need not be one. */
export type Statement = Pick<Invoice, 'currency' | 'priceBasis'> & ReturnType<typeof amountsOf>;

export const statementOf = ({ currency, document }: OrderFacts): Statement => ({
  currency,
  priceBasis: document.priceBasis,
  ...amountsOf(document),
});

function amountsOf(document: OrderDocument) {
  const { shipping, discounts, allowances = [], charges = [], taxes, totals } = document;
  const shares = sharesOf(document);
  const discount = shipping.discount ?? 0;
  return {
    lines: document.lines.map((line, index) => invoiceLine(line, shares.lines[index] ?? [])),
    discounts: discounts.map(({ name, coupon, amount }) => ({
      name,
      ...(coupon === undefined ? {} : { coupon }),
      amount,
    })),
    allowances: allowances.map(invoiceAmount),
    charges: charges.map(invoiceAmount),
    shipping: {
      method: shipping.method,
      amount: amountOf(shipping) + discount,
      discount,
      taxes: shares.shipping,
    },
    taxes,
    // Orders of earlier versions knew no prepayments, and said no payable amount.
    totals: { ...totals, payable: totals.payable ?? totals.total },
  };
}

const invoiceAmount = ({ reason, amount, taxes = [] }: QuoteAmount): InvoiceAmount => ({
  reason,
  amount,
  taxes,
});

function buyerOf(document: OrderDocument): Buyer {
  const { customer, billingAddress, shippingAddress, vatId, buyer } = document;
  const address = billingAddress ?? shippingAddress;
  return {
    ...(customer.id === undefined ? {} : { id: customer.id }),
    name: address.name,
    address,
    email: customer.email,
    contactName: customer.name,
    // One that fails was taxed as none, and is not passed off as one.
    ...(vatId === undefined || isWrongVatId(vatId) ? {} : { vatId }),
    ...buyer,
  };
}

/** A quote's line carries what is left after discounts; the subtotal is that and what was taken. */
function invoiceLine(line: QuoteLine, taxes: LineTax[]): InvoiceLine {
  const { sku, name, quantity, unitPrice, discount, allowances = [], charges = [] } = line;
  const amount = amountOf(line);
  const priceQuantity = line.priceQuantity ?? 1;
  const subtotal = amount + discount;
  // Name by name: spread into each other, literals give every line hidden classes of its own.
  return {
    sku,
    name,
    quantity,
    unitPrice,
    priceQuantity,
    allowances,
    charges,
    subtotal,
    discount,
    amount,
    taxes,
  };
}

const amountOf = ({ gross, net }: Amount): number => gross ?? net ?? 0;
