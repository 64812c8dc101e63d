// The setting `promotions: best-deal`: not one promotion after another, but the combination that
// leaves the least to pay, and the proof of it.

import type { PricedLine } from '../pricing/priced-line.js';
import type { AppliedDiscount } from '../promotions/applied-discount.js';
import { applyInTurn, type InTurn } from '../promotions/apply-in-turn.js';
import type { AppliedPromotions, PromotionsInput } from '../promotions/apply-promotions.js';
import type { CompiledPromotion } from '../promotions/compiled-promotion.js';
import { eligiblePromotions } from '../promotions/eligible-promotions.js';
import { giftLine } from '../promotions/gift-line.js';
import { tryPromotion } from '../promotions/outcome.js';
import { type Workspace, workspaceOf } from '../promotions/workspace.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';
import { bestDeal, everythingOf } from './best-deal.js';
import { explainDeal, explainInTurn } from './explain-deal.js';
import type { DealSolution } from './problem.js';
import { type SettledPromotion, settleDeal } from './settle-deal.js';
import { type Translated, translate } from './translate.js';

/**
 * Lowers `remaining` of the lines and of the shipping, adds a line for each gift, and answers the
 * discounts: those on units first, then those on the order, each kind in order of priority. In the
 * combination a unit takes part in one offer. Where promotions in turn, several on one unit, save
 * more than it, they are the deal.
 */
export function applyBestDeal(input: PromotionsInput): Result<AppliedPromotions, QuoteRefusal> {
  const { cart, lines, shipping, promotions, settings, explaining } = input;
  const freshWork = () => workspaceOf(cart, lines, shipping, settings, promotions.selectors);
  const work = freshWork();
  const eligible = eligiblePromotions(cart, promotions, work.matched);
  if (!eligible.ok) return eligible;
  const found = withinBudgets(eligible.value, work);
  if (!found.ok) return found;
  const { translated, solution, settled } = found.value;
  const turns = turnsWithin(eligible.value, solution, settings.couponsMax);
  const workInTurn = freshWork();
  const inTurn = applyInTurn(turns, workInTurn, null);
  const amount = inTurn.ok ? savedBy(inTurn.value) : 0;
  if (inTurn.ok && amount > solution.saving) {
    const { saving } = solution;
    if (explaining) explainInTurn(turns, { amount, saving }, freshWork(), explaining);
    const bound = everythingOf(translated.problem);
    lowerTo(workInTurn, input, inTurn.value.gifts);
    const deal = { saving: amount, bound, isProven: false };
    return ok({ discounts: inTurn.value.discounts, deal });
  }
  if (explaining) explainDeal({ ...found.value, work }, explaining);
  lowerTo(work, input, gifts(eligible.value, solution, translated, work));
  const { saving, bound, isProven } = solution;
  const discounts = settled.map((promotion) => discountOf(promotion, work));
  return ok({ discounts, deal: { saving, bound, isProven } });
}

function lowerTo(
  { remaining }: Workspace,
  { lines, shipping }: PromotionsInput,
  given: readonly PricedLine[],
): void {
  for (const [index, line] of lines.entries()) line.remaining = remaining[index] as number;
  shipping.remaining = remaining[lines.length] as number;
  lines.push(...given);
}

const savedBy = ({ discounts }: InTurn): number =>
  discounts.reduce((sum, { amount }) => sum + amount, 0);

/** Where not all coupons may be used, those that the best combination uses. */
function turnsWithin(
  eligible: readonly CompiledPromotion[],
  { promotions: used }: DealSolution,
  couponsMax: number | null,
): readonly CompiledPromotion[] {
  const isWithin = (list: readonly CompiledPromotion[]) => {
    const coupons = new Set(list.map(({ coupon }) => coupon));
    coupons.delete(undefined);
    return coupons.size <= (couponsMax ?? coupons.size);
  };
  if (isWithin(eligible)) return eligible;
  const kept = new Set(eligible.filter(({ id }) => used.includes(id)).map(({ coupon }) => coupon));
  return eligible.filter(({ coupon }) => coupon === undefined || kept.has(coupon));
}

interface Found {
  translated: Translated;
  solution: DealSolution;
  settled: SettledPromotion[];
}

/**
 * A budget counts as a maximum at first. Where it has to cover the whole discount or give nothing,
 * a promotion that its budget cut short is left out and the rest is solved anew.
 */
function withinBudgets(
  eligible: readonly CompiledPromotion[],
  work: Workspace,
): Result<Found, QuoteRefusal> {
  let candidates = eligible;
  for (;;) {
    const translated = translate(candidates, work);
    const solution = bestDeal(translated.problem);
    const short =
      work.settings.budget === 'partial' ? undefined : cutShort(translated, solution, work);
    if (!short)
      return ok({ translated, solution, settled: settleDeal(translated, solution, work) });
    const { id, coupon } = short;
    if (coupon !== undefined) return refuse({ type: 'coupon-used-up', coupon, promotion: id });
    candidates = candidates.filter((promotion) => promotion !== short);
  }
}

/** The first promotion that takes off all that its budget has left, where it might have taken more. */
function cutShort(
  { problem, promotions }: Translated,
  { applications, orderDiscounts }: DealSolution,
  { cart }: Workspace,
): CompiledPromotion | undefined {
  return promotions.find(({ id, maximumMinor }, index) => {
    const left = cart.usage && Object.hasOwn(cart.usage, id) ? cart.usage[id]?.budgetMinor : null;
    if (left == null || left >= (maximumMinor?.get(cart.currency) ?? Number.POSITIVE_INFINITY)) {
      return false;
    }
    const own = applications.filter(({ offer }) => problem.offers[offer]?.promotion === index);
    const onUnits = own.reduce((sum, { saving }) => sum + saving, 0);
    const onOrder = orderDiscounts.find(
      ({ offer }) => problem.orderOffers[offer]?.promotion === index,
    );
    return onUnits > left || (onOrder !== undefined && onOrder.lines + onOrder.shipping >= left);
  });
}

/** Gifts take nothing off, so they are given beside the deal, except where an exclusion forbids it. */
function gifts(
  eligible: readonly CompiledPromotion[],
  { promotions: used }: DealSolution,
  { promotions }: Translated,
  work: Workspace,
): PricedLine[] {
  const groups = new Set(
    promotions.filter(({ id }) => used.includes(id)).map(({ group }) => group),
  );
  const stops = promotions.filter(({ id, stop }) => stop && used.includes(id));
  const lines: PricedLine[] = [];
  for (const promotion of eligible) {
    if (promotion.action.type !== 'gift') continue;
    if (promotion.group !== null && groups.has(promotion.group)) continue;
    if (stops.some(({ position }) => position < promotion.position)) continue;
    const trial = tryPromotion(promotion, work);
    if (trial.type !== 'outcome' || !trial.outcome.gift) continue;
    lines.push(giftLine(trial.outcome, trial.outcome.gift));
    groups.add(promotion.group);
  }
  return lines;
}

function discountOf({ promotion, shares }: SettledPromotion, work: Workspace): AppliedDiscount {
  const { id, name, coupon } = promotion;
  const shippingAmount = shares.get(work.lines.length) ?? 0;
  let amount = 0;
  for (const share of shares.values()) amount += share;
  return {
    promotion: id,
    name,
    ...(coupon === undefined ? {} : { coupon }),
    amount,
    ...(shippingAmount === 0 ? {} : { shippingAmount }),
  };
}
