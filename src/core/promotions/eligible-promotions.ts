// Which promotions a cart may use at all: by its coupons, its date, its articles and what the limits
// have left. A cart that fits none of a thousand promotions looks at none of them.

import type { Cart } from '../cart.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';
import type { CompiledPromotion, CompiledPromotions } from './compiled-promotion.js';
import { EVERYTHING, type MatchedLines } from './selectors.js';

/** In order of priority, then id; a coupon that does not hold today refuses the cart. */
export function eligiblePromotions(
  cart: Cart,
  promotions: CompiledPromotions,
  matched: MatchedLines,
): Result<CompiledPromotion[], QuoteRefusal> {
  const found: CompiledPromotion[] = [];
  const add = (list: readonly CompiledPromotion[] | undefined): void => {
    for (const promotion of list ?? []) {
      if (isOpenTo(promotion, cart)) found.push(promotion);
    }
  };
  for (const [nth, coupon] of cart.coupons.entries()) {
    const refusal = checkCoupon(coupon, cart, promotions);
    if (refusal) return refuse(refusal);
    if (cart.coupons.indexOf(coupon) < nth) continue;
    add(promotions.byCoupon.get(coupon)?.filter((promotion) => promotion.coupon === coupon));
  }
  for (let selector = 0; selector < promotions.bySelector.length; selector += 1) {
    if (selector === EVERYTHING || matched[selector]) add(promotions.bySelector[selector]);
  }
  return ok(found.sort((a, b) => a.position - b.position));
}

/** Whether nothing but its own condition stands between the cart and the promotion. */
const isOpenTo = (promotion: CompiledPromotion, cart: Cart): boolean =>
  holdsOn(promotion, cart.date) &&
  !isUsedUp(promotion, cart) &&
  !cart.excludedPromotions?.includes(promotion.id);

const holdsOn = ({ since, until }: CompiledPromotion, date: string): boolean =>
  since <= date && (until === null || date < until);

function isUsedUp({ id }: CompiledPromotion, { usage }: Cart): boolean {
  if (!usage || !Object.hasOwn(usage, id)) return false;
  const left = usage[id];
  return left?.uses === 0 || left?.customerUses === 0 || left?.budgetMinor === 0;
}

function checkCoupon(
  coupon: string,
  cart: Cart,
  { byCoupon, couponByLowerCase }: CompiledPromotions,
): QuoteRefusal | null {
  const promotions = byCoupon.get(coupon);
  if (!promotions) {
    const didYouMean = couponByLowerCase.get(coupon.toLowerCase());
    return { type: 'unknown-coupon', coupon, ...(didYouMean === undefined ? {} : { didYouMean }) };
  }
  const current = promotions.filter((promotion) => holdsOn(promotion, cart.date));
  const [first] = current;
  if (first) {
    const isOver = current.every((promotion) => isUsedUp(promotion, cart));
    return isOver ? { type: 'coupon-used-up', coupon, promotion: first.id } : null;
  }
  return outOfSeason(coupon, promotions, cart.date);
}

function outOfSeason(
  coupon: string,
  promotions: readonly CompiledPromotion[],
  date: string,
): QuoteRefusal {
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
