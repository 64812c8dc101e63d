// Promotions in turn: by priority, each on what the last one left or on the original amounts.

import type { Explaining } from '../explanation.js';
import type { PricedLine } from '../pricing/priced-line.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';
import type { AppliedDiscount } from './applied-discount.js';
import type { CompiledPromotion } from './compiled-promotion.js';
import { explainNothing, explainOutcome } from './explain-promotions.js';
import { giftLine } from './gift-line.js';
import { chosenOf, discountOf, settle, tryPromotion } from './outcome.js';
import type { Workspace } from './workspace.js';

export interface InTurn {
  discounts: AppliedDiscount[];
  gifts: PricedLine[];
}

/** Lowers `work.remaining`. `eligible`: in order of priority. */
export function applyInTurn(
  eligible: readonly CompiledPromotion[],
  work: Workspace,
  explaining: Explaining,
): Result<InTurn, QuoteRefusal> {
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
