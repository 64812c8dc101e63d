// The limits of promotions on both sides of a quote: what they have left before it, and what an order
// claims of them after it.
//
// What is left is only read: somebody else may have it by the time the order is reserved. The claim
// alone decides, in the reservation's own transaction.

import type { Cart, PromotionUsage } from '../core/cart.js';
import type { Customer } from '../core/order.js';
import type { Quote } from '../core/quote.js';
import type { Rules } from '../core/rules.js';
import type { PromotionClaim, Store } from '../store/store.js';
import { type LimitedPromotion, needsOf } from './rule-needs.js';

export type Buyer = Partial<Pick<Customer, 'id' | 'email'>>;

/** Whom a limit per customer counts; `null` for somebody of whom nothing is known. */
export const customerKey = ({ id, email }: Buyer): string | null =>
  id ?? email?.toLowerCase() ?? null;

type Limit = Omit<PromotionClaim, 'amount'>;

/** A budget says what may be spent of each currency: of one that it does not name, nothing. */
function limitsOf(promotion: LimitedPromotion, currency: string, customer: string | null): Limit[] {
  const { id, uses, usesPerCustomer, budgetMinor } = promotion;
  const limits: Limit[] = [];
  if (uses !== null) limits.push({ promotion: id, counter: 'uses', scope: '', limit: uses });
  if (usesPerCustomer !== null && customer !== null) {
    limits.push({ promotion: id, counter: 'customer', scope: customer, limit: usesPerCustomer });
  }
  if (budgetMinor !== null) {
    const limit = budgetMinor.get(currency) ?? 0;
    limits.push({ promotion: id, counter: 'budget', scope: currency, limit });
  }
  return limits;
}

/** Whether any of them could matter to the cart. */
export function asksForLimits(limited: ReadonlyMap<string, LimitedPromotion>, cart: Cart): boolean {
  for (const promotion of limited.values()) if (couldMatter(promotion, cart)) return true;
  return false;
}

/** What every limited promotion that could matter to the cart has left; nothing where none could. */
export async function usageLeft(
  store: Pick<Store, 'promotionLevels'>,
  limited: ReadonlyMap<string, LimitedPromotion>,
  cart: Cart,
  buyer: Buyer,
): Promise<Record<string, PromotionUsage> | undefined> {
  const candidates = [...limited.values()].filter((promotion) => couldMatter(promotion, cart));
  if (candidates.length === 0) return undefined;
  const customer = customerKey(buyer);
  const limits = candidates.flatMap((promotion) => limitsOf(promotion, cart.currency, customer));
  const levels = await store.promotionLevels(
    limits.map(({ promotion, counter, scope }) => ({ promotion, counter, scope })),
  );
  const usage: Record<string, PromotionUsage> = {};
  for (const { id, usesPerCustomer } of candidates) {
    usage[id] = { uses: null, customerUses: usesPerCustomer, budgetMinor: null };
  }
  for (const [index, { promotion, counter, limit }] of limits.entries()) {
    const { held, committed } = levels[index] ?? { held: 0, committed: 0 };
    (usage[promotion] as PromotionUsage)[fieldOf[counter]] = Math.max(0, limit - held - committed);
  }
  return usage;
}

const fieldOf = { uses: 'uses', customer: 'customerUses', budget: 'budgetMinor' } as const;

const couldMatter = ({ coupon, since, until }: LimitedPromotion, cart: Cart): boolean =>
  since <= cart.date &&
  (until === null || cart.date < until) &&
  (coupon === undefined || cart.coupons.includes(coupon));

/**
 * What an order takes of the promotions that its quote applied, by the limits of the very rules that
 * it was quoted with. In the order of their ids, as everything is that several orders touch.
 */
export function claimsOf(quote: Quote, rules: Rules, buyer: Buyer): PromotionClaim[] {
  const { limited } = needsOf(rules);
  if (limited.size === 0) return [];
  const amounts = new Map<string, number>();
  for (const { promotion, amount } of quote.discounts) {
    if (promotion === undefined || !limited.has(promotion)) continue;
    amounts.set(promotion, (amounts.get(promotion) ?? 0) + amount);
  }
  // A gift is a use, and takes no money off what is paid for.
  for (const { giftOf } of quote.lines) {
    if (giftOf !== undefined && limited.has(giftOf)) amounts.set(giftOf, amounts.get(giftOf) ?? 0);
  }
  const customer = customerKey(buyer);
  return [...amounts].sort(byId).flatMap(([id, off]) =>
    limitsOf(limited.get(id) as LimitedPromotion, quote.currency, customer)
      .map((limit) => ({ ...limit, amount: limit.counter === 'budget' ? off : 1 }))
      .filter(({ amount }) => amount > 0),
  );
}

const byId = ([a]: [string, number], [b]: [string, number]): number => (a < b ? -1 : 1);
