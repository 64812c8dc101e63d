// Exact multiply-and-divide on integers: the one place where money is rounded.

/**
 * `a × b ÷ divisor`, rounded to an integer, ties away from zero (the commercial rule that EN 16931
 * and most tax offices use). Exact for all safe integers: products beyond 2^53 go through BigInt.
 * @throws RangeError when the result itself is no safe integer.
 */
export function mulDiv(a: number, b: number, divisor: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product)) {
    const remainder = product % divisor;
    const quotient = (product - remainder) / divisor;
    return 2 * Math.abs(remainder) >= divisor ? quotient + Math.sign(remainder) : quotient;
  }
  return mulDivBig(BigInt(a) * BigInt(b), BigInt(divisor));
}

function mulDivBig(product: bigint, divisor: bigint): number {
  const half = product < 0n ? -divisor / 2n : divisor / 2n;
  // An odd divisor has no exact half, and then no tie: truncating the half is right.
  const rounded = Number((product + half) / divisor);
  if (!Number.isSafeInteger(rounded)) throw new RangeError('amount out of range');
  return rounded;
}
