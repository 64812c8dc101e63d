// Whether a condition holds for a cart: by what promotions have left of its amounts so far, or by
// what it cost at first.

import type { Cart } from '../cart.js';
import type { CompiledCondition } from './compiled-promotion.js';
import { linesOf, quantityOver, sumOver, type Workspace } from './workspace.js';

/** `amounts`: `original` or `remaining` of the workspace. */
export function conditionHolds(
  condition: CompiledCondition,
  work: Workspace,
  amounts: readonly number[],
): boolean {
  const { cart } = work;
  switch (condition.kind) {
    case 'all':
      return condition.conditions.every((each) => conditionHolds(each, work, amounts));
    case 'any':
      return condition.conditions.some((each) => conditionHolds(each, work, amounts));
    case 'not':
      return !conditionHolds(condition.condition, work, amounts);
    case 'subtotal':
      return subtotalHolds(condition, work, amounts);
    case 'quantity': {
      const quantity = quantityOver(work, condition.selector);
      return quantity >= condition.atLeast && quantity < condition.below;
    }
    case 'contains':
      return linesOf(work, condition.selector).length > 0;
    case 'customerGroup':
      return cart.customer?.groups?.some((group) => condition.values.has(group)) ?? false;
    case 'firstOrder':
      // Of a customer of whom nothing is known it is neither said that it is the first nor that it is not.
      return cart.customer?.isFirstOrder === condition.expected;
    case 'country':
      return condition.values.has(cart.country);
    case 'date':
      return (
        condition.since <= cart.date && (condition.until === null || cart.date < condition.until)
      );
    case 'weekday':
      return condition.days.has(weekdayOf(cart.date));
    case 'coupon':
      return cart.coupons.includes(condition.coupon);
    case 'paymentMethod':
      return condition.values.has(cart.paymentMethod ?? '');
  }
}

/** Amounts that the cart's currency is not among are not for this cart. */
function subtotalHolds(
  { atLeast, below, selector }: Extract<CompiledCondition, { kind: 'subtotal' }>,
  work: Workspace,
  amounts: readonly number[],
): boolean {
  const low = atLeast === null ? 0 : atLeast.get(work.cart.currency);
  const high = below === null ? Infinity : below.get(work.cart.currency);
  if (low === undefined || high === undefined) return false;
  const subtotal = sumOver(amounts, work, selector);
  return subtotal >= low && subtotal < high;
}

const monthShifts = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];

/** ISO 8601: 1 is Monday. Of a date `YYYY-MM-DD`, by Sakamoto's method. */
export function weekdayOf(date: Cart['date']): number {
  const month = Number(date.slice(5, 7));
  const year = Number(date.slice(0, 4)) - (month < 3 ? 1 : 0);
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  const shift = monthShifts[month - 1] as number;
  return (year + leaps + shift + Number(date.slice(8, 10))) % 7 || 7;
}
