// Unit prices without VAT. In a shop whose prices contain it, the net amounts of lines are what was
// frozen with the order; the price is whatever decimal times the quantity rounds to them.

import { formatScaled, MICROS, parseMicros } from '../decimal.js';
import { mulDiv } from '../rounding.js';

/** What is left of an amount when the tax of `ppm` is taken out of it. */
export const withoutTax = (amount: number, ppm: number): number =>
  ppm === 0 ? amount : mulDiv(amount, MICROS, MICROS + ppm);

/** Further decimals than the currency has that a price may take; more than enough for any quantity. */
const MORE_DECIMALS = [0, 2, 4, 6, 8];

interface Priced {
  /** Quantity × price, minor units. */
  extended: number;
  /** With its sign, as `priceQuantityMicros` millionths of a piece. */
  quantityMicros: number;
  priceQuantityMicros: number;
  digits: number;
}

/**
 * The shortest price whose product with the quantity rounds to the amount, as a decimal string in
 * major units. Of nothing at all it is nothing.
 */
export function priceOf(priced: Priced): string {
  const { extended, quantityMicros, priceQuantityMicros, digits } = priced;
  if (extended === 0 || quantityMicros === 0) return formatScaled(0, digits);
  for (const comesTo of [isClose, isExact]) {
    for (const more of MORE_DECIMALS) {
      const scale = 10 ** more;
      const price = quotient(extended, priceQuantityMicros * scale, quantityMicros);
      if (price !== null && comesTo(price, scale, priced))
        return printed(price, digits + more, more);
    }
  }
  throw new RangeError('no price of twelve decimals comes to the amount of a line');
}

/** Peppol compares to two hundredths of the major unit, also yen (PEPPOL-EN16931-R120). */
const HUNDREDTHS = 2;

/** As `isExact`, and to a hundredth where the currency has none. */
export function isClose(price: number, scale: number, priced: Priced): boolean {
  const finer = 10 ** (HUNDREDTHS - priced.digits);
  const { extended, quantityMicros, priceQuantityMicros } = priced;
  const product = quotient(price * finer, quantityMicros, priceQuantityMicros * scale);
  return product !== null && Math.abs(product - extended * finer) <= (finer > 1 ? 1 : 0);
}

/** Whether a price in `1/scale` of the minor unit comes to the amount. */
function isExact(
  price: number,
  scale: number,
  { extended, quantityMicros, priceQuantityMicros }: Priced,
): boolean {
  return quotient(price, quantityMicros, priceQuantityMicros * scale) === extended;
}

function quotient(a: number, b: number, divisor: number): number | null {
  const sign = divisor < 0 ? -1 : 1;
  if (!Number.isSafeInteger(b) || !Number.isSafeInteger(divisor)) return null;
  try {
    return mulDiv(a * sign, b, divisor * sign);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Without the zeros that the further decimals end in. */
function printed(price: number, decimals: number, more: number): string {
  let [value, dropped] = [price, 0];
  while (dropped < more && value % 10 === 0) {
    value /= 10;
    dropped += 1;
  }
  return formatScaled(value, decimals - dropped);
}

/** A quantity as invoices carry it → millionths. @throws RangeError */
export function quantityMicrosOf(quantity: number | string): number {
  const text = String(quantity);
  const isNegative = text.startsWith('-');
  const parsed = parseMicros(isNegative ? text.slice(1) : text);
  if (!parsed.ok) throw new RangeError(parsed.refusal);
  return isNegative ? -parsed.value : parsed.value;
}
