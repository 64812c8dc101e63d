// Carts that ask for the best deal take a hundred times longer than others: they queue apart, for a
// pool of their own that starts with the first of them, so that no simple quote waits behind one.

import type { Cart } from '../core/cart.js';
import type { Rules } from '../core/rules.js';
import type { Quotes } from './quotes.js';

export const asksForBestDeal = (cart: Cart, { settings }: Rules): boolean =>
  (cart.settings?.promotions ?? settings?.promotions) === 'best-deal';

/** `open` is called once, for the first cart that `isDeal` is true of. */
export function dealsApart(
  simple: Quotes,
  open: () => Quotes,
  isDeal: (cart: Cart) => boolean,
): Quotes {
  let deals: Quotes | null = null;
  return {
    quote: (cart) => {
      if (!isDeal(cart)) return simple.quote(cart);
      deals ??= open();
      return deals.quote(cart);
    },
    hasRoom: () => simple.hasRoom(),
    figures: () => ({ ...simple.figures(), deals: deals?.figures() ?? null }),
    close: async () => {
      await simple.close();
      await deals?.close();
    },
  };
}
