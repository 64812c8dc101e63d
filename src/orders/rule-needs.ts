// What the rules in force ask to be known of a cart besides its lines. Read once per version of the
// rules, so that an order pays only for what some promotion asks.

import { parseMicros } from '../core/decimal.js';
import { microsPerMinor } from '../core/money.js';
import type { AmountByCurrency, Condition, Promotion, Rules } from '../core/rules.js';

export interface RuleNeeds {
  limited: ReadonlyMap<string, LimitedPromotion>;
  giftSkus: readonly string[];
  /** Whether anything depends on the customer having ordered before, or on groups of customers. */
  firstOrder: boolean;
  groups: boolean;
}

export interface LimitedPromotion extends Pick<Promotion, 'id' | 'coupon' | 'since' | 'until'> {
  uses: number | null;
  usesPerCustomer: number | null;
  budgetMinor: ReadonlyMap<string, number> | null;
}

const known = new WeakMap<Rules, RuleNeeds>();

export function needsOf(rules: Rules): RuleNeeds {
  const cached = known.get(rules);
  if (cached) return cached;
  const { promotions, furtherPriceLists = [] } = rules;
  const asks = (word: 'firstOrder' | 'customerGroup') =>
    promotions.some(({ condition }) => condition !== undefined && mentions(condition, word));
  const needs = {
    limited: new Map(promotions.flatMap(limitedPromotion).map((limited) => [limited.id, limited])),
    giftSkus: giftsOf(promotions),
    firstOrder: asks('firstOrder'),
    groups: asks('customerGroup') || furtherPriceLists.some(({ groups }) => groups !== undefined),
  };
  known.set(rules, needs);
  return needs;
}

/** Also of promotions that a request brought along, whatever those look like. */
export const giftsOf = (promotions: readonly Promotion[]): string[] => [
  ...new Set(
    promotions.flatMap((promotion) => {
      const action = (promotion as Promotion | null)?.action;
      return action?.type === 'gift' ? [action.sku] : [];
    }),
  ),
];

function mentions(condition: Condition, word: 'firstOrder' | 'customerGroup'): boolean {
  if (word in condition) return true;
  if ('not' in condition) return mentions(condition.not, word);
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  return parts.some((part) => mentions(part, word));
}

function limitedPromotion(promotion: Promotion): LimitedPromotion[] {
  const { id, coupon, since, until, limit } = promotion;
  if (!limit) return [];
  const { uses = null, usesPerCustomer = null, budget } = limit;
  if (uses === null && usesPerCustomer === null && !budget) return [];
  const budgetMinor = budget ? minorByCurrency(budget) : null;
  return [{ id, since, until, uses, usesPerCustomer, budgetMinor, ...(coupon ? { coupon } : {}) }];
}

/** Rules are checked before they are in force, so that every amount is one. */
export const minorByCurrency = (amounts: AmountByCurrency): Map<string, number> =>
  new Map(
    Object.entries(amounts).map(([currency, text]) => {
      const micros = parseMicros(text);
      if (!micros.ok) throw new Error(`a budget in ${currency}: ${micros.refusal}`);
      return [currency, micros.value / microsPerMinor(currency)];
    }),
  );
