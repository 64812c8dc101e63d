// A promotion as it is applied: amounts in minor units, rates in parts per million, quantities in
// millionths, selectors as numbers into the shared `SelectorIndex`.

import type { Promotion, PromotionLimit } from '../rules.js';
import type { SelectorIndex } from './selectors.js';

/** Minor units by currency. */
export type MinorByCurrency = ReadonlyMap<string, number>;

export interface CompiledPromotion extends Pick<Promotion, 'id' | 'name' | 'coupon' | 'priority'> {
  /** Its place among all of them by priority, then id. */
  position: number;
  since: string;
  until: string | null;
  /** With `minimumSubtotal` in it; `null` always holds. */
  condition: CompiledCondition | null;
  action: CompiledAction;
  target: CompiledTarget;
  group: string | null;
  stop: boolean;
  maximumMinor: MinorByCurrency | null;
  /** As the setting `promotions` says when `null`. */
  on: 'remaining' | 'original' | null;
  limit: PromotionLimit | null;
  /** All that it may ever take off: what is left of it where nobody counts. */
  budgetMinor: MinorByCurrency | null;
}

export type CompiledCondition =
  | { kind: 'all' | 'any'; conditions: readonly CompiledCondition[] }
  | { kind: 'not'; condition: CompiledCondition }
  | {
      kind: 'subtotal';
      atLeast: MinorByCurrency | null;
      below: MinorByCurrency | null;
      selector: number;
    }
  /** Millionths of a piece. */
  | { kind: 'quantity'; atLeast: number; below: number; selector: number }
  | { kind: 'contains'; selector: number }
  | { kind: 'customerGroup' | 'country' | 'paymentMethod'; values: ReadonlySet<string> }
  | { kind: 'firstOrder'; expected: boolean }
  | { kind: 'date'; since: string; until: string | null }
  | { kind: 'weekday'; days: ReadonlySet<number> }
  | { kind: 'coupon'; coupon: string };

export type Per = 'order' | 'line' | 'unit' | 'each';

/** What is taken off all targets together, rounded once. */
export type Reduction =
  | { type: 'percentage'; ppm: number }
  | { type: 'fixed'; minor: MinorByCurrency; per: Per };

export type CompiledAction =
  | Reduction
  | { type: 'fixed-price'; minor: MinorByCurrency; per: Per }
  | { type: 'tiers'; by: 'subtotal' | 'quantity'; tiers: readonly CompiledTier[] }
  | CompiledDeal
  | { type: 'gift'; sku: string; quantityMicros: number };

export interface CompiledTier {
  /** Millionths of a piece, or minor units by currency. */
  from: number | MinorByCurrency;
  action: Reduction;
}

export interface CompiledDeal {
  type: 'deal';
  parts: readonly CompiledDealPart[];
  /** What the units of one deal cost, what is taken off them, or parts per million; else the parts say. */
  priceMinor: MinorByCurrency | null;
  amountOffMinor: MinorByCurrency | null;
  ppmOff: number | null;
  times: number;
  take: 'cheapest' | 'dearest' | null;
}

export interface CompiledDealPart {
  selector: number;
  quantity: number;
  ppmOff: number;
}

export interface CompiledTarget {
  type: 'order' | 'items' | 'shipping' | 'none';
  selector: number;
  /** Units; `null` where there is no such limit. */
  unitsPerLine: number | null;
  unitsPerOrder: number | null;
  take: 'cheapest' | 'dearest';
}

export interface CompiledPromotions {
  /** Sorted by priority, then id, so that the same cart gets the same answer everywhere. */
  list: readonly CompiledPromotion[];
  /** Those that a coupon unlocks or whose condition asks for it. */
  byCoupon: ReadonlyMap<string, readonly CompiledPromotion[]>;
  /** A coupon by its lower case, to name the one that was meant. */
  couponByLowerCase: ReadonlyMap<string, string>;
  selectors: SelectorIndex;
  /** Automatic ones by a selector without whose articles they can do nothing. */
  bySelector: readonly (readonly CompiledPromotion[] | undefined)[];
  /** By exclusivity group, in order. */
  byGroup: ReadonlyMap<string, readonly CompiledPromotion[]>;
}
