// What an order comes to, in rows to be read: the same for documents, e-mails and the order's page.

import {
  type Invoice,
  type InvoiceLine,
  type Language,
  printAmount,
  printDecimal,
  printMoney,
  printPrice,
  type Statement,
} from '../core/invoice.js';
import {
  capitalised,
  fill,
  nameIn,
  printRate,
  type Texts,
  taxNameOf,
  textsOf,
} from './texts/texts.js';

/** An amount where the currency is clear, and where it is not. */
interface Printed {
  figure: string;
  money: string;
}

export interface ItemRow extends Printed {
  name: string;
  /** As `2 × 12.90`, and what the line alone was given off or charged for. */
  calculation: string;
  quantity: string;
}

export interface AmountRow extends Printed {
  label: string;
  /** What the eye should find first, and what it may skip. */
  weight: TotalRow['weight'];
}

export function itemRows({ currency, lines }: Statement, language: Language): ItemRow[] {
  return lines.map((line) => ({
    name: line.name,
    calculation: calculationOf(line, currency, language),
    quantity: printDecimal(String(line.quantity), language),
    ...printed(line.subtotal, currency, language),
  }));
}

function calculationOf(line: InvoiceLine, currency: string, language: Language): string {
  const { quantity, unitPrice, priceQuantity, allowances, charges } = line;
  const number = (value: number | string) => printDecimal(String(value), language);
  const price = printPrice(unitPrice, currency, language);
  const per = Number(priceQuantity) === 1 ? '' : ` / ${number(priceQuantity)}`;
  const adjusted = [
    ...allowances.map(({ reason, amount }) => ({ reason, amount: -amount })),
    ...charges,
  ].map(({ reason, amount }) => `, ${reason} ${printAmount(amount, currency, language)}`);
  return `${number(quantity)} × ${price}${per}${adjusted.join('')}`;
}

/** On a document's own page the table of taxes says the rest; elsewhere each tax is named. */
interface Form {
  kind?: Invoice['kind'];
  taxes?: 'each' | 'sum';
}

export const amountRows = (
  statement: Statement,
  language: Language,
  form: Form = {},
): AmountRow[] =>
  totalRows(statement, textsOf(language), form).map(({ label, amount, weight }) => ({
    label,
    ...printed(amount, statement.currency, language),
    weight,
  }));

export interface TotalRow {
  label: string;
  /** Minor units, below zero where it is taken off. */
  amount: number;
  weight: 'plain' | 'strong' | 'total' | 'soft';
}

/**
 * Gross prices come to the total, which then says what tax is in it; net prices come to the net
 * amount, and each tax is added. One row is the total.
 */
export function totalRows(
  statement: Statement,
  texts: Texts,
  { kind = 'invoice', taxes = 'each' }: Form = {},
): TotalRow[] {
  const { priceBasis, totals } = statement;
  const before = reductionsAndCharges(statement, texts, kind);
  const total = row(texts.total, totals.total, 'total');
  const after = payableRows(statement, texts);
  const net = row(texts.net, totals.net, taxes === 'sum' ? 'strong' : 'plain');
  if (priceBasis === 'net') {
    const added = taxRows(statement, texts).map((tax) => ({
      ...tax,
      label: capitalised(tax.label),
    }));
    return [...before, net, ...added, total, ...after];
  }
  return [...before, total, ...includedTaxes(statement, texts, taxes), ...after];
}

const row = (label: string, amount: number, weight: TotalRow['weight'] = 'plain'): TotalRow => ({
  label,
  amount,
  weight,
});

const printed = (amount: number, currency: string, language: Language): Printed => ({
  figure: printAmount(amount, currency, language),
  money: printMoney(amount, currency, language),
});

function reductionsAndCharges(
  statement: Statement,
  texts: Texts,
  kind: Invoice['kind'],
): TotalRow[] {
  const { lines, totals, discounts, allowances, charges, shipping } = statement;
  const method = nameIn(texts.shippingMethods, shipping.method);
  // That delivery is free is worth a row; that nothing of it goes back is none.
  const isShipped = kind === 'invoice' || shipping.amount !== 0;
  return [
    ...(lines.length === 0 ? [] : [row(texts.subtotal, totals.subtotal)]),
    ...discounts.map(({ name, coupon, amount }) =>
      row(coupon === undefined ? name : fill(texts.discountWithCoupon, { name, coupon }), -amount),
    ),
    ...allowances.map(({ reason, amount }) => row(reason, -amount)),
    ...charges.map(({ reason, amount }) => row(reason, amount)),
    ...(isShipped ? [row(fill(texts.shipping, { method }), shipping.amount)] : []),
  ];
}

/** A tax that the customer keeps back is not part of the total: `payableRows` names it. */
const taxRows = ({ taxes }: Statement, texts: Texts): TotalRow[] =>
  taxes
    .filter(({ isWithheld }) => !isWithheld)
    .map(({ code, rate, amount }) => {
      const tax = nameIn(texts.taxNames, code);
      return row(fill(texts.taxOfRate, { tax, rate: printRate(rate, texts) }), amount);
    });

function includedTaxes(statement: Statement, texts: Texts, form: 'each' | 'sum'): TotalRow[] {
  const included = (tax: string, amount: number) =>
    row(fill(texts.includedTax, { tax }), amount, 'soft');
  if (form === 'each')
    return taxRows(statement, texts).map(({ label, amount }) => included(label, amount));
  const { net, tax } = statement.totals;
  if (tax === 0) return [];
  return [row(texts.net, net, 'soft'), included(taxNameOf(statement, texts), tax)];
}

/** From the total to what is paid, where the two differ. */
function payableRows({ totals }: Statement, texts: Texts): TotalRow[] {
  const { total, withheld = 0, prepaid = 0, rounding = 0, payable } = totals;
  const taken = [
    row(texts.withheld, -withheld),
    row(texts.prepaid, -prepaid),
    row(texts.rounding, rounding),
  ].filter(({ amount }) => amount !== 0);
  if (payable === total && taken.length === 0) return [];
  return [...taken, row(texts.payable, payable, 'strong')];
}
