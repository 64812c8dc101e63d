// Sums of parts of amounts as exact fractions, for the few cases in which no common divisor is known.

import type { Coefficient } from './tax-coefficients.js';

export interface ExactSum {
  numerator: bigint;
  denominator: bigint;
}

export const NOTHING: ExactSum = { numerator: 0n, denominator: 1n };

/** `sum + amount × coefficient`; over the least common divisor, so that a thousand parts stay short. */
export function plusPart(
  { numerator, denominator }: ExactSum,
  amount: number,
  coefficient: Coefficient,
): ExactSum {
  const divisor = BigInt(coefficient.denominator);
  const part = BigInt(amount) * BigInt(coefficient.numerator);
  if (denominator === divisor) return { numerator: numerator + part, denominator };
  const times = divisor / greatestCommonDivisor(denominator, divisor);
  const common = denominator * times;
  return {
    numerator: numerator * times + part * (common / divisor),
    denominator: common,
  };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
