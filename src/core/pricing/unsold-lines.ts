// All lines of a cart that have no article or no price, for whoever has to put it right: looked for once
// the first of them is found, so that a cart without mistakes pays nothing for it.

import type { Cart, CartLine, PriceBasis } from '../cart.js';
import type { RuleFault } from '../rule-faults.js';
import { winningEntry } from './list-price.js';
import { type CompiledPriceLists, ownBasisOf } from './price-lists.js';

/** As many as a person would read. */
const FAULTS_MAX = 20;

/** Pointers into the request, or into the cart that it names. */
export function unsoldLines(
  cart: Cart,
  prices: CompiledPriceLists,
  basis: PriceBasis,
): RuleFault[] {
  const faults: RuleFault[] = [];
  for (const [index, line] of cart.lines.entries()) {
    const detail = faultOf(line, cart, prices, basis);
    if (detail === null) continue;
    faults.push({ pointer: `/lines/${index}/sku`, detail });
    if (faults.length === FAULTS_MAX) break;
  }
  return faults;
}

/** As `priceLines` finds a price: that of the line, of a list, of the catalogue. */
function faultOf(
  { sku, product, quantityMicros, unitPriceMicros }: CartLine,
  cart: Cart,
  prices: CompiledPriceLists,
  basis: PriceBasis,
): string | null {
  const { currency } = cart;
  if (!product) return `there is no article ${sku}`;
  if (unitPriceMicros !== undefined) return null;
  const entries = prices.byCurrency.get(currency)?.bySku.get(sku);
  if (entries && winningEntry(entries, cart, basis, Math.abs(quantityMicros))) return null;
  const hasOwnPrices = cart.priceBasis !== undefined || ownBasisOf(currency, prices) === basis;
  return hasOwnPrices && product.priceMicros !== null ? null : `${sku} has no price in ${currency}`;
}
