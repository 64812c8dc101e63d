// Promotions on the order or the shipping as a whole → steps by what is left of the lines. Conditions
// on the subtotal of everything are tested at each offer's turn; all others on the cart as it came.

import type {
  CompiledCondition,
  CompiledPromotion,
  MinorByCurrency,
  Reduction,
} from '../promotions/compiled-promotion.js';
import { conditionHolds } from '../promotions/conditions.js';
import { EVERYTHING } from '../promotions/selectors.js';
import { sumOver, type Workspace } from '../promotions/workspace.js';
import { mulDiv } from '../rounding.js';
import type { OrderOffer, OrderStep } from './problem.js';
import { maximumOf, tierOf } from './wanted-offers.js';

/** `null` where it never takes anything off this cart. */
export function orderOfferOf(
  promotion: CompiledPromotion,
  index: number,
  work: Workspace,
): OrderOffer | null {
  const bounds = [...new Set([0, ...thresholdsOf(promotion, work)])].sort((a, b) => a - b);
  const steps: OrderStep[] = [];
  for (const [nth, atLeast] of bounds.entries()) {
    if (!holdsAt(promotion, atLeast, work)) continue;
    const off = offAt(promotion, atLeast, work);
    if (off) steps.push({ atLeast, below: bounds[nth + 1] ?? Number.POSITIVE_INFINITY, off });
  }
  if (steps.length === 0) return null;
  return {
    promotion: index,
    target: targetOf(promotion, work),
    steps,
    maximum: maximumOf(promotion, work),
  };
}

function targetOf({ target, action }: CompiledPromotion, { settings }: Workspace) {
  if (target.type === 'shipping') return 'shipping';
  const isShared = settings.shippingDiscount === 'pro-rata';
  return isShared && (!('per' in action) || action.per === 'order') ? 'both' : 'lines';
}

const isOnOriginal = ({ on }: CompiledPromotion): boolean => on === 'original';

/** Amounts of the lines at which a condition or a tier changes. */
function thresholdsOf(promotion: CompiledPromotion, work: Workspace): number[] {
  if (isOnOriginal(promotion)) return [];
  const { condition, action, target } = promotion;
  const found: number[] = [];
  if (condition) collect(condition, work, found);
  if (action.type === 'tiers' && action.by === 'subtotal' && target.type === 'order') {
    for (const { from } of action.tiers) {
      const minor = (from as MinorByCurrency).get(work.cart.currency);
      if (minor !== undefined) found.push(minor);
    }
  }
  return found;
}

function collect(condition: CompiledCondition, work: Workspace, found: number[]): void {
  if (condition.kind === 'all' || condition.kind === 'any') {
    for (const each of condition.conditions) collect(each, work, found);
  } else if (condition.kind === 'not') collect(condition.condition, work, found);
  else if (condition.kind === 'subtotal' && condition.selector === EVERYTHING) {
    for (const amounts of [condition.atLeast, condition.below]) {
      const minor = amounts?.get(work.cart.currency);
      if (minor !== undefined) found.push(minor);
    }
  }
}

function holdsAt(promotion: CompiledPromotion, lines: number, work: Workspace): boolean {
  const { condition } = promotion;
  if (!condition) return true;
  if (isOnOriginal(promotion)) return conditionHolds(condition, work, work.original);
  return holds(condition, lines, work);
}

function holds(condition: CompiledCondition, lines: number, work: Workspace): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.conditions.every((each) => holds(each, lines, work));
    case 'any':
      return condition.conditions.some((each) => holds(each, lines, work));
    case 'not':
      return !holds(condition.condition, lines, work);
    case 'subtotal': {
      if (condition.selector !== EVERYTHING) return conditionHolds(condition, work, work.original);
      const { currency } = work.cart;
      const low = condition.atLeast === null ? 0 : condition.atLeast.get(currency);
      const high =
        condition.below === null ? Number.POSITIVE_INFINITY : condition.below.get(currency);
      return low !== undefined && high !== undefined && lines >= low && lines < high;
    }
    default:
      return conditionHolds(condition, work, work.original);
  }
}

/** What it takes off while so much is left of the lines. */
function offAt(
  promotion: CompiledPromotion,
  lines: number,
  work: Workspace,
): OrderStep['off'] | null {
  const { action, target } = promotion;
  if (action.type === 'deal' || action.type === 'gift') return null;
  if (action.type !== 'tiers') return reductionOff(promotion, action, work);
  if (action.by === 'subtotal' && target.type === 'order' && !isOnOriginal(promotion)) {
    const reached = action.tiers.findLast(
      ({ from }) =>
        lines >= ((from as MinorByCurrency).get(work.cart.currency) ?? Number.POSITIVE_INFINITY),
    );
    return reached ? reductionOff(promotion, reached.action, work) : null;
  }
  const reached = tierOf(action, target.selector, work);
  return reached && reductionOff(promotion, reached, work);
}

function reductionOff(
  promotion: CompiledPromotion,
  action: Reduction | { type: 'fixed-price'; minor: MinorByCurrency },
  work: Workspace,
): OrderStep['off'] | null {
  if (action.type === 'percentage') {
    return isOnOriginal(promotion)
      ? { type: 'fixed', value: percentOfOriginal(promotion, action.ppm, work) }
      : { type: 'ppm', value: action.ppm };
  }
  const value = action.minor.get(work.cart.currency);
  if (value === undefined) return null;
  return { type: action.type === 'fixed' ? 'fixed' : 'price', value };
}

function percentOfOriginal({ target }: CompiledPromotion, ppm: number, work: Workspace): number {
  const base =
    target.type === 'shipping'
      ? (work.original[work.lines.length] as number)
      : sumOver(work.original, work, EVERYTHING);
  return mulDiv(base, ppm, 1_000_000, work.settings.discountRounding);
}
