// Proration by largest remainder (Hamilton's method).

/**
 * Splits `amount` (≥ 0, minor units) over `weights` (≥ 0): the shares sum to the amount exactly,
 * each is less than one unit off its exact share, a zero weight gets zero, and what is left over
 * goes to the largest remainders, the lowest index first.
 * @throws RangeError when there is something to split and no weight to split it by.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (amount === 0) return weights.map(() => 0);
  if (total <= 0) throw new RangeError('nothing to allocate to');
  const floors = weights.map((weight) => floorShare(amount, weight, total));
  const shares = floors.map(({ share }) => share);
  let left = amount - shares.reduce((sum, share) => sum + share, 0);
  for (const index of byRemainder(floors)) {
    if (left === 0) break;
    shares[index] = (shares[index] as number) + 1;
    left -= 1;
  }
  return shares;
}

interface FloorShare {
  share: number;
  remainder: number;
}

function floorShare(amount: number, weight: number, total: number): FloorShare {
  const product = amount * weight;
  if (Number.isSafeInteger(product)) {
    const remainder = product % total;
    return { share: (product - remainder) / total, remainder };
  }
  const big = BigInt(amount) * BigInt(weight);
  return { share: Number(big / BigInt(total)), remainder: Number(big % BigInt(total)) };
}

function byRemainder(floors: FloorShare[]): number[] {
  return floors
    .map(({ remainder }, index) => ({ remainder, index }))
    .filter(({ remainder }) => remainder > 0)
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .map(({ index }) => index);
}
