// A task unit by unit: graphs of what each offer may do, prices that prove a bound, and the search
// between the best choice known and that bound.

import { grouped, solutionOf } from './applications.js';
import { withoutLosers } from './fix-edges.js';
import { joined } from './join-graphs.js';
import { choicesOf, type LayerAnswer, type State, searchLayers } from './layers.js';
import { graphOf, type OfferGraph, offerOfAction, partOfAction } from './offer-graph.js';
import { priceOf } from './pattern.js';
import { contestedPairs, OpenPlans, type Plan, planOf, restricted } from './plans.js';
import type { Application, UnitSolution } from './problem.js';
import { evaluate, type Relaxation, SCALE, tighten } from './relaxation.js';
import { admission, promotionsOf, selections } from './selections.js';
import { compareUnits, compareUsed, offerAt, type UnitTask } from './unit-task.js';

export interface BoundedSearch {
  best: UnitSolution;
  bound: number;
  steps: number;
}

const UNITS_MAX = 400;
const NODES_MAX = 20_000;
const ROUNDS = 150;
const ROUNDS_PER_SELECTION = 60;
const ROUNDS_PER_JOIN = 30;
const EDGES_MAX = 30_000;
/** Pairs of graphs that are tried to be joined, those first that most want the same units. */
const PAIRS_MAX = 6;
/** Of the steps, what is kept for the last, widest search of what is still open then. */
const FINAL_SHARE = 0.4;
/** The first search of a plan finds a choice near the best one; those after each join are short. */
const FIRST_SHARE = 1 / 6;
const NEXT_SHARE = 1 / 80;
/** Edges of the graphs whose evaluation counts as one step of the search; joining two takes longer. */
const EDGES_PER_STEP = 400;
const JOINED_EDGES_PER_STEP = 12;
const BUILT_NODES_PER_STEP = 2;

/** `null` where the task is too large for it. */
export function boundedSearch(
  task: UnitTask,
  start: UnitSolution,
  stepsMax: number,
): BoundedSearch | null {
  const units = unitsInOrder(task);
  if (units.length > UNITS_MAX) return null;
  const graphs: OfferGraph[] = [];
  for (const offer of task.offers) {
    const graph = graphOf(task, offer, units, NODES_MAX);
    if (!graph) return null;
    if (graph.nodes > 0) graphs.push(graph);
  }
  const nodes = graphs.reduce((sum, graph) => sum + graph.nodes, 0);
  const built = Math.ceil(nodes / BUILT_NODES_PER_STEP);
  const run = new Run(task, start, Int32Array.from(units), { stepsMax, steps: built });
  return run.over(graphs, evaluate(graphs, shares(task, start, units)));
}

class Run {
  readonly #task: UnitTask;
  readonly #classOf: Int32Array;
  readonly #counts: number[];
  readonly #stepsMax: number;
  #best: UnitSolution;
  #steps: number;

  constructor(
    task: UnitTask,
    start: UnitSolution,
    classOf: Int32Array,
    { stepsMax, steps }: { stepsMax: number; steps: number },
  ) {
    this.#task = task;
    this.#best = start;
    this.#classOf = classOf;
    this.#stepsMax = stepsMax;
    this.#steps = steps;
    this.#counts = task.problem.classes.map(({ count }) => count);
  }

  over(graphs: OfferGraph[], start: Relaxation): BoundedSearch {
    const root = this.#tightened(planOf(graphs, start), ROUNDS);
    const open = new OpenPlans();
    for (const selected of selections(this.#task, root.graphs)) {
      open.add(this.#tightened(restricted(root, selected), ROUNDS_PER_SELECTION));
    }
    const left = this.#narrowed(open);
    let bound = this.#best.saving;
    for (const [index, plan] of left.entries()) {
      const share = (this.#stepsMax - this.#steps) / (left.length - index);
      bound = Math.max(bound, this.#search(plan, Math.floor(share)).bound);
    }
    bound = Math.max(bound, this.#best.saving);
    return { best: this.#best, bound: Math.min(bound, root.bound), steps: this.#steps };
  }

  /** Joins and searches the plan that promises most, again and again; answers what stays open. */
  #narrowed(open: OpenPlans): Plan[] {
    const left: Plan[] = [];
    const stepsMax = this.#stepsMax * (1 - FINAL_SHARE);
    for (let plan = open.next(); plan && plan.bound >= this.#target; plan = open.next()) {
      const isFirst = !plan.isSearched;
      const isOver = this.#steps >= stepsMax;
      const next = isOver ? null : isFirst ? this.#fixed(plan) : this.#joined(plan);
      if (!next) {
        left.push(plan);
        continue;
      }
      const share = this.#stepsMax * (isFirst ? FIRST_SHARE : NEXT_SHARE);
      const searched = this.#search({ ...next, isSearched: true }, share);
      if (searched.bound > this.#target) open.add(searched);
    }
    return left;
  }

  /** The two graphs that most want the same units become one. */
  #joined(plan: Plan): Plan | null {
    const { graphs, relaxation } = plan;
    const prices = this.#task.problem.classes.map(({ price }) => price);
    for (const [a, b] of contestedPairs(plan, prices).slice(0, PAIRS_MAX)) {
      const both = joined(graphs[a] as OfferGraph, graphs[b] as OfferGraph, EDGES_MAX);
      if (!both) continue;
      this.#steps += Math.ceil(both.to.length / JOINED_EDGES_PER_STEP);
      const all = [...graphs.filter((_, index) => index !== a && index !== b), both];
      const evaluated = evaluate(all, relaxation.prices);
      return this.#tightened({ ...plan, graphs: all, relaxation: evaluated }, ROUNDS_PER_JOIN);
    }
    return null;
  }

  get #target(): number {
    return Math.min(this.#best.saving, this.#task.enough);
  }

  #tightened(plan: Plan, rounds: number): Plan {
    const { graphs } = plan;
    const edges = graphs.reduce((sum, { to }) => sum + to.length, 1);
    const most = Math.floor(
      (Math.max(0, this.#stepsMax - this.#steps) / 2 / edges) * EDGES_PER_STEP,
    );
    const answer = tighten(graphs, plan.relaxation, {
      classOf: this.#classOf,
      counts: this.#counts,
      target: this.#target,
      rounds: Math.min(rounds, most),
    });
    this.#steps += Math.ceil((answer.rounds * edges) / EDGES_PER_STEP);
    return this.#fixed({ ...plan, relaxation: answer.best, usage: answer.usage });
  }

  /** Without what cannot be part of anything better. */
  #fixed(plan: Plan): Plan {
    const { graphs, relaxation } = plan;
    const slack = relaxation.bound - this.#target * SCALE;
    const bound = Math.min(plan.bound, this.#boundOf(relaxation));
    if (slack < 0) return { ...plan, bound };
    const { prices, values } = relaxation;
    const kept = graphs.map(
      (graph, index) => withoutLosers(graph, values[index] as Float64Array, prices, slack) ?? graph,
    );
    return { ...plan, graphs: kept, relaxation: evaluate(kept, prices), bound };
  }

  #boundOf({ bound }: Relaxation): number {
    const { savingMax, enough } = this.#task;
    return Math.min(Math.floor(bound / SCALE), savingMax, enough);
  }

  /** The plan with what is known of its bound afterwards. */
  #search(tight: Plan, most: number): Plan {
    if (tight.bound < this.#target) return tight;
    const left = this.#stepsMax - this.#steps;
    const allowed = tight.bound === this.#target ? left : Math.min(left, most);
    const answer = this.#layers(tight, Math.max(1, allowed));
    this.#steps += answer.steps;
    const claimed = answer.finals.map(({ gained }) => Math.floor(gained / SCALE));
    for (const final of answer.finals) {
      const found = solutionFrom(this.#task, tight.graphs, this.#classOf, final);
      if (found && compareUnits(found, this.#best, this.#task.enough) > 0) this.#best = found;
    }
    const rest = Math.max(answer.dropped, this.#target, ...claimed);
    return { ...tight, bound: Math.min(tight.bound, rest) };
  }

  #layers({ graphs, relaxation }: Plan, stepsMax: number): LayerAnswer {
    const task = this.#task;
    const promotions = promotionsOf(task, graphs);
    const namesOf = (used: number): number[] =>
      promotions.filter((_, index) => Math.floor(used / 2 ** index) % 2 === 1);
    const known = this.#best.used;
    return searchLayers({
      graphs,
      relaxation,
      classOf: this.#classOf,
      bits: new Map(
        graphs
          .flatMap(({ offers }) => offers)
          .map((offer) => [offer, 2 ** promotions.indexOf(offerAt(task, offer).promotion)]),
      ),
      target: this.#target,
      enough: task.enough,
      savingMax: task.savingMax,
      stepsMax,
      mayTie: (used) => mayBePreferred(namesOf(used), known),
      admits: admission(task, promotions, namesOf),
    });
  }
}

/** The dearest first; classes that no offer takes are left out. */
function unitsInOrder(task: UnitTask): number[] {
  const classes = new Set<number>();
  for (const offer of task.offers) {
    for (const { savings } of offerAt(task, offer).parts) {
      for (const unitClass of savings.keys()) classes.add(unitClass);
    }
  }
  return [...classes]
    .sort((a, b) => priceOf(task, b) - priceOf(task, a) || a - b)
    .flatMap((unitClass) =>
      new Array<number>(task.problem.classes[unitClass]?.count ?? 0).fill(unitClass),
    );
}

/** Prices to begin with: each unit's share of what its application saves in the choice known. */
function shares(task: UnitTask, { applications }: UnitSolution, units: number[]): Float64Array {
  const byClass = new Map<number, number>();
  for (const { units: parts, saving } of applications) {
    const classes = parts.flat();
    const total = classes.reduce((sum, unitClass) => sum + priceOf(task, unitClass), 0);
    for (const unitClass of classes) {
      const share = total === 0 ? 0 : (priceOf(task, unitClass) * saving) / total;
      byClass.set(unitClass, (byClass.get(unitClass) ?? 0) + share);
    }
  }
  return Float64Array.from(units, (unitClass) => {
    const count = task.problem.classes[unitClass]?.count ?? 1;
    return Math.round(((byClass.get(unitClass) ?? 0) * SCALE) / count);
  });
}

/** Whether a choice with these promotions, and perhaps more, may be preferred at the same saving. */
function mayBePreferred(used: readonly number[], known: readonly number[]): boolean {
  return used.length < known.length || compareUsed(used, known) < 0;
}

function solutionFrom(
  task: UnitTask,
  graphs: readonly OfferGraph[],
  classOf: Int32Array,
  final: State,
): UnitSolution | null {
  const taken = new Map<number, number[][]>();
  for (const offer of graphs.flatMap(({ offers }) => offers)) {
    taken.set(
      offer,
      offerAt(task, offer).parts.map(() => []),
    );
  }
  for (const [unit, action] of choicesOf(final).entries()) {
    if (action === null) continue;
    const parts = taken.get(offerOfAction(action)) as number[][];
    parts[partOfAction(action)]?.push(classOf[unit] as number);
  }
  const applications: Application[] = [];
  for (const [offer, parts] of taken) {
    const quantity = offerAt(task, offer).parts[0]?.quantity ?? 1;
    const times = Math.floor((parts[0]?.length ?? 0) / quantity);
    applications.push(...grouped(task, offer, times, parts));
  }
  return solutionOf(task, applications);
}
