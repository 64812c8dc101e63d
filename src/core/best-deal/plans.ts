// What the search still has open: offers that may be used together, and the prices that prove what
// they save at most.

import type { OfferGraph } from './offer-graph.js';
import { type Relaxation, SCALE } from './relaxation.js';

/** What may be used together, and the prices that prove its bound. */
export interface Plan {
  graphs: OfferGraph[];
  relaxation: Relaxation;
  /** Minor units. */
  bound: number;
  /** How much of each class each graph took on average, by the last prices. */
  usage: Float64Array;
  /** Whether its graphs as they came were searched. */
  isSearched: boolean;
}

const NO_USAGE = new Float64Array(0);

export const planOf = (graphs: OfferGraph[], relaxation: Relaxation): Plan => ({
  graphs,
  relaxation,
  bound: Number.MAX_SAFE_INTEGER,
  usage: NO_USAGE,
  isSearched: false,
});

/** The plan without all other offers, at the same prices. */
export function restricted({ relaxation, graphs }: Plan, selected: ReadonlySet<OfferGraph>): Plan {
  const kept = graphs.filter((graph) => selected.has(graph));
  const values = relaxation.values.filter((_, index) => selected.has(graphs[index] as OfferGraph));
  const { prices } = relaxation;
  let bound = prices.reduce((sum, price) => sum + price, 0);
  for (const list of values) bound += list[0] as number;
  const plan = planOf(kept, { prices, values, bound });
  return { ...plan, bound: Math.floor(bound / SCALE) };
}

/** Pairs of graphs, those first that both want about half of the same dear units. */
export function contestedPairs(
  { graphs, usage }: Plan,
  prices: readonly number[],
): [number, number][] {
  const pairs: { pair: [number, number]; score: number }[] = [];
  const half = (graph: number, unitClass: number) =>
    distance(usage[graph * prices.length + unitClass] as number);
  for (let a = 0; a < graphs.length; a += 1) {
    for (let b = a + 1; b < graphs.length; b += 1) {
      let score = 0;
      for (const [unitClass, price] of prices.entries()) {
        score += Math.min(half(a, unitClass), half(b, unitClass)) * price;
      }
      if (score > 0) pairs.push({ pair: [a, b], score });
    }
  }
  return pairs.sort((one, other) => other.score - one.score).map(({ pair }) => pair);
}

/** From the nearest whole number. */
const distance = (value: number): number =>
  Math.min(value - Math.floor(value), Math.ceil(value) - value);
/** The one with the highest bound first; of equal ones the first that came. */
export class OpenPlans {
  readonly #plans: Plan[] = [];

  add(plan: Plan): void {
    let at = this.#plans.length;
    while (at > 0 && (this.#plans[at - 1] as Plan).bound < plan.bound) at -= 1;
    this.#plans.splice(at, 0, plan);
  }

  next(): Plan | undefined {
    return this.#plans.shift();
  }
}
