/** The best deal by itself, on this thread: how long it takes, and how often it is proven. */
import { bestDeal } from '../../src/core/best-deal/best-deal.js';
import { dealProblem } from '../lib/deal-problems.js';
import type { Case, Suite } from '../lib/suite.js';
import { table } from '../lib/table.js';

const SIZES = [
  { units: 10, offers: 6 },
  { units: 25, offers: 8 },
  { units: 50, offers: 10 },
  { units: 100, offers: 12 },
];
/** Different carts of each size, in turn. */
const CARTS = 40;

interface Size {
  units: number;
  offers: number;
}

interface Records {
  ms: number[];
  /** By cart: what of the proven bound was not reached, percent. */
  gaps: Map<number, number>;
}

export function bestDealSuite(): Suite {
  const records = new Map<Size, Records>();
  return {
    name: 'best-deal',
    title: 'Best deal: units and offers in each other’s way, one thread',
    unit: 'carts',
    cases: SIZES.map((size) => {
      const record = { ms: [], gaps: new Map<number, number>() };
      records.set(size, record);
      return dealCase(size, record);
    }),
    // Read when the cases have run.
    get note() {
      return noteOf(records);
    },
  };
}

function dealCase(size: Size, { ms, gaps }: Records): Case {
  return {
    name: nameOf(size),
    items: 1,
    open: () => {
      const problems = Array.from({ length: CARTS }, (_, seed) => dealProblem({ seed, ...size }));
      let turn = 0;
      return {
        isAsync: false,
        call: () => {
          const cart = turn % CARTS;
          turn += 1;
          const start = performance.now();
          const { saving, bound } = bestDeal(problems[cart] as (typeof problems)[number]);
          ms.push(performance.now() - start);
          gaps.set(cart, saving === bound ? 0 : (100 * (bound - saving)) / bound);
        },
      };
    },
  };
}

const nameOf = ({ units, offers }: Size): string => `${units} units, ${offers} offers`;

function noteOf(records: Map<Size, Records>): string {
  const rows = [...records].map(([size, { ms, gaps }]) => {
    const times = [...ms].sort((a, b) => a - b);
    const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1);
    const open = [...gaps.values()].filter((gap) => gap > 0);
    const proven = (100 * (gaps.size - open.length)) / Math.max(1, gaps.size);
    const worst = Math.max(0, ...open);
    return [
      nameOf(size),
      String(gaps.size),
      at(0.5),
      at(0.95),
      at(1),
      `${proven.toFixed(0)} %`,
      `${worst.toFixed(2)} %`,
    ];
  });
  const header = ['', 'carts', 'median ms', 'p95 ms', 'max ms', 'proven', 'worst gap'];
  return [
    table(header, rows),
    '',
    'Warm-up included. Gap: what the saving may still lack of the optimum, by the proven bound.',
  ].join('\n');
}
