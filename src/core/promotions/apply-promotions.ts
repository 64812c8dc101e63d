// Promotions: one by one in order of priority, each on what the last one left.

import { allocate } from '../allocate.js';
import type { Cart } from '../cart.js';
import type { CompiledPromotion, CompiledRules } from '../compile-rules.js';
import type { PricedLine } from '../pricing/priced-line.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';
import { mulDiv } from '../rounding.js';
import type { AppliedDiscount } from './applied-discount.js';

/** The promotions this cart may use, in order; a coupon that does not hold today refuses the cart. */
export function eligiblePromotions(
  cart: Cart,
  rules: CompiledRules,
): Result<CompiledPromotion[], QuoteRefusal> {
  for (const coupon of cart.coupons) {
    const refusal = checkCoupon(coupon, cart.date, rules);
    if (refusal) return refuse(refusal);
  }
  const coupons = new Set(cart.coupons);
  return ok(
    rules.promotions.filter(
      (promotion) =>
        holdsOn(promotion, cart.date) &&
        (promotion.coupon === undefined || coupons.has(promotion.coupon)),
    ),
  );
}

function checkCoupon(coupon: string, date: string, rules: CompiledRules): QuoteRefusal | null {
  const promotions = rules.promotionsByCoupon.get(coupon);
  if (!promotions) return { type: 'unknown-coupon', coupon };
  if (promotions.some((promotion) => holdsOn(promotion, date))) return null;
  const [since] = promotions
    .map((promotion) => promotion.since)
    .filter((day) => date < day)
    .sort();
  if (since !== undefined) return { type: 'coupon-not-yet-valid', coupon, since };
  const until = promotions
    .map((promotion) => promotion.until ?? '')
    .sort()
    .at(-1) as string;
  return { type: 'coupon-expired', coupon, until };
}

const holdsOn = ({ since, until }: CompiledPromotion, date: string): boolean =>
  since <= date && (until === null || date < until);

/** Takes each discount off `remaining` of the lines it is about; answers those that gave anything. */
export function applyPromotions(
  promotions: readonly CompiledPromotion[],
  lines: PricedLine[],
  currency: string,
): AppliedDiscount[] {
  const applied: AppliedDiscount[] = [];
  for (const promotion of promotions) {
    const amount = applyPromotion(promotion, lines, currency);
    if (amount === 0) continue;
    const { id, name, coupon } = promotion;
    applied.push({ promotion: id, name, ...(coupon === undefined ? {} : { coupon }), amount });
  }
  return applied;
}

function applyPromotion(
  promotion: CompiledPromotion,
  lines: PricedLine[],
  currency: string,
): number {
  if (!reachesMinimum(promotion, lines, currency)) return 0;
  const targets = lines.filter((line) => isTarget(promotion, line));
  const base = sumRemaining(targets);
  const amount = discountOn(promotion, base, currency);
  if (amount === 0) return 0;
  const shares = allocate(
    amount,
    targets.map((line) => line.remaining),
  );
  for (const [index, line] of targets.entries()) line.remaining -= shares[index] as number;
  return amount;
}

/** Tested again at each promotion: a minimum counts what the promotions before it have left. */
function reachesMinimum(
  { minimumMinor }: CompiledPromotion,
  lines: PricedLine[],
  currency: string,
): boolean {
  if (!minimumMinor) return true;
  const minimum = minimumMinor.get(currency);
  return minimum !== undefined && sumRemaining(lines) >= minimum;
}

function isTarget({ target }: CompiledPromotion, line: PricedLine): boolean {
  return target === null || target.categories.has(line.category) || target.skus.has(line.sku);
}

/** Never more than there is: `base` is what the target's lines still cost. */
function discountOn({ action }: CompiledPromotion, base: number, currency: string): number {
  if (action.type === 'percentage') return mulDiv(base, action.ppm, 1_000_000);
  return Math.min(base, action.minor.get(currency) ?? 0);
}

const sumRemaining = (lines: PricedLine[]): number =>
  lines.reduce((sum, line) => sum + line.remaining, 0);
