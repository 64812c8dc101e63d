// Money: a safe integer of ISO 4217 minor units next to its currency code, so that JSON, SQLite's
// INTEGER and the structured clone between threads all carry it unchanged.

import { currencyDigits } from './currencies.js';
import { formatMicros, formatScaled, MICROS } from './decimal.js';
import { divideBig, mulDiv } from './rounding.js';
import type { RoundingMode } from './settings.js';

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

/**
 * `unitPriceMicros` (10^-6 major units for `priceQuantityMicros`) × `quantityMicros` (10^-6 pieces) →
 * minor units, exact until its one rounding.
 * @throws RangeError when the amount is no safe integer.
 */
export function extend(
  unitPriceMicros: number,
  quantityMicros: number,
  currency: string,
  mode: RoundingMode = 'half-away',
  priceQuantityMicros: number = MICROS,
): number {
  const perMinor = microsPerMinor(currency);
  if (quantityMicros % priceQuantityMicros === 0)
    return mulDiv(unitPriceMicros, quantityMicros / priceQuantityMicros, perMinor, mode);
  const divisor = perMinor * priceQuantityMicros;
  if (Number.isSafeInteger(divisor)) return mulDiv(unitPriceMicros, quantityMicros, divisor, mode);
  return divideBig(
    BigInt(unitPriceMicros) * BigInt(quantityMicros),
    BigInt(perMinor) * BigInt(priceQuantityMicros),
    mode,
  );
}

/** An integer of minor units where the price has one, else a decimal string in major units. */
export function printUnitPrice(micros: number, currency: string): number | string {
  const perMinor = microsPerMinor(currency);
  return micros % perMinor === 0 ? micros / perMinor : formatMicros(micros);
}

export const formatMoney = ({ amount, currency }: Money): string =>
  `${formatScaled(amount, digitsOf(currency))} ${currency}`;

/**
 * What is payable in cash: `amount` (minor units) to the nearest multiple of `stepMicros` (millionths
 * of a major unit). Where the minor unit is a multiple of the step, every amount is payable as it is:
 * a step of 0.05 asks nothing of yen.
 * @throws RangeError when the step and the minor unit are no multiples of each other (`cashStepFault`).
 */
export function cashRound(
  amount: number,
  stepMicros: number,
  currency: string,
  mode: RoundingMode = 'half-away',
): number {
  const perMinor = microsPerMinor(currency);
  if (perMinor % stepMicros === 0) return amount;
  if (stepMicros % perMinor !== 0) throw new RangeError(`no cash step of ${currency}`);
  const step = stepMicros / perMinor;
  return mulDiv(amount, 1, step, mode) * step;
}

/** Why totals of this currency cannot be rounded to `stepMicros`, or `null` where they can. */
export function cashStepFault(stepMicros: number, currency: string): string | null {
  if (!Number.isSafeInteger(stepMicros) || stepMicros <= 0) return 'is no amount above zero';
  const perMinor = microsPerMinor(currency);
  if (stepMicros % perMinor === 0) return null;
  const minor = `the minor unit of ${currency}, ${formatMicros(perMinor)}`;
  return stepMicros < perMinor ? `is finer than ${minor}` : `is no multiple of ${minor}`;
}
