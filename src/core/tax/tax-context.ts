// The taxes of a cart's articles. Where the goods go and whose tax that owes is worked out once per
// cart, and remembered by place and date; then each line is one look-up by its tax category.

import type { CustomerFacts, TaxComponent, TaxExemption } from '../cart.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';
import { type CompiledRate, holdsOn } from './compile-rates.js';
import type { CompiledTaxes } from './compile-taxes.js';
import { collectsIn, type Delivery, determine, sellerPlace } from './determine.js';
import { type Address, chainOf, type Place, placeOf } from './place.js';
import { type TaxDeterminationRow, type TaxSupply, taxSupplies } from './tax-rules.js';
import { checkVatId } from './vat-id.js';

export interface TaxPlace extends Address {
  /** The order's date in the shop's time zone, `YYYY-MM-DD`. */
  date: string;
  customer?: CustomerFacts | undefined;
  isShipping?: boolean | undefined;
}

export type TaxesResult = Result<readonly TaxComponent[], QuoteRefusal>;

/** Of one cart: where it goes, when, and to whom. */
export interface TaxContext {
  /** At least one component, country first; the same array for the same category. */
  taxesOf(category: string, isShipping?: boolean): TaxesResult;
  /** What decided whose tax it is, for the explanation; `null` where nothing did. */
  ruleOf(category: string): TaxRuling | null;
}

export interface TaxRuling {
  /** The row's id. */
  rule: string;
  text: string;
}

const CONTEXTS_MAX = 4_096;

/** One look-up; a quote asks `taxContext` once and then for each of its lines. */
export const taxesOf = (category: string, place: TaxPlace, taxes: CompiledTaxes): TaxesResult =>
  taxContext(place, taxes).taxesOf(category, place.isShipping);

export function taxContext(place: TaxPlace, taxes: CompiledTaxes): TaxContext {
  const { country, region, postalCode, date, customer } = place;
  const { vatId, exemption } = customer ?? {};
  const checked = vatId === undefined ? null : checkVatId(vatId);
  const vatCountry = checked?.ok ? checked.value.country : null;
  if (exemption) return newContext(place, vatCountry, exemption, taxes);
  // Postal codes are many, the places that they lie in are few.
  const chain = postalCode ? chainOf(place, date, taxes.jurisdictions).join(' ') : '';
  const key = `${country}|${region ?? ''}|${chain}|${date}|${vatCountry ?? ''}`;
  const known = taxes.contexts.get(key);
  if (known) return known;
  if (taxes.contexts.size >= CONTEXTS_MAX) taxes.contexts.clear();
  const context = newContext(place, vatCountry, null, taxes);
  taxes.contexts.set(key, context);
  return context;
}

function newContext(
  { date, ...address }: TaxPlace,
  vatCountry: string | null,
  exemption: TaxExemption | null,
  taxes: CompiledTaxes,
): TaxContext {
  const { seller } = taxes;
  const from = sellerPlace(seller, date, taxes);
  const to = placeOf(address, date, taxes.jurisdictions);
  return new Context({ seller, from, to, date, vatCountry, supply: 'goods' }, exemption, taxes);
}

class Context implements TaxContext {
  readonly #delivery: Delivery;
  readonly #exemption: TaxExemption | null;
  readonly #taxes: CompiledTaxes;
  readonly #refusal: QuoteRefusal | null;
  readonly #rows = new Map<TaxSupply, TaxDeterminationRow | null>();
  readonly #articles = new Map<string, TaxesResult>();
  readonly #shipping = new Map<string, TaxesResult>();

  constructor(delivery: Delivery, exemption: TaxExemption | null, taxes: CompiledTaxes) {
    this.#delivery = delivery;
    this.#exemption = exemption;
    this.#taxes = taxes;
    const collects = collectsIn(delivery.to.chain[0] as string, delivery, taxes);
    this.#refusal = collects ? incomplete(delivery.to) : null;
  }

  taxesOf(category: string, isShipping = false): TaxesResult {
    const known = isShipping ? this.#shipping : this.#articles;
    const found = known.get(category);
    if (found) return found;
    const result = this.#work(category, isShipping);
    // Categories come from the catalogue; those that nobody knows must not pile up.
    if (this.#taxes.categories.has(category)) known.set(category, result);
    return result;
  }

  ruleOf(category: string): TaxRuling | null {
    const row = this.#rowOf(category);
    if (!row) return null;
    const { from, to } = this.#delivery;
    const way = `${from.chain.at(-1)} → ${to.chain.at(-1)}`;
    const outcome =
      'rates' in row.outcome
        ? `taxes of the ${row.outcome.rates}`
        : `${row.outcome.treatment}, ${row.outcome.reason}`;
    return { rule: row.id, text: `${way}: ${outcome} (${row.source})` };
  }

  #rowOf(category: string): TaxDeterminationRow | null {
    const supply = this.#taxes.categories.get(category)?.supply ?? taxSupplies[0];
    const known = this.#rows.get(supply);
    if (known !== undefined) return known;
    const row = determine({ ...this.#delivery, supply }, this.#taxes);
    this.#rows.set(supply, row);
    return row;
  }

  #work(category: string, isShipping: boolean): TaxesResult {
    const { to, from } = this.#delivery;
    const none = refuse({
      type: 'no-tax-rate' as const,
      country: to.country,
      taxCategory: category,
    });
    if (!this.#taxes.categories.has(category)) return none;
    if (this.#refusal) return refuse(this.#refusal);
    const row = this.#rowOf(category);
    if (!row) return none;
    if (!('rates' in row.outcome)) {
      const jurisdiction = to.chain.at(-1) as string;
      return ok([{ ...row.outcome, jurisdiction, ppm: 0 }]);
    }
    const place = row.outcome.rates === 'origin' ? from : to;
    const refusal = incomplete(place);
    if (refusal) return refuse(refusal);
    const components = this.#components(category, place, row.outcome.codes, isShipping);
    return components === null || components.length === 0 ? none : ok(components);
  }

  /** `null` when a tax has rates for this category, but none on that day. */
  #components(
    category: string,
    { chain }: Place,
    codes: readonly string[] | undefined,
    isShipping: boolean,
  ): TaxComponent[] | null {
    const places = chain.map((id) => this.#taxes.jurisdictions.get(id));
    const all = new Set(places.flatMap((place) => [...(place?.taxes.keys() ?? [])]));
    const components: TaxComponent[] = [];
    for (const code of codes ?? all) {
      const found = this.#rate(code, category, chain);
      if (found === undefined) continue;
      if (found === null) return null;
      if (found.rate.ppm === null) continue;
      components.push(this.#component(code, found.jurisdiction, found.rate, isShipping));
    }
    return components;
  }

  /** The category before its fallbacks, the most specific place before the more general ones. */
  #rate(
    code: string,
    category: string,
    chain: readonly string[],
  ): { jurisdiction: string; rate: CompiledRate } | null | undefined {
    const { categories, jurisdictions } = this.#taxes;
    for (const name of categories.get(category)?.chain ?? []) {
      for (const jurisdiction of chain.toReversed()) {
        const rates = jurisdictions.get(jurisdiction)?.taxes.get(code)?.get(name);
        if (!rates) continue;
        const rate = rates.find((row) => holdsOn(row, this.#delivery.date));
        return rate ? { jurisdiction, rate } : null;
      }
    }
    return undefined;
  }

  #component(
    code: string,
    jurisdiction: string,
    rate: CompiledRate,
    isShipping: boolean,
  ): TaxComponent {
    const { compoundOn, isWithheld, treatment, reason } = rate;
    const base = { code, jurisdiction, ppm: rate.ppm ?? 0 };
    const exemption = this.#exemption;
    if (exemption && (exemption.codes === undefined || exemption.codes.includes(code))) {
      return { ...base, ppm: 0, treatment: 'E', reason: exemption.reason };
    }
    if (isShipping && !rate.isShippingTaxable) {
      return { ...base, ppm: 0, treatment: 'E', reason: 'Shipping is not taxed here' };
    }
    return {
      ...base,
      ...(compoundOn && { compoundOn }),
      ...(isWithheld && { isWithheld }),
      ...(treatment && { treatment }),
      ...(reason !== undefined && { reason }),
    };
  }
}

function incomplete({ country, missing, unknownRegion }: Place): QuoteRefusal | null {
  if (missing === null) return null;
  const region = missing === 'region' && unknownRegion !== null ? { region: unknownRegion } : {};
  return { type: 'incomplete-tax-address', country, field: missing, ...region };
}
