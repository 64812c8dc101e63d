// Every application by itself, tried out under a bound. A floor binds all units of an application
// together, which graphs unit by unit know nothing of: they promise more than it gives. What is small
// enough is searched here until nothing is open.

import { patternOf } from './pattern.js';
import type { UnitSolution } from './problem.js';
import { type Pattern, Tally } from './tally.js';
import { compareUnits, offerAt, type UnitTask } from './unit-task.js';

const PATTERNS_MAX = 2_000;
/** Ways to fill the parts of an application that are looked at. */
const FILLS_MAX = 20_000;
/** 7! has many divisors: most shares of a pattern's units are whole. */
const SCALE = 5_040;

export interface PatternSearch {
  best: UnitSolution;
  /** Whether nothing better is left. */
  isComplete: boolean;
  steps: number;
}

/** `null` where there are too many applications to try. */
export function patternSearch(
  task: UnitTask,
  start: UnitSolution,
  stepsMax: number,
): PatternSearch | null {
  const patterns = patternsOf(task);
  return patterns && new Search(task, patterns, start, stepsMax).run();
}

class Search {
  readonly #task: UnitTask;
  readonly #patterns: Pattern[];
  readonly #tally: Tally;
  readonly #stepsMax: number;
  /** By pattern: what a unit of each class can be worth from there on. */
  readonly #worth: Float64Array[];
  #best: UnitSolution;
  #steps = 0;

  constructor(task: UnitTask, patterns: Pattern[], start: UnitSolution, stepsMax: number) {
    this.#task = task;
    this.#patterns = patterns.sort((a, b) => b.saving / b.size - a.saving / a.size);
    this.#tally = new Tally(task);
    this.#stepsMax = stepsMax;
    this.#best = start;
    this.#worth = this.#worthFrom();
  }

  run(): PatternSearch {
    this.#visit(0);
    return {
      best: this.#best,
      isComplete: this.#steps < this.#stepsMax,
      steps: this.#steps,
    };
  }

  /** Shares of each pattern's saving by units: no choice saves more than its units are worth. */
  #worthFrom(): Float64Array[] {
    const classes = this.#task.problem.classes.length;
    const worth: Float64Array[] = [];
    worth[this.#patterns.length] = new Float64Array(classes);
    for (let index = this.#patterns.length - 1; index >= 0; index -= 1) {
      const { needs, saving, size } = this.#patterns[index] as Pattern;
      const own = new Float64Array(worth[index + 1] as Float64Array);
      const share = Math.ceil((saving * SCALE) / size);
      for (const { unitClass } of needs) {
        own[unitClass] = Math.max(own[unitClass] as number, share);
      }
      worth[index] = own;
    }
    return worth;
  }

  #visit(index: number): void {
    this.#steps += 1;
    if (this.#steps >= this.#stepsMax) return;
    this.#consider();
    const pattern = this.#patterns[index];
    if (!pattern || this.#boundFrom(index) < Math.min(this.#best.saving, this.#task.enough)) return;
    for (let times = this.#tally.room(pattern); times > 0; times -= 1) {
      this.#tally.push(pattern, times);
      this.#visit(index + 1);
      this.#tally.pop();
    }
    this.#visit(index + 1);
  }

  #boundFrom(index: number): number {
    const worth = this.#worth[index] as Float64Array;
    let left = 0;
    for (const [unitClass, count] of this.#tally.counts.entries()) {
      left += count * (worth[unitClass] as number);
    }
    return this.#tally.saving + Math.floor(left / SCALE);
  }

  #consider(): void {
    if (this.#tally.saving < Math.min(this.#best.saving, this.#task.enough)) return;
    const found = this.#tally.solution();
    if (compareUnits(found, this.#best, this.#task.enough) > 0) this.#best = found;
  }
}

/** Of applications that take the same units, the one that saves most. */
function patternsOf(task: UnitTask): Pattern[] | null {
  const counts = task.problem.classes.map(({ count }) => count);
  const found = new Map<string, Pattern>();
  let fills = 0;
  const fill = (offer: number, units: number[][]): boolean => {
    const part = offerAt(task, offer).parts[units.length - 1];
    const own = units.at(-1) as number[];
    if (!part) {
      fills += 1;
      const pattern = patternOf(task, offer, units.slice(0, -1));
      if (pattern) keepBetter(found, pattern);
      return fills <= FILLS_MAX && found.size <= PATTERNS_MAX;
    }
    if (own.length === part.quantity) return fill(offer, [...units, []]);
    for (const unitClass of part.savings.keys()) {
      if (unitClass < (own.at(-1) ?? 0) || (counts[unitClass] as number) === 0) continue;
      counts[unitClass] = (counts[unitClass] as number) - 1;
      const goesOn = fill(offer, [...units.slice(0, -1), [...own, unitClass]]);
      counts[unitClass] = (counts[unitClass] as number) + 1;
      if (!goesOn) return false;
    }
    return true;
  };
  const isWhole = task.offers.every((offer) => fill(offer, [[]]));
  return isWhole ? [...found.values()] : null;
}

function keepBetter(found: Map<string, Pattern>, pattern: Pattern): void {
  const needs = pattern.needs
    .map(({ unitClass, units }) => `${unitClass}x${units}`)
    .sort()
    .join();
  const key = `${pattern.offer}/${needs}`;
  const known = found.get(key);
  if (!known || known.saving < pattern.saving) found.set(key, pattern);
}
