// What an order comes to, in rows to be read: the same for the e-mail and for the order's page.

import {
  type Invoice,
  type InvoiceLine,
  type Language,
  printAmount,
  printDecimal,
  printMoney,
  printPrice,
} from '../core/invoice.js';
import { fill, nameIn, printRate, type Texts, textsOf } from './texts/texts.js';

/** The part of an invoice that is about money; an order that has no invoice yet has it too. */
export interface Statement
  extends Pick<Invoice, 'currency' | 'priceBasis' | 'discounts' | 'shipping' | 'taxes' | 'totals'> {
  lines: readonly Pick<InvoiceLine, 'name' | 'quantity' | 'unitPrice' | 'subtotal'>[];
  allowances?: readonly { reason: string; amount: number }[];
  charges?: readonly { reason: string; amount: number }[];
}

export interface ItemRow {
  name: string;
  /** As `2 × 12.90`. */
  calculation: string;
  quantity: string;
  amount: string;
}

export interface AmountRow {
  label: string;
  amount: string;
  /** What the eye should find first, and what it may skip. */
  weight: 'plain' | 'total' | 'soft';
}

export function itemRows(statement: Statement, language: Language): ItemRow[] {
  const { currency, lines } = statement;
  return lines.map(({ name, quantity, unitPrice, subtotal }) => {
    const pieces = printDecimal(String(quantity), language);
    return {
      name,
      calculation: `${pieces} × ${printPrice(unitPrice, currency, language)}`,
      quantity: pieces,
      amount: printAmount(subtotal, currency, language),
    };
  });
}

/**
 * Gross prices come to the total, which then says what tax is in it; net prices come to the net
 * amount, and each tax is added.
 */
export function amountRows(statement: Statement, language: Language): AmountRow[] {
  const texts = textsOf(language);
  const { currency, priceBasis, totals } = statement;
  const row = (label: string, amount: number, weight: AmountRow['weight'] = 'plain') => ({
    label,
    amount: printAmount(amount, currency, language),
    weight,
  });
  const rows = reductionsAndCharges(statement, texts).map(([label, amount]) => row(label, amount));
  const total: AmountRow = {
    label: texts.total,
    amount: printMoney(totals.total, currency, language),
    weight: 'total',
  };
  const taxes = taxesOf(statement, texts);
  const below = payableOf(statement, texts).map(([label, amount]) => row(label, amount));
  if (priceBasis === 'gross') {
    const included = taxes.map(([tax, amount]) =>
      row(fill(texts.includedTax, { tax }), amount, 'soft'),
    );
    return [...rows, total, ...included, ...below];
  }
  const added = taxes.map(([label, amount]) => row(label, amount));
  return [...rows, row(texts.net, totals.net), ...added, total, ...below];
}

type Labelled = [label: string, amount: number];

function reductionsAndCharges(statement: Statement, texts: Texts): Labelled[] {
  const { totals, discounts, allowances = [], charges = [], shipping } = statement;
  const method = nameIn(texts.shippingMethods, shipping.method);
  return [
    [texts.subtotal, totals.subtotal],
    ...discounts.map(({ name, coupon, amount }): Labelled => {
      const label = coupon === undefined ? name : fill(texts.discountWithCoupon, { name, coupon });
      return [label, -amount];
    }),
    ...allowances.map(({ reason, amount }): Labelled => [reason, -amount]),
    ...charges.map(({ reason, amount }): Labelled => [reason, amount]),
    [fill(texts.shipping, { method }), shipping.amount],
  ];
}

/** A tax that the customer keeps back is not part of the total: `payableOf` names it. */
const taxesOf = ({ taxes }: Statement, texts: Texts): Labelled[] =>
  taxes
    .filter(({ isWithheld }) => !isWithheld)
    .map(({ code, rate, amount }) => [
      fill(texts.taxOfRate, {
        tax: nameIn(texts.taxNames, code),
        rate: printRate(rate, texts),
      }),
      amount,
    ]);

/** From the total to what is paid, where the two differ. */
function payableOf({ totals }: Statement, texts: Texts): Labelled[] {
  const { total, withheld = 0, rounding = 0, payable = total } = totals;
  if (payable === total) return [];
  const steps: Labelled[] = [
    [texts.withheld, -withheld],
    [texts.rounding, rounding],
  ];
  return [...steps.filter(([, amount]) => amount !== 0), [texts.payable, payable]];
}
