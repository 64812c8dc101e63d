/** Quotes through the real pool: what a thread costs, what batches save, and where threads pay. */
import { createQuotes } from '../../src/compute/quotes.js';
import { demoCarts, demoShop } from '../lib/demo-orders.js';
import { inFlight } from '../lib/in-flight.js';
import { type Case, type Suite, threadsOf } from '../lib/suite.js';

const IN_FLIGHT = 256;
const BATCH_MAX = 64;
const CARTS_A_CALL = 1024;
const LARGE_CARTS_A_CALL = 256;

interface PoolCase {
  lines: number;
  threads: number;
  batchMax: number;
  inFlight: number;
  carts: number;
}

export function batcherSuite(): Suite {
  const small = { lines: 3, inFlight: IN_FLIGHT, carts: CARTS_A_CALL };
  const large = { lines: 200, inFlight: BATCH_MAX, carts: LARGE_CARTS_A_CALL };
  return {
    name: 'batcher',
    title: 'Batcher and pool: quotes through worker threads',
    unit: 'carts',
    cases: [
      poolCase({ ...small, threads: 0, batchMax: BATCH_MAX }),
      poolCase({ ...small, threads: 1, batchMax: BATCH_MAX, inFlight: 1, carts: 1 }),
      ...[1, 2].flatMap((threads) => [
        poolCase({ ...small, threads, batchMax: 1 }),
        poolCase({ ...small, threads, batchMax: BATCH_MAX }),
      ]),
      ...[0, 1, 2].map((threads) => poolCase({ ...large, threads, batchMax: BATCH_MAX })),
    ],
    note: '0 threads is the main loop itself, where nothing waits for a batch.',
  };
}

function poolCase(options: PoolCase): Case {
  const { lines, threads, batchMax, carts } = options;
  const batches = threads === 0 ? '' : `, batches of ${batchMax}`;
  return {
    name: `${lines} lines, ${threadsOf(threads)}, ${options.inFlight} in flight${batches}`,
    items: carts,
    open: () => {
      const shop = demoShop();
      const nextCart = demoCarts(shop, lines);
      const quotes = createQuotes({ threads, batchMax, queueMax: 4_096, rules: shop.rules });
      const one = async () => {
        const answer = await quotes.quote(nextCart());
        if (!answer.ok) throw new Error(`a quote was refused: ${answer.refusal.type}`);
      };
      return {
        isAsync: true,
        call: () => inFlight(options.inFlight, carts, one),
        close: () => quotes.close(),
      };
    },
  };
}
