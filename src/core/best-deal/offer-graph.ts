// What one offer may do while the units pass by, the dearest first: take a unit for one of its parts,
// or let it go. Nodes are what it has begun and not finished yet, layer by layer; a path through the
// graph to a node where nothing is left unfinished is a set of whole applications.

import { priceOf } from './pattern.js';
import type { OfferPart, UnitOffer } from './problem.js';
import { offerAt, type UnitTask } from './unit-task.js';

export interface OfferGraph {
  /** One, or those of the graphs that were joined. */
  offers: readonly number[];
  /** By unit in order: the layer that decides on it, -1 where it fits no part. */
  layerOf: Int32Array;
  /** By layer: its first node; one more at the end. */
  layers: number[];
  /** By node: its first edge; one more at the end. The first one lets the unit go, if there is one. */
  edges: number[];
  /** By edge: where to, who takes the unit (`actionOf`; -1: nobody), what it saves. */
  to: number[];
  action: number[];
  gain: number[];
  nodes: number;
  /** By node: whether an application is begun and not finished. */
  isOpen: boolean[];
}

const PARTS_MAX = 16;

export const actionOf = (offer: number, part: number): number => offer * PARTS_MAX + part;
export const offerOfAction = (action: number): number => Math.floor(action / PARTS_MAX);
export const partOfAction = (action: number): number => action % PARTS_MAX;

interface Layer {
  states: number[][];
  index: Map<string, number>;
}

/** `units`: classes in order, one entry a unit. `null`: there are more nodes than `nodesMax`. */
export function graphOf(
  task: UnitTask,
  offer: number,
  units: readonly number[],
  nodesMax: number,
): OfferGraph | null {
  const graph = new GraphBuilder(task, offer, units, true).build(nodesMax);
  if (graph || offerAt(task, offer).maximum === null) return graph;
  // Without its maximum the offer promises more than it gives: the bound still holds.
  return new GraphBuilder(task, offer, units, false).build(nodesMax);
}

class GraphBuilder {
  readonly #task: UnitTask;
  readonly #offer: number;
  readonly #asked: UnitOffer;
  /** Units that fit, as classes. */
  readonly #own: number[];
  readonly #layerOf: Int32Array;
  readonly #tracksSaving: boolean;

  constructor(task: UnitTask, offer: number, units: readonly number[], tracksSaving: boolean) {
    this.#task = task;
    this.#tracksSaving = tracksSaving;
    this.#offer = offer;
    this.#asked = offerAt(task, offer);
    this.#layerOf = new Int32Array(units.length).fill(-1);
    this.#own = [];
    for (const [at, unitClass] of units.entries()) {
      if (!this.#asked.parts.some(({ savings }) => savings.has(unitClass))) continue;
      this.#layerOf[at] = this.#own.length;
      this.#own.push(unitClass);
    }
  }

  build(nodesMax: number): OfferGraph | null {
    const { parts, caps } = this.#asked;
    // What is unfinished by part, applications finished, units taken by cap, what was saved.
    const start = [...parts.map(() => 0), 0, ...caps.map(() => 0), 0];
    let layer: Layer = { states: [start], index: new Map() };
    const layers = [layer];
    const moves: { from: number; to: number; part: number; gain: number }[][] = [];
    let nodes = 1;
    for (const at of this.#own.keys()) {
      const next: Layer = { states: [], index: new Map() };
      const out: { from: number; to: number; part: number; gain: number }[] = [];
      for (const [from, state] of layer.states.entries()) {
        for (let part = -1; part < parts.length; part += 1) {
          const move = this.#move(state, at, part);
          if (move) out.push({ from, to: indexIn(next, move.state), part, gain: move.gain });
        }
      }
      nodes += next.states.length;
      if (nodes > nodesMax) return null;
      moves.push(out);
      layers.push(next);
      layer = next;
    }
    return this.#pack(layers, moves);
  }

  /** The state after the unit, `null` where it may not be. */
  #move(state: number[], at: number, part: number): { state: number[]; gain: number } | null {
    const { parts, caps, fixed, times } = this.#asked;
    const unitClass = this.#own[at] as number;
    const next = [...state];
    let gain = 0;
    if (part >= 0) {
      const saving = parts[part]?.savings.get(unitClass);
      if (saving === undefined) return null;
      next[part] = (next[part] as number) + 1;
      gain = saving;
      for (const [index, cap] of caps.entries()) {
        if (!cap.classes.includes(unitClass)) continue;
        const taken = (next[parts.length + 1 + index] as number) + 1;
        if (taken > cap.units) return null;
        next[parts.length + 1 + index] = taken;
      }
    }
    const finished = finishedIn(next, parts);
    if (finished > 0) {
      gain += fixed * finished;
      for (const [index, { quantity }] of parts.entries()) {
        next[index] = (next[index] as number) - quantity * finished;
      }
    }
    if (times !== null) {
      next[parts.length] = (next[parts.length] as number) + finished;
      if (begunIn(next, parts) > times) return null;
    }
    return this.#isAllowed(next, at) ? { state: next, gain: this.#limited(next, gain) } : null;
  }

  /** Of a gain, what an offer's maximum lets through; what was saved so far is part of the state. */
  #limited(state: number[], gain: number): number {
    const { maximum, fixed } = this.#asked;
    if (maximum === null || !this.#tracksSaving) return gain;
    const last = state.length - 1;
    const before = state[last] as number;
    const after = before + gain;
    // What no price takes off again need not be counted beyond the maximum.
    state[last] = fixed < 0 ? after : Math.min(after, maximum);
    return Math.min(after, maximum) - Math.min(before, maximum);
  }

  /** Between two prices: nothing was given that is dearer than the units that are to be paid for it. */
  #isAllowed(state: number[], at: number): boolean {
    const { parts, givesCheapest, caps } = this.#asked;
    const following = this.#own[at + 1];
    for (const [index, { classes }] of caps.entries()) {
      // A cap that no later unit is under need not be told apart any more.
      if (!this.#own.some((unitClass, later) => later > at && classes.includes(unitClass))) {
        state[parts.length + 1 + index] = 0;
      }
    }
    if (!givesCheapest) return true;
    const price = priceOf(this.#task, this.#own[at] as number);
    if (following !== undefined && priceOf(this.#task, following) === price) return true;
    let paid = Number.MAX_SAFE_INTEGER;
    let given = 0;
    for (const [index, { isGiven, quantity }] of parts.entries()) {
      const units = state[index] as number;
      if (isGiven) given = Math.max(given, Math.ceil(units / quantity));
      else paid = Math.min(paid, Math.floor(units / quantity));
    }
    return given <= paid;
  }

  /** Without the nodes from which nothing can be finished any more. */
  #pack(layers: Layer[], moves: { from: number; to: number; part: number; gain: number }[][]) {
    const { parts } = this.#asked;
    const alive: boolean[][] = layers.map(({ states }) => states.map(() => false));
    const last = layers.length - 1;
    for (const [index, state] of (layers[last] as Layer).states.entries()) {
      (alive[last] as boolean[])[index] = parts.every((_, part) => state[part] === 0);
    }
    for (let at = last - 1; at >= 0; at -= 1) {
      for (const { from, to } of moves[at] as { from: number; to: number }[]) {
        if (alive[at + 1]?.[to]) (alive[at] as boolean[])[from] = true;
      }
    }
    const ids: number[][] = [];
    const first: number[] = [];
    let nodes = 0;
    for (const [at, { states }] of layers.entries()) {
      first.push(nodes);
      ids.push(states.map((_, index) => (alive[at]?.[index] ? nodes++ : -1)));
    }
    first.push(nodes);
    const graph: OfferGraph = {
      offers: [this.#offer],
      layerOf: this.#layerOf,
      layers: first,
      edges: [],
      to: [],
      action: [],
      gain: [],
      nodes,
      isOpen: [],
    };
    for (const [at, { states }] of layers.entries()) {
      for (const [index, state] of states.entries()) {
        const id = ids[at]?.[index] as number;
        if (id >= 0) graph.isOpen[id] = parts.some((_, part) => state[part] !== 0);
      }
    }
    for (const [at, list] of moves.entries()) {
      const from = ids[at] as number[];
      const to = ids[at + 1] as number[];
      let node = -1;
      for (const move of list) {
        const source = from[move.from] as number;
        const target = to[move.to] as number;
        if (source < 0) continue;
        if (source !== node) graph.edges[source] = graph.to.length;
        node = source;
        if (target < 0) continue;
        graph.to.push(target);
        graph.action.push(move.part < 0 ? -1 : actionOf(this.#offer, move.part));
        graph.gain.push(move.gain);
      }
    }
    for (let node = first[last] as number; node <= nodes; node += 1)
      graph.edges[node] = graph.to.length;
    return graph;
  }
}

function indexIn(layer: Layer, state: number[]): number {
  const key = state.join();
  const known = layer.index.get(key);
  if (known !== undefined) return known;
  layer.states.push(state);
  layer.index.set(key, layer.states.length - 1);
  return layer.states.length - 1;
}

function finishedIn(state: number[], parts: readonly OfferPart[]): number {
  let finished = Number.MAX_SAFE_INTEGER;
  for (const [index, { quantity }] of parts.entries()) {
    finished = Math.min(finished, Math.floor((state[index] as number) / quantity));
  }
  return finished;
}

function begunIn(state: number[], parts: readonly OfferPart[]): number {
  let begun = 0;
  for (const [index, { quantity }] of parts.entries()) {
    begun = Math.max(begun, Math.ceil((state[index] as number) / quantity));
  }
  return begun + (state[parts.length] as number);
}
