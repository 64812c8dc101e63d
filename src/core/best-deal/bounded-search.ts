// A task unit by unit: graphs of what each offer may do, prices that prove a bound, and the search
// between the best choice known and that bound.

import { grouped, solutionOf } from './applications.js';
import { withoutLosers } from './fix-edges.js';
import { joined } from './join-graphs.js';
import { choicesOf, type LayerAnswer, type State, searchLayers } from './layers.js';
import { graphOf, type OfferGraph, offerOfAction, partOfAction } from './offer-graph.js';
import { priceOf } from './pattern.js';
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
const FIRST_SHARE = 1 / 8;
const NEXT_SHARE = 1 / 80;
/** Edges of the graphs whose evaluation counts as one step of the search; joining two takes longer. */
const EDGES_PER_STEP = 400;
const JOINED_EDGES_PER_STEP = 20;

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
  const run = new Run(task, start, Int32Array.from(units), stepsMax);
  return run.over(graphs, evaluate(graphs, shares(task, start, units)));
}

/** What may be used together, and the prices that prove its bound. */
interface Plan {
  graphs: OfferGraph[];
  relaxation: Relaxation;
  /** Minor units. */
  bound: number;
  /** How much of each class each graph took on average, by the last prices. */
  usage: Float64Array;
  isSearched: boolean;
}

class Run {
  readonly #task: UnitTask;
  readonly #classOf: Int32Array;
  readonly #counts: number[];
  readonly #stepsMax: number;
  #best: UnitSolution;
  #steps = 0;

  constructor(task: UnitTask, start: UnitSolution, classOf: Int32Array, stepsMax: number) {
    this.#task = task;
    this.#best = start;
    this.#classOf = classOf;
    this.#stepsMax = stepsMax;
    this.#counts = task.problem.classes.map(({ count }) => count);
  }

  over(graphs: OfferGraph[], start: Relaxation): BoundedSearch {
    const whole = {
      graphs,
      relaxation: start,
      bound: Number.MAX_SAFE_INTEGER,
      usage: NO_USAGE,
      isSearched: false,
    };
    const root = this.#tightened(whole, ROUNDS);
    const open = new OpenPlans();
    for (const selected of selections(this.#task, root.graphs)) {
      open.add(this.#tightened(restricted(root, selected), ROUNDS_PER_SELECTION));
    }
    const final: Plan[] = [];
    let settled = 0;
    const budget = this.#stepsMax * (1 - FINAL_SHARE);
    for (;;) {
      const plan = open.next();
      if (!plan || plan.bound < this.#target) break;
      if (this.#steps >= budget) {
        final.push(plan);
        continue;
      }
      const tight = plan.isSearched
        ? this.#joined(plan)
        : this.#fixed({ ...plan, isSearched: true });
      if (!tight) {
        final.push(plan);
        continue;
      }
      const searched = this.#search(
        tight,
        this.#stepsMax * (plan.isSearched ? NEXT_SHARE : FIRST_SHARE),
      );
      if (this.#isOpen(searched)) open.add(searched);
      else settled = Math.max(settled, Math.min(searched.bound, this.#best.saving));
    }
    let most = 0;
    for (const [index, plan] of final.entries()) {
      const left = this.#stepsMax - this.#steps;
      const searched = this.#search(plan, Math.floor(left / (final.length - index)));
      most = Math.max(most, searched.bound);
    }
    const bound = Math.max(settled, this.#best.saving, most);
    return { best: this.#best, bound: Math.min(bound, root.bound), steps: this.#steps };
  }

  /** The two graphs that most want the same units become one. */
  #joined(plan: Plan): Plan | null {
    const { graphs, usage, relaxation } = plan;
    const classes = this.#counts.length;
    const pairs: { a: number; b: number; score: number }[] = [];
    for (let a = 0; a < graphs.length; a += 1) {
      for (let b = a + 1; b < graphs.length; b += 1) {
        let score = 0;
        for (let c = 0; c < classes; c += 1) {
          const x = distance(usage[a * classes + c] as number);
          const y = distance(usage[b * classes + c] as number);
          score += Math.min(x, y) * priceOf(this.#task, c);
        }
        if (score > 0) pairs.push({ a, b, score });
      }
    }
    pairs.sort((x, y) => y.score - x.score);
    for (const { a, b } of pairs.slice(0, PAIRS_MAX)) {
      const both = joined(graphs[a] as OfferGraph, graphs[b] as OfferGraph, EDGES_MAX);
      if (!both) continue;
      this.#steps += Math.ceil(both.to.length / JOINED_EDGES_PER_STEP);
      const all = graphs.filter((_, index) => index !== a && index !== b);
      all.push(both);
      const evaluated = evaluate(all, relaxation.prices);
      return this.#tightened({ ...plan, graphs: all, relaxation: evaluated }, ROUNDS_PER_JOIN);
    }
    return null;
  }

  get #target(): number {
    return Math.min(this.#best.saving, this.#task.enough);
  }

  #isOpen({ bound }: Plan): boolean {
    return bound > this.#target;
  }

  #tightened(plan: Plan, rounds: number): Plan {
    const { graphs } = plan;
    const edges = graphs.reduce((sum, { to }) => sum + to.length, 1);
    const most = Math.floor(((this.#stepsMax - this.#steps) / 2 / edges) * EDGES_PER_STEP);
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

function restricted({ relaxation, graphs }: Plan, selected: ReadonlySet<OfferGraph>): Plan {
  const kept = graphs.filter((graph) => selected.has(graph));
  const values = relaxation.values.filter((_, index) => selected.has(graphs[index] as OfferGraph));
  const { prices } = relaxation;
  let bound = prices.reduce((sum, price) => sum + price, 0);
  for (const list of values) bound += list[0] as number;
  return {
    graphs: kept,
    relaxation: { prices, values, bound },
    bound: Math.floor(bound / SCALE),
    usage: NO_USAGE,
    isSearched: false,
  };
}

const distance = (value: number): number =>
  Math.min(value - Math.floor(value), Math.ceil(value) - value);
const NO_USAGE = new Float64Array(0);

/** The one with the highest bound first; of equal ones the first that came. */
class OpenPlans {
  readonly #plans: Plan[] = [];

  get size(): number {
    return this.#plans.length;
  }

  add(plan: Plan): void {
    let at = this.#plans.length;
    while (at > 0 && (this.#plans[at - 1] as Plan).bound < plan.bound) at -= 1;
    this.#plans.splice(at, 0, plan);
  }

  next(): Plan | undefined {
    return this.#plans.shift();
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
