// Tax categories, and whose rates hold where a jurisdiction has none of one.

import type { TaxRules, TaxSupply } from './tax-rules.js';

export interface CompiledCategory {
  /** This one, then those whose rates hold where it has none. */
  chain: readonly string[];
  supply: TaxSupply;
}

/** Asked for with each product that is written, and of thousands of rates. */
const known = new WeakMap<TaxRules, ReadonlySet<string>>();

/** Every category that any file knows; articles of others can be sold nowhere. */
export function taxCategories(rules: TaxRules): ReadonlySet<string> {
  let found = known.get(rules);
  if (!found) {
    const { categories, jurisdictions } = rules;
    const rates = Object.values(jurisdictions).flatMap((file) => file.rates);
    found = new Set([...Object.keys(categories), ...rates.map(({ category }) => category)]);
    known.set(rules, found);
  }
  return found;
}

export function compileCategories(rules: TaxRules): Map<string, CompiledCategory> {
  const { categories } = rules;
  const compile = (name: string): CompiledCategory => {
    const chain: string[] = [];
    for (let next: string | undefined = name; next; next = categories[next]?.fallback) {
      chain.push(next);
    }
    return { chain, supply: categories[name]?.supply ?? 'goods' };
  };
  return new Map([...taxCategories(rules)].map((name) => [name, compile(name)]));
}
