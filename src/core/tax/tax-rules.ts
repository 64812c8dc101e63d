// Taxes as they are written in `data/tax/`: one file a jurisdiction, the categories of articles, the
// table that says whose tax a delivery owes. Everything is dated and names its source.

import type { TaxTreatment } from '../cart.js';

export interface TaxRules {
  /** By their own names: `CA`, `CA-QC`, `US-WA-1729`. */
  jurisdictions: Record<string, TaxJurisdiction>;
  categories: Record<string, TaxCategory>;
  determination: TaxDetermination;
}

export interface TaxJurisdiction {
  jurisdiction: string;
  name: string;
  /** Whose taxes are owed here too, unless a row of the same code is written here. */
  parent?: string;
  /** What an address must have before this place can be taxed; one of its parts is meant by it. */
  needs?: TaxPlaceField;
  /** Sellers register with the country (the default), or with each of its regions (US nexus). */
  registration?: 'country' | 'region';
  rates: TaxRate[];
  /** Postal codes → parts of this place, or places that only look as if they belonged to it. */
  boundaries?: TaxBoundary[];
}

export type TaxPlaceField = 'region' | 'postalCode';

/** What a tax is on one category of articles, for a time. */
export interface TaxRate {
  code: string;
  category: string;
  /** Percent as a decimal string; `null`: this tax is not levied on this category here. */
  rate: string | null;
  /** First day, inclusive; `until` is the first day on which it no longer holds. */
  since: string;
  until: string | null;
  /** Where the authority says so. */
  source: string;
  compoundOn?: string[];
  isWithheld?: boolean;
  treatment?: TaxTreatment;
  reason?: string;
  /** `false`: what is paid for shipping owes none of it. */
  isShippingTaxable?: boolean;
  note?: string;
}

/** Both ends belong to it. Codes of a length are compared with that many first characters of an address's. */
export interface TaxBoundary {
  from: string;
  to: string;
  since: string;
  until: string | null;
  jurisdictions: string[];
}

export interface TaxCategory {
  /** Whose rate holds where a jurisdiction has none of this category. */
  fallback?: string;
  /** `goods` when absent. */
  supply?: TaxSupply;
  /** What belongs to it. */
  note?: string;
}

/** Decides where a supply takes place: where goods go, where the customer lives, where it is done. */
export const taxSupplies = ['goods', 'services', 'on-the-spot'] as const;
export type TaxSupply = (typeof taxSupplies)[number];

export interface TaxDetermination {
  /** Places that share a law, such as the VAT area of the EU, by name. */
  areas: Record<string, TaxAreaMember[]>;
  /** The first that fits decides. */
  rows: TaxDeterminationRow[];
}

export interface TaxAreaMember {
  jurisdiction: string;
  since: string;
  until: string | null;
  /** For supplies of this kind only. */
  supply?: TaxSupply;
}

export interface TaxDeterminationRow {
  id: string;
  when: TaxCircumstances;
  outcome: TaxOutcome;
  since: string;
  until: string | null;
  source: string;
}

/** All that are given must hold. Lists name jurisdictions or areas, one of which must. */
export interface TaxCircumstances {
  from?: string[];
  to?: string[];
  supply?: TaxSupply[];
  isSameCountry?: boolean;
  isSameRegion?: boolean;
  /** Whether the seller is registered where the goods go. */
  isRegistered?: boolean;
  isOssRegistered?: boolean;
  isBelowThreshold?: boolean;
  /** The customer has a VAT id that stands the test, of one of these … */
  vatIdOf?: string[];
  /** … and not of the country the goods come from. */
  isVatIdForeign?: boolean;
}

export type TaxOutcome =
  /** The taxes of one end of the way; only these codes where they are given. */
  | { rates: 'destination' | 'origin'; codes?: string[] }
  /** One tax of nothing, with its reason as the invoice has to say it. */
  | { code: string; treatment: TaxTreatment; reason: string };

/** Who sells, as far as taxes depend on it. */
export interface TaxSeller {
  country: string;
  region?: string | undefined;
  postalCode?: string | undefined;
  /** Jurisdictions other than home whose tax the seller collects: `GB`, `US-NY`. */
  registrations?: string[] | undefined;
  /** EU One-Stop-Shop, or the import scheme for sellers elsewhere. */
  isOssRegistered?: boolean | undefined;
  /** Cross-border sales to EU consumers stay under 10,000 EUR a year. */
  isBelowThreshold?: boolean | undefined;
}

/** Stands where a shop says nothing of itself. */
export const defaultTaxSeller: TaxSeller = { country: 'DE', isOssRegistered: true };
