// Tax data as it is written → as it is applied, every mistake named with its place. Runs once per
// rules version and thread.

import { countries } from '../countries.js';
import { RuleError, type RuleFault } from '../rule-faults.js';
import { type CompiledBoundaries, compileBoundaries } from './boundaries.js';
import { checkFields, type Fields, list, oneOf, pointerTo, record, text } from './check-fields.js';
import { checkReferences, lineageOf } from './check-references.js';
import { checkCategories, checkDetermination, checkSeller } from './check-taxes.js';
import { type CompiledRates, compileRates } from './compile-rates.js';
import { type CompiledCategory, compileCategories } from './tax-categories.js';
import type { TaxContext } from './tax-context.js';
import {
  defaultTaxSeller,
  type TaxAreaMember,
  type TaxDeterminationRow,
  type TaxPlaceField,
  type TaxRules,
  type TaxSeller,
} from './tax-rules.js';

export interface CompiledTaxes {
  seller: TaxSeller;
  jurisdictions: ReadonlyMap<string, CompiledJurisdiction>;
  /** Every category that any file knows. */
  categories: ReadonlyMap<string, CompiledCategory>;
  areas: ReadonlyMap<string, readonly TaxAreaMember[]>;
  rows: readonly TaxDeterminationRow[];
  /** What was worked out already, by place and date; emptied when full. */
  contexts: Map<string, TaxContext>;
}

export interface CompiledJurisdiction {
  id: string;
  name: string;
  /** From the most general to this one itself. */
  lineage: readonly string[];
  needs: TaxPlaceField | undefined;
  registration: 'country' | 'region';
  taxes: CompiledRates;
  boundaries: CompiledBoundaries;
}

const jurisdictionFields: Fields = {
  required: { jurisdiction: text, name: text, rates: list },
  optional: {
    parent: text,
    needs: oneOf(['region', 'postalCode']),
    registration: oneOf(['country', 'region']),
    boundaries: list,
  },
};

const rulesFields: Fields = {
  required: { jurisdictions: record, categories: record, determination: record },
  optional: {},
};

/** @throws RuleError with every mistake in the tax data and in what the seller says of itself. */
export function compileTaxes(
  rules: TaxRules,
  seller: TaxSeller = defaultTaxSeller,
  pointer = '/taxes',
): CompiledTaxes {
  const faults: RuleFault[] = [];
  if (!checkFields(rules, rulesFields, pointer, faults)) throw new RuleError(faults);
  const { areas, rows } = rules.determination;
  const known = (id: string): boolean =>
    Object.hasOwn(rules.jurisdictions, id) || countries.has(id);
  const jurisdictions = compileJurisdictions(rules, `${pointer}/jurisdictions`, faults);
  checkReferences(rules, known, `${pointer}/jurisdictions`, faults);
  checkCategories(rules.categories, `${pointer}/categories`, faults);
  checkDetermination(rules.determination, known, `${pointer}/determination`, faults);
  checkSeller(seller, jurisdictions.get(seller?.country), known, faults);
  if (faults.length > 0) throw new RuleError(faults);
  return {
    seller,
    jurisdictions,
    categories: compileCategories(rules),
    areas: new Map(Object.entries(areas)),
    rows,
    contexts: new Map(),
  };
}

function compileJurisdictions(
  { jurisdictions }: TaxRules,
  pointer: string,
  faults: RuleFault[],
): Map<string, CompiledJurisdiction> {
  const compiled = new Map<string, CompiledJurisdiction>();
  for (const [id, file] of Object.entries(jurisdictions)) {
    const place = pointerTo(pointer, id);
    if (!checkFields(file, jurisdictionFields, place, faults)) continue;
    if (file.jurisdiction !== id) {
      const detail = `"${file.jurisdiction}" stands in the place of "${id}"`;
      faults.push({ pointer: `${place}/jurisdiction`, detail });
    }
    compiled.set(id, {
      id,
      name: file.name,
      lineage: lineageOf(id, jurisdictions, place, faults),
      needs: file.needs,
      registration: file.registration ?? 'country',
      taxes: compileRates(file.rates, `${place}/rates`, faults),
      boundaries: compileBoundaries(file.boundaries ?? [], `${place}/boundaries`, faults),
    });
  }
  return compiled;
}
