// An invoice's line as EN 16931 sees it: without VAT, its discount an allowance of the line, and its
// price such that quantity × price − allowances + charges is the net amount frozen with the order.

import type { PriceBasis } from '../cart.js';
import { formatScaled, parseMicros, parsePercent } from '../decimal.js';
import type { InvoiceLine } from '../invoice.js';
import { microsPerMinor } from '../money.js';
import { ok, type Result, refuse } from '../result.js';
import { cleanText } from './clean-text.js';
import type { EnAmount, EnLine, EnVat } from './en-invoice.js';
import { isClose, priceOf, quantityMicrosOf, withoutTax } from './net-price.js';
import { vatOf } from './vat-categories.js';

export interface LineContext {
  currency: string;
  digits: number;
  basis: PriceBasis;
  /** What the discount of a line is called. */
  discountReason: string;
}

/** UNECE Recommendation 20: one, of whatever it is. */
export const UNIT = 'C62';
/** UNCL 5189 */
const DISCOUNT_CODE = '95';

export function enLine(
  line: InvoiceLine,
  id: number,
  context: LineContext,
): Result<EnLine, string> {
  const vat = vatOf(line.taxes);
  if (!vat.ok) return vat;
  const taxPpm = context.basis === 'gross' ? ppmOf(vat.value) : 0;
  const amount = netOf(line);
  const { allowances, charges } = adjustmentsOf(line, taxPpm, context.discountReason);
  const extended = amount + sumOf(allowances) - sumOf(charges);
  const price = settledPrice({ line, extended, allowances, charges, taxPpm, context });
  if (!price.ok) return price;
  return ok({
    id: String(id),
    quantity: String(line.quantity),
    unit: UNIT,
    amount,
    price: price.value,
    priceQuantity: String(line.priceQuantity),
    vat: vat.value,
    name: cleanText(line.name) || cleanText(line.sku),
    sku: cleanText(line.sku),
    allowances: allowances.filter((allowance) => allowance.amount !== 0),
    charges: charges.filter((charge) => charge.amount !== 0),
  });
}

const ppmOf = ({ rate }: EnVat): number => {
  const parsed = parsePercent(rate ?? '0');
  if (!parsed.ok) throw new RangeError(parsed.refusal);
  return parsed.value;
};

/** What its VAT is charged on. */
const netOf = ({ taxes, amount }: InvoiceLine): number =>
  taxes.find(({ isWithheld }) => !isWithheld)?.base ?? amount;

function adjustmentsOf(line: InvoiceLine, taxPpm: number, discountReason: string) {
  const allowances: EnAmount[] = [];
  const charges: EnAmount[] = [];
  // Of lines that give money back percentages are below zero: what is taken off is then added.
  const add = (reason: string, gross: number, reasonCode: string | null) => {
    const amount = withoutTax(gross, taxPpm);
    if (amount > 0) allowances.push({ amount, reason, reasonCode });
    if (amount < 0) charges.push({ amount: -amount, reason, reasonCode: null });
  };
  for (const { reason, amount } of line.allowances) add(cleanText(reason), amount, null);
  for (const { reason, amount } of line.charges) add(cleanText(reason), -amount, null);
  add(discountReason, line.discount, DISCOUNT_CODE);
  for (const each of [...allowances, ...charges]) each.reason ||= discountReason;
  return { allowances, charges };
}

interface Settling {
  line: InvoiceLine;
  extended: number;
  allowances: EnAmount[];
  charges: EnAmount[];
  taxPpm: number;
  context: LineContext;
}

/**
 * The price as it was given, where that comes to the amount; else one that does. What is for free
 * stays so, and no price is below zero (BR-27): there the last charge or allowance takes the cent
 * that rounding each of them left.
 */
function settledPrice(settling: Settling): Result<string, string> {
  const { line, allowances, charges, context } = settling;
  const { digits } = context;
  const quantityMicros = quantityMicrosOf(line.quantity);
  const priceQuantityMicros = quantityMicrosOf(line.priceQuantity);
  const { extended } = settling;
  const isOdd = extended < 0 ? quantityMicros > 0 : extended > 0 && quantityMicros < 0;
  if (extended !== 0 && (isOdd || Number(line.unitPrice) === 0)) {
    const [charge, allowance] = [charges.at(-1), allowances.at(-1)];
    if (charge) charge.amount += extended;
    else if (allowance) allowance.amount -= extended;
    if ((charge ?? allowance ?? { amount: -1 }).amount < 0)
      return refuse(`the net price of ${line.sku} would be below zero`);
    return ok(formatScaled(0, digits));
  }
  const priced = { extended, quantityMicros, priceQuantityMicros, digits };
  const given = settling.taxPpm === 0 ? givenPrice(line.unitPrice, context, priced) : null;
  return ok(given ?? priceOf(priced));
}

function givenPrice(
  unitPrice: number | string,
  { currency, digits }: LineContext,
  priced: Parameters<typeof priceOf>[0],
): string | null {
  if (typeof unitPrice === 'number')
    return isClose(unitPrice, 1, priced) ? formatScaled(unitPrice, digits) : null;
  const micros = parseMicros(unitPrice);
  if (!micros.ok) return null;
  return isClose(micros.value, microsPerMinor(currency), priced) ? unitPrice : null;
}

const sumOf = (amounts: readonly { amount: number }[]): number =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);
