// The rates of one jurisdiction: percent parsed, indexed by tax and category, each list without gap
// or overlap in time.

import { type TaxTreatment, taxTreatments } from '../cart.js';
import { parsePercent } from '../decimal.js';
import type { RuleFault } from '../rule-faults.js';
import {
  checkFields,
  dated,
  type Fields,
  flag,
  oneOf,
  orNull,
  text,
  texts,
} from './check-fields.js';
import type { TaxRate } from './tax-rules.js';

export interface CompiledRate {
  /** Parts per million; `null`: not levied. */
  ppm: number | null;
  since: string;
  until: string | null;
  compoundOn: readonly string[] | undefined;
  isWithheld: boolean;
  treatment: TaxTreatment | undefined;
  reason: string | undefined;
  isShippingTaxable: boolean;
}

/** Code of the tax → category → rates by date. */
export type CompiledRates = ReadonlyMap<string, ReadonlyMap<string, readonly CompiledRate[]>>;

const rateFields: Fields = {
  required: { code: text, category: text, rate: orNull(text), ...dated, source: text },
  optional: {
    compoundOn: texts,
    isWithheld: flag,
    treatment: oneOf(taxTreatments),
    reason: text,
    isShippingTaxable: flag,
    note: text,
  },
};

interface PlacedRate extends CompiledRate {
  pointer: string;
}

export function compileRates(
  rates: readonly TaxRate[],
  pointer: string,
  faults: RuleFault[],
): CompiledRates {
  const taxes = new Map<string, Map<string, PlacedRate[]>>();
  for (const [index, rate] of rates.entries()) {
    const compiled = compileRate(rate, `${pointer}/${index}`, faults);
    if (!compiled) continue;
    const categories = taxes.get(rate.code) ?? new Map<string, PlacedRate[]>();
    taxes.set(rate.code, categories);
    const rows = categories.get(rate.category);
    if (rows) rows.push(compiled);
    else categories.set(rate.category, [compiled]);
  }
  for (const [code, categories] of taxes) {
    for (const [category, rows] of categories) {
      rows.sort((a, b) => (a.since < b.since ? -1 : 1));
      checkSeams(`${code} ${category}`, rows, faults);
    }
  }
  return taxes;
}

function compileRate(rate: TaxRate, pointer: string, faults: RuleFault[]): PlacedRate | null {
  if (!checkFields(rate, rateFields, pointer, faults)) return null;
  const percent = rate.rate === null ? null : parsePercent(rate.rate);
  if (percent?.ok === false) {
    faults.push({ pointer: `${pointer}/rate`, detail: percent.refusal });
    return null;
  }
  return {
    pointer,
    ppm: percent?.value ?? null,
    since: rate.since,
    until: rate.until,
    compoundOn: rate.compoundOn,
    isWithheld: rate.isWithheld ?? false,
    treatment: rate.treatment,
    reason: rate.reason,
    isShippingTaxable: rate.isShippingTaxable ?? true,
  };
}

function checkSeams(what: string, rows: readonly PlacedRate[], faults: RuleFault[]): void {
  for (const [index, { until }] of rows.entries()) {
    const next = rows[index + 1];
    if (!next || until === next.since) continue;
    const fault = until !== null && until < next.since ? 'a gap' : 'an overlap';
    const detail = `${what}: ${fault} before ${next.since}`;
    faults.push({ pointer: `${next.pointer}/since`, detail });
  }
}

export const holdsOn = (
  { since, until }: { since: string; until: string | null },
  date: string,
): boolean => since <= date && (until === null || date < until);
