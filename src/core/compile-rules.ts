// Rules as they are written → rules as they are applied: decimals parsed, lists indexed, every
// mistake named with its place. Runs once per rules version and thread.

import type { PriceBasis } from './cart.js';
import { currencyDigits } from './currencies.js';
import { parseMicros, parsePercent } from './decimal.js';
import { microsPerMinor } from './money.js';
import { compilePromotions } from './promotions/compile-promotions.js';
import type { CompiledPromotions } from './promotions/compiled-promotion.js';
import type { Result } from './result.js';
import type { AmountByCurrency, Rules, ShippingMethod, TaxRate } from './rules.js';

export interface CompiledRules {
  version: string;
  priceBasis: ReadonlyMap<string, PriceBasis>;
  shipping: ReadonlyMap<string, CompiledShipping>;
  promotions: CompiledPromotions;
  /** Keyed by `taxKey`; each list sorted by date without gaps or overlaps. */
  taxRates: ReadonlyMap<string, CompiledTaxRate[]>;
  taxJurisdictions: ReadonlySet<string>;
}

export interface CompiledShipping extends Omit<ShippingMethod, 'prices'> {
  priceMinor: ReadonlyMap<string, number>;
}

export interface CompiledTaxRate extends Omit<TaxRate, 'rate' | 'source' | 'category'> {
  ppm: number;
}

export const taxKey = (jurisdiction: string, category: string): string =>
  `${jurisdiction}/${category}`;

/** @throws Error that names the rule and the field that is wrong. */
export function compileRules(rules: Rules): CompiledRules {
  return {
    version: rules.version,
    priceBasis: new Map(Object.entries(rules.priceLists).map(([code, list]) => [code, list.basis])),
    shipping: new Map(rules.shippingMethods.map((method) => [method.id, compileShipping(method)])),
    promotions: compilePromotions(rules.promotions),
    taxRates: compileTaxRates(rules.taxRates),
    taxJurisdictions: new Set(rules.taxRates.map((rate) => rate.jurisdiction)),
  };
}

function compileShipping(method: ShippingMethod): CompiledShipping {
  const { prices, ...rest } = method;
  return { ...rest, priceMinor: parseAmounts(prices, `shipping method ${method.id}: prices`) };
}

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
