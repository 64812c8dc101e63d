/** `quote()` by itself, on this thread: what a thread could take off the main loop. */
import { demoCarts, demoShop, quoted } from '../lib/demo-orders.js';
import type { Case, Suite } from '../lib/suite.js';

const LINES = [3, 20, 200];

export function quoteSuite(): Suite {
  return {
    name: 'quote',
    title: 'Quote: the pure function, one thread',
    unit: 'carts',
    cases: LINES.map(quoteCase),
    note: 'Price list, promotions with coupons, shipping, tax and totals of the demo shop.',
  };
}

function quoteCase(lines: number): Case {
  return {
    name: `${lines} lines`,
    items: 1,
    open: () => {
      const shop = demoShop();
      const nextCart = demoCarts(shop, lines);
      return { isAsync: false, call: () => quoted(nextCart(), shop.compiled) };
    },
  };
}
