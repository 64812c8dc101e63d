// The VAT breakdown (BG-23): one row for each category and rate, the sum of the rows of the invoice's
// tax table that are of it.

import { parsePercent } from '../decimal.js';
import { euMembers } from '../eu-members.js';
import type { Invoice } from '../invoice.js';
import { languageFile } from '../languages/language.js';
import { ok, type Result, refuse } from '../result.js';
import { mulDiv } from '../rounding.js';
import { cleanText } from './clean-text.js';
import type { EnParts, EnTax, EnVat } from './en-invoice.js';
import { isSameVat, rowOfCategory, vatOf } from './vat-categories.js';

export function breakdownOf(
  invoice: Invoice,
  parts: EnParts,
  digits: number,
): Result<EnTax[], string> {
  const taxes: EnTax[] = [];
  for (const row of invoice.taxes) {
    if (row.isWithheld) continue;
    const vat = vatOf([row]);
    if (!vat.ok) return vat;
    const tax = rowFor(taxes, vat.value);
    tax.base += row.base;
    tax.amount += row.amount;
    addReason(tax, row.reason);
  }
  const bases = basesOf(parts);
  // What owes no tax at all has no row in the invoice's table.
  const outside = bases.find(({ vat }) => vat.category === 'O');
  if (outside) rowFor(taxes, outside.vat).base = outside.amount;
  const used = taxes.filter(
    ({ vat, base, amount }) =>
      base !== 0 || amount !== 0 || bases.some((b) => isSameVat(b.vat, vat)),
  );
  const fault = faultOf(used, bases, digits);
  if (fault !== null) return refuse(fault);
  for (const tax of used) explain(tax, invoice);
  return ok(used);
}

function rowFor(taxes: EnTax[], vat: EnVat): EnTax {
  for (const tax of taxes) if (isSameVat(tax.vat, vat)) return tax;
  const tax = { vat, base: 0, amount: 0, reason: null, reasonCode: null };
  taxes.push(tax);
  return tax;
}

function addReason(tax: EnTax, reason: string | undefined): void {
  const text = cleanText(reason ?? '');
  if (text === '' || tax.reason?.split('; ').includes(text)) return;
  tax.reason = tax.reason === null ? text : `${tax.reason}; ${text}`;
}

interface Base {
  vat: EnVat;
  amount: number;
}

function basesOf({ lines, allowances, charges }: EnParts): Base[] {
  const bases: Base[] = [];
  const add = (vat: EnVat, amount: number) => {
    const found = bases.find((base) => isSameVat(base.vat, vat));
    if (found) found.amount += amount;
    else bases.push({ vat, amount });
  };
  for (const { vat, amount } of lines) add(vat, amount);
  for (const { vat, amount } of allowances) add(vat, -amount);
  for (const { vat, amount } of charges) add(vat, amount);
  return bases;
}

function faultOf(taxes: readonly EnTax[], bases: readonly Base[], digits: number): string | null {
  for (const tax of taxes) {
    const { vat, base } = tax;
    const parts = bases.find((part) => isSameVat(part.vat, vat))?.amount ?? 0;
    if (base !== parts)
      return 'which line bears which tax is not known: the order is of an earlier version';
    if (!isTaxOn(tax, digits))
      return 'taxes that are rounded line by line differ too much from EN 16931’s (BR-CO-17)';
  }
  if (taxes.length > 1 && taxes.some(({ vat }) => vat.category === 'O'))
    return 'EN 16931 has no invoices that are partly outside the scope of VAT (BR-O-11)';
  return null;
}

/**
 * Whether the amount is the base times the rate, give or take less than one whole unit of the
 * currency: so the norm's own validation has it, which leaves room for taxes that were rounded line
 * by line and for those inside gross prices (BR-CO-17).
 */
export function isTaxOn({ vat, base, amount }: EnTax, digits: number): boolean {
  if (!Number.isSafeInteger(base)) return false;
  const ppm = parsePercent(vat.rate ?? '0');
  if (!ppm.ok) throw new RangeError(ppm.refusal);
  const scale = 10 ** (HUNDREDTHS - digits);
  const exact = mulDiv(base * scale, ppm.value, 1_000_000);
  return Math.abs(amount * scale - exact) < 10 ** HUNDREDTHS;
}

/** Taxes are compared to two decimals, also those of yen. */
const HUNDREDTHS = 2;

/** Only where no VAT is charged (BR-S-10, BR-Z-10): there the reason has to be said (BR-E-10 …). */
function explain(tax: EnTax, { seller, language }: Invoice): void {
  const { isReasoned, vatex } = rowOfCategory(tax.vat.category);
  if (!isReasoned) {
    tax.reason = null;
    return;
  }
  if (vatex !== null && euMembers.has(seller.country)) tax.reasonCode = vatex;
  if (tax.reason === null && tax.reasonCode === null)
    tax.reason = languageFile(language).eInvoice.notSubject;
}
