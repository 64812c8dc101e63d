// Promotions as they are written → promotions as they are applied: decimals parsed, selectors
// numbered, and an index of what a cart has to have in it before a promotion is worth a look.

import { MICROS, parseMicros, parsePercent } from '../decimal.js';
import { microsPerMinor } from '../money.js';
import type { Result } from '../result.js';
import { RuleError, type RuleFault } from '../rule-faults.js';
import type {
  AmountByCurrency,
  Condition,
  Promotion,
  PromotionAction,
  PromotionTarget,
  PromotionTier,
  Selector,
} from '../rules.js';
import type {
  CompiledAction,
  CompiledCondition,
  CompiledPromotion,
  CompiledPromotions,
  CompiledTarget,
  MinorByCurrency,
  Reduction,
} from './compiled-promotion.js';
import { contradictions } from './contradictions.js';
import { promotionShape } from './promotion-shape.js';
import { EVERYTHING, selectorNumbers } from './selectors.js';
import { at } from './shape.js';

type NumberOf = (selector: Selector | undefined) => number;

/** Everything that is wrong with a promotion; of any value, as it may come from outside. */
export function promotionFaults(promotion: unknown, pointer: string): RuleFault[] {
  const faults: RuleFault[] = [];
  promotionShape(promotion, pointer, faults);
  return faults.length > 0 ? faults : contradictions(promotion as Promotion, pointer);
}

/** @throws RuleError with every mistake in any of them. */
export function compilePromotions(
  promotions: readonly Promotion[],
  pointer = '/promotions',
): CompiledPromotions {
  const faults = promotions.flatMap((promotion, index) =>
    promotionFaults(promotion, at(pointer, index)),
  );
  faults.push(...duplicateIds(promotions, pointer));
  if (faults.length > 0) throw new RuleError(faults);
  const { numberOf, index } = selectorNumbers();
  const list = [...promotions]
    .sort(byPriority)
    .map((promotion, position) => compilePromotion(promotion, position, numberOf));
  const coupons = list.flatMap((promotion) =>
    couponsOf(promotion).map((coupon) => [coupon, promotion] as const),
  );
  const byCoupon = grouped(coupons);
  return {
    list,
    byCoupon,
    couponByLowerCase: new Map(
      [...byCoupon.keys()].map((coupon) => [coupon.toLowerCase(), coupon]),
    ),
    selectors: index(),
    bySelector: indexBySelector(list),
    byGroup: grouped(
      list.flatMap((promotion) =>
        promotion.group === null ? [] : [[promotion.group, promotion] as const],
      ),
    ),
  };
}

function duplicateIds(promotions: readonly Promotion[], pointer: string): RuleFault[] {
  const seen = new Set<unknown>();
  return promotions.flatMap((promotion, index) => {
    const id: unknown = (promotion as Promotion | null)?.id;
    if (typeof id !== 'string' || !seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      { pointer: `${at(pointer, index)}/id`, detail: `"${id}" is taken by another promotion` },
    ];
  });
}

const byPriority = (a: Promotion, b: Promotion): number =>
  a.priority - b.priority || (a.id < b.id ? -1 : 1);

function grouped<Item>(pairs: readonly (readonly [string, Item])[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const [key, item] of pairs) {
    const list = groups.get(key);
    if (list) list.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function compilePromotion(
  promotion: Promotion,
  position: number,
  numberOf: NumberOf,
): CompiledPromotion {
  const { id, name, coupon, priority, since, until, maximum } = promotion;
  return {
    id,
    name,
    ...(coupon === undefined ? {} : { coupon }),
    priority,
    position,
    since,
    until,
    condition: compileConditions(promotion, numberOf),
    action: compileAction(promotion.action, numberOf),
    target: compileTarget(promotion, numberOf),
    group: promotion.group ?? null,
    stop: promotion.stop ?? false,
    maximumMinor: maximum ? parseAmounts(maximum) : null,
    on: promotion.on ?? null,
    limit: promotion.limit ?? null,
    budgetMinor: promotion.limit?.budget ? parseAmounts(promotion.limit.budget) : null,
  };
}

function compileConditions(
  { condition, minimumSubtotal }: Promotion,
  numberOf: NumberOf,
): CompiledCondition | null {
  const conditions: Condition[] = [];
  if (minimumSubtotal) conditions.push({ subtotal: { atLeast: minimumSubtotal } });
  if (condition) conditions.push(condition);
  const [first, second] = conditions.map((each) => compileCondition(each, numberOf));
  if (!first) return null;
  return second ? { kind: 'all', conditions: [first, second] } : first;
}

function compileCondition(condition: Condition, numberOf: NumberOf): CompiledCondition {
  const compileAll = (list: Condition[]) => list.map((each) => compileCondition(each, numberOf));
  if ('all' in condition) return { kind: 'all', conditions: compileAll(condition.all) };
  if ('any' in condition) return { kind: 'any', conditions: compileAll(condition.any) };
  if ('not' in condition)
    return { kind: 'not', condition: compileCondition(condition.not, numberOf) };
  if ('subtotal' in condition) {
    const { atLeast, below, of } = condition.subtotal;
    return {
      kind: 'subtotal',
      atLeast: atLeast ? parseAmounts(atLeast) : null,
      below: below ? parseAmounts(below) : null,
      selector: numberOf(of),
    };
  }
  if ('quantity' in condition) {
    const { atLeast = 0, below, of } = condition.quantity;
    return {
      kind: 'quantity',
      atLeast: quantityMicros(atLeast),
      below: below === undefined ? Infinity : quantityMicros(below),
      selector: numberOf(of),
    };
  }
  if ('contains' in condition) return { kind: 'contains', selector: numberOf(condition.contains) };
  if ('firstOrder' in condition) return { kind: 'firstOrder', expected: condition.firstOrder };
  if ('date' in condition) {
    const { since = '', until = null } = condition.date;
    return { kind: 'date', since, until };
  }
  if ('weekday' in condition) return { kind: 'weekday', days: new Set(condition.weekday) };
  if ('coupon' in condition) return { kind: 'coupon', coupon: condition.coupon };
  if ('country' in condition) return { kind: 'country', values: new Set(condition.country) };
  if ('customerGroup' in condition) {
    return { kind: 'customerGroup', values: new Set(condition.customerGroup) };
  }
  return { kind: 'paymentMethod', values: new Set(condition.paymentMethod) };
}

function compileAction(action: PromotionAction, numberOf: NumberOf): CompiledAction {
  if (action.type === 'percentage' || action.type === 'fixed') return compileReduction(action);
  if (action.type === 'fixed-price') {
    const { amounts, per = 'unit' } = action;
    return { type: 'fixed-price', minor: parseAmounts(amounts), per };
  }
  if (action.type === 'tiers') {
    return { type: 'tiers', by: action.by, tiers: action.tiers.map(compileTier) };
  }
  if (action.type === 'gift') {
    return { type: 'gift', sku: action.sku, quantityMicros: action.quantity * MICROS };
  }
  const { parts, price, amountOff, percentOff, times = Infinity, take = null } = action;
  return {
    type: 'deal',
    parts: parts.map(({ of, quantity, percentOff }) => ({
      selector: numberOf(of),
      quantity,
      ppmOff: percentOff === undefined ? 0 : value(parsePercent(percentOff)),
    })),
    priceMinor: price ? parseAmounts(price) : null,
    amountOffMinor: amountOff ? parseAmounts(amountOff) : null,
    ppmOff: percentOff === undefined ? null : value(parsePercent(percentOff)),
    times,
    take,
  };
}

const compileReduction = (
  action: Extract<PromotionAction, { type: 'percentage' | 'fixed' }>,
): Reduction =>
  action.type === 'percentage'
    ? { type: 'percentage', ppm: value(parsePercent(action.percent)) }
    : { type: 'fixed', minor: parseAmounts(action.amounts), per: action.per ?? 'order' };

const compileTier = ({ from, action }: PromotionTier) => ({
  from: typeof from === 'number' ? quantityMicros(from) : parseAmounts(from),
  action: compileReduction(action),
});

function compileTarget({ action, target }: Promotion, numberOf: NumberOf): CompiledTarget {
  const none = {
    selector: EVERYTHING,
    unitsPerLine: null,
    unitsPerOrder: null,
    take: 'dearest' as const,
  };
  if (action.type === 'deal' || action.type === 'gift') return { type: 'none', ...none };
  const asked: PromotionTarget = target ?? { type: 'order' };
  if (asked.type === 'shipping') return { type: 'shipping', ...none };
  const { unitsPerLine = null, unitsPerOrder = null, take = 'dearest' } = asked;
  const selector = asked.type === 'items' ? numberOf(asked) : EVERYTHING;
  return { type: asked.type, selector, unitsPerLine, unitsPerOrder, take };
}

function couponsOf({ coupon, condition }: CompiledPromotion): string[] {
  const asked = condition ? couponsAsked(condition) : [];
  return [...new Set(coupon === undefined ? asked : [coupon, ...asked])];
}

function couponsAsked(condition: CompiledCondition): string[] {
  if (condition.kind === 'coupon') return [condition.coupon];
  if (condition.kind === 'not') return couponsAsked(condition.condition);
  return 'conditions' in condition ? condition.conditions.flatMap(couponsAsked) : [];
}

/** Automatic ones by the rarest selector without whose articles nothing can come of them. */
function indexBySelector(list: readonly CompiledPromotion[]): CompiledPromotion[][] {
  const index: CompiledPromotion[][] = [];
  for (const promotion of list) {
    if (promotion.coupon !== undefined) continue;
    const selector = neededSelector(promotion);
    const listed = index[selector];
    if (listed) listed.push(promotion);
    else index[selector] = [promotion];
  }
  return index;
}

function neededSelector({ action, target, condition }: CompiledPromotion): number {
  const needed = action.type === 'deal' ? action.parts.map(({ selector }) => selector) : [];
  if (target.type === 'items') needed.push(target.selector);
  if (condition) needed.push(...selectorsAsked(condition));
  return needed.find((selector) => selector !== EVERYTHING) ?? EVERYTHING;
}

/** Selectors of a condition that cannot hold without their articles. */
function selectorsAsked(condition: CompiledCondition): number[] {
  if (condition.kind === 'all') return condition.conditions.flatMap(selectorsAsked);
  if (condition.kind === 'contains') return [condition.selector];
  if (condition.kind === 'quantity' && condition.atLeast > 0) return [condition.selector];
  if (
    condition.kind === 'subtotal' &&
    [...(condition.atLeast?.values() ?? [])].every((minor) => minor > 0)
  ) {
    return condition.atLeast ? [condition.selector] : [];
  }
  return [];
}

const parseAmounts = (amounts: AmountByCurrency): MinorByCurrency =>
  new Map(
    Object.entries(amounts).map(([currency, text]) => [
      currency,
      value(parseMicros(text)) / microsPerMinor(currency),
    ]),
  );

const quantityMicros = (quantity: number): number => value(parseMicros(String(quantity)));

/** Of what the faults have been looked for in before. */
function value<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new Error(result.refusal);
  return result.value;
}
