// Reduced costs: what an offer would lose by going through an edge. Where the bound less that loss is
// below what is saved already, no better choice goes there, and the edge is left out. A smaller graph
// makes every round after it cheaper, and lets its prices prove more.

import type { OfferGraph } from './offer-graph.js';
import { pricesByLayer, SCALE } from './relaxation.js';

/**
 * The graph without edges that lose more than `slack`, and without layers in which nothing is left to
 * decide; `null` where nothing goes.
 */
export function withoutLosers(
  graph: OfferGraph,
  values: Float64Array,
  prices: Float64Array,
  slack: number,
): OfferGraph | null {
  const { layers, edges, to, action, gain, nodes } = graph;
  const byLayer = pricesByLayer(graph, prices);
  const reached = new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY);
  reached[0] = 0;
  const least = (values[0] as number) - slack;
  const isKept = new Uint8Array(to.length);
  let kept = 0;
  for (let layer = 0; layer < layers.length - 2; layer += 1) {
    const price = byLayer[layer] as number;
    const end = layers[layer + 1] as number;
    for (let node = layers[layer] as number; node < end; node += 1) {
      const before = reached[node] as number;
      const last = edges[node + 1] as number;
      for (let edge = edges[node] as number; edge < last; edge += 1) {
        const own = (action[edge] as number) < 0 ? 0 : (gain[edge] as number) * SCALE - price;
        const next = to[edge] as number;
        if (before + own + (values[next] as number) < least) continue;
        isKept[edge] = 1;
        kept += 1;
        if (before + own > (reached[next] as number)) reached[next] = before + own;
      }
    }
  }
  return kept === to.length ? null : compact(graph, isKept, reached);
}

/** What was not reached is gone; a node reached has an edge left unless it is among the last. */
function compact(graph: OfferGraph, isKept: Uint8Array, reached: Float64Array): OfferGraph {
  const { layers, edges, to, action, gain, nodes, layerOf } = graph;
  const last = layers.length - 2;
  const isIdle = idleLayers(graph, isKept, reached);
  const ids = new Int32Array(nodes).fill(-1);
  const smaller: OfferGraph = {
    ...graph,
    layerOf: new Int32Array(layerOf.length).fill(-1),
    layers: [],
    edges: [],
    to: [],
    action: [],
    gain: [],
    nodes: 0,
    isOpen: [],
  };
  // From the last layer on, so that the nodes of an idle layer may stand for those that follow it.
  const order: number[][] = [];
  for (let layer = last; layer >= 0; layer -= 1) {
    const list: number[] = [];
    for (let node = layers[layer] as number; node < (layers[layer + 1] as number); node += 1) {
      if (reached[node] !== Number.NEGATIVE_INFINITY) list.push(node);
    }
    order[layer] = list;
  }
  const layerNames = new Int32Array(last + 1);
  for (let layer = 0; layer <= last; layer += 1) {
    if (layer < last && isIdle[layer]) continue;
    layerNames[layer] = smaller.layers.length;
    smaller.layers.push(smaller.nodes);
    for (const node of order[layer] as number[]) ids[node] = smaller.nodes++;
  }
  smaller.layers.push(smaller.nodes);
  for (let layer = last - 1; layer >= 0; layer -= 1) {
    if (!isIdle[layer]) continue;
    for (const node of order[layer] as number[]) {
      const edge = firstKept(edges, isKept, node);
      ids[node] = ids[to[edge] as number] as number;
    }
  }
  for (let unit = 0; unit < layerOf.length; unit += 1) {
    const layer = layerOf[unit] as number;
    if (layer >= 0 && !isIdle[layer]) smaller.layerOf[unit] = layerNames[layer] as number;
  }
  for (let layer = 0; layer <= last; layer += 1) {
    if (layer < last && isIdle[layer]) continue;
    for (const node of order[layer] as number[]) {
      const id = ids[node] as number;
      smaller.isOpen[id] = graph.isOpen[node] as boolean;
      smaller.edges[id] = smaller.to.length;
      if (layer === last) continue;
      for (let edge = edges[node] as number; edge < (edges[node + 1] as number); edge += 1) {
        if (!isKept[edge]) continue;
        smaller.to.push(ids[to[edge] as number] as number);
        smaller.action.push(action[edge] as number);
        smaller.gain.push(gain[edge] as number);
      }
    }
  }
  smaller.edges[smaller.nodes] = smaller.to.length;
  return smaller;
}

const firstKept = (edges: readonly number[], isKept: Uint8Array, node: number): number => {
  let edge = edges[node] as number;
  while (!isKept[edge]) edge += 1;
  return edge;
};

/** Layers in which every node just lets the unit go, to a node of its own. */
function idleLayers(
  { layers, edges, action, to, nodes }: OfferGraph,
  isKept: Uint8Array,
  reached: Float64Array,
): boolean[] {
  const entered = new Uint8Array(nodes);
  const isIdle: boolean[] = [];
  for (let layer = 0; layer < layers.length - 2; layer += 1) {
    isIdle[layer] = true;
    const end = layers[layer + 1] as number;
    for (let node = layers[layer] as number; node < end; node += 1) {
      if (reached[node] === Number.NEGATIVE_INFINITY) continue;
      for (let edge = edges[node] as number; edge < (edges[node + 1] as number); edge += 1) {
        if (!isKept[edge]) continue;
        const next = to[edge] as number;
        if ((action[edge] as number) >= 0 || entered[next]) isIdle[layer] = false;
        entered[next] = 1;
      }
    }
  }
  return isIdle;
}
