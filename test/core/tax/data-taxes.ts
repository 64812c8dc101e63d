// The taxes of `data/tax/` as a seller of the tests' choice meets them.

import type { CustomerFacts } from '../../../src/core/cart.js';
import { type CompiledTaxes, compileTaxes } from '../../../src/core/tax/compile-taxes.js';
import { type TaxPlace, taxContext } from '../../../src/core/tax/tax-context.js';
import type { TaxSeller } from '../../../src/core/tax/tax-rules.js';
import { loadRules } from '../../../src/shop-data.js';

export const taxData = loadRules([]).taxes;

const compiled = new Map<string, CompiledTaxes>();

export function compiledFor(seller: TaxSeller): CompiledTaxes {
  const key = JSON.stringify(seller);
  const taxes = compiled.get(key) ?? compileTaxes(taxData, seller);
  compiled.set(key, taxes);
  return taxes;
}

export interface Sale {
  /** `US-NY` is a country and its region. */
  by: TaxSeller | string;
  to: string;
  postalCode?: string;
  of?: string;
  on?: string;
  customer?: CustomerFacts;
  isShipping?: boolean;
}

function placeOf(text: string): { country: string; region?: string } {
  const [country, region] = text.split('-') as [string, string?];
  return region === undefined ? { country } : { country, region };
}

/** `VAT FR 20`, `EXPORT US 0 G`: code, jurisdiction, percent and treatment of each tax; or the refusal. */
export function taxed(sale: Sale): string[] | object {
  const { by, to, of = 'standard', on = '2026-11-15', isShipping = false, ...rest } = sale;
  const place: TaxPlace = { ...placeOf(to), date: on, ...rest };
  const taxes = compiledFor(typeof by === 'string' ? placeOf(by) : by);
  const answer = taxContext(place, taxes).taxesOf(of, isShipping);
  if (!answer.ok) return answer.refusal;
  return answer.value.map(({ code, jurisdiction, ppm, treatment, compoundOn }) =>
    [code, jurisdiction, ppm / 10_000, treatment, compoundOn && `on ${compoundOn}`]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}
