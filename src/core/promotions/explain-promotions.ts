// Promotions in words and figures: what each took off and how it was computed, which share each line
// bears, and why one that the customer asked for did nothing.

import type { SpreadMethod } from '../allocate.js';
import { formatMicros, formatPercent, formatScaled } from '../decimal.js';
import type { Explanation } from '../explanation.js';
import { digitsOf, formatMoney } from '../money.js';
import { mulDiv } from '../rounding.js';
import type { CompiledPromotion } from './compiled-promotion.js';
import { type Cut, type Reason, sum } from './cuts.js';
import type { Nothing, Outcome } from './outcome.js';
import { amountsFor } from './outcome.js';
import type { Workspace } from './workspace.js';

export type NothingOrExcluded = Nothing | { type: 'excluded'; by: CompiledPromotion };

export interface Explained extends Outcome {
  /** Members of its group that would have saved less. */
  others: readonly Outcome[];
  shares: readonly number[][];
  /** Its place among the discounts, or of a gift among the lines. */
  nth: number;
  work: Workspace;
}

type Print = (amount: number) => string;

const printer =
  ({ cart }: Workspace): Print =>
  (amount) =>
    formatMoney({ amount, currency: cart.currency });

const named = ({ name, coupon }: CompiledPromotion): string =>
  coupon === undefined ? name : `${name} (coupon ${coupon})`;

export function explainNothing(
  promotion: CompiledPromotion,
  nothing: NothingOrExcluded,
  work: Workspace,
  explaining: Explanation[],
): void {
  const text = `${named(promotion)} takes nothing off: ${reasonOf(nothing, printer(work))}`;
  explaining.push({ subject: '/discounts', rule: 'promotion', text, amount: 0 });
}

function reasonOf(nothing: NothingOrExcluded, money: Print): string {
  switch (nothing.type) {
    case 'condition':
      return 'its condition does not hold at its turn';
    case 'nothing-to-take-off':
      return 'the cart has nothing that it is about, or nothing is left of it';
    case 'unknown-gift':
      return `the article ${nothing.sku}, which it gives away, is not known`;
    case 'budget':
      return `${money(nothing.amount)} is more than the ${money(nothing.left)} that its budget has left`;
    case 'excluded':
      return nothing.by.stop
        ? `${nothing.by.name} stops all that come after it`
        : `${nothing.by.name} of the same group stands instead`;
  }
}

export function explainOutcome(explained: Explained, explaining: Explanation[]): void {
  const { promotion, gift, nth, work, amount } = explained;
  if (gift) {
    const text = `${named(promotion)}: ${formatMicros(gift.quantityMicros)} × ${gift.sku} at no cost`;
    explaining.push({ subject: `/lines/${nth}`, rule: 'promotion', text, amount: 0 });
    return;
  }
  const text = [
    `${named(promotion)}: ${calculation(explained)}`,
    ...limits(explained),
    ...contest(explained),
  ].join('; ');
  explaining.push({ subject: `/discounts/${nth}`, rule: 'promotion', text, amount });
  for (const [position, cut] of explained.cuts.entries()) {
    explainShares(cut, explained.shares[position] as number[], promotion, work, explaining);
  }
}

function calculation({ promotion, cuts, deal, work }: Explained): string {
  const money = printer(work);
  const on = amountsFor(promotion, work) === work.original ? 'of the original price' : '';
  const sums = cuts.map(({ why, asked, caps }) => {
    const borne =
      why && asked < wanted(why, work) && caps
        ? ', as much as floor prices and what is left allow'
        : '';
    return `${formula(why, money)} = ${money(asked)}${borne}`;
  });
  const units = deal ? [`${deal.times} × the deal with ${unitsText(deal.taken, work)}`] : [];
  return [...units, ...(on ? [on] : []), ...sums].join(', ');
}

const unitsText = (taken: readonly ReadonlyMap<number, number>[], work: Workspace): string =>
  taken
    .map((lines) =>
      [...lines]
        .map(([index, units]) => `${units} of ${work.units[index]} ${work.lines[index]?.sku}`)
        .join(' and '),
    )
    .join(' + ');

function wanted(why: Reason, { settings }: Workspace): number {
  if (why.type === 'percentage')
    return mulDiv(why.base, why.ppm, 1_000_000, settings.discountRounding);
  if (why.type === 'amount') return Math.min(why.base, why.minor);
  return 0;
}

function formula(why: Reason | null, money: Print): string {
  switch (why?.type) {
    case 'percentage':
      return `${money(why.base)} × ${formatPercent(why.ppm)} ÷ 100`;
    case 'amount':
      return `${money(why.minor)} off ${money(why.base)}`;
    case 'each':
      return `${money(why.minor)} off each ${why.per} of ${money(why.base)}`;
    case 'price':
      return why.per === 'order'
        ? `${money(why.base)} − ${why.times} × ${money(why.minor)}`
        : `${money(why.base)} less ${money(why.minor)} for each ${why.per}`;
    default:
      return '';
  }
}

function limits({ promotion, amount, uncapped, work }: Explained): string[] {
  if (amount === uncapped) return [];
  const money = printer(work);
  const maximum = promotion.maximumMinor?.get(work.cart.currency);
  return amount === maximum
    ? [`at most ${money(amount)} an order`]
    : [`${money(amount)} is what its budget has left`];
}

function contest({ promotion, others, work }: Explained): string[] {
  if (others.length === 0) return [];
  const rest = others.map((other) => `${other.promotion.name} ${printer(work)(other.amount)}`);
  return [
    `the best of the group ${promotion.group} (ties by priority, then id), before ${rest.join(', ')}`,
  ];
}

const methods: Record<SpreadMethod, string> = {
  'largest-remainder': 'largest remainder first, of equal ones the first line',
  'half-down': 'rounded half down, the difference one by one from the first line',
  last: 'rounded, the last line takes the rest',
  'largest-weight': 'rounded down, the rest to the largest amounts first',
  even: 'the same for each, the first lines the odd units',
};

/** One entry for each line that bears something, with the share as it is before it is rounded. */
function explainShares(
  { at, weights, caps, amount }: Cut,
  shares: readonly number[],
  promotion: CompiledPromotion,
  work: Workspace,
  explaining: Explanation[],
): void {
  const money = printer(work);
  const method = work.settings.discountSpread;
  const total = method === 'even' ? weights.filter((weight) => weight > 0).length : sum(weights);
  const print = (weight: number): string => (method === 'even' ? String(weight) : money(weight));
  for (const [position, index] of at.entries()) {
    const share = shares[position] as number;
    if (share === 0) continue;
    const weight = method === 'even' ? 1 : (weights[position] as number);
    const exact = mulDiv(amount, weight * 1_000, total, 'down');
    const digits = digitsOf(work.cart.currency) + 3;
    const how =
      exact === share * 1_000
        ? ''
        : caps && share === caps[position]
          ? `${formatScaled(exact, digits)}, limited to `
          : `${formatScaled(exact, digits)}, ${methods[method]}: `;
    explaining.push({
      subject: index === work.lines.length ? '/shipping' : `/lines/${index}`,
      rule: 'promotion',
      text: `${promotion.name}: ${money(amount)} × ${print(weight)} ÷ ${print(total)} = ${how}${money(share)}`,
      amount: share,
    });
  }
}
