// The bound: a price for every unit that offers have to pay, so that each offer may choose for itself
// (Lagrangian relaxation). Whatever the prices are, what the offers then gain, together with the
// prices of all the units at hand, is more than any choice can save. Subgradient steps look for the
// prices that prove most; they are integers of 1/64 minor unit, so that the proof is exact.

import type { OfferGraph } from './offer-graph.js';

export const SCALE = 64;

export interface Relaxation {
  /** By unit in order. */
  prices: Float64Array;
  /** By graph and node: the most that the offer gains from there on. */
  values: Float64Array[];
  /** In 1/SCALE of a minor unit. */
  bound: number;
}

/** `classOf`: by unit in order; units of one class have one price. */
export function evaluate(graphs: readonly OfferGraph[], prices: Float64Array): Relaxation {
  let bound = 0;
  for (const price of prices) bound += price;
  const values = graphs.map((graph) => valuesOf(graph, pricesByLayer(graph, prices)));
  for (const list of values) bound += list[0] as number;
  return { prices, values, bound };
}

function pricesByLayer({ layerOf, layers }: OfferGraph, prices: Float64Array): Float64Array {
  const byLayer = new Float64Array(layers.length);
  for (let unit = 0; unit < layerOf.length; unit += 1) {
    const layer = layerOf[unit] as number;
    if (layer >= 0) byLayer[layer] = prices[unit] as number;
  }
  return byLayer;
}

function valuesOf(graph: OfferGraph, prices: Float64Array): Float64Array {
  const { layers, edges, to, part, gain, nodes } = graph;
  const values = new Float64Array(nodes);
  for (let layer = layers.length - 3; layer >= 0; layer -= 1) {
    const price = prices[layer] as number;
    const end = layers[layer + 1] as number;
    for (let node = layers[layer] as number; node < end; node += 1) {
      let best = Number.NEGATIVE_INFINITY;
      const last = edges[node + 1] as number;
      for (let edge = edges[node] as number; edge < last; edge += 1) {
        const own = (part[edge] as number) < 0 ? 0 : (gain[edge] as number) * SCALE - price;
        const value = own + (values[to[edge] as number] as number);
        if (value > best) best = value;
      }
      values[node] = best;
    }
  }
  return values;
}

/** How many units of each class the offers would take at these prices. */
function demand(
  graphs: readonly OfferGraph[],
  { prices, values }: Relaxation,
  classOf: Int32Array,
  classes: number,
): Int32Array {
  const taken = new Int32Array(classes);
  for (const [index, graph] of graphs.entries()) {
    const list = values[index] as Float64Array;
    let node = 0;
    for (let unit = 0; unit < graph.layerOf.length; unit += 1) {
      if ((graph.layerOf[unit] as number) < 0) continue;
      const edge = bestEdge(graph, node, prices[unit] as number, list);
      if ((graph.part[edge] as number) >= 0) {
        const unitClass = classOf[unit] as number;
        taken[unitClass] = (taken[unitClass] as number) + 1;
      }
      node = graph.to[edge] as number;
    }
  }
  return taken;
}

function bestEdge(graph: OfferGraph, node: number, price: number, values: Float64Array): number {
  const last = graph.edges[node + 1] as number;
  let best = graph.edges[node] as number;
  let most = Number.NEGATIVE_INFINITY;
  for (let edge = best; edge < last; edge += 1) {
    const own = (graph.part[edge] as number) < 0 ? 0 : (graph.gain[edge] as number) * SCALE - price;
    const value = own + (values[graph.to[edge] as number] as number);
    if (value > most) {
      most = value;
      best = edge;
    }
  }
  return best;
}

export interface Tightening {
  classOf: Int32Array;
  counts: readonly number[];
  /** What is saved already: the bound need not go below it. */
  target: number;
  rounds: number;
}

/** The best of `rounds` sets of prices, from the given ones on. */
export function tighten(
  graphs: readonly OfferGraph[],
  start: Relaxation,
  { classOf, counts, target, rounds }: Tightening,
): { best: Relaxation; rounds: number } {
  let best = start;
  let current = start;
  let stride = 1;
  let idle = 0;
  let round = 0;
  for (; round < rounds; round += 1) {
    if (Math.floor(best.bound / SCALE) <= target) break;
    const taken = demand(graphs, current, classOf, counts.length);
    const gaps = counts.map((count, unitClass) => count - (taken[unitClass] as number));
    const length = gaps.reduce((sum, gap) => sum + gap * gap, 0);
    if (length === 0) break;
    const step = (stride * (current.bound - target * SCALE)) / length;
    const prices = new Float64Array(current.prices.length);
    for (let unit = 0; unit < classOf.length; unit += 1) {
      const gap = gaps[classOf[unit] as number] as number;
      const price = (current.prices[unit] as number) - step * gap;
      prices[unit] = Math.max(0, Math.round(price));
    }
    current = evaluate(graphs, prices);
    if (current.bound < best.bound) {
      best = current;
      idle = 0;
    } else if (++idle >= 5) {
      stride /= 2;
      idle = 0;
      current = best;
    }
  }
  return { best, rounds: round };
}
