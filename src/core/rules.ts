// Everything but the cart that decides a quote: settings, price lists, shipping, promotions, taxes.
// Rules are data. They are checked and compiled once per version (`compileRules`), not per cart.

import type { PriceBasis } from './cart.js';
import type { Settings } from './settings.js';
import type { TaxRules, TaxSeller } from './tax/tax-rules.js';

export interface Rules {
  /** Changes whenever any rule does; a worker compiles each version once. */
  version: string;
  settings?: Partial<Settings>;
  /** The catalogue's own prices, by currency. */
  priceLists: Record<string, { basis: PriceBasis }>;
  /** Lists beside the catalogue's own. */
  furtherPriceLists?: PriceList[];
  shippingMethods: ShippingMethod[];
  promotions: Promotion[];
  taxes: TaxRules;
  /** Who sells, as far as taxes depend on it; `defaultTaxSeller` when absent. */
  seller?: TaxSeller;
}

/** Amounts by currency as decimal strings in major units. */
export type AmountByCurrency = Record<string, string>;

export interface ShippingMethod {
  id: string;
  name: string;
  taxCategory: string;
  prices: AmountByCurrency;
}

/**
 * A price list: for whom, where, when and what. Of those that hold, an `override` stands before a
 * `sale`, a `sale` before a `base`, the catalogue's own price last; within a kind the lower
 * `priority`, then the lower price for the quantity at hand, then the `id` in alphabetical order.
 */
export interface PriceList {
  id: string;
  name: string;
  kind: 'override' | 'sale' | 'base';
  currency: string;
  /** A quote has one basis (`basisOf`); lists of the other one do not apply to it. */
  basis: PriceBasis;
  /** 0 when absent. */
  priority?: number;
  /** Groups of customers; everybody when absent. */
  groups?: string[];
  /** `DE`, or a country and region such as `US-NY`; everywhere when absent. */
  regions?: string[];
  /** First day, inclusive; `until` is the first day on which it no longer holds. */
  since?: string;
  until?: string | null;
  /** How many pieces its prices are for, a decimal string; one when absent. */
  per?: string;
  /** By SKU. */
  prices: Record<string, ListedPrice>;
}

/**
 * A decimal string in major units, or tiers by the line's quantity. `volume`: the whole quantity at
 * the price of the tier that it reaches; `graduated`: each part of it at its own tier's.
 */
export type ListedPrice = string | { mode: 'volume' | 'graduated'; tiers: PriceTier[] };

export interface PriceTier {
  /**
   * Quantity from which the tier holds, a decimal string. The first is `1` where pieces are counted
   * (from `6`: the sixth piece is the first at this price), `0` where a quantity is measured (from
   * `5`: what is beyond five).
   */
  from: string;
  price: string;
}

export interface Promotion {
  id: string;
  name: string;
  /** The code that unlocks it; automatic when absent. */
  coupon?: string;
  /** Lower applies first, each on what the last one left. */
  priority: number;
  condition?: Condition;
  action: PromotionAction;
  /** What a percentage, an amount, a price or tiers are taken off; not for deals and gifts. */
  target?: PromotionTarget;
  /** First day, inclusive; `until` is the first day on which it no longer holds. */
  since: string;
  until: string | null;
  /** Short for a condition on the subtotal. */
  minimumSubtotal?: AmountByCurrency;
  /** Of the promotions that share a group, one applies. */
  group?: string;
  /** When it has applied, none after it does. */
  stop?: boolean;
  /** The most that it takes off one order. */
  maximum?: AmountByCurrency;
  /** What it is computed on; as the setting `promotions` says when absent. */
  on?: 'remaining' | 'original';
  limit?: PromotionLimit;
}

/** Shared by all orders, and never exceeded: claimed with the reservation of the stock. */
export interface PromotionLimit {
  uses?: number;
  usesPerCustomer?: number;
  budget?: AmountByCurrency;
}

/** Articles; one that fits any of the lists, and none of `except`. All of them when empty. */
export interface Selector {
  skus?: string[];
  categories?: string[];
  tags?: string[];
  except?: Selector;
}

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { subtotal: { atLeast?: AmountByCurrency; below?: AmountByCurrency; of?: Selector } }
  | { quantity: { atLeast?: number; below?: number; of?: Selector } }
  | { contains: Selector }
  | { customerGroup: string[] }
  | { firstOrder: boolean }
  | { country: string[] }
  | { date: { since?: string; until?: string } }
  /** ISO 8601: 1 is Monday. */
  | { weekday: number[] }
  | { coupon: string }
  | { paymentMethod: string[] };

export type PromotionAction =
  | { type: 'percentage'; percent: string }
  /** `each` as the setting `fixedEach` says; once over all targets when absent. */
  | { type: 'fixed'; amounts: AmountByCurrency; per?: 'order' | 'line' | 'unit' | 'each' }
  /** What a unit (when `per` is absent), a line, or all targets together cost from now on. */
  | { type: 'fixed-price'; amounts: AmountByCurrency; per?: 'order' | 'line' | 'unit' }
  /** The highest tier that is reached, by what the targets cost or how many there are. */
  | { type: 'tiers'; by: 'subtotal' | 'quantity'; tiers: PromotionTier[] }
  | Deal
  /** Adds units of an article at no cost. */
  | { type: 'gift'; sku: string; quantity: number };

export interface PromotionTier {
  /** A quantity, or amounts by currency. */
  from: number | AmountByCurrency;
  action: { type: 'percentage'; percent: string } | { type: 'fixed'; amounts: AmountByCurrency };
}

/**
 * Units that belong together, whole ones only. Buy X get Y: two parts, the second at a percentage off; a bundle: its
 * parts and a price; any three from a set: one part of three and a price. A unit takes part in one
 * deal at most.
 */
export interface Deal {
  type: 'deal';
  parts: DealPart[];
  /** What all its units cost together, or an amount or a percentage off them; else the parts say. */
  price?: AmountByCurrency;
  amountOff?: AmountByCurrency;
  percentOff?: string;
  /** How often it may repeat in one order; as often as there are units when absent. */
  times?: number;
  /**
   * Which units of a part with a reduction it takes. When absent as the setting `buyGet` says, and
   * the dearest where the reduction is on all its units.
   */
  take?: 'cheapest' | 'dearest';
}

export interface DealPart {
  of: Selector;
  quantity: number;
  /** Off the units of this part. */
  percentOff?: string;
}

export type PromotionTarget =
  | ({ type: 'order' } & UnitLimits)
  | ({ type: 'items' } & Selector & UnitLimits)
  | { type: 'shipping' };

/**
 * How many units at most, and which of them first: the dearest when `take` is absent. A line that is
 * sold by the part of a piece has no units and is left out.
 */
export interface UnitLimits {
  unitsPerLine?: number;
  unitsPerOrder?: number;
  take?: 'cheapest' | 'dearest';
}
