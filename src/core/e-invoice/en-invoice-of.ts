// An invoice as EN 16931 sees it. Nothing is computed anew: net amounts of lines, charges and taxes are
// the shares frozen with the order, so that every sum of the norm holds to the cent. Documents that
// the norm cannot say are refused with the reason; their invoice has no e-invoice.

import type { Invoice, InvoiceAmount } from '../invoice.js';
import { printMoney } from '../invoice.js';
import { languageFile } from '../languages/language.js';
import { digitsOf } from '../money.js';
import { ok, type Result, refuse } from '../result.js';
import { cleanText } from './clean-text.js';
import type {
  EnBuyer,
  EnInvoice,
  EnLine,
  EnParts,
  EnSeller,
  EnTax,
  EnTotals,
} from './en-invoice.js';
import { enLine, UNIT } from './en-line.js';
import { enBuyer, enDelivery, enPayment, enSeller } from './en-parties.js';
import { breakdownOf } from './vat-breakdown.js';
import { vatOf } from './vat-categories.js';

/** BR-DEC-*: amounts have two decimals at most. */
const DIGITS_MAX = 2;
/** UNCL 7161: freight service. */
const FREIGHT = 'FC';

export function enInvoiceOf(invoice: Invoice): Result<EnInvoice, string> {
  try {
    return mapped(invoice);
  } catch (error) {
    if (error instanceof RangeError) return refuse(error.message);
    throw error;
  }
}

function mapped(invoice: Invoice): Result<EnInvoice, string> {
  const { currency, accounting } = invoice;
  const digits = digitsOf(currency);
  const accountingDigits = accounting ? digitsOf(accounting.currency) : 0;
  if (Math.max(digits, accountingDigits) > DIGITS_MAX)
    return refuse('EN 16931 has no amounts of more than two decimals');
  const parts = partsOf(invoice, digits);
  if (!parts.ok) return parts;
  const taxes = breakdownOf(invoice, parts.value, digits);
  if (!taxes.ok) return taxes;
  const totals = totalsOf(invoice, parts.value);
  if (totals.net !== invoice.totals.net || totals.gross !== invoice.totals.total)
    return refuse('which line bears which tax is not known: the order is of an earlier version');
  const isTaxed = taxes.value[0]?.vat.category !== 'O';
  const seller = enSeller(invoice.seller, isTaxed);
  const buyer = enBuyer(invoice, isTaxed);
  const missing = missingIdOf(taxes.value, seller, buyer);
  if (missing !== null) return refuse(missing);
  return ok({
    number: invoice.number,
    issueDate: invoice.issueDate,
    typeCode: invoice.kind === 'invoice' ? '380' : '381',
    currency,
    digits,
    accounting: accounting && {
      currency: accounting.currency,
      digits: accountingDigits,
      tax: accounting.tax,
    },
    buyerReference: cleanText(invoice.buyer.reference ?? '') || invoice.orderNumber,
    orderReference: invoice.orderNumber,
    notes: notesOf(invoice),
    preceding: invoice.corrects,
    seller,
    buyer,
    delivery: enDelivery(invoice),
    payment: { ...enPayment(invoice), terms: termsOf(invoice, totals) },
    ...parts.value,
    totals,
    taxes: taxes.value,
  });
}

/**
 * What is supplied without VAT to who owes it needs the ids of both (BR-AE-2, BR-IC-2, BR-G-2). A
 * seller may have none; its invoice is printed all the same.
 */
function missingIdOf(taxes: readonly EnTax[], seller: EnSeller, buyer: EnBuyer): string | null {
  for (const { vat } of taxes) {
    const { category } = vat;
    if ((category === 'K' || category === 'G') && seller.vatId === null)
      return 'EN 16931 wants the seller’s VAT id for what goes abroad without VAT (BR-IC-2, BR-G-2)';
    const isKnown = buyer.vatId !== null || (category === 'AE' && buyer.legalId !== null);
    if ((category === 'K' || category === 'AE') && !isKnown)
      return 'EN 16931 wants the buyer’s VAT id where the buyer owes the VAT (BR-AE-2, BR-IC-2)';
  }
  return null;
}

function partsOf(invoice: Invoice, digits: number): Result<EnParts, string> {
  const { currency, priceBasis: basis, language } = invoice;
  const discountReason = discountReasonOf(invoice);
  const context = { currency, digits, basis, discountReason };
  const lines: EnLine[] = [];
  for (const [index, line] of invoice.lines.entries()) {
    const mappedLine = enLine(line, index + 1, context);
    if (!mappedLine.ok) return mappedLine;
    lines.push(mappedLine.value);
  }
  const parts: EnParts = { lines, allowances: [], charges: [] };
  for (const each of invoice.allowances) addDocumentAmount(each, -1, null, parts);
  for (const each of invoice.charges) addDocumentAmount(each, 1, null, parts);
  const { amount, discount, taxes } = invoice.shipping;
  const shipping = {
    reason: languageFile(language).eInvoice.shipping,
    amount: amount - discount,
    taxes,
  };
  addDocumentAmount(shipping, 1, FREIGHT, parts);
  return ok(lines.length === 0 ? chargesAsLines(parts, digits) : parts);
}

/** One for each VAT that it bears. `sign`: whether it is taken off (−1) or added. */
function addDocumentAmount(
  { reason, amount, taxes }: InvoiceAmount,
  sign: -1 | 1,
  reasonCode: string | null,
  parts: EnParts,
): void {
  const shares = taxes.filter(({ isWithheld }) => !isWithheld);
  const bases = shares.length > 0 ? shares : amount === 0 ? [] : [null];
  for (const share of bases) {
    const vat = vatOf(share ? [share] : []);
    if (!vat.ok) throw new RangeError(vat.refusal);
    const net = share ? share.base : sign * amount;
    // A cent may be the tax alone: its row of the breakdown needs what bears it (BR-16, BR-S-1).
    if (net === 0 && !share?.amount) continue;
    const list = net < 0 ? parts.allowances : parts.charges;
    list.push({
      amount: Math.abs(net),
      reason: cleanText(reason) || '–',
      reasonCode: net > 0 ? reasonCode : null,
      vat: vat.value,
    });
  }
}

/** Every invoice has a line (BR-16), also a credit note for shipping or goodwill alone. */
function chargesAsLines({ lines: _, allowances, charges }: EnParts, digits: number): EnParts {
  const lines = charges.map(({ amount, reason, reasonCode, vat }, index) => ({
    id: String(index + 1),
    quantity: '1',
    unit: UNIT,
    amount,
    price: priceText(amount, digits),
    priceQuantity: '1',
    vat,
    name: reason,
    sku: reasonCode ?? '',
    allowances: [],
    charges: [],
  }));
  return { lines, allowances, charges: [] };
}

const priceText = (amount: number, digits: number): string =>
  digits === 0 ? String(amount) : (amount / 10 ** digits).toFixed(digits);

/** Which discount took which part of a line is not kept; the name of the only one is. */
function discountReasonOf({ discounts, language }: Invoice): string {
  const [only, another] = discounts;
  return (!another && only && cleanText(only.name)) || languageFile(language).eInvoice.discount;
}

/** Sums of what is written (BR-CO-10 to BR-CO-16). */
function totalsOf({ totals, payment }: Invoice, { lines, allowances, charges }: EnParts): EnTotals {
  const [sumOfLines, less, more] = [sumOf(lines), sumOf(allowances), sumOf(charges)];
  const net = sumOfLines - less + more;
  const gross = net + totals.tax;
  const paid = (totals.prepaid ?? 0) + paidAmount(payment);
  const rounding = totals.rounding ?? 0;
  return {
    lines: sumOfLines,
    allowances: less,
    charges: more,
    net,
    tax: totals.tax,
    gross,
    paid,
    rounding,
    due: gross - paid + rounding,
  };
}

/** Paid already, or paid back. */
const paidAmount = ({ state, amount }: Invoice['payment']): number =>
  state === 'captured' || state === 'refunded' ? amount : 0;

function notesOf({ notes, reason, totals, currency, language }: Invoice): string[] {
  const withheld = totals.withheld ?? 0;
  const all = [...(reason === null ? [] : [reason]), ...notes];
  if (withheld !== 0)
    all.push(
      languageFile(language).eInvoice.withheld.replace(
        '{amount}',
        printMoney(withheld, currency, language),
      ),
    );
  return all.map(cleanText).filter((note) => note !== '');
}

/** What is due needs a date or terms (BR-CO-25). */
function termsOf({ totals, currency, language }: Invoice, { due }: EnTotals): string | null {
  if (due <= 0) return null;
  const withheld = totals.withheld ?? 0;
  if (withheld === 0) return languageFile(language).eInvoice.due;
  return languageFile(language).eInvoice.withheld.replace(
    '{amount}',
    printMoney(withheld, currency, language),
  );
}

const sumOf = (amounts: readonly { amount: number }[]): number =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);
