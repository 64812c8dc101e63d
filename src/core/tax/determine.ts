// Whose tax a delivery owes: the first row of the determination table whose circumstances all hold.

import { holdsOn } from './compile-rates.js';
import type { CompiledTaxes } from './compile-taxes.js';
import { type Place, placeOf } from './place.js';
import type {
  TaxAreaMember,
  TaxCircumstances,
  TaxDeterminationRow,
  TaxSeller,
  TaxSupply,
} from './tax-rules.js';

/** One delivery, as far as it matters whose tax it owes. */
export interface Delivery {
  seller: TaxSeller;
  from: Place;
  to: Place;
  supply: TaxSupply;
  date: string;
  /** Country of the customer's VAT id where that stands the test. */
  vatCountry: string | null;
}

export function determine(delivery: Delivery, taxes: CompiledTaxes): TaxDeterminationRow | null {
  const facts = factsOf(delivery, taxes);
  const { from, to, supply, date, vatCountry } = delivery;
  const isIn = (names: readonly string[], chain: readonly string[]): boolean =>
    names.some((name) => chain.includes(name) || hasMember(taxes.areas.get(name), chain, delivery));
  const fits = (when: TaxCircumstances): boolean =>
    (when.supply === undefined || when.supply.includes(supply)) &&
    facts.every(([name, value]) => when[name] === undefined || when[name] === value) &&
    (when.from === undefined || isIn(when.from, from.chain)) &&
    (when.to === undefined || isIn(when.to, to.chain)) &&
    (when.vatIdOf === undefined || (vatCountry !== null && isIn(when.vatIdOf, [vatCountry])));
  return taxes.rows.find((row) => holdsOn(row, date) && fits(row.when)) ?? null;
}

type Fact =
  | 'isSameCountry'
  | 'isSameRegion'
  | 'isRegistered'
  | 'isOssRegistered'
  | 'isBelowThreshold'
  | 'isVatIdForeign';

function factsOf(delivery: Delivery, taxes: CompiledTaxes): readonly (readonly [Fact, boolean])[] {
  const { seller, from, to, vatCountry } = delivery;
  const isSameCountry = from.chain[0] === to.chain[0];
  const [, region] = from.chain;
  const registrations = registrationsOf(seller, from, taxes);
  return [
    ['isSameCountry', isSameCountry],
    ['isSameRegion', isSameCountry && region !== undefined && region === to.chain[1]],
    ['isRegistered', to.chain.some((id) => registrations.has(id))],
    ['isOssRegistered', seller.isOssRegistered ?? false],
    ['isBelowThreshold', seller.isBelowThreshold ?? false],
    ['isVatIdForeign', vatCountry !== null && !from.chain.includes(vatCountry)],
  ];
}

function hasMember(
  members: readonly TaxAreaMember[] | undefined,
  chain: readonly string[],
  { supply, date }: Delivery,
): boolean {
  return (
    members?.some(
      (member) =>
        chain.includes(member.jurisdiction) &&
        holdsOn(member, date) &&
        (member.supply === undefined || member.supply === supply),
    ) ?? false
  );
}

/** Home counts as one: the country, or the region where those are registered with apart. */
function registrationsOf(seller: TaxSeller, home: Place, taxes: CompiledTaxes): Set<string> {
  const [country, region] = home.chain as [string, string?];
  const isByRegion = taxes.jurisdictions.get(country)?.registration === 'region';
  const own = isByRegion ? region : country;
  return new Set([...(own === undefined ? [] : [own]), ...(seller.registrations ?? [])]);
}

/** Whether the seller collects tax in that country at all, be it in a part of it. */
export function collectsIn(country: string, delivery: Delivery, taxes: CompiledTaxes): boolean {
  const registrations = registrationsOf(delivery.seller, delivery.from, taxes);
  return [...registrations].some((id) => id === country || id.startsWith(`${country}-`));
}

export const sellerPlace = (seller: TaxSeller, date: string, taxes: CompiledTaxes): Place =>
  placeOf(seller, date, taxes.jurisdictions);
