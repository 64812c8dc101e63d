// What a promotion would do to the amounts as they are, and doing it. The two are apart so that the
// best of a group can be found before anything is taken off.

import { spread } from '../allocate.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { mulDiv } from '../rounding.js';
import type { AppliedDiscount } from './applied-discount.js';
import type { CompiledPromotion } from './compiled-promotion.js';
import { conditionHolds } from './conditions.js';
import { type Cut, cutOf } from './cuts.js';
import { type DealOutcome, dealOutcome, freeAmount, unitsByLine } from './deals.js';
import type { Gift } from './gift-line.js';
import { targetsOf } from './targets.js';
import { takeOff, type Workspace } from './workspace.js';

export interface Outcome {
  promotion: CompiledPromotion;
  cuts: readonly Cut[];
  /** Minor units that it takes off. */
  amount: number;
  /** What it would take off without a maximum and a budget. */
  uncapped: number;
  deal: DealOutcome | null;
  gift: Gift | null;
}

/** Why a promotion that the cart may use does nothing. */
export type Nothing =
  | { type: 'condition' }
  | { type: 'nothing-to-take-off' }
  | { type: 'unknown-gift'; sku: string }
  | { type: 'budget'; amount: number; left: number };

export type Trial =
  | { type: 'outcome'; outcome: Outcome }
  | { type: 'nothing'; nothing: Nothing }
  | { type: 'refused'; refusal: QuoteRefusal };

/** What the promotion and its condition are computed on. */
export const amountsFor = ({ on }: CompiledPromotion, work: Workspace): readonly number[] =>
  (on ?? work.settings.promotions) === 'original' ? work.original : work.remaining;

export function tryPromotion(promotion: CompiledPromotion, work: Workspace): Trial {
  const amounts = amountsFor(promotion, work);
  if (promotion.condition && !conditionHolds(promotion.condition, work, amounts)) {
    return { type: 'nothing', nothing: { type: 'condition' } };
  }
  const { action, target } = promotion;
  if (action.type === 'gift') return tryGift(promotion, action, work);
  if (action.type === 'deal') {
    const deal = dealOutcome(action, work, amounts);
    return limited(promotion, deal?.cuts ?? [], deal, work);
  }
  const cut = cutOf(action, targetsOf(target, action, work, amounts), work);
  return limited(promotion, cut ? [cut] : [], null, work);
}

function tryGift(
  promotion: CompiledPromotion,
  { sku, quantityMicros }: { sku: string; quantityMicros: number },
  { cart }: Workspace,
): Trial {
  const product = cart.gifts && Object.hasOwn(cart.gifts, sku) ? cart.gifts[sku] : undefined;
  if (!product) return { type: 'nothing', nothing: { type: 'unknown-gift', sku } };
  const gift = { sku, quantityMicros, product };
  const outcome = { promotion, cuts: [], amount: 0, uncapped: 0, deal: null, gift };
  return { type: 'outcome', outcome };
}

/** Within the promotion's maximum, then within what its budget has left. */
function limited(
  promotion: CompiledPromotion,
  cuts: readonly Cut[],
  deal: DealOutcome | null,
  { cart, settings }: Workspace,
): Trial {
  let uncapped = 0;
  for (const { amount } of cuts) uncapped += amount;
  const maximum = promotion.maximumMinor?.get(cart.currency) ?? Infinity;
  const asked = Math.min(uncapped, maximum);
  if (asked === 0) return { type: 'nothing', nothing: { type: 'nothing-to-take-off' } };
  const left = budgetOf(promotion, cart) ?? Infinity;
  if (left < asked && settings.budget === 'all-or-nothing') {
    const { coupon } = promotion;
    return coupon === undefined
      ? { type: 'nothing', nothing: { type: 'budget', amount: asked, left } }
      : { type: 'refused', refusal: { type: 'coupon-used-up', coupon, promotion: promotion.id } };
  }
  const amount = Math.min(asked, left);
  const outcome = {
    promotion,
    cuts: capped(cuts, amount, uncapped),
    amount,
    uncapped,
    deal,
    gift: null,
  };
  return { type: 'outcome', outcome };
}

/** As counted; a promotion that nobody counts, such as a quote's own, has its whole budget. */
const budgetOf = (
  { id, budgetMinor }: CompiledPromotion,
  { usage, currency }: Workspace['cart'],
): number | null | undefined =>
  usage && Object.hasOwn(usage, id) ? usage[id]?.budgetMinor : budgetMinor?.get(currency);

function capped(cuts: readonly Cut[], amount: number, uncapped: number): readonly Cut[] {
  if (amount === uncapped) return cuts;
  const wanted = cuts.map((cut) => cut.amount);
  const shares = spread(amount, wanted, wanted, 'largest-remainder');
  return cuts.map((cut, nth) => ({ ...cut, amount: shares[nth] as number }));
}

/**
 * Of an exclusivity group the member that saves most alone at this point, the first of equal ones;
 * or, as the setting says, simply the first.
 */
export function chosenOf(
  own: Outcome,
  eligible: readonly CompiledPromotion[],
  work: Workspace,
): { chosen: Outcome; others: Outcome[] } {
  const { group } = own.promotion;
  if (group === null || work.settings.exclusivity === 'first') return { chosen: own, others: [] };
  let chosen = own;
  const others: Outcome[] = [];
  for (const member of eligible) {
    if (member.group !== group || member.position <= own.promotion.position) continue;
    const trial = tryPromotion(member, work);
    if (trial.type !== 'outcome') continue;
    const isBetter = trial.outcome.amount > chosen.amount;
    others.push(isBetter ? chosen : trial.outcome);
    if (isBetter) chosen = trial.outcome;
  }
  return { chosen, others };
}

/** Takes it off; answers the share of each target of each cut. */
export function settle({ cuts, deal }: Outcome, work: Workspace): number[][] {
  const method = work.settings.discountSpread;
  const shares = cuts.map(({ amount, weights, caps }) =>
    spread(amount, weights, caps ?? weights, method),
  );
  if (deal) settleDeal(deal, cuts, shares, work);
  else {
    for (const [nth, { at }] of cuts.entries()) {
      const list = shares[nth] as number[];
      for (let index = 0; index < at.length; index += 1) {
        if (list[index] !== 0) takeOff(work, at[index] as number, list[index] as number);
      }
    }
  }
  return shares;
}

/** The units of a deal are in no other one, and bear its discount alone. */
function settleDeal(
  { taken }: DealOutcome,
  cuts: readonly Cut[],
  shares: readonly number[][],
  work: Workspace,
): void {
  const { remaining, dealtUnits, dealtAmount } = work;
  for (const [index, units] of unitsByLine(taken)) {
    const free = (work.units[index] as number) - (dealtUnits[index] as number);
    const cost = mulDiv(freeAmount(work, remaining, index), units, free);
    dealtUnits[index] = (dealtUnits[index] as number) + units;
    dealtAmount[index] = (dealtAmount[index] as number) + cost;
  }
  for (const [nth, { at }] of cuts.entries()) {
    for (const [position, index] of at.entries()) {
      const share = shares[nth]?.[position] ?? 0;
      remaining[index] = (remaining[index] as number) - share;
      dealtAmount[index] = Math.max(0, (dealtAmount[index] as number) - share);
    }
  }
}

export function discountOf(
  { promotion, cuts, amount }: Outcome,
  shares: readonly number[][],
  shippingIndex: number,
): AppliedDiscount {
  const { id, name, coupon } = promotion;
  let shippingAmount = 0;
  for (const [nth, { at }] of cuts.entries()) {
    if (at.at(-1) === shippingIndex) shippingAmount += shares[nth]?.[at.length - 1] ?? 0;
  }
  return {
    promotion: id,
    name,
    ...(coupon === undefined ? {} : { coupon }),
    amount,
    ...(shippingAmount === 0 ? {} : { shippingAmount }),
  };
}
