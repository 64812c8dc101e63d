// Rules as they are written → rules as they are applied: decimals parsed, lists indexed, every
// mistake named with its place. Runs once per rules version and thread.

import type { PriceBasis } from './cart.js';
import { currencyDigits } from './currencies.js';
import { parseMicros, parsePercent } from './decimal.js';
import { microsPerMinor } from './money.js';
import { compilePriceLists } from './pricing/compile-price-lists.js';
import type { CompiledPriceLists } from './pricing/price-lists.js';
import type { Result } from './result.js';
import type {
  AmountByCurrency,
  Promotion,
  PromotionTarget,
  Rules,
  ShippingMethod,
  TaxRate,
} from './rules.js';
import { defaultSettings, type Settings } from './settings.js';

export interface CompiledRules {
  version: string;
  settings: Settings;
  priceBasis: ReadonlyMap<string, PriceBasis>;
  priceLists: CompiledPriceLists;
  shipping: ReadonlyMap<string, CompiledShipping>;
  /** Sorted by priority, then id, so that the same cart gets the same answer everywhere. */
  promotions: readonly CompiledPromotion[];
  promotionsByCoupon: ReadonlyMap<string, CompiledPromotion[]>;
  /** Keyed by `taxKey`; each list sorted by date without gaps or overlaps. */
  taxRates: ReadonlyMap<string, CompiledTaxRate[]>;
  taxJurisdictions: ReadonlySet<string>;
}

export interface CompiledShipping extends Omit<ShippingMethod, 'prices'> {
  priceMinor: ReadonlyMap<string, number>;
}

export interface CompiledPromotion extends Pick<Promotion, 'id' | 'name' | 'coupon' | 'priority'> {
  since: string;
  until: string | null;
  /** Parts per million, or minor units by currency. */
  action:
    | { type: 'percentage'; ppm: number }
    | { type: 'fixed'; minor: ReadonlyMap<string, number> };
  /** `null` targets every line. */
  target: { categories: ReadonlySet<string>; skus: ReadonlySet<string> } | null;
  minimumMinor: ReadonlyMap<string, number> | null;
}

export interface CompiledTaxRate extends Omit<TaxRate, 'rate' | 'source' | 'category'> {
  ppm: number;
}

export const taxKey = (jurisdiction: string, category: string): string =>
  `${jurisdiction}/${category}`;

/** @throws Error that names the rule and the field that is wrong. */
export function compileRules(rules: Rules): CompiledRules {
  const promotions = rules.promotions.map(compilePromotion).sort(byPriority);
  const priceBasis = new Map(
    Object.entries(rules.priceLists).map(([code, { basis }]) => [code, basis]),
  );
  return {
    version: rules.version,
    settings: rules.settings ? { ...defaultSettings, ...rules.settings } : defaultSettings,
    priceBasis,
    priceLists: compilePriceLists(rules.furtherPriceLists ?? [], '/furtherPriceLists', priceBasis),
    shipping: new Map(rules.shippingMethods.map((method) => [method.id, compileShipping(method)])),
    promotions,
    promotionsByCoupon: groupBy(
      promotions.filter((promotion) => promotion.coupon !== undefined),
      (promotion) => promotion.coupon as string,
    ),
    taxRates: compileTaxRates(rules.taxRates),
    taxJurisdictions: new Set(rules.taxRates.map((rate) => rate.jurisdiction)),
  };
}

const byPriority = (a: CompiledPromotion, b: CompiledPromotion): number =>
  a.priority - b.priority || (a.id < b.id ? -1 : 1);

function compileShipping(method: ShippingMethod): CompiledShipping {
  const { prices, ...rest } = method;
  return { ...rest, priceMinor: parseAmounts(prices, `shipping method ${method.id}: prices`) };
}

function compilePromotion(promotion: Promotion): CompiledPromotion {
  const place = `promotion ${promotion.id}`;
  const { id, name, coupon, priority, since, until } = promotion;
  if (until !== null && until <= since) throw new Error(`${place}: until is not after since`);
  return {
    id,
    name,
    priority,
    since,
    until,
    ...(coupon === undefined ? {} : { coupon }),
    action: compileAction(promotion.action, place),
    target: compileTarget(promotion.target ?? { type: 'order' }),
    minimumMinor: promotion.minimumSubtotal
      ? parseAmounts(promotion.minimumSubtotal, `${place}: minimumSubtotal`)
      : null,
  };
}

function compileAction(action: Promotion['action'], place: string): CompiledPromotion['action'] {
  if (action.type === 'fixed') {
    return { type: 'fixed', minor: parseAmounts(action.amounts, `${place}: amounts`) };
  }
  if (action.type !== 'percentage') throw new Error(`${place}: action ${action.type} is not known`);
  const ppm = expect(parsePercent(action.percent), `${place}: percent`);
  if (ppm > 1_000_000) throw new Error(`${place}: percent is over 100`);
  return { type: 'percentage', ppm };
}

const compileTarget = (target: PromotionTarget): CompiledPromotion['target'] =>
  target.type !== 'items'
    ? null
    : { categories: new Set(target.categories), skus: new Set(target.skus) };

function parseAmounts(amounts: AmountByCurrency, place: string): Map<string, number> {
  return new Map(
    Object.entries(amounts).map(([currency, text]) => {
      const micros = expect(parseMicros(text), `${place}.${currency}`);
      if (!currencyDigits.has(currency)) {
        throw new Error(`${place}.${currency}: no ISO 4217 currency known here`);
      }
      const perMinor = microsPerMinor(currency);
      if (micros % perMinor !== 0) {
        throw new Error(`${place}.${currency}: "${text}" is finer than the currency's minor unit`);
      }
      return [currency, micros / perMinor];
    }),
  );
}

function compileTaxRates(rates: TaxRate[]): Map<string, CompiledTaxRate[]> {
  const compiled = rates.map(({ jurisdiction, code, category, rate, since, until }) => ({
    key: taxKey(jurisdiction, category),
    jurisdiction,
    code,
    since,
    until,
    ppm: expect(parsePercent(rate), `tax rate ${taxKey(jurisdiction, category)} since ${since}`),
  }));
  const grouped = groupBy(compiled, ({ key }) => key);
  for (const [key, list] of grouped) {
    list.sort((a, b) => (a.since < b.since ? -1 : 1));
    assertSeamless(key, list);
  }
  return grouped;
}

function assertSeamless(key: string, list: { since: string; until: string | null }[]): void {
  for (const [index, rate] of list.entries()) {
    if (rate.until !== null && rate.until <= rate.since) {
      throw new Error(`tax rates ${key}: until ${rate.until} is not after since ${rate.since}`);
    }
    const next = list[index + 1];
    if (next && rate.until !== next.since) {
      const fault = rate.until !== null && rate.until < next.since ? 'a gap' : 'an overlap';
      throw new Error(`tax rates ${key}: ${fault} before ${next.since}`);
    }
  }
}

function groupBy<Item>(items: Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function expect<Value>(result: Result<Value, string>, place: string): Value {
  if (!result.ok) throw new Error(`${place}: ${result.refusal}`);
  return result.value;
}
