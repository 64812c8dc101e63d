// A tax provider: says which taxes a cart owes where it goes. It is asked for rates alone; what they
// come to is computed by the engine, with the shop's own rounding, so that totals always add up.

import type { PriceBasis, TaxComponent, TaxExemption } from '../../core/cart.js';

export interface TaxRequest {
  currency: string;
  /** The order's date in the shop's time zone, `YYYY-MM-DD`. */
  date: string;
  /** Whether the amounts contain the tax; `null`: as the shop's price list has it. */
  priceBasis: PriceBasis | null;
  /** Where the shop sells from; `null` where no seller is configured. */
  seller: TaxAddress | null;
  destination: TaxAddress;
  customer: { groups: string[]; vatId: string | null; exemption: TaxExemption | null };
  lines: TaxedLine[];
  shipping: { method: string };
}

export interface TaxAddress {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** ISO 3166-2 without its country (`NY`). */
  region: string | null;
  postalCode: string | null;
  city: string | null;
  line1: string | null;
}

export interface TaxedLine {
  sku: string;
  /** `null` for what the catalogue does not know. */
  taxCategory: string | null;
  /** A decimal string. */
  quantity: string;
  /** Of one piece before any discount, a decimal string in major units; `null` where the catalogue has none. */
  unitPrice: string | null;
}

/** One list a line, in the request's order, and one for shipping; an empty one: no tax is due. */
export interface ProvidedTaxes {
  lines: TaxComponent[][];
  shipping: TaxComponent[];
}

export interface TaxProvider {
  /** Where it is asked, for people; without credentials. */
  readonly target: string;
  /** @throws TaxProviderFailed for whatever a network or a provider does, also when `signal` aborts. */
  taxesOf(request: TaxRequest, signal: AbortSignal): Promise<ProvidedTaxes>;
  close(): Promise<void>;
}

/** No usable answer; the message says why and holds nothing secret. */
export class TaxProviderFailed extends Error {}
