// Value added tax by destination, rounded once per rate and document (EN 16931, BT-117).

import type { PriceBasis, TaxComponent } from '../cart.js';
import type { CompiledRules } from '../compile-rules.js';
import { formatPercent } from '../decimal.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result } from '../result.js';
import { mulDiv } from '../rounding.js';
import { type TaxPlace, taxContext } from './tax-context.js';

export interface TaxAmount {
  code: string;
  jurisdiction: string;
  /** Percent as a decimal string. */
  rate: string;
  /** Minor units: what the tax is charged on, without it. */
  base: number;
  amount: number;
}

export interface TaxableAmount {
  taxCategory: string;
  /** Minor units, with the tax on a gross basis and without it on a net one. */
  amount: number;
}

const MILLION = 1_000_000;

/** One row per rate in order of first appearance; rows of one rate are summed before they are taxed. */
export function taxAmounts(
  taxables: readonly TaxableAmount[],
  basis: PriceBasis,
  place: TaxPlace,
  rules: CompiledRules,
): Result<TaxAmount[], QuoteRefusal> {
  const sums = new Map<string, { rate: TaxComponent; sum: number }>();
  const context = taxContext(place, rules.taxes);
  for (const { taxCategory, amount } of taxables) {
    const components = context.taxesOf(taxCategory);
    if (!components.ok) return components;
    for (const rate of components.value) {
      const key = `${rate.code} ${rate.ppm}`;
      const entry = sums.get(key);
      if (entry) entry.sum += amount;
      else sums.set(key, { rate, sum: amount });
    }
  }
  return ok([...sums.values()].map(({ rate, sum }) => taxOn(sum, rate, basis)));
}

/** Inside a gross price the tax is rounded and the net is the rest. */
function taxOn(
  sum: number,
  { code, ppm, jurisdiction }: TaxComponent,
  basis: PriceBasis,
): TaxAmount {
  const amount = basis === 'gross' ? mulDiv(sum, ppm, MILLION + ppm) : mulDiv(sum, ppm, MILLION);
  const base = basis === 'gross' ? sum - amount : sum;
  return { code, jurisdiction, rate: formatPercent(ppm), base, amount };
}
