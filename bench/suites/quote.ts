/** `quote()` by itself, on this thread: what a thread could take off the main loop. */
import { demoCarts, demoShop, quoted } from '../lib/demo-orders.js';
import { cartsOf, rulesWith } from '../lib/promoted-carts.js';
import type { Case, Suite } from '../lib/suite.js';

const DEMO_LINES = [3, 20, 200];
/** Lines × promotions; each row doubles one of the two of the row before it, or begins anew. */
const GROWTH: readonly [number, number][] = [
  [3, 0],
  [3, 20],
  [3, 40],
  [500, 100],
  [1_000, 100],
  [1_000, 200],
];

export function quoteSuite(): Suite {
  return {
    name: 'quote',
    title: 'Quote: the pure function, one thread',
    unit: 'carts',
    cases: [...DEMO_LINES.map(demoCase), ...GROWTH.map(growthCase)],
    note: 'Price list, promotions, shipping, tax and totals. Half of the promotions are automatic and of all kinds; the others wait for a coupon.',
  };
}

function demoCase(lines: number): Case {
  return {
    name: `demo shop, ${lines} lines`,
    items: 1,
    open: () => {
      const shop = demoShop();
      const nextCart = demoCarts(shop, lines);
      return { isAsync: false, call: () => quoted(nextCart(), shop.compiled) };
    },
  };
}

function growthCase([lines, promotions]: readonly [number, number]): Case {
  return {
    name: `${lines} lines × ${promotions} promotions`,
    items: 1,
    open: () => {
      const compiled = rulesWith(demoShop(), promotions);
      const nextCart = cartsOf(lines);
      return { isAsync: false, call: () => quoted(nextCart(), compiled) };
    },
  };
}
