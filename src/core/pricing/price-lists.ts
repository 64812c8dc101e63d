// Price lists as they are applied: which of them hold for a cart, and what a SKU costs on each.

import type { Cart, PriceBasis } from '../cart.js';
import type { PriceList } from '../rules.js';

export interface CompiledPriceLists {
  /** Of the catalogue's own prices, by currency. */
  ownBasis: ReadonlyMap<string, PriceBasis>;
  byCurrency: ReadonlyMap<string, ListsOfCurrency>;
}

export interface ListsOfCurrency {
  /** Sorted by kind, priority and id; a line looks only at the lists that name its SKU. */
  bySku: ReadonlyMap<string, readonly ListEntry[]>;
  /** In the same order; lists that are for everybody are in none. */
  byGroup: ReadonlyMap<string, readonly CompiledPriceList[]>;
}

export interface CompiledPriceList
  extends Pick<PriceList, 'id' | 'name' | 'kind' | 'currency' | 'basis'> {
  priority: number;
  /** `null`: everybody, everywhere. */
  groups: ReadonlySet<string> | null;
  regions: ReadonlySet<string> | null;
  since: string;
  until: string | null;
  /** The prices are for so many millionths of a piece. */
  perMicros: number;
}

export interface ListEntry {
  list: CompiledPriceList;
  price: CompiledPrice;
}

export interface CompiledPrice {
  isGraduated: boolean;
  /** Ascending; the first starts at 0. */
  tiers: readonly CompiledTier[];
}

export interface CompiledTier {
  /** As it is written. */
  fromMicros: number;
  /** Volume: the quantity that reaches it; graduated: the quantity before it. */
  startMicros: number;
  priceMicros: number;
}

const kinds = ['override', 'sale', 'base'] as const;

/** By kind, priority and id: the order in which lists are asked. */
export const byRank = (a: CompiledPriceList, b: CompiledPriceList): number =>
  kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
  a.priority - b.priority ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * A quote has one basis: that of the cart where it says one, else that of the first list that it
 * brings and that prices one of its lines, else that of the first list that is made for one of this
 * customer's groups, else that of the catalogue's own prices.
 */
export function basisOf(cart: Cart, prices: CompiledPriceLists): PriceBasis {
  return (
    cart.priceBasis ??
    broughtBasis(cart, prices) ??
    groupBasis(cart, prices) ??
    ownBasisOf(cart.currency, prices)
  );
}

function broughtBasis(cart: Cart, { byCurrency }: CompiledPriceLists): PriceBasis | null {
  if (!cart.priceLists) return null;
  const bySku = byCurrency.get(cart.currency)?.bySku;
  let first: CompiledPriceList | null = null;
  for (const { sku, unitPriceMicros } of cart.lines) {
    if (unitPriceMicros !== undefined) continue;
    const list = bySku?.get(sku)?.find((entry) => holds(entry.list, cart))?.list;
    if (list && (!first || byRank(list, first) < 0)) first = list;
  }
  return first?.basis ?? null;
}

export const ownBasisOf = (currency: string, { ownBasis }: CompiledPriceLists): PriceBasis =>
  ownBasis.get(currency) ?? 'gross';

function groupBasis(cart: Cart, { byCurrency }: CompiledPriceLists): PriceBasis | null {
  const lists = byCurrency.get(cart.currency);
  const groups = cart.customer?.groups;
  if (!lists || !groups) return null;
  let first: CompiledPriceList | null = null;
  for (const group of groups) {
    const list = lists.byGroup.get(group)?.find((candidate) => holds(candidate, cart));
    if (list && (!first || byRank(list, first) < 0)) first = list;
  }
  return first?.basis ?? null;
}

/** Whether the list is for this customer, here and today. */
export function holds(list: CompiledPriceList, cart: Cart): boolean {
  const { groups, regions, since, until } = list;
  if (cart.date < since || (until !== null && cart.date >= until)) return false;
  if (regions && !isIn(regions, cart)) return false;
  return groups === null || (cart.customer?.groups?.some((group) => groups.has(group)) ?? false);
}

const isIn = (regions: ReadonlySet<string>, { country, region }: Cart): boolean =>
  regions.has(country) || (region !== undefined && regions.has(`${country}-${region}`));
