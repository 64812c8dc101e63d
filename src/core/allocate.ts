// Proration: an amount is split over weights so that the shares sum to it exactly, whatever the
// method does with what rounding leaves over. Close to linear: a quote spreads hundreds of times.

import { mulDiv } from './rounding.js';
import type { Choices } from './settings.js';

export type SpreadMethod = Choices['discountSpread'];

/**
 * Splits `amount` (≥ 0, minor units) over `weights` (≥ 0) by largest remainder (Hamilton's method):
 * each share is less than one unit off its exact share, a zero weight gets zero, and what is left
 * over goes to the largest remainders, the lowest index first.
 * @throws RangeError when there is something to split and no weight to split it by.
 */
export const allocate = (amount: number, weights: ArrayLike<number>): number[] =>
  spread(amount, weights, null, 'largest-remainder');

/**
 * Splits `amount` over `weights` so that no share exceeds its cap (`null`: there are no caps). What
 * a cap keeps back is spread over the others by their weights. Methods differ in the last units:
 * - `largest-remainder`: floors, then one unit each to the largest remainders, lowest index first;
 * - `half-down`: each share rounded half down, the difference one by one from the first;
 * - `last`: each share rounded half away from zero, the last takes the rest;
 * - `largest-weight`: floors, then one unit each to the largest weights, lowest index first;
 * - `even`: the same for each, whatever it weighs, the first ones a unit more.
 * @throws RangeError when the weights and caps cannot take the amount.
 */
export function spread(
  amount: number,
  weights: ArrayLike<number>,
  caps: ArrayLike<number> | null,
  method: SpreadMethod,
): number[] {
  const shares = new Array<number>(weights.length).fill(0);
  if (amount === 0) return shares;
  const open = method === 'even' ? Array.from(weights, (weight) => (weight > 0 ? 1 : 0)) : weights;
  const capped = caps && findCapped(amount, open, caps);
  if (!capped) {
    split({ amount, weights: open, caps, method }, shares);
    return shares;
  }
  const rest = Array.from(open, (weight, index) => (capped.isCapped[index] ? 0 : weight));
  if (capped.left > 0) split({ amount: capped.left, weights: rest, caps, method }, shares);
  for (let index = 0; index < shares.length; index += 1) {
    if (capped.isCapped[index]) shares[index] = caps[index] as number;
  }
  return shares;
}

interface Split {
  amount: number;
  weights: ArrayLike<number>;
  caps: ArrayLike<number> | null;
  method: SpreadMethod;
}

/** Every cap is at least what the exact share is: only the last units can still run into one. */
function split({ amount, weights, caps, method }: Split, shares: number[]): void {
  const total = sumOf(weights);
  if (total <= 0) throw new RangeError('nothing to allocate to');
  if (method === 'half-down' || method === 'last') {
    let left = amount;
    for (let index = 0; index < shares.length; index += 1) {
      const mode = method === 'last' ? 'half-away' : 'half-down';
      const share = mulDiv(amount, weights[index] as number, total, mode);
      shares[index] = Math.min(share, caps ? (caps[index] as number) : share);
      left -= shares[index] as number;
    }
    settle({ amount: left, weights, caps, method }, shares);
    return;
  }
  const remainders = new Float64Array(shares.length);
  const left = floorShares(amount, weights, total, shares, remainders);
  const isFull = (index: number): boolean => caps !== null && shares[index] === caps[index];
  const keys =
    method === 'largest-weight'
      ? Float64Array.from(weights, (weight, index) => (isFull(index) ? 0 : weight))
      : remainders;
  serveLargest(left, keys, shares);
}

/** Writes the floors into `shares` and what they cut off into `remainders`; returns what is left. */
function floorShares(
  amount: number,
  weights: ArrayLike<number>,
  total: number,
  shares: number[],
  remainders: Float64Array,
): number {
  let left = amount;
  for (let index = 0; index < shares.length; index += 1) {
    const weight = weights[index] as number;
    const product = amount * weight;
    let share = 0;
    if (product <= Number.MAX_SAFE_INTEGER) {
      // `%` on doubles is slow; a rounded quotient may be one too large, which the remainder shows.
      share = Math.floor(product / total);
      if (share * total > product) share -= 1;
      remainders[index] = product - share * total;
    } else {
      const big = BigInt(amount) * BigInt(weight);
      share = Number(big / BigInt(total));
      remainders[index] = Number(big % BigInt(total));
    }
    shares[index] = share;
    left -= share;
  }
  return left;
}

/** One unit each to the `count` largest of `keys`, the lowest index first where they tie. */
function serveLargest(count: number, keys: ArrayLike<number>, shares: number[]): void {
  if (count <= 0) return;
  const threshold = nthLargest(new Float64Array(keys), count);
  let ties = count;
  for (let index = 0; index < shares.length; index += 1) {
    if ((keys[index] as number) > threshold) {
      shares[index] = (shares[index] as number) + 1;
      ties -= 1;
    }
  }
  for (let index = 0; ties > 0; index += 1) {
    if (keys[index] === threshold) {
      shares[index] = (shares[index] as number) + 1;
      ties -= 1;
    }
  }
}

/** Quickselect with the middle as pivot: linear where a sort would not be. Reorders `keys`. */
export function nthLargest(keys: Float64Array, n: number): number {
  let low = 0;
  let high = keys.length - 1;
  const target = n - 1;
  while (low < high) {
    const pivot = keys[(low + high) >> 1] as number;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((keys[left] as number) > pivot) left += 1;
      while ((keys[right] as number) < pivot) right -= 1;
      if (left > right) break;
      const other = keys[left] as number;
      keys[left] = keys[right] as number;
      keys[right] = other;
      left += 1;
      right -= 1;
    }
    if (target <= right) high = right;
    else if (target >= left) low = left;
    else break;
  }
  return keys[target] as number;
}

/** Gives what is left, or takes back what is too much: all to the last, or unit by unit from the first. */
function settle({ amount: owed, weights, caps, method }: Split, shares: number[]): void {
  const count = shares.length;
  const isLast = method === 'last';
  const most = isLast ? Math.abs(owed) : 1;
  let left = owed;
  for (let step = 0, before = left; left !== 0; step += 1) {
    const index = isLast ? count - 1 - (step % count) : step % count;
    if ((weights[index] as number) > 0) {
      const share = shares[index] as number;
      const room = caps ? (caps[index] as number) - share : Infinity;
      const change = left > 0 ? Math.min(left, room, most) : Math.max(left, -share, -most);
      shares[index] = share + change;
      left -= change;
    }
    if (step % count < count - 1) continue;
    if (left === before) throw new RangeError('the caps cannot take the amount');
    before = left;
  }
}

interface Capped {
  isCapped: Uint8Array;
  /** What the others have to take. */
  left: number;
}

/**
 * Which shares their caps bind, `null` where none does. Caps bind in the order of cap ÷ weight, so
 * that one pass over the sorted ones finds them all.
 */
function findCapped(
  amount: number,
  weights: ArrayLike<number>,
  caps: ArrayLike<number>,
): Capped | null {
  let total = sumOf(weights);
  if (!anyCapBinds(amount, weights, caps, total)) return null;
  const ratio = (index: number): number => (caps[index] as number) / (weights[index] as number);
  const order = Array.from(weights, (_, index) => index)
    .filter((index) => (weights[index] as number) > 0)
    .sort((a, b) => ratio(a) - ratio(b) || a - b);
  const isCapped = new Uint8Array(weights.length);
  let left = amount;
  for (const index of order) {
    const weight = weights[index] as number;
    const cap = caps[index] as number;
    if (!exceeds(left, weight, total, cap)) break;
    isCapped[index] = 1;
    left -= cap;
    total -= weight;
  }
  if (left > 0 && total <= 0) throw new RangeError('the caps cannot take the amount');
  return { isCapped, left };
}

function anyCapBinds(
  amount: number,
  weights: ArrayLike<number>,
  caps: ArrayLike<number>,
  total: number,
): boolean {
  if (amount > total) return true;
  for (let index = 0; index < weights.length; index += 1) {
    const cap = caps[index] as number;
    const weight = weights[index] as number;
    // A share of an amount that is no larger than all weights is no larger than its own weight.
    if (cap < weight && exceeds(amount, weight, total, cap)) return true;
  }
  return false;
}

/** Whether `amount × weight ÷ total` is more than the cap, exactly. */
function exceeds(amount: number, weight: number, total: number, cap: number): boolean {
  const asked = amount * weight;
  const taken = cap * total;
  if (asked <= Number.MAX_SAFE_INTEGER && taken <= Number.MAX_SAFE_INTEGER) return asked > taken;
  return BigInt(amount) * BigInt(weight) > BigInt(cap) * BigInt(total);
}

function sumOf(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index += 1) sum += numbers[index] as number;
  return sum;
}
