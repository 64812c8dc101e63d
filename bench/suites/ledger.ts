/** Orders through the real store on a disk: two durable transactions each, reserve and confirm. */
import { demoShop } from '../lib/demo-orders.js';
import { openDemoStore } from '../lib/demo-store.js';
import { inFlight } from '../lib/in-flight.js';
import type { Case, Suite } from '../lib/suite.js';

const WIDTHS = [1, 16, 64, 256];

export function ledgerSuite(workDir: string): Suite {
  const widest = Math.max(...WIDTHS);
  return {
    name: 'ledger',
    title: 'Ledger: reserve and confirm an order of 3 lines, durably',
    unit: 'orders',
    cases: [
      // A single order in flight is also a single order a call: what one customer waits for.
      ...WIDTHS.map((width) => ledgerCase(workDir, width, width, width === 1 ? 1 : width * 4)),
      // Much slower: fewer of them a call.
      ledgerCase(workDir, widest, 1, widest),
    ],
    note: 'The last row commits each command by itself, as a store without batches does.',
  };
}

function ledgerCase(workDir: string, width: number, batchMax: number, orders: number): Case {
  return {
    name: `${width} in flight, LEDGER_BATCH_MAX=${batchMax}`,
    items: orders,
    open: async () => {
      const { placeOrder, close } = await openDemoStore(workDir, demoShop(), batchMax);
      return { isAsync: true, call: () => inFlight(width, orders, placeOrder), close };
    },
  };
}
