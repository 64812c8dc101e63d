// A proven bound without a search: put a price on every unit so that no application saves more than
// its units' prices come to (a feasible solution of the dual). Then nothing saves more than the units
// left come to. Any such prices will do; integers keep the proof exact.

import { offerAt, type UnitTask } from './unit-task.js';

export interface UnitPrices {
  /** By class, in 1/`scale` of a minor unit. */
  prices: number[];
  scale: number;
}

/** 7! has many divisors: most shares of a pattern's units are whole. */
const FINE_SCALE = 5_040;
const FINE_TOTAL_MAX = Number.MAX_SAFE_INTEGER / FINE_SCALE / 1_000;

/** Per unit: what it saves itself and its share of what the application saves beside. */
export function pricesOf(task: UnitTask): UnitPrices {
  const { classes } = task.problem;
  const total = classes.reduce((sum, { price, count }) => sum + price * count, 0);
  const scale = total < FINE_TOTAL_MAX ? FINE_SCALE : 1;
  const prices = classes.map(() => 0);
  for (const offer of task.offers) {
    const { parts, fixed } = offerAt(task, offer);
    const size = parts.reduce((sum, { quantity }) => sum + quantity, 0);
    const share = Math.ceil((fixed * scale) / size);
    for (const { savings } of parts) {
      for (const [unitClass, saving] of savings) {
        const price = Math.max(0, saving * scale + share);
        prices[unitClass] = Math.max(prices[unitClass] as number, price);
      }
    }
  }
  return { prices, scale };
}

/** No choice among the units left saves more. */
export function boundOf({ prices, scale }: UnitPrices, counts: readonly number[]): number {
  let total = 0;
  for (const [unitClass, count] of counts.entries()) total += count * (prices[unitClass] as number);
  return Math.floor(total / scale);
}
