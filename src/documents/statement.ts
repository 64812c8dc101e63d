// What an order comes to, in rows to be read: the same for the e-mail and for the order's page.

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
import { fill, lettersOf, nameIn, printRate, type Texts, textsOf } from './texts/texts.js';

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
  weight: 'plain' | 'total' | 'soft';
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

/**
 * Gross prices come to the total, which then says what tax is in it; net prices come to the net
 * amount, and each tax is added.
 */
export function amountRows(
  statement: Statement,
  language: Language,
  kind: Invoice['kind'] = 'invoice',
): AmountRow[] {
  const texts = textsOf(language);
  const { currency, priceBasis, totals } = statement;
  const row = (label: string, amount: number, weight: AmountRow['weight'] = 'plain') => ({
    label,
    ...printed(amount, currency, language),
    weight,
  });
  const rows = reductionsAndCharges(statement, texts, kind).map(([label, amount]) =>
    row(label, amount),
  );
  const total = row(texts.total, totals.total, 'total');
  const taxes = taxesOf(statement, texts);
  const below = payableOf(statement, texts, language).map(([label, amount]) => row(label, amount));
  if (priceBasis === 'gross') {
    const included = taxes.map(([tax, amount]) =>
      row(fill(texts.includedTax, { tax }), amount, 'soft'),
    );
    return [...rows, total, ...included, ...below];
  }
  const added = taxes.map(([label, amount]) => row(label, amount));
  return [...rows, row(texts.net, totals.net), ...added, total, ...below];
}

const printed = (amount: number, currency: string, language: Language): Printed => ({
  figure: printAmount(amount, currency, language),
  money: printMoney(amount, currency, language),
});

type Labelled = [label: string, amount: number];

function reductionsAndCharges(
  statement: Statement,
  texts: Texts,
  kind: Invoice['kind'],
): Labelled[] {
  const { totals, discounts, allowances, charges, shipping } = statement;
  const method = nameIn(texts.shippingMethods, shipping.method);
  // That delivery is free is worth a row; that nothing of it goes back is none.
  const isShown = kind === 'invoice' || shipping.amount !== 0;
  const shipped: Labelled[] = isShown ? [[fill(texts.shipping, { method }), shipping.amount]] : [];
  return [
    [texts.subtotal, totals.subtotal],
    ...discounts.map(({ name, coupon, amount }): Labelled => {
      const label = coupon === undefined ? name : fill(texts.discountWithCoupon, { name, coupon });
      return [label, -amount];
    }),
    ...allowances.map(({ reason, amount }): Labelled => [reason, -amount]),
    ...charges.map(({ reason, amount }): Labelled => [reason, amount]),
    ...shipped,
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
function payableOf({ totals }: Statement, texts: Texts, language: Language): Labelled[] {
  const { total, withheld = 0, prepaid = 0, rounding = 0, payable } = totals;
  const steps: Labelled[] = [
    [texts.withheld, -withheld],
    [lettersOf(language).prepaid, -prepaid],
    [texts.rounding, rounding],
  ];
  const taken = steps.filter(([, amount]) => amount !== 0);
  return payable === total && taken.length === 0 ? [] : [...taken, [texts.payable, payable]];
}
