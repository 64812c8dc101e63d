// A task unit by unit: graphs of what each offer may do, prices that prove a bound, and the search
// between the best choice known and that bound.

import { grouped, solutionOf } from './applications.js';
import { choicesOf, type LayerAnswer, type State, searchLayers } from './layers.js';
import { graphOf, type OfferGraph } from './offer-graph.js';
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
/** Nodes of the graphs whose evaluation counts as one step of the search. */
const NODES_PER_STEP = 500;
/** A first, narrow search finds a choice near the best one, which makes the wide one short. */
const NARROW_SHARE = 8;

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
    const root = this.#tightened({ graphs, relaxation: start, bound: 0 }, ROUNDS);
    let plans = selections(this.#task, graphs)
      .map((selected) => restricted(root, selected))
      .sort((a, b) => b.bound - a.bound);
    let settled = 0;
    for (const isNarrow of [true, false]) {
      const open: Plan[] = [];
      for (const [index, plan] of plans.entries()) {
        const left = this.#stepsMax - this.#steps;
        const share = left / (isNarrow ? NARROW_SHARE : plans.length - index);
        const searched = this.#search(plan, plans.length > 1 && isNarrow, Math.floor(share));
        if (this.#isOpen(searched)) open.push(searched);
        else settled = Math.max(settled, Math.min(searched.bound, this.#best.saving));
      }
      plans = open.sort((a, b) => b.bound - a.bound);
    }
    const bound = Math.max(settled, this.#best.saving, ...plans.map((plan) => plan.bound));
    return { best: this.#best, bound: Math.min(bound, root.bound), steps: this.#steps };
  }

  get #target(): number {
    return Math.min(this.#best.saving, this.#task.enough);
  }

  #isOpen({ bound }: Plan): boolean {
    return bound > this.#target;
  }

  #tightened(plan: Plan, rounds: number): Plan {
    const { graphs } = plan;
    const nodes = graphs.reduce((sum, graph) => sum + graph.nodes, 0);
    const most = Math.floor(((this.#stepsMax - this.#steps) / 2 / nodes) * NODES_PER_STEP);
    const answer = tighten(graphs, plan.relaxation, {
      classOf: this.#classOf,
      counts: this.#counts,
      target: this.#target,
      rounds: Math.min(rounds, most),
    });
    this.#steps += Math.ceil((answer.rounds * nodes) / NODES_PER_STEP);
    return { graphs, relaxation: answer.best, bound: this.#boundOf(answer.best) };
  }

  #boundOf({ bound }: Relaxation): number {
    const { savingMax, enough } = this.#task;
    return Math.min(Math.floor(bound / SCALE), savingMax, enough);
  }

  /** The plan with what is known of its bound afterwards. */
  #search(plan: Plan, tightens: boolean, stepsMax: number): Plan {
    if (plan.bound < this.#target) return plan;
    const before = this.#steps;
    const tight = tightens ? this.#tightened(plan, ROUNDS_PER_SELECTION) : plan;
    if (tight.bound < this.#target) return tight;
    const answer = this.#layers(tight, Math.max(1, stepsMax - (this.#steps - before)));
    this.#steps += answer.steps;
    const claimed = answer.finals.map(({ gained }) => Math.floor(gained / SCALE));
    for (const final of answer.finals) {
      const found = solutionFrom(this.#task, tight.graphs, this.#classOf, final);
      if (found && compareUnits(found, this.#best, this.#task.enough) > 0) this.#best = found;
    }
    const left = Math.max(answer.dropped, this.#target, ...claimed);
    return { ...tight, bound: Math.min(tight.bound, left) };
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
      bits: graphs.map(({ offer }) => 2 ** promotions.indexOf(offerAt(task, offer).promotion)),
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
  };
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
  const taken = graphs.map(({ offer }) => offerAt(task, offer).parts.map((): number[] => []));
  for (const [unit, choice] of choicesOf(final).entries()) {
    if (choice) taken[choice.graph]?.[choice.part]?.push(classOf[unit] as number);
  }
  const applications: Application[] = [];
  for (const [index, { offer }] of graphs.entries()) {
    const parts = taken[index] as number[][];
    const quantity = offerAt(task, offer).parts[0]?.quantity ?? 1;
    const times = Math.floor((parts[0]?.length ?? 0) / quantity);
    applications.push(...grouped(task, offer, times, parts));
  }
  return solutionOf(task, applications);
}
