// Carts and price lists for the tests of pricing: everything that is not said is the simplest thing.

import type { Cart, PriceBasis } from '../../../src/core/cart.js';
import { MICROS } from '../../../src/core/decimal.js';
import type { Explanation } from '../../../src/core/explanation.js';
import { compilePriceLists } from '../../../src/core/pricing/compile-price-lists.js';
import { priceLines } from '../../../src/core/pricing/price-lines.js';
import { basisOf, type CompiledPriceLists } from '../../../src/core/pricing/price-lists.js';
import type { PricedLine } from '../../../src/core/pricing/priced-line.js';
import type { QuoteRefusal } from '../../../src/core/quote-refusal.js';
import type { Result } from '../../../src/core/result.js';
import type { ListedPrice, PriceList } from '../../../src/core/rules.js';
import { defaultSettings, type Settings } from '../../../src/core/settings.js';
import { cartOf, line } from '../carts.js';

export const ownBasis: ReadonlyMap<string, PriceBasis> = new Map([
  ['EUR', 'gross'],
  ['USD', 'net'],
]);

/** A base list in euros, with tax, for everybody, that has a mug for 11.00. */
export const priceList = (changes: Partial<PriceList> = {}): PriceList => ({
  id: 'list',
  name: 'List',
  kind: 'base',
  currency: 'EUR',
  basis: 'gross',
  prices: { MUG: '11.00' },
  ...changes,
});

export const compiled = (...lists: PriceList[]): CompiledPriceLists =>
  compilePriceLists(lists, '/furtherPriceLists', ownBasis);

/** Mugs at 12.90 in the catalogue. */
export const mugs = (quantity: number | string = 1, changes: Partial<Cart> = {}): Cart =>
  cartOf({ lines: [line('MUG', '12.90', quantity)], ...changes });

export const tiers = (mode: 'volume' | 'graduated', ...steps: [string, string][]): ListedPrice => ({
  mode,
  tiers: steps.map(([from, price]) => ({ from, price })),
});

export const result = (
  cart: Cart,
  lists: PriceList[] = [],
  settings: Partial<Settings> = {},
  explaining: Explanation[] | null = null,
): Result<PricedLine[], QuoteRefusal> => {
  const prices = compiled(...lists);
  const all = { ...defaultSettings, ...settings };
  return priceLines(cart, prices, basisOf(cart, prices), all, explaining);
};

/** The lines, where they can be priced. */
export function priced(...given: Parameters<typeof result>): PricedLine[] {
  const lines = result(...given);
  if (!lines.ok) throw new Error(JSON.stringify(lines.refusal));
  return lines.value;
}

/** The first line, where it can be priced. */
export const pricedLine = (...given: Parameters<typeof result>): PricedLine =>
  priced(...given)[0] as PricedLine;

export function explained(cart: Cart, lists: PriceList[] = [], settings: Partial<Settings> = {}) {
  const explanation: Explanation[] = [];
  priced(cart, lists, settings, explanation);
  return explanation;
}

export const pieces = (quantity: number): number => quantity * MICROS;
