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

export function pricesByLayer({ layerOf, layers }: OfferGraph, prices: Float64Array): Float64Array {
  const byLayer = new Float64Array(layers.length);
  for (let unit = 0; unit < layerOf.length; unit += 1) {
    const layer = layerOf[unit] as number;
    if (layer >= 0) byLayer[layer] = prices[unit] as number;
  }
  return byLayer;
}

function valuesOf(graph: OfferGraph, prices: Float64Array): Float64Array {
  const { layers, edges, to, action, gain, nodes } = graph;
  const values = new Float64Array(nodes);
  for (let layer = layers.length - 3; layer >= 0; layer -= 1) {
    const price = prices[layer] as number;
    const end = layers[layer + 1] as number;
    for (let node = layers[layer] as number; node < end; node += 1) {
      let best = Number.NEGATIVE_INFINITY;
      const last = edges[node + 1] as number;
      for (let edge = edges[node] as number; edge < last; edge += 1) {
        const own = (action[edge] as number) < 0 ? 0 : (gain[edge] as number) * SCALE - price;
        const value = own + (values[to[edge] as number] as number);
        if (value > best) best = value;
      }
      values[node] = best;
    }
  }
  return values;
}

/** How many units of each class each offer would take at these prices. */
function demand(
  graphs: readonly OfferGraph[],
  { prices, values }: Relaxation,
  classOf: Int32Array,
  classes: number,
): Int32Array {
  const taken = new Int32Array(graphs.length * classes);
  for (const [index, graph] of graphs.entries()) {
    const list = values[index] as Float64Array;
    let node = 0;
    for (let unit = 0; unit < graph.layerOf.length; unit += 1) {
      if ((graph.layerOf[unit] as number) < 0) continue;
      const edge = bestEdge(graph, node, prices[unit] as number, list);
      if ((graph.action[edge] as number) >= 0) {
        const at = index * classes + (classOf[unit] as number);
        taken[at] = (taken[at] as number) + 1;
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
    const own =
      (graph.action[edge] as number) < 0 ? 0 : (graph.gain[edge] as number) * SCALE - price;
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

/** After so many rounds without a better bound the steps become shorter, and start from the best again. */
const IDLE_MAX = 8;
/** What of the last direction is kept: it damps the zigzag of plain subgradients. */
const MOMENTUM = 0.7;
const SHORTER = 1.5;
const STRIDE_MIN = 0.005;

/** The weight of one round in the average of what the offers take. */
const RECENT = 0.08;

export interface Tightened {
  best: Relaxation;
  rounds: number;
  /** By graph and class: how many units the offers took on average, the last rounds most. */
  usage: Float64Array;
}

/** The best of `rounds` sets of prices, from the given ones on. */
export function tighten(
  graphs: readonly OfferGraph[],
  start: Relaxation,
  { classOf, counts, target, rounds }: Tightening,
): Tightened {
  const usage = new Float64Array(graphs.length * counts.length);
  let best = start;
  let current = start;
  let stride = 1;
  let idle = 0;
  let round = 0;
  let direction = new Float64Array(counts.length);
  for (; round < rounds && stride > STRIDE_MIN; round += 1) {
    if (Math.floor(best.bound / SCALE) <= target) break;
    const taken = demand(graphs, current, classOf, counts.length);
    const weight = Math.max(RECENT, 1 / (round + 1));
    for (let at = 0; at < usage.length; at += 1) {
      usage[at] = (1 - weight) * (usage[at] as number) + weight * (taken[at] as number);
    }
    turn(direction, counts, taken);
    const prices = moved(current, direction, classOf, stride * (current.bound - target * SCALE));
    if (!prices) break;
    current = evaluate(graphs, prices);
    if (current.bound < best.bound) {
      best = current;
      idle = 0;
    } else if (++idle >= IDLE_MAX) {
      stride /= SHORTER;
      idle = 0;
      current = best;
      direction = new Float64Array(counts.length);
    }
  }
  return { best, rounds: round, usage };
}

function turn(direction: Float64Array, counts: readonly number[], taken: Int32Array): void {
  for (let index = 0; index < counts.length; index += 1) {
    let gap = counts[index] as number;
    for (let at = index; at < taken.length; at += counts.length) gap -= taken[at] as number;
    direction[index] = MOMENTUM * (direction[index] as number) + gap;
  }
}

/** `null` where no price would change: these are the best ones. */
function moved(
  { prices }: Relaxation,
  direction: Float64Array,
  classOf: Int32Array,
  most: number,
): Float64Array | null {
  let length = 0;
  let before = -1;
  for (let unit = 0; unit < classOf.length; unit += 1) {
    const unitClass = classOf[unit] as number;
    const way = direction[unitClass] as number;
    // Units of one class come together; a price of nothing does not fall.
    if (unitClass !== before && !(way > 0 && prices[unit] === 0)) length += way * way;
    before = unitClass;
  }
  if (length === 0) return null;
  const next = new Float64Array(prices.length);
  for (let unit = 0; unit < classOf.length; unit += 1) {
    const way = direction[classOf[unit] as number] as number;
    next[unit] = Math.max(0, Math.round((prices[unit] as number) - (most / length) * way));
  }
  return next;
}
