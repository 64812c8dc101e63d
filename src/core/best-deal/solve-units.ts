// The unit offers of a task: apart where they share nothing, each part by the cheapest method that
// proves it.

import { type BoundedSearch, boundedSearch } from './bounded-search.js';
import { coarseBound } from './coarse-bound.js';
import { components } from './components.js';
import { greedy, pricedGreedy } from './greedy.js';
import { patternSearch } from './pattern-search.js';
import { boundOf, pricesOf } from './prices.js';
import type { UnitSolution } from './problem.js';
import { compareUnits, NOTHING, type UnitTask } from './unit-task.js';

export interface SolvedUnits {
  best: UnitSolution;
  bound: number;
  greedySaving: number;
  steps: number;
}

export function solveUnits(task: UnitTask, stepsMax: number): SolvedUnits {
  const total: SolvedUnits = { best: NOTHING, bound: 0, greedySaving: 0, steps: 0 };
  const parts = components(task);
  for (const [index, part] of parts.entries()) {
    // What one part leaves of the budget is shared by those that follow.
    const share = Math.ceil((stepsMax - total.steps) / (parts.length - index));
    const solved = solvePart(part, Math.max(0, share));
    total.best = join(total.best, solved.best);
    total.bound += solved.bound;
    total.greedySaving += solved.greedySaving;
    total.steps += solved.steps;
  }
  return total;
}

const join = (a: UnitSolution, b: UnitSolution): UnitSolution => ({
  applications: [...a.applications, ...b.applications],
  saving: a.saving + b.saving,
  used: [...a.used, ...b.used].sort((one, other) => one - other),
});

function solvePart(task: UnitTask, stepsMax: number): SolvedUnits {
  const start = greedy(task);
  const counts = task.problem.classes.map(({ count }) => count);
  const bound = Math.min(boundOf(pricesOf(task), counts), task.savingMax);
  const found = boundedSearch(task, start, stepsMax) ?? roughly(task, start);
  const most = Math.min(bound, found.bound);
  if (Math.min(most, task.enough) <= found.best.saving) {
    return { ...found, bound: found.best.saving, greedySaving: start.saving };
  }
  const whole = patternSearch(task, found.best, stepsMax - found.steps);
  const best = whole?.best ?? found.best;
  return {
    best,
    bound: whole?.isComplete ? best.saving : Math.max(best.saving, most),
    greedySaving: start.saving,
    steps: found.steps + (whole?.steps ?? 0),
  };
}

/** Too large to search: prices prove a bound, and guide one more greedy choice. */
function roughly(task: UnitTask, start: UnitSolution): BoundedSearch {
  const { bound, prices } = coarseBound(task, start.saving);
  const guided = pricedGreedy(task, prices);
  const best = compareUnits(guided, start, task.enough) > 0 ? guided : start;
  return { best, bound: Math.max(best.saving, Math.min(bound, task.savingMax)), steps: 0 };
}
