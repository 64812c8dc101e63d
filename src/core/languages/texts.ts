// The words of documents in one language. `{name}` stands for what is filled in.

import type { TaxTreatment } from '../cart.js';

export interface Texts {
  /** The code of the language. */
  language: string;
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
  /** The reason where the order was cancelled. */
  cancelled: string;
  /** On a line that comes back: what goodwill had given back of it. */
  creditedBefore: string;
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
  sellerAddress: string;
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

type ByKind = Readonly<Record<'invoice' | 'credit-note', string>>;

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
