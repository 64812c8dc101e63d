// Sums of parts of amounts as exact fractions, for the few cases in which no common divisor is known.

import type { Coefficient } from './tax-coefficients.js';

export interface ExactSum {
  numerator: bigint;
  denominator: bigint;
}

export const NOTHING: ExactSum = { numerator: 0n, denominator: 1n };

/** `sum + amount × coefficient`. */
export function plusPart(
  { numerator, denominator }: ExactSum,
  amount: number,
  coefficient: Coefficient,
): ExactSum {
  const divisor = BigInt(coefficient.denominator);
  const part = BigInt(amount) * BigInt(coefficient.numerator);
  if (denominator === divisor) return { numerator: numerator + part, denominator };
  return {
    numerator: numerator * divisor + part * denominator,
    denominator: denominator * divisor,
  };
}
