// A kept cart with its price and with what can be sold of each article now.

import type { Quote } from '../core/quote.js';
import type { QuoteRefusal } from '../core/refusals.js';
import { ok, type Result } from '../core/result.js';
import type { SavedCart } from '../core/saved-cart.js';
import { resolveCart } from './cart-request.js';
import { quoteRequestOf } from './carts.js';
import { withProvidedTaxes } from './provided-taxes.js';
import type { Shop } from './shop.js';

export interface PricedCart {
  cart: SavedCart;
  /** `null` where it cannot be priced, or is empty. */
  quote: Quote | null;
  /** Why it cannot be priced. */
  problems: QuoteRefusal[];
  /** Of each item, in order: what the catalogue calls it, and how many pieces can be sold. */
  names: string[];
  available: number[];
}

type PricingShop = Pick<
  Shop,
  'store' | 'quotes' | 'catalogue' | 'taxes' | 'seller' | 'calendar' | 'log' | 'now'
>;

/** @param explains whether the quote says why each price, discount and tax is what it is. */
export async function priceCart(
  shop: PricingShop,
  cart: SavedCart,
  explains: boolean,
): Promise<Result<PricedCart, { type: 'overloaded' | 'storage-unavailable'; detail: string }>> {
  if (cart.items.length === 0) {
    return ok({ cart, quote: null, problems: [], names: [], available: [] });
  }
  const resolved = resolveCart(shop, quoteRequestOf(cart), shop.now());
  const asked = resolved instanceof Promise ? await resolved : resolved;
  const names = asked.lines.map(({ sku, product }) => product?.name ?? sku);
  const taxed = shop.taxes
    ? await withProvidedTaxes(shop, asked, cart.shippingAddress ?? {})
    : asked;
  const asking = explains ? { ...taxed, explains } : taxed;
  const here = shop.quotes.quoteHere(asking);
  const left = shop.store.available(cart.items.map(({ sku }) => sku));
  const [available, quoted] = here
    ? [await left, here]
    : await Promise.all([left, shop.quotes.quote(asking)]);
  if (quoted.ok) return ok({ cart, quote: quoted.value, problems: [], names, available });
  const { refusal } = quoted;
  if (refusal.type === 'overloaded' || refusal.type === 'storage-unavailable') {
    return { ok: false, refusal };
  }
  return ok({ cart, quote: null, problems: [refusal], names, available });
}
