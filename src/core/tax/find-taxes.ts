import type { Cart, TaxComponent } from '../cart.js';
import { type CompiledRules, taxKey } from '../compile-rules.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';

export interface TaxLookup {
  goods(category: string): Result<readonly TaxComponent[], QuoteRefusal>;
  shipping(category: string): Result<readonly TaxComponent[], QuoteRefusal>;
}

const cache = new WeakMap<object, TaxComponent[]>();

/** A country without any rate of its own is abroad: its goods fall under the `*` (export) rates. */
export function taxLookup({ country, date }: Cart, rules: CompiledRules): TaxLookup {
  const find = (category: string): Result<readonly TaxComponent[], QuoteRefusal> => {
    const jurisdiction = rules.taxJurisdictions.has(country) ? country : '*';
    const rates = rules.taxRates.get(taxKey(jurisdiction, category));
    const rate = rates?.find(
      ({ since, until }) => since <= date && (until === null || date < until),
    );
    if (!rate) return refuse({ type: 'no-tax-rate', country, taxCategory: category });
    let known = jurisdiction === '*' ? undefined : cache.get(rate);
    if (!known) {
      known = [{ code: rate.code, jurisdiction: country, ppm: rate.ppm }];
      cache.set(rate, known);
    }
    return ok(known);
  };
  return { goods: find, shipping: find };
}
