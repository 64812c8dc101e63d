// The unit offers of a task: apart where they share nothing, each part by the cheapest method that
// proves it.

import { boundedSearch } from './bounded-search.js';
import { components } from './components.js';
import { greedy } from './greedy.js';
import { patternSearch } from './pattern-search.js';
import { boundOf, pricesOf } from './prices.js';
import type { UnitSolution } from './problem.js';
import { NOTHING, type UnitTask } from './unit-task.js';

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
  const found = boundedSearch(task, start, stepsMax) ?? { best: start, bound, steps: 0 };
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
