// Money: a safe integer of ISO 4217 minor units next to its currency code, so that JSON, SQLite's
// INTEGER and the structured clone between threads all carry it unchanged.

import { currencyDigits } from './currencies.js';
import { formatMicros, formatScaled, MICROS } from './decimal.js';
import { mulDiv } from './rounding.js';

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

const powersOfTen = Array.from({ length: 7 }, (_, digits) => 10 ** digits);

export function digitsOf(currency: string): number {
  const digits = currencyDigits.get(currency);
  if (digits === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency`);
  return digits;
}

/** How many millionths of a major unit make one minor unit: 10_000 for EUR, 1_000_000 for JPY. */
export function microsPerMinor(currency: string): number {
  return MICROS / (powersOfTen[digitsOf(currency)] as number);
}

/** `unitPriceMicros` (10^-6 major units) × `quantityMicros` (10^-6 pieces) → minor units, rounded. */
export function extend(unitPriceMicros: number, quantityMicros: number, currency: string): number {
  const divisor = microsPerMinor(currency);
  return quantityMicros % MICROS === 0
    ? mulDiv(unitPriceMicros, quantityMicros / MICROS, divisor)
    : mulDiv(unitPriceMicros, quantityMicros, divisor * MICROS);
}

/** An integer of minor units where the price has one, else a decimal string in major units. */
export function printUnitPrice(micros: number, currency: string): number | string {
  const perMinor = microsPerMinor(currency);
  return micros % perMinor === 0 ? micros / perMinor : formatMicros(micros);
}

export const formatMoney = ({ amount, currency }: Money): string =>
  `${formatScaled(amount, digitsOf(currency))} ${currency}`;
