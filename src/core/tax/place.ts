// An address → the jurisdictions whose taxes are owed there, from the country to the city. A postal
// code can name a part of a country (Azores, Northern Ireland), or a place that belongs to another
// tax area although the post says otherwise (Büsingen is taxed by Switzerland, Livigno by nobody).

import { normalisePostalCode, partsAt } from './boundaries.js';
import type { CompiledJurisdiction } from './compile-taxes.js';
import type { TaxPlaceField } from './tax-rules.js';

export interface Address {
  country: string;
  region?: string | undefined;
  postalCode?: string | undefined;
}

export interface Place {
  country: string;
  /** General to specific; the first is the country whose law holds. Never empty. */
  chain: readonly string[];
  /** What the address lacks for its taxes to be known. */
  missing: TaxPlaceField | null;
  /** A region that nobody knows here. */
  unknownRegion: string | null;
}

type Jurisdictions = ReadonlyMap<string, CompiledJurisdiction>;

export function placeOf(address: Address, date: string, jurisdictions: Jurisdictions): Place {
  const region = regionOf(address);
  const chain = chainOf(address, date, jurisdictions);
  return {
    country: address.country,
    chain,
    missing: missingField(chain, jurisdictions),
    unknownRegion: region === null || jurisdictions.has(region) ? null : region,
  };
}

/** The jurisdictions of an address, general to specific; never empty. */
export function chainOf(
  address: Address,
  date: string,
  jurisdictions: Jurisdictions,
): readonly string[] {
  const region = regionOf(address);
  const start = region !== null && jurisdictions.has(region) ? region : address.country;
  const { postalCode = '' } = address;
  const found = expand(start, normalisePostalCode(postalCode), date, jurisdictions);
  return found.length === 1 ? found : [...new Set(found)];
}

/** `QC`, `qc` and `CA-QC` are the same region. */
export function regionOf({ country, region }: Pick<Address, 'country' | 'region'>): string | null {
  if (region === undefined || region === '') return null;
  const upper = region.trim().toUpperCase();
  return upper.startsWith(`${country}-`) ? upper : `${country}-${upper}`;
}

function expand(
  id: string,
  postalCode: string,
  date: string,
  jurisdictions: Jurisdictions,
): readonly string[] {
  const jurisdiction = jurisdictions.get(id);
  if (!jurisdiction) return [id];
  const parts = postalCode === '' ? [] : partsAt(jurisdiction.boundaries, postalCode, date);
  if (parts.length === 0) return jurisdiction.lineage;
  return parts.flatMap((part) => {
    const lineage = jurisdictions.get(part)?.lineage ?? [part];
    // Only a part of this place is looked into further: elsewhere the code means something else.
    return part !== id && lineage.includes(id)
      ? expand(part, postalCode, date, jurisdictions)
      : lineage;
  });
}

/** A place that needs one of its parts to be named, when none is. */
function missingField(
  chain: readonly string[],
  jurisdictions: Jurisdictions,
): TaxPlaceField | null {
  for (const id of chain) {
    const needs = jurisdictions.get(id)?.needs;
    const hasPart = chain.some(
      (other) => other !== id && jurisdictions.get(other)?.lineage.includes(id),
    );
    if (needs && !hasPart) return needs;
  }
  return null;
}
