// An offer can run out between the quote and the reservation. Nobody is refused goods for that: the
// order is quoted again without the offer. Who asked for the offer by a coupon is told, and who said
// what the order is expected to cost finds that the price has changed.

import { demandOf } from '../core/demand.js';
import type { Quote } from '../core/quote.js';
import type { OrderRefusal, OutOfStock } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { Rules } from '../core/rules.js';
import type { PromotionUsedUp } from '../store/store.js';
import type { CartRequest } from './cart-request.js';
import { type LimitedPromotion, needsOf } from './rule-needs.js';

/** Quotes of one order; each of them leaves something out, so that few are ever needed. */
const TRIES_MAX = 6;

/** How often a promotion whose money ran short is asked what it has left, before it is left out. */
const BUDGET_TRIES_MAX = 2;

export class OffersRunOut {
  readonly #excluded = new Set<string>();
  readonly #shortOfMoney = new Map<string, number>();
  #tries = 1;

  /** What the next quote is asked for. */
  without<Request extends CartRequest>(request: Request): Request {
    if (this.#excluded.size === 0) return request;
    return { ...request, excludedPromotions: this.excluded };
  }

  get excluded(): string[] {
    return [...this.#excluded];
  }

  /** Whether to quote again, after this refusal of that quote; else why the order is refused. */
  after(
    refusal: OutOfStock | PromotionUsedUp,
    { quote, rules }: { quote: Quote; rules: Rules },
  ): Result<null, OrderRefusal> {
    const noted =
      refusal.type === 'out-of-stock'
        ? this.#withoutGifts(refusal, quote)
        : this.#withoutUsedUp(refusal, needsOf(rules).limited);
    if (!noted.ok) return noted;
    this.#tries += 1;
    if (this.#tries <= TRIES_MAX) return noted;
    return refuse({ type: 'overloaded', detail: 'offers ran out faster than they were quoted' });
  }

  /** Gifts that are gone are no reason to refuse what is paid for. */
  #withoutGifts(refusal: OutOfStock, { lines }: Quote): Result<null, OrderRefusal> {
    const paid = demandOf(
      lines
        .filter(({ giftOf }) => giftOf === undefined)
        .map(({ sku, quantity }) => ({ sku, quantity: Number(quantity) })),
    );
    const needed = new Map(paid.map(({ sku, quantity }) => [sku, quantity]));
    if (refusal.items.some(({ sku, available }) => available < (needed.get(sku) ?? 0))) {
      return refuse(refusal);
    }
    const short = new Set(refusal.items.map(({ sku }) => sku));
    for (const { sku, giftOf } of lines) {
      if (giftOf !== undefined && short.has(sku)) this.#excluded.add(giftOf);
    }
    return ok(null);
  }

  #withoutUsedUp(
    { counters }: PromotionUsedUp,
    limited: ReadonlyMap<string, LimitedPromotion>,
  ): Result<null, OrderRefusal> {
    for (const { promotion, counter } of counters) {
      // Of a budget something may be left, which the next quote may give.
      if (counter === 'budget' && this.#mayAskAgain(promotion)) continue;
      const coupon = limited.get(promotion)?.coupon;
      if (coupon !== undefined) return refuse({ type: 'coupon-used-up', coupon, promotion });
      this.#excluded.add(promotion);
    }
    return ok(null);
  }

  #mayAskAgain(promotion: string): boolean {
    const tries = (this.#shortOfMoney.get(promotion) ?? 0) + 1;
    this.#shortOfMoney.set(promotion, tries);
    return tries <= BUDGET_TRIES_MAX;
  }
}
