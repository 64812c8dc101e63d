// Promotions: one by one in order of priority, each on what the last one left or on the original
// amounts; one of each exclusivity group; none after one that stops.

import { applyBestDeal } from '../best-deal/apply-best-deal.js';
import type { Cart } from '../cart.js';
import type { Explaining } from '../explanation.js';
import type { PricedLine } from '../pricing/priced-line.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';
import type { Settings } from '../settings.js';
import type { ShippingCharge } from '../shipping-charge.js';
import type { AppliedDiscount } from './applied-discount.js';
import type { CompiledPromotion, CompiledPromotions } from './compiled-promotion.js';
import { eligiblePromotions } from './eligible-promotions.js';
import { explainNothing, explainOutcome } from './explain-promotions.js';
import { giftLine } from './gift-line.js';
import { chosenOf, discountOf, settle, tryPromotion } from './outcome.js';
import { type Workspace, workspaceOf } from './workspace.js';

export interface PromotionsInput {
  cart: Cart;
  lines: PricedLine[];
  shipping: ShippingCharge;
  promotions: CompiledPromotions;
  settings: Settings;
  explaining: Explaining;
}

/**
 * Lowers `remaining` of the lines and of the shipping, adds a line for each gift, and answers the
 * discounts in the order in which they were given. A gift takes nothing off: it is a line, whose
 * `giftOf` names the promotion.
 */
export function applyPromotions(input: PromotionsInput): Result<AppliedDiscount[], QuoteRefusal> {
  const { cart, lines, shipping, promotions, settings, explaining } = input;
  if (promotions.list.length === 0 && cart.coupons.length === 0) return ok([]);
  if (settings.promotions === 'best-deal') return applyBestDeal(input);
  const work = workspaceOf(cart, lines, shipping, settings, promotions.selectors);
  const eligible = eligiblePromotions(cart, promotions, work.matched);
  if (!eligible.ok) return eligible;
  const applied = applyInTurn(eligible.value, work, explaining);
  if (!applied.ok) return applied;
  for (let index = 0; index < lines.length; index += 1) {
    (lines[index] as PricedLine).remaining = work.remaining[index] as number;
  }
  shipping.remaining = work.remaining[lines.length] as number;
  lines.push(...applied.value.gifts);
  return ok(applied.value.discounts);
}

interface Applied {
  discounts: AppliedDiscount[];
  gifts: PricedLine[];
}

function applyInTurn(
  eligible: readonly CompiledPromotion[],
  work: Workspace,
  explaining: Explaining,
): Result<Applied, QuoteRefusal> {
  const discounts: AppliedDiscount[] = [];
  const gifts: PricedLine[] = [];
  /** By group, the promotion that was chosen. */
  const chosenOfGroup = new Map<string, CompiledPromotion>();
  let stoppedBy: CompiledPromotion | null = null;
  for (let turn = 0; turn < eligible.length; turn += 1) {
    const promotion = eligible[turn] as CompiledPromotion;
    const by: CompiledPromotion | null | undefined =
      stoppedBy ?? (promotion.group === null ? null : chosenOfGroup.get(promotion.group));
    if (by) {
      if (explaining) explainNothing(promotion, { type: 'excluded', by }, work, explaining);
      continue;
    }
    const trial = tryPromotion(promotion, work);
    if (trial.type === 'refused') return refuse(trial.refusal);
    if (trial.type === 'nothing') {
      if (explaining) explainNothing(promotion, trial.nothing, work, explaining);
      continue;
    }
    const { chosen, others } = chosenOf(trial.outcome, eligible, work);
    const shares = settle(chosen, work);
    if (promotion.group !== null) chosenOfGroup.set(promotion.group, chosen.promotion);
    if (chosen.promotion.stop) stoppedBy = chosen.promotion;
    if (explaining) {
      const nth = chosen.gift ? work.lines.length + gifts.length : discounts.length;
      explainOutcome({ ...chosen, others, shares, nth, work }, explaining);
    }
    if (chosen.gift) gifts.push(giftLine(chosen, chosen.gift));
    else discounts.push(discountOf(chosen, shares, work.lines.length));
  }
  return ok({ discounts, gifts });
}
