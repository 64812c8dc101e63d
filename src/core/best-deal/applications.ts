// Units that an offer's parts have taken → applications, checked exactly.

import { patternOf } from './pattern.js';
import type { Application, UnitSolution } from './problem.js';
import { Tally } from './tally.js';
import { offerAt, type UnitTask } from './unit-task.js';

/**
 * Where nothing given may be dearer than what is paid, dear units go together; else each application
 * gets dear and cheap ones, so that none is worth less than its price. What saves nothing is left out.
 */
export function grouped(
  task: UnitTask,
  offer: number,
  times: number,
  parts: readonly number[][],
): Application[] {
  const applications: Application[] = [];
  const { givesCheapest } = offerAt(task, offer);
  for (let time = 0; time < times; time += 1) {
    const units = parts.map((part) => {
      const quantity = part.length / times;
      return givesCheapest
        ? part.slice(time * quantity, (time + 1) * quantity)
        : part.filter((_, index) => index % times === time);
    });
    const pattern = patternOf(task, offer, units);
    if (pattern) applications.push({ offer, units, saving: pattern.saving });
  }
  return applications;
}

/** Pushed one by one: what does not fit exactly, in whole numbers, is no solution. */
export function solutionOf(task: UnitTask, applications: Application[]): UnitSolution | null {
  const tally = new Tally(task);
  for (const { offer, units } of applications) {
    const pattern = patternOf(task, offer, units as number[][]);
    if (!pattern || tally.room(pattern) < 1) return null;
    tally.push(pattern, 1);
  }
  return tally.solution();
}
