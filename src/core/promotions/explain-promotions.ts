// Promotions in words and figures: what each took off and how it was computed, which share each line
// bears, and why one that the customer asked for did nothing.

import { formatMicros, formatPercent, MICROS } from '../decimal.js';
import { shareText } from '../explain-spread.js';
import type { Explanation } from '../explanation.js';
import { formatMoney } from '../money.js';
import { mulDiv } from '../rounding.js';
import type { CompiledPromotion } from './compiled-promotion.js';
import type { Cut, Reason } from './cuts.js';
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
  const sums = cuts.map((cut) => {
    const { why, asked, caps } = cut;
    const borne =
      asked < wanted(why, work) && caps ? ', as much as floor prices and what is left allow' : '';
    return `${tierText(cut, money)}${piecesText(cut, work)}${formula(why, money)} = ${money(asked)}${borne}`;
  });
  const units = deal ? [`${deal.times} × the deal with ${unitsText(deal.taken, work)}`] : [];
  return [...units, ...(on ? [on] : []), ...sums].join(', ');
}

function tierText({ tier }: Cut, money: Print): string {
  if (!tier) return '';
  const { by, from } = tier;
  return `the tier from ${by === 'quantity' ? `${formatMicros(from)} pieces` : money(from)}: `;
}

/** Where only some units of a line are meant: `2 of 3 MUG (20.02 EUR of 30.03 EUR), `. */
function piecesText({ at, targets }: Cut, work: Workspace): string {
  const money = printer(work);
  return at
    .map((index, nth) => {
      const quantity = targets.quantities[nth] as number;
      const line = work.lines[index];
      if (!line || quantity === 0 || quantity === line.quantityMicros) return '';
      const part = `${formatMicros(quantity)} of ${formatMicros(line.quantityMicros)} ${line.sku}`;
      return `${part} for ${money(targets.amounts[nth] as number)}, `;
    })
    .join('');
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

function formula(why: Reason, money: Print): string {
  switch (why.type) {
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

/** One entry for each line that bears something, with the share as it is before it is rounded. */
function explainShares(
  cut: Cut,
  shares: readonly number[],
  promotion: CompiledPromotion,
  work: Workspace,
  explaining: Explanation[],
): void {
  const spread = {
    ...{ amount: cut.amount, weights: cut.weights, caps: cut.caps, shares },
    ...{ method: work.settings.discountSpread, currency: work.cart.currency },
  };
  for (const [position, index] of cut.at.entries()) {
    const share = shares[position] as number;
    if (share === 0) continue;
    const how = ownText(cut, position, share, work) ?? shareText(spread, position);
    explaining.push({
      subject: index === work.lines.length ? '/shipping' : `/lines/${index}`,
      rule: 'promotion',
      text: `${promotion.name}: ${how}`,
      amount: share,
    });
  }
}

/** What a target bears by itself, whatever the others do: `2 × 1.00 EUR = 2.00 EUR`. */
function ownText(
  { why, amount, asked, targets }: Cut,
  position: number,
  share: number,
  work: Workspace,
): string | null {
  if (amount !== asked || !('per' in why) || why.per === 'order') return null;
  const money = printer(work);
  const quantity = targets.quantities[position] as number;
  const cost = targets.amounts[position] as number;
  const isPerUnit = why.per === 'unit';
  const minor = isPerUnit ? mulDiv(why.minor, quantity, MICROS) : why.minor;
  const factor = isPerUnit ? `${formatMicros(quantity)} × ` : '';
  const isPrice = why.type === 'price';
  const off = isPrice ? cost - minor : minor;
  const limit = off === share ? '' : `${money(off)}, limited to `;
  return `${isPrice ? `${money(cost)} − ` : ''}${factor}${money(why.minor)} = ${limit}${money(share)}`;
}
