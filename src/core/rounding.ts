// Exact multiply-and-divide on integers: the one place where money is rounded.

import type { RoundingMode } from './settings.js';

/**
 * `a × b ÷ divisor`, rounded to an integer; ties away from zero (the commercial rule that EN 16931
 * and most tax offices use) unless `mode` says otherwise. Exact for all safe integers: products
 * beyond 2^53 go through BigInt.
 * @throws RangeError when the result itself is no safe integer.
 */
export function mulDiv(
  a: number,
  b: number,
  divisor: number,
  mode: RoundingMode = 'half-away',
): number {
  const product = a * b;
  if (!Number.isSafeInteger(product))
    return divideBig(BigInt(a) * BigInt(b), BigInt(divisor), mode);
  const remainder = product % divisor;
  const quotient = (product - remainder) / divisor;
  if (remainder === 0) return quotient;
  const twice = 2 * Math.abs(remainder);
  return staysPut(
    mode,
    twice < divisor ? -1 : twice > divisor ? 1 : 0,
    product > 0,
    quotient % 2 === 0,
  )
    ? quotient
    : quotient + Math.sign(remainder);
}

/**
 * `numerator ÷ denominator` (> 0), rounded as `mulDiv` does.
 * @throws RangeError when the result itself is no safe integer.
 */
export function divideBig(numerator: bigint, denominator: bigint, mode: RoundingMode): number {
  const remainder = numerator % denominator;
  const quotient = numerator / denominator;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  const half = twice < denominator ? -1 : twice > denominator ? 1 : 0;
  const stays = remainder === 0n || staysPut(mode, half, numerator > 0n, quotient % 2n === 0n);
  const rounded = Number(stays ? quotient : quotient + (numerator < 0n ? -1n : 1n));
  if (!Number.isSafeInteger(rounded)) throw new RangeError('amount out of range');
  return rounded;
}

/**
 * Whether what was cut off leaves the quotient, which is nearer to zero, as it is. `half`: whether
 * that was less than (-1), exactly (0) or more than (1) a half.
 */
function staysPut(mode: RoundingMode, half: number, isPositive: boolean, isEven: boolean): boolean {
  if (mode === 'down') return true;
  if (mode === 'up') return false;
  if (half !== 0) return half < 0;
  if (mode === 'half-away') return false;
  if (mode === 'half-down') return true;
  if (mode === 'half-up') return !isPositive;
  return isEven;
}
