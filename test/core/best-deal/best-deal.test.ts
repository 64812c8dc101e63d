import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestDeal } from '../../../src/core/best-deal/best-deal.js';
import { smallProblem } from './arbitrary-problems.js';
import { exhaustive } from './exhaustive.js';

describe('properties', () => {
  test('the best deal is the one that trying out everything finds, ties included', () => {
    let proven = 0;
    let runs = 0;
    fc.assert(
      fc.property(smallProblem(6), (problem) => {
        const { saving, promotions, bound, isProven, greedySaving } = bestDeal(problem);
        const all = exhaustive(problem);
        runs += 1;
        if (isProven) proven += 1;
        expect(saving).toBeLessThanOrEqual(all.saving);
        expect(bound).toBeGreaterThanOrEqual(all.saving);
        expect(saving).toBeGreaterThanOrEqual(greedySaving);
        if (isProven) expect({ saving, promotions }).toEqual(all);
      }),
      { numRuns: 1_500 },
    );
    console.log(proven, runs);
  });
});
