// Which list price a line gets, and what tiers make of its quantity.
//
// The quantity that tiers count is the line's own: two lines of one SKU are two purchases (of two
// engravings, say), and neither price depends on what else is in the cart or in which order.

import type { Cart, PriceBasis } from '../cart.js';
import type { CompiledPrice, CompiledTier, ListEntry } from './price-lists.js';
import { holds } from './price-lists.js';

/** The entry that wins, `null` where no list holds: `entries` are those of the SKU, by rank. */
export function winningEntry(
  entries: readonly ListEntry[],
  cart: Cart,
  basis: PriceBasis,
  quantityMicros: number,
): ListEntry | null {
  let best: ListEntry | null = null;
  for (const entry of entries) {
    if (best && !isPeer(entry, best)) break;
    if (entry.list.basis !== basis || !holds(entry.list, cart)) continue;
    if (!best || isCheaper(entry, best, quantityMicros)) best = entry;
  }
  return best;
}

/** Between them, the price decides. */
export const isPeer = ({ list: a }: ListEntry, { list: b }: ListEntry): boolean =>
  a.kind === b.kind && a.priority === b.priority;

/** By the exact amounts, before any rounding. */
export function isCheaper(a: ListEntry, b: ListEntry, quantityMicros: number): boolean {
  const costOfA = exactCost(a.price, quantityMicros) * BigInt(b.list.perMicros);
  return costOfA < exactCost(b.price, quantityMicros) * BigInt(a.list.perMicros);
}

/** What the quantity comes to: millionths of a major unit × millionths of a piece, not yet ÷ `per`. */
export function exactCost(price: CompiledPrice, quantityMicros: number): bigint {
  if (!price.isGraduated)
    return BigInt(reachedTier(price, quantityMicros).priceMicros) * BigInt(quantityMicros);
  let cost = 0n;
  for (const { micros, priceMicros } of graduatedParts(price, quantityMicros))
    cost += BigInt(micros) * BigInt(priceMicros);
  return cost;
}

/** The highest tier that starts at or below the quantity; less than the first is of the first. */
export function reachedTier({ tiers }: CompiledPrice, quantityMicros: number): CompiledTier {
  let reached = tiers[0] as CompiledTier;
  for (const tier of tiers) {
    if (tier.startMicros > quantityMicros) break;
    reached = tier;
  }
  return reached;
}

export interface GraduatedPart {
  /** Millionths of a piece that fall into the tier. */
  micros: number;
  priceMicros: number;
}

/** The quantity, cut at the borders of the tiers. */
export function graduatedParts({ tiers }: CompiledPrice, quantityMicros: number): GraduatedPart[] {
  const parts: GraduatedPart[] = [];
  for (const [index, { startMicros, priceMicros }] of tiers.entries()) {
    if (index > 0 && startMicros >= quantityMicros) break;
    const end = Math.min(quantityMicros, tiers[index + 1]?.startMicros ?? quantityMicros);
    parts.push({ micros: end - startMicros, priceMicros });
  }
  return parts;
}
