// The search: unit by unit, the dearest first, every state that the offers may be in together. States
// alike are one, those that cannot beat the best choice known are dropped, and where more are left
// than the budget allows, the least promising go: the best of those that went is the proven bound.

import { type OfferGraph, offerOfAction } from './offer-graph.js';
import { type Relaxation, SCALE } from './relaxation.js';

export interface State {
  /** Scaled as the relaxation. */
  gained: number;
  bound: number;
  nodes: Int32Array;
  /** Promotions used, a bit each. */
  used: number;
  /** Who took the last unit. */
  taken: number;
  /** Units of one class are alike: none after this one is taken by an earlier offer. */
  action: number;
  parent: State | null;
}

export interface LayerSearch {
  graphs: readonly OfferGraph[];
  relaxation: Relaxation;
  classOf: Int32Array;
  /** By offer: the bit of its promotion. */
  bits: ReadonlyMap<number, number>;
  /** What has to be beaten, minor units. */
  target: number;
  /** As the task has them. */
  enough: number;
  savingMax: number;
  stepsMax: number;
  /** Whether a state with a bound of just the target may lead to a choice that is to be preferred. */
  mayTie: (used: number) => boolean;
  admits: (used: number, bit: number) => boolean;
}

export interface LayerAnswer {
  /** Final states, best first. */
  finals: State[];
  /** Minor units; what was dropped for want of budget comes to no more. */
  dropped: number;
  steps: number;
}

export function searchLayers(search: LayerSearch): LayerAnswer {
  const { graphs, classOf, stepsMax } = search;
  const units = classOf.length;
  let states: State[] = [firstState(search)];
  let steps = 0;
  let dropped = Number.NEGATIVE_INFINITY;
  for (let unit = 0; unit < units; unit += 1) {
    const next = new Map<string, State>();
    const fitting = [...graphs.keys()].filter((at) => (graphs[at]?.layerOf[unit] as number) >= 0);
    const isSameClass = unit + 1 < units && classOf[unit + 1] === classOf[unit];
    for (const state of states) expand(search, state, { unit, fitting, isSameClass }, next);
    steps += states.length;
    states = [...next.values()];
    const width = Math.max(1, Math.floor((2 * (stepsMax - steps)) / Math.max(1, units - unit)));
    if (states.length > width) {
      const { kept, best } = thinned(search, states, width);
      dropped = Math.max(dropped, best);
      states = kept;
    }
  }
  return { finals: states.sort(byPromise), dropped: Math.floor(dropped / SCALE), steps };
}

const byPromise = (a: State, b: State): number => b.bound - a.bound || b.gained - a.gained;

/**
 * The most promising states, a like share of each number of offers that have begun and not finished:
 * states that have begun much promise much, and often run into dead ends all together.
 */
function thinned(
  { graphs }: LayerSearch,
  states: State[],
  width: number,
): { kept: State[]; best: number } {
  const byOpen: State[][] = [];
  for (const state of states.sort(byPromise)) {
    let open = 0;
    for (let index = 0; index < graphs.length; index += 1) {
      if (graphs[index]?.isOpen[state.nodes[index] as number]) open += 1;
    }
    const list = byOpen[open];
    if (list) list.push(state);
    else byOpen[open] = [state];
  }
  const kept: State[] = [];
  for (let rank = 0; kept.length < width; rank += 1) {
    for (const list of byOpen) {
      const state = list?.[rank];
      if (state && kept.length < width) kept.push(state);
    }
  }
  const known = new Set(kept);
  return { kept, best: states.find((state) => !known.has(state))?.bound ?? 0 };
}

function firstState({ graphs, relaxation }: LayerSearch): State {
  return {
    gained: 0,
    bound: relaxation.bound,
    nodes: new Int32Array(graphs.length),
    used: 0,
    action: 0,
    taken: LEFT,
    parent: null,
  };
}

interface UnitAt {
  unit: number;
  /** Graphs that may take it. */
  fitting: readonly number[];
  isSameClass: boolean;
}

/** Nobody takes the unit: the last action among units of one class, which are taken in this order. */
const LEFT = Number.MAX_SAFE_INTEGER;

function expand(search: LayerSearch, state: State, at: UnitAt, next: Map<string, State>): void {
  const { graphs, relaxation } = search;
  const idle = new Int32Array(state.nodes);
  let stuck = -1;
  let bound = state.bound - (relaxation.prices[at.unit] as number);
  for (const index of at.fitting) {
    const { edges, action, to } = graphs[index] as OfferGraph;
    const values = relaxation.values[index] as Float64Array;
    const node = state.nodes[index] as number;
    const edge = edges[node] as number;
    bound -= values[node] as number;
    if (action[edge] === -1) {
      idle[index] = to[edge] as number;
      bound += values[to[edge] as number] as number;
    } else if (stuck >= 0) {
      // Two offers need this very unit to finish what they have begun: a dead end.
      return;
    } else stuck = index;
  }
  if (stuck < 0) {
    const { gained, used } = state;
    keep(search, at, next, {
      gained,
      bound,
      nodes: idle,
      used,
      taken: LEFT,
      action: 0,
      parent: state,
    });
  }
  for (const index of stuck < 0 ? at.fitting : [stuck]) {
    const base = stuck < 0 ? bound - valueAt(search, index, idle) : bound;
    take(search, state, at, next, { index, idle, base });
  }
}

const valueAt = ({ relaxation }: LayerSearch, index: number, nodes: Int32Array): number =>
  (relaxation.values[index] as Float64Array)[nodes[index] as number] as number;

/** One offer takes the unit, for each of its parts that it fits. */
function take(
  search: LayerSearch,
  state: State,
  at: UnitAt,
  next: Map<string, State>,
  { index, idle, base }: { index: number; idle: Int32Array; base: number },
): void {
  const { edges, action, to, gain } = search.graphs[index] as OfferGraph;
  const node = state.nodes[index] as number;
  const last = edges[node + 1] as number;
  for (let edge = edges[node] as number; edge < last; edge += 1) {
    const taken = action[edge] as number;
    if (taken < state.action) continue;
    const bit = search.bits.get(offerOfAction(taken)) as number;
    const isUsed = Math.floor(state.used / bit) % 2 === 1;
    if (!isUsed && !search.admits(state.used, bit)) continue;
    const nodes = new Int32Array(idle);
    nodes[index] = to[edge] as number;
    const more = (gain[edge] as number) * SCALE;
    keep(search, at, next, {
      nodes,
      gained: state.gained + more,
      bound: base + valueAt(search, index, nodes) + more,
      used: isUsed ? state.used : state.used + bit,
      action: 0,
      taken,
      parent: state,
    });
  }
}

function keep(search: LayerSearch, at: UnitAt, next: Map<string, State>, state: State): void {
  const { target, enough, savingMax, mayTie } = search;
  const reach = Math.min(Math.floor(state.bound / SCALE), enough, savingMax);
  if (reach < target || (reach === target && !mayTie(state.used))) return;
  state.action = at.isSameClass ? state.taken : 0;
  // Under a limit more is not always better: what was gained tells states apart too.
  const gained = savingMax === Number.POSITIVE_INFINITY ? '' : state.gained;
  const key = `${String.fromCharCode.apply(null, state.nodes as unknown as number[])}|${state.used}|${state.action}|${gained}`;
  const known = next.get(key);
  if (!known || known.gained < state.gained) next.set(key, state);
}

/** Unit by unit: who took it, `null` where nobody did. */
export function choicesOf(final: State): (number | null)[] {
  const choices: (number | null)[] = [];
  for (let state: State = final; state.parent; state = state.parent) {
    choices.push(state.taken === LEFT ? null : state.taken);
  }
  return choices.reverse();
}
