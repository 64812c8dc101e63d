// What a quote is asked for: plain data that crosses to a worker thread and back. A shop's cart names
// articles and leaves the rest to the rules; an arbitrary invoice brings prices, taxes, discounts and
// charges of its own. Both are the same thing to the quote.

import type { PriceList, Promotion } from './rules.js';
import type { Settings } from './settings.js';

/** Whether the amounts of a price list contain the tax. */
export type PriceBasis = 'gross' | 'net';

export interface Cart {
  currency: string;
  /** ISO 3166-1 alpha-2: where the goods go, which decides the tax. */
  country: string;
  /** ISO 3166-2 without its country (`QC`, `NY`), where tax depends on it. */
  region?: string | undefined;
  postalCode?: string | undefined;
  /** The order's date in the shop's time zone, `YYYY-MM-DD`: decides rates, prices and promotions. */
  date: string;
  shippingMethod: string;
  /** Shipping that is given rather than taken from a method. */
  shipping?: GivenShipping | undefined;
  coupons: string[];
  lines: CartLine[];
  /** Discounts and charges on the whole document, in order. */
  discounts?: DocumentAdjustment[] | undefined;
  charges?: DocumentAdjustment[] | undefined;
  customer?: CustomerFacts | undefined;
  paymentMethod?: string | undefined;
  /** Set when the lines carry recorded prices of their own; else the price list's basis holds. */
  priceBasis?: PriceBasis | undefined;
  settings?: Partial<Settings> | undefined;
  /** Stand instead of the shop's own for this cart. */
  promotions?: Promotion[] | undefined;
  priceLists?: PriceList[] | undefined;
  /** What promotions with a limit have left for this customer; others are not in it. */
  usage?: Record<string, PromotionUsage> | undefined;
  /** Promotions that are not to apply: used up, or their gift is. */
  excludedPromotions?: string[] | undefined;
  /** What the catalogue knows of the articles that promotions give away. */
  gifts?: Record<string, CartProduct> | undefined;
  /** Whether the answer carries an explanation. */
  explains?: boolean | undefined;
  /** Paid already, minor units. */
  prepaidMinor?: number | undefined;
  /** The taxes of shipping, instead of those that its tax category comes to. */
  shippingTaxes?: TaxComponent[] | undefined;
  /** Where the taxes come from, where that may be somebody else than the shop. */
  taxSource?: TaxSource | undefined;
}

/** The shop's rates, a tax provider's, or the shop's because the provider gave none in time. */
export const taxSources = ['own', 'provider', 'fallback'] as const;
export type TaxSource = (typeof taxSources)[number];

/** What is known of the customer that prices, promotions and taxes depend on. */
export interface CustomerFacts {
  groups?: string[] | undefined;
  isFirstOrder?: boolean | undefined;
  /** With its country's prefix, as it is printed on invoices. */
  vatId?: string | undefined;
  exemption?: TaxExemption | undefined;
}

/** Why this customer owes no tax: a certificate, an embassy, a charity. */
export interface TaxExemption {
  /** Printed on the invoice. */
  reason: string;
  /** Only these taxes; all of them when absent. */
  codes?: string[] | undefined;
}

/** What is left of a promotion's limits; `null`: without such a limit. */
export interface PromotionUsage {
  uses: number | null;
  customerUses: number | null;
  /** Minor units of the cart's currency. */
  budgetMinor: number | null;
}

export interface CartLine {
  sku: string;
  /** Millionths of a piece. */
  quantityMicros: number;
  /** What the catalogue knows of the SKU, `null` when it knows nothing. */
  product: CartProduct | null;
  /** A recorded price (millionths of a major unit) that stands instead of the list price. */
  unitPriceMicros?: number | undefined;
  /** The price is for so many millionths of a piece (a price per hundred); one piece when absent. */
  priceQuantityMicros?: number | undefined;
  /** Discounts never take a piece below this, millionths of a major unit. */
  floorPriceMicros?: number | undefined;
  /** Taken off and added before any promotion, in order. */
  allowances?: Adjustment[] | undefined;
  charges?: Adjustment[] | undefined;
  /** The taxes of this line, instead of those that its tax category comes to. */
  taxes?: TaxComponent[] | undefined;
}

export interface CartProduct {
  name: string;
  category: string;
  tags?: string[] | undefined;
  taxCategory: string;
  /** List price in the cart's currency, millionths of a major unit; `null` when there is none. */
  priceMicros: number | null;
}

/** An amount in minor units, or parts per million of what it is taken off or added to. */
export interface Adjustment {
  reason: string;
  amountMinor?: number | undefined;
  ppm?: number | undefined;
}

/** On the whole document; without a tax of its own it shares the lines' by what they cost. */
export interface DocumentAdjustment extends Adjustment {
  taxCategory?: string | undefined;
  taxes?: TaxComponent[] | undefined;
}

export interface GivenShipping {
  name: string;
  amountMinor: number;
  taxCategory?: string | undefined;
  taxes?: TaxComponent[] | undefined;
}

/** UNCL 5305: how VAT is categorised on an EN 16931 invoice. */
export const taxTreatments = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M'] as const;
export type TaxTreatment = (typeof taxTreatments)[number];

/** One tax that a line owes. */
export interface TaxComponent {
  /** `VAT`, `GST`, `QST`, a state's `SALES` …: what one row of the tax table is named. */
  code: string;
  jurisdiction: string;
  /** Parts per million. */
  ppm: number;
  /** Codes of taxes that belong to this tax's own base; the price alone when absent. */
  compoundOn?: readonly string[] | undefined;
  /** Kept back by the customer and paid to the tax office: lowers what is payable. */
  isWithheld?: boolean | undefined;
  /** Charged on top of a price even where prices contain their taxes: a surcharge. */
  isAdded?: boolean | undefined;
  treatment?: TaxTreatment | undefined;
  /** Why no tax is due, as the invoice has to say it. */
  reason?: string | undefined;
}
