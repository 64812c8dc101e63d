// Promotions: one by one in order of priority, each on what the last one left or on the original
// amounts; one of each exclusivity group; none after one that stops.

import { applyBestDeal } from '../best-deal/apply-best-deal.js';
import type { Cart } from '../cart.js';
import type { Explaining } from '../explanation.js';
import type { PricedLine } from '../pricing/priced-line.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result } from '../result.js';
import type { Settings } from '../settings.js';
import type { ShippingCharge } from '../shipping-charge.js';
import type { AppliedDiscount } from './applied-discount.js';
import { applyInTurn } from './apply-in-turn.js';
import type { CompiledPromotions } from './compiled-promotion.js';
import { eligiblePromotions } from './eligible-promotions.js';
import { workspaceOf } from './workspace.js';

export interface PromotionsInput {
  cart: Cart;
  lines: PricedLine[];
  shipping: ShippingCharge;
  promotions: CompiledPromotions;
  settings: Settings;
  explaining: Explaining;
}

/** What the best deal comes to, minor units. */
export interface Deal {
  saving: number;
  /** No combination of promotions saves more. */
  bound: number;
  /** Whether the two are the same: no combination is better. */
  isProven: boolean;
}

export interface AppliedPromotions {
  discounts: AppliedDiscount[];
  /** Where the settings ask for the best deal. */
  deal: Deal | null;
}

/**
 * Lowers `remaining` of the lines and of the shipping, adds a line for each gift, and answers the
 * discounts in the order in which they were given. A gift takes nothing off: it is a line, whose
 * `giftOf` names the promotion.
 */
export function applyPromotions(input: PromotionsInput): Result<AppliedPromotions, QuoteRefusal> {
  const { cart, lines, shipping, promotions, settings, explaining } = input;
  const isDeal = settings.promotions === 'best-deal';
  if (!isDeal && promotions.list.length === 0 && cart.coupons.length === 0)
    return ok({ discounts: [], deal: null });
  if (isDeal) return applyBestDeal(input);
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
  return ok({ discounts: applied.value.discounts, deal: null });
}
