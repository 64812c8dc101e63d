// Two offers as one: what they may do together while the units pass by. Prices let each graph take
// units as if the others were not there; one graph for two offers that want the same units does not.

import type { OfferGraph } from './offer-graph.js';

/** `null` where it would have more than `edgesMax` edges. */
export function joined(a: OfferGraph, b: OfferGraph, edgesMax: number): OfferGraph | null {
  const units = a.layerOf.length;
  const layerOf = new Int32Array(units).fill(-1);
  const both: OfferGraph = {
    offers: [...a.offers, ...b.offers],
    layerOf,
    layers: [0],
    edges: [],
    to: [],
    action: [],
    gain: [],
    nodes: 1,
    isOpen: [a.isOpen[0] || b.isOpen[0] || false],
  };
  let sources = [{ x: 0, y: 0 }];
  let layer = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const inA = (a.layerOf[unit] as number) >= 0;
    const inB = (b.layerOf[unit] as number) >= 0;
    if (!inA && !inB) continue;
    layerOf[unit] = layer;
    const ids = new Map<number, number>();
    const next: typeof sources = [];
    const first = both.layers[layer] as number;
    const add = (x: number, y: number, action: number, gain: number): void => {
      const key = x * b.nodes + y;
      let id = ids.get(key);
      if (id === undefined) {
        id = both.nodes++;
        ids.set(key, id);
        both.isOpen[id] = (a.isOpen[x] as boolean) || (b.isOpen[y] as boolean);
        next.push({ x, y });
      }
      both.to.push(id);
      both.action.push(action);
      both.gain.push(gain);
    };
    both.layers.push(both.nodes);
    for (const [index, { x, y }] of sources.entries()) {
      both.edges[first + index] = both.to.length;
      const idleX = inA ? idleOf(a, x) : x;
      const idleY = inB ? idleOf(b, y) : y;
      if (idleX >= 0 && idleY >= 0) add(idleX, idleY, -1, 0);
      if (inA && idleY >= 0) {
        for (let edge = a.edges[x] as number; edge < (a.edges[x + 1] as number); edge += 1) {
          const action = a.action[edge] as number;
          if (action >= 0) add(a.to[edge] as number, idleY, action, a.gain[edge] as number);
        }
      }
      if (inB && idleX >= 0) {
        for (let edge = b.edges[y] as number; edge < (b.edges[y + 1] as number); edge += 1) {
          const action = b.action[edge] as number;
          if (action >= 0) add(idleX, b.to[edge] as number, action, b.gain[edge] as number);
        }
      }
    }
    if (both.to.length > edgesMax) return null;
    sources = next;
    layer += 1;
  }
  for (let node = both.layers[layer] as number; node <= both.nodes; node += 1) {
    both.edges[node] = both.to.length;
  }
  both.layers.push(both.nodes);
  return both;
}

/** Where letting the unit go leads; -1 where it has to be taken. */
function idleOf({ edges, action, to }: OfferGraph, node: number): number {
  const edge = edges[node] as number;
  return edge < (edges[node + 1] as number) && action[edge] === -1 ? (to[edge] as number) : -1;
}
