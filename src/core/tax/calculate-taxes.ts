// Value added tax by destination, rounded once per rate and document (EN 16931, BT-117).

import type { PriceBasis } from '../cart.js';
import { type CompiledRules, type CompiledTaxRate, taxKey } from '../compile-rules.js';
import { formatPercent } from '../decimal.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';
import { mulDiv } from '../rounding.js';

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
  place: { country: string; date: string },
  rules: CompiledRules,
): Result<TaxAmount[], QuoteRefusal> {
  const sums = new Map<string, { rate: CompiledTaxRate; sum: number }>();
  for (const { taxCategory, amount } of taxables) {
    const rate = findRate(taxCategory, place, rules);
    if (!rate) return refuse({ type: 'no-tax-rate', country: place.country, taxCategory });
    const key = `${rate.code} ${rate.ppm}`;
    const entry = sums.get(key);
    if (entry) entry.sum += amount;
    else sums.set(key, { rate, sum: amount });
  }
  return ok([...sums.values()].map(({ rate, sum }) => taxOn(sum, rate, basis, place.country)));
}

/** A country without any rate of its own is abroad: its goods fall under the `*` (export) rates. */
function findRate(
  category: string,
  { country, date }: { country: string; date: string },
  rules: CompiledRules,
): CompiledTaxRate | undefined {
  const jurisdiction = rules.taxJurisdictions.has(country) ? country : '*';
  const rates = rules.taxRates.get(taxKey(jurisdiction, category));
  return rates?.find(({ since, until }) => since <= date && (until === null || date < until));
}

/** Inside a gross price the tax is rounded and the net is the rest. */
function taxOn(
  sum: number,
  { code, ppm }: CompiledTaxRate,
  basis: PriceBasis,
  jurisdiction: string,
): TaxAmount {
  const amount = basis === 'gross' ? mulDiv(sum, ppm, MILLION + ppm) : mulDiv(sum, ppm, MILLION);
  const base = basis === 'gross' ? sum - amount : sum;
  return { code, jurisdiction, rate: formatPercent(ppm), base, amount };
}
