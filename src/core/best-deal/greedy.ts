// The two greedy choices: again and again the application that saves most, or most per unit.

import { bestPattern } from './pattern.js';
import type { UnitSolution } from './problem.js';
import { type Pattern, Tally } from './tally.js';
import { compareUnits, type UnitTask } from './unit-task.js';

const byDensity = (tally: Tally, pattern: Pattern): number => tally.gain(pattern) / pattern.size;
const bySaving = (tally: Tally, pattern: Pattern): number => tally.gain(pattern);

export function greedy(task: UnitTask): UnitSolution {
  const saving = greedyBy(task, bySaving);
  const density = greedyBy(task, byDensity);
  return compareUnits(density, saving, task.enough) > 0 ? density : saving;
}

/** The application that gains most over what its units are worth to others, again and again. */
export function pricedGreedy(task: UnitTask, prices: Float64Array): UnitSolution {
  return greedyBy(task, (tally, pattern) => {
    let gain = tally.gain(pattern);
    for (const { unitClass, units } of pattern.needs) gain -= units * (prices[unitClass] as number);
    // Where nothing is worth more than its units, what costs least of it is still better than nothing.
    return gain > 0 ? 1 + gain : 1 / (1 - gain);
  });
}

function greedyBy(task: UnitTask, worth: typeof bySaving): UnitSolution {
  const tally = new Tally(task);
  while (tally.saving < task.enough) {
    let best: { pattern: Pattern; room: number; worth: number } | null = null;
    for (const offer of task.offers) {
      if (tally.timesLeft(offer) <= 0) continue;
      const pattern = bestPattern(task, offer, tally);
      if (!pattern) continue;
      const value = worth(tally, pattern);
      if (value <= (best?.worth ?? 0)) continue;
      const room = tally.room(pattern);
      if (room > 0) best = { pattern, room, worth: value };
    }
    if (!best) break;
    // It stays the best one until its units run out; under a maximum it may not.
    const { maximum } = task.problem.offers[best.pattern.offer] ?? {};
    tally.push(best.pattern, maximum == null ? best.room : 1);
  }
  return tally.solution();
}
