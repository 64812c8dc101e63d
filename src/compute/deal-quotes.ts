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
  open: (rules: Rules) => Quotes,
  isDeal: (cart: Cart, rules: Rules) => boolean,
): Quotes {
  let deals: Quotes | null = null;
  const poolFor = (cart: Cart): Quotes => {
    if (!isDeal(cart, simple.rules)) return simple;
    deals ??= open(simple.rules);
    return deals;
  };
  return {
    quote: (cart) => poolFor(cart).quote(cart),
    quoteHere: (cart) => simple.quoteHere(cart),
    quoteWithRules: (cart) => poolFor(cart).quoteWithRules(cart),
    get rules() {
      return simple.rules;
    },
    replaceRules: (rules) => {
      simple.replaceRules(rules);
      deals?.replaceRules(rules);
    },
    hasRoom: () => simple.hasRoom(),
    figures: () => ({ ...simple.figures(), deals: deals?.figures() ?? null }),
    close: async () => {
      await simple.close();
      await deals?.close();
    },
  };
}
