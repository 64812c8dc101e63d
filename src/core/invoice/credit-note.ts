// A credit note: what goes back of an invoice, as a document of its own. How much that is was worked
// out before; here it is added up.

import type {
  Invoice,
  InvoiceAccounting,
  InvoiceAmount,
  InvoiceDiscount,
  InvoiceLine,
  InvoicePayment,
} from '../invoice.js';
import type { LineTax } from '../quote.js';
import type { TaxAmount } from '../tax/tax-amount.js';
import type { Totals } from '../totals.js';
import { exchange } from './exchange-rate.js';

/**
 * Amounts are above zero and on the invoice's price basis; taxes have the codes, rates and treatments
 * of the invoice's own, with the share that goes back.
 */
export interface CreditNoteFacts {
  number: string;
  /** `YYYY-MM-DD` in the shop's time zone. */
  issuedOn: string;
  reason: string | null;
  /** What comes back: the invoice's lines with their quantity, amounts and taxes of that part. */
  lines: InvoiceLine[];
  /** `null` where shipping is not given back. `amount` is before the discount, taxes are after it. */
  shipping: { amount: number; discount: number; taxes: LineTax[] } | null;
  /** What goes back of the document's own allowances (bases below zero) and charges. */
  allowances: InvoiceAmount[];
  charges: InvoiceAmount[];
  /** Given for nothing returned; printed among the charges. */
  goodwill: InvoiceAmount[];
  /** The share of what was paid in advance: it does not go back the way of the payment. */
  prepaid: number;
  /** The part of the invoice's cash rounding that goes back. */
  rounding: number;
  payment: InvoicePayment;
}

/** Everything that the document says beside its amounts is the invoice's. */
export function creditNoteOf(invoice: Invoice, facts: CreditNoteFacts): Invoice {
  const { number, issuedOn, reason, lines, allowances, payment } = facts;
  const charges = [...facts.charges, ...facts.goodwill];
  const shipping = {
    method: invoice.shipping.method,
    ...(facts.shipping ?? { amount: 0, discount: 0, taxes: [] }),
  };
  const amounts = { lines, allowances, charges, shipping };
  const taxes = taxTable(invoice.taxes, amounts);
  const totals = totalsOf(invoice, amounts, taxes, facts);
  return {
    ...invoice,
    kind: 'credit-note',
    number,
    issueDate: issuedOn,
    corrects: { number: invoice.number, issueDate: invoice.issueDate },
    reason,
    ...amounts,
    discounts: discountsOf(invoice, totals.discount + shipping.discount),
    taxes,
    totals,
    accounting: accountingOf(invoice, totals.tax),
    payment,
    notes: [...new Set(taxes.flatMap((tax) => tax.reason ?? []))],
  };
}

type Amounts = Pick<Invoice, 'lines' | 'allowances' | 'charges' | 'shipping'>;

/** The shares of everything that goes back, in the order of the invoice's table. */
function taxTable(rows: readonly TaxAmount[], amounts: Amounts): TaxAmount[] {
  const table = rows.map((row) => ({ ...row, base: 0, amount: 0 }));
  const isUsed = rows.map(() => false);
  for (const share of sharesIn(amounts)) {
    const index = table.findIndex((row) => isSameTax(row, share));
    const row = table[index];
    if (!row) throw new Error(`${share.code} ${share.rate} is no tax of the invoice`);
    row.base += share.base;
    row.amount += share.amount;
    isUsed[index] = true;
  }
  return table.filter((_, index) => isUsed[index]);
}

const sharesIn = ({ lines, allowances, charges, shipping }: Amounts): LineTax[] => [
  ...[...lines, ...allowances, ...charges].flatMap(({ taxes }) => taxes),
  ...shipping.taxes,
];

export const isSameTax = (
  a: Omit<TaxAmount, 'base' | 'amount'>,
  b: Omit<TaxAmount, 'base' | 'amount'>,
): boolean =>
  a.code === b.code &&
  a.jurisdiction === b.jurisdiction &&
  a.rate === b.rate &&
  a.treatment === b.treatment &&
  a.reason === b.reason &&
  a.isWithheld === b.isWithheld;

/** Gross amounts hold their taxes, net ones have them added. */
function totalsOf(
  { priceBasis }: Invoice,
  { lines, allowances, charges, shipping }: Amounts,
  taxes: readonly TaxAmount[],
  { prepaid, rounding }: Pick<CreditNoteFacts, 'prepaid' | 'rounding'>,
): Totals {
  const subtotal = sumOf(lines.map((line) => line.subtotal));
  const discount = sumOf(lines.map((line) => line.discount));
  const allowance = sumOf(allowances.map(({ amount }) => amount));
  const charge = sumOf(charges.map(({ amount }) => amount));
  const shipped = shipping.amount - shipping.discount;
  const sum = subtotal - discount - allowance + charge + shipped;
  const tax = sumOf(taxes.map(({ amount, isWithheld }) => (isWithheld ? 0 : amount)));
  const withheld = sumOf(taxes.map(({ amount, isWithheld }) => (isWithheld ? amount : 0)));
  const net = priceBasis === 'gross' ? sum - tax : sum;
  const total = net + tax;
  return {
    ...{ subtotal, discount },
    ...(allowance === 0 ? {} : { allowance }),
    ...(charge === 0 ? {} : { charge }),
    ...{ shipping: shipped, net, tax, total },
    ...(withheld === 0 ? {} : { withheld }),
    ...(prepaid === 0 ? {} : { prepaid }),
    ...(rounding === 0 ? {} : { rounding }),
    payable: total - withheld - prepaid + rounding,
  };
}

/** Which discount took which part of a line is not kept: they go back together. */
function discountsOf({ discounts }: Invoice, amount: number): InvoiceDiscount[] {
  if (amount === 0) return [];
  const [only, another] = discounts;
  if (only && !another) return [{ ...only, amount }];
  return [{ name: discounts.map(({ name }) => name).join(', '), amount }];
}

/** At the rate of the invoice that it corrects. */
function accountingOf({ accounting, currency }: Invoice, tax: number): InvoiceAccounting | null {
  if (!accounting) return null;
  return { ...accounting, tax: exchange(tax, currency, accounting.currency, accounting.rate) };
}

const sumOf = (amounts: readonly number[]): number =>
  amounts.reduce((sum, amount) => sum + amount, 0);
