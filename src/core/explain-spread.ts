// How an amount was spread over lines, in words and figures: the exact share of each, and the rule
// that made whole units of it.

import type { SpreadMethod } from './allocate.js';
import { formatScaled } from './decimal.js';
import { digitsOf, formatMoney } from './money.js';
import { mulDiv } from './rounding.js';

export interface Spread {
  amount: number;
  weights: ArrayLike<number>;
  /** `null` where each may bear its whole weight. */
  caps: ArrayLike<number> | null;
  shares: ArrayLike<number>;
  method: SpreadMethod;
  currency: string;
}

const methods: Record<SpreadMethod, string> = {
  'largest-remainder': 'largest remainder first, of equal ones the first line',
  'half-down': 'rounded half down, the difference one by one from the first line',
  last: 'rounded, the last line takes the rest',
  'largest-weight': 'rounded down, the rest to the largest amounts first',
  even: 'the same for each, the first lines the odd units',
};

/** `5.00 EUR × 10.00 EUR ÷ 14.90 EUR = 3.35570, largest remainder first …: 3.36 EUR`. */
export function shareText(spread: Spread, position: number): string {
  const { amount, weights, shares, method, currency } = spread;
  const money = (minor: number) => formatMoney({ amount: minor, currency });
  const print = (weight: number): string => (method === 'even' ? String(weight) : money(weight));
  const weightAt = (index: number): number => {
    const weight = weights[index] as number;
    return method === 'even' ? Math.sign(weight) : weight;
  };
  let total = 0;
  for (let index = 0; index < weights.length; index += 1) total += weightAt(index);
  const share = shares[position] as number;
  const weight = weightAt(position);
  const exact = mulDiv(Math.abs(amount), weight * 1_000, total, 'down') * Math.sign(amount);
  const how =
    exact === share * 1_000
      ? ''
      : `${formatScaled(exact, digitsOf(currency) + 3)}, ${reason(spread, position)}`;
  return `${money(amount)} × ${print(weight)} ÷ ${print(total)} = ${how}${money(share)}`;
}

function reason({ caps, shares, method }: Spread, position: number): string {
  if (caps && shares[position] === caps[position]) return 'limited to ';
  const isLimited = caps !== null && Array.from(shares).some(isAt(caps));
  return isLimited
    ? `with its part of what limited lines could not bear, ${methods[method]}: `
    : `${methods[method]}: `;
}

const isAt =
  (caps: ArrayLike<number>) =>
  (share: number, index: number): boolean =>
    share === caps[index];
