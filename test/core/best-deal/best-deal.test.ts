import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dealProblem } from '../../../bench/lib/deal-problems.js';
import { bestDeal } from '../../../src/core/best-deal/best-deal.js';
import type { DealProblem, UnitOffer } from '../../../src/core/best-deal/problem.js';
import { runs } from '../arbitraries.js';
import { smallProblem } from './arbitrary-problems.js';
import { exhaustive } from './exhaustive.js';

const problemOf = (changes: Partial<DealProblem>): DealProblem => ({
  classes: [],
  promotions: [],
  offers: [],
  orderOffers: [],
  exclusive: [],
  couponsMax: null,
  otherLines: { amount: 0, floor: 0 },
  shipping: 0,
  rounding: 'half-away',
  stepsMax: 20_000,
  ...changes,
});

const bundleOf = (
  promotion: number,
  cost: number,
  quantity: number,
  prices: number[],
): UnitOffer => ({
  promotion,
  fixed: -cost,
  times: null,
  maximum: null,
  givesCheapest: false,
  caps: [],
  parts: [{ quantity, isGiven: false, savings: new Map(prices.entries()) }],
});

const units = (...prices: number[]) => prices.map((price) => ({ price, floor: 0, count: 1 }));
const named = (...ids: string[]) => ids.map((id) => ({ id, coupon: null }));

test('a cart without units or offers saves nothing, proven', () => {
  expect(bestDeal(problemOf({}))).toMatchObject({
    saving: 0,
    bound: 0,
    isProven: true,
    promotions: [],
  });
});

test('of two choices that save the same, the one with fewer promotions is taken', () => {
  const problem = problemOf({
    classes: units(100, 100, 100, 100),
    promotions: named('a', 'b', 'c'),
    offers: [
      bundleOf(0, 150, 2, [100, 100]),
      {
        ...bundleOf(1, 150, 2, []),
        parts: [
          {
            quantity: 2,
            isGiven: false,
            savings: new Map([
              [2, 100],
              [3, 100],
            ]),
          },
        ],
      },
      bundleOf(2, 300, 4, [100, 100, 100, 100]),
    ],
  });
  expect(bestDeal(problem)).toMatchObject({ saving: 100, promotions: ['c'], isProven: true });
});

test('of two promotions that save the same, the one with the first id is taken', () => {
  const problem = problemOf({
    classes: units(100, 100),
    promotions: named('a', 'b'),
    offers: [bundleOf(1, 150, 2, [100, 100]), bundleOf(0, 150, 2, [100, 100])],
  });
  expect(bestDeal(problem)).toMatchObject({ saving: 50, promotions: ['a'], isProven: true });
});

test('a budget of no steps still answers what greedy finds, with a bound', () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const problem = dealProblem({ seed, units: 40, offers: 8 });
    const hasty = bestDeal({ ...problem, stepsMax: 0 });
    const thorough = bestDeal({ ...problem, stepsMax: 40_000 });
    expect(hasty.saving).toBeGreaterThanOrEqual(hasty.greedySaving);
    expect(hasty.greedySaving).toBeGreaterThan(0);
    expect(hasty.bound).toBeGreaterThanOrEqual(thorough.saving);
    expect(thorough.saving).toBeGreaterThanOrEqual(hasty.saving);
  }
});

test('a floor that binds a whole bundle is kept, and the best deal proven all the same', () => {
  const pair = {
    ...bundleOf(0, 0, 1, []),
    fixed: -100,
    parts: [
      {
        quantity: 1,
        isGiven: false,
        savings: new Map([
          [0, 4],
          [2, 666],
        ]),
      },
      {
        quantity: 1,
        isGiven: false,
        savings: new Map([
          [1, 1_507],
          [2, 666],
        ]),
      },
    ],
  };
  const problem = problemOf({
    classes: [
      { price: 4, floor: 2, count: 2 },
      { price: 1_507, floor: 753, count: 1 },
      { price: 666, floor: 333, count: 2 },
    ],
    promotions: named('a'),
    offers: [pair],
  });
  // 666 with 1,507 may fall by 1,087 to their floors, 4 with 666 by 335: floors before the price of 1.
  expect(bestDeal(problem)).toMatchObject({ saving: 1_422, bound: 1_422, isProven: true });
});

test('a cart of a thousand units has a bound within a seventh of what is saved', () => {
  for (let seed = 1; seed <= 3; seed += 1) {
    const { saving, bound, greedySaving } = bestDeal(
      dealProblem({ seed, units: 1_000, offers: 20 }),
    );
    expect(saving).toBeGreaterThanOrEqual(greedySaving);
    expect(bound).toBeGreaterThanOrEqual(saving);
    expect(bound).toBeLessThan(saving * 1.15);
  }
});

test('carts of 25 units and 8 offers are all proven within the default budget', () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    expect(bestDeal(dealProblem({ seed, units: 25, offers: 8 }))).toMatchObject({ isProven: true });
  }
});

test('a cart of ten thousand units is answered too, never below greedy', () => {
  const problem = problemOf({
    classes: [
      { price: 1_000, floor: 0, count: 6_000 },
      { price: 700, floor: 0, count: 4_000 },
    ],
    promotions: named('a', 'b'),
    offers: [bundleOf(0, 1_500, 2, [1_000, 700]), bundleOf(1, 2_000, 3, [1_000, 700])],
  });
  const { saving, bound, greedySaving } = bestDeal(problem);
  expect(greedySaving).toBeGreaterThan(0);
  expect(saving).toBeGreaterThanOrEqual(greedySaving);
  expect(bound).toBeGreaterThanOrEqual(saving);
});

describe('properties', () => {
  test('the best deal is the one that trying out everything finds, ties included', () => {
    fc.assert(
      fc.property(smallProblem(6), (problem) => {
        const { saving, promotions, bound, isProven, greedySaving } = bestDeal(problem);
        const all = exhaustive(problem);
        expect(bound).toBeGreaterThanOrEqual(all.saving);
        expect(saving).toBeGreaterThanOrEqual(greedySaving);
        expect(saving).toBe(all.saving);
        expect(isProven).toBe(true);
        expect(promotions).toEqual(all.promotions);
      }),
      runs,
    );
  });

  test('the same problem gets the same answer, whatever was solved before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 60 }),
        (seed, size) => {
          const problem = dealProblem({ seed, units: size, offers: 8 });
          const first = bestDeal(problem);
          bestDeal(dealProblem({ seed: seed + 1, units: size, offers: 6 }));
          expect(bestDeal(problem)).toEqual(first);
        },
      ),
      { numRuns: 20 },
    );
  });
});
