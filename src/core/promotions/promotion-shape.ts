// The table of what a promotion may say, field by field, and what its parts have to agree on.

import type { AmountByCurrency, Deal, Promotion, PromotionTier, UnitLimits } from '../rules.js';
import {
  agreeing,
  amounts,
  byKey,
  byType,
  type Check,
  choice,
  country,
  date,
  flag,
  integer,
  listOf,
  nested,
  object,
  optional,
  orNull,
  percent,
  quantity,
  required,
  text,
} from './shape.js';

type Faults = [path: string, detail: string][];

const only = (isWrong: boolean, path: string, detail: string): Faults =>
  isWrong ? [[path, detail]] : [];

const selectorFields = {
  skus: optional(listOf(text)),
  categories: optional(listOf(text)),
  tags: optional(listOf(text)),
  except: optional(nested(() => exception)),
};

const selector = object(selectorFields);

/** What is excepted has to name something, or nothing would be left. */
const exception = agreeing<object>(selector, (value) =>
  only(Object.keys(value).length === 0, '', 'excepts everything'),
);

const days = {
  since: optional(date),
  until: optional(date),
};

/** From a bound to a bound, with at least one of them. */
const range = (bound: Check): Check =>
  object({ atLeast: optional(bound), below: optional(bound), of: optional(selector) });

const condition: Check = byKey({
  all: nested(() => listOf(condition)),
  any: nested(() => listOf(condition)),
  not: nested(() => condition),
  subtotal: agreeing<{ atLeast?: AmountByCurrency; below?: AmountByCurrency }>(
    range(amounts),
    (value) => [...bounds(value), ...subtotalBounds(value)],
  ),
  quantity: agreeing<{ atLeast?: number; below?: number }>(range(quantity), (value) => [
    ...bounds(value),
    ...only((value.atLeast ?? 0) >= (value.below ?? Infinity), 'below', 'is not above atLeast'),
  ]),
  contains: agreeing<object>(selector, (value) =>
    only(Object.keys(value).length === 0, '', 'names no articles'),
  ),
  customerGroup: listOf(text),
  firstOrder: flag,
  country: listOf(country),
  date: agreeing<{ since?: string; until?: string }>(object(days), ({ since, until }) => [
    ...only(since === undefined && until === undefined, '', 'has neither since nor until'),
    ...only(since !== undefined && until !== undefined && until <= since, 'until', NOT_AFTER),
  ]),
  weekday: listOf(integer(1, 7)),
  coupon: text,
  paymentMethod: listOf(text),
});

const NOT_AFTER = 'is not after since';

const bounds = ({ atLeast, below }: { atLeast?: unknown; below?: unknown }): Faults =>
  only(atLeast === undefined && below === undefined, '', 'has neither atLeast nor below');

function subtotalBounds(value: { atLeast?: AmountByCurrency; below?: AmountByCurrency }): Faults {
  const { atLeast = {}, below } = value;
  if (!below) return [];
  return Object.entries(below).flatMap(([currency, limit]) =>
    only(
      Number(limit) <= Number(atLeast[currency] ?? 0),
      `below/${currency}`,
      'is not above atLeast',
    ),
  );
}

const positiveAmounts = agreeing<AmountByCurrency>(amounts, (value) =>
  Object.entries(value).flatMap(([currency, amount]) =>
    only(Number(amount) === 0, currency, 'is zero'),
  ),
);

const percentage = { percent: required(percent) };
const fixed = { amounts: required(amounts) };
const take = optional(choice('cheapest', 'dearest'));

const tier = object({
  from: required((value, pointer, faults) =>
    (typeof value === 'number' ? quantity : amounts)(value, pointer, faults),
  ),
  action: required(byType({ percentage, fixed })),
});

const part = object({
  of: required(selector),
  quantity: required(integer(1)),
  percentOff: optional(percent),
});

const action = byType({
  percentage,
  fixed: { ...fixed, per: optional(choice('order', 'line', 'unit', 'each')) },
  'fixed-price': { ...fixed, per: optional(choice('order', 'line', 'unit')) },
  tiers: { by: required(choice('subtotal', 'quantity')), tiers: required(listOf(tier)) },
  deal: {
    parts: required(listOf(part)),
    price: optional(amounts),
    amountOff: optional(positiveAmounts),
    percentOff: optional(percent),
    times: optional(integer(1)),
    take,
  },
  gift: { sku: required(text), quantity: required(integer(1)) },
});

const limits = { unitsPerLine: optional(integer(1)), unitsPerOrder: optional(integer(1)), take };

const target = agreeing<{ type: string } & UnitLimits>(
  byType({ order: limits, items: { ...selectorFields, ...limits }, shipping: {} }),
  ({ take, unitsPerLine, unitsPerOrder }) =>
    only(
      take !== undefined && unitsPerLine === undefined && unitsPerOrder === undefined,
      'take',
      'says which units come first, but there is no limit on units',
    ),
);

const limit = agreeing<object>(
  object({
    uses: optional(integer(1)),
    usesPerCustomer: optional(integer(1)),
    budget: optional(positiveAmounts),
  }),
  (value) => only(Object.keys(value).length === 0, '', 'limits nothing'),
);

/** A promotion as an operator writes it; whether it can ever hold is asked by `contradictions`. */
export const promotionShape: Check = agreeing<Promotion>(
  object({
    id: required(text),
    name: required(text),
    coupon: optional(text),
    priority: required(integer(-1_000_000, 1_000_000)),
    condition: optional(condition),
    action: required(action),
    target: optional(target),
    since: required(date),
    until: required(orNull(date)),
    minimumSubtotal: optional(amounts),
    group: optional(text),
    stop: optional(flag),
    maximum: optional(positiveAmounts),
    on: optional(choice('remaining', 'original')),
    limit: optional(limit),
  }),
  (promotion) => [
    ...only(promotion.until !== null && promotion.until <= promotion.since, 'until', NOT_AFTER),
    ...actionFaults(promotion),
  ],
);

function actionFaults(promotion: Promotion): Faults {
  const { action, target } = promotion;
  const name = action.type;
  if (name === 'gift') {
    return [
      ...only(target !== undefined, 'target', 'has no meaning for a gift'),
      ...only(promotion.maximum !== undefined, 'maximum', 'has no meaning for a gift'),
      ...only(promotion.on !== undefined, 'on', 'has no meaning for a gift'),
      ...only(promotion.limit?.budget !== undefined, 'limit/budget', 'has no meaning for a gift'),
    ];
  }
  if (action.type === 'deal') {
    return [
      ...only(target !== undefined, 'target', 'has no meaning for a deal: its parts say what of'),
      ...dealFaults(action),
    ];
  }
  const isShipping = target?.type === 'shipping';
  if (action.type === 'tiers') {
    return [
      ...only(isShipping && action.by === 'quantity', 'action/by', NO_PIECES),
      ...tierFaults(action.by, action.tiers),
    ];
  }
  const per = 'per' in action ? action.per : undefined;
  return only(isShipping && per !== undefined && per !== 'order', 'action/per', NO_PIECES);
}

const NO_PIECES = 'has no meaning for shipping, which has neither lines nor pieces';

function dealFaults({ parts, price, amountOff, percentOff }: Deal): Faults {
  const ways = Object.entries({ price, amountOff, percentOff }).filter(
    ([, way]) => way !== undefined,
  );
  const [, second] = ways.map(([name]) => name);
  const reduced = parts.findIndex((part) => part.percentOff !== undefined);
  const gives = [percentOff, ...parts.map((part) => part.percentOff)].some(
    (text) => text !== undefined && Number(text) > 0,
  );
  return [
    ...only(second !== undefined, `action/${second}`, 'contradicts another reduction of the deal'),
    ...only(
      ways.length > 0 && reduced >= 0,
      `action/parts/${reduced}/percentOff`,
      'contradicts the reduction of the whole deal',
    ),
    ...only(!gives && !price && !amountOff, 'action', 'is a deal that gives nothing'),
  ];
}

function tierFaults(by: 'subtotal' | 'quantity', tiers: PromotionTier[]): Faults {
  return tiers.flatMap(({ from }, index): Faults => {
    const path = `action/tiers/${index}/from`;
    if ((typeof from === 'number') !== (by === 'quantity')) {
      return [[path, by === 'quantity' ? 'is not a quantity' : 'has no amounts by currency']];
    }
    const before = tiers.slice(0, index).at(-1)?.from;
    if (before === undefined || typeof before !== typeof from) return [];
    if (typeof from === 'number') return only(from <= (before as number), path, NOT_ABOVE);
    return Object.entries(from).flatMap(([currency, amount]) => {
      const lower = (before as AmountByCurrency)[currency];
      const isWrong = lower !== undefined && Number(amount) <= Number(lower);
      return only(isWrong, `${path}/${currency}`, NOT_ABOVE);
    });
  });
}

const NOT_ABOVE = 'is not above the tier before it';
