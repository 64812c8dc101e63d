// The combination of offers that saves the customer most, with the proof that none saves more. Which
// order offers are used is tried out; for each choice the unit offers are solved within what the
// thresholds of those order offers leave to them.

import {
  leastFor,
  type OrderDiscount,
  orderDiscounts,
  type SavingRange,
  savingRanges,
  totalOf,
} from './order-stage.js';
import type { DealProblem, DealSolution, OrderOffer, UnitSolution } from './problem.js';
import { type SolvedUnits, solveUnits } from './solve-units.js';
import { compareUsed, conflictsOf, type UnitTask } from './unit-task.js';

/** Beyond so many choices of order offers the rest is not tried, and nothing is proven. */
const CHOICES_MAX = 2_048;

export function bestDeal(problem: DealProblem): DealSolution {
  return new Deal(problem).solve();
}

/** All that there is to save. */
export const everythingOf = ({ classes, otherLines, shipping }: DealProblem): number =>
  classes.reduce(
    (sum, { price, floor, count }) => sum + (price - floor) * count,
    otherLines.amount - otherLines.floor + shipping,
  );

interface Candidate {
  units: UnitSolution;
  discounts: OrderDiscount[];
  saving: number;
  used: number[];
}

interface RatedRange extends SavingRange {
  bound: number;
}

class Deal {
  readonly #problem: DealProblem;
  readonly #conflicts: Set<number>[];
  readonly #solved = new Map<string, SolvedUnits>();
  #best: Candidate = {
    units: { applications: [], saving: 0, used: [] },
    discounts: [],
    saving: 0,
    used: [],
  };
  #greedySaving = 0;
  #steps = 0;

  constructor(problem: DealProblem) {
    this.#problem = problem;
    this.#conflicts = conflictsOf(problem);
  }

  solve(): DealSolution {
    const choices = this.#choices();
    const isComplete = choices.length <= CHOICES_MAX;
    const kept = choices.slice(0, CHOICES_MAX);
    const keys = new Set(kept.map((offers) => this.#keyOf(this.#taskFor(offers))));
    const all = this.#units(this.#taskFor([]), keys.size > 1 ? 2 : 1);
    const ranges = kept
      .flatMap((offers) => savingRanges(this.#problem, offers, all.bound))
      .map((range) => ({ ...range, bound: this.#boundAt(range, range.to) }))
      .sort((a, b) => b.bound - a.bound || a.offers.length - b.offers.length);
    let bound = isComplete ? 0 : everythingOf(this.#problem);
    for (const range of ranges) {
      if (range.bound < this.#best.saving) break;
      bound = Math.max(bound, this.#tryRange(range));
    }
    return this.#solution(Math.max(bound, this.#best.saving));
  }

  /** Every set of order offers that may be used together, the empty one first. */
  #choices(): number[][] {
    const { orderOffers, promotions, couponsMax } = this.#problem;
    const choices: number[][] = [[]];
    for (const [index, { promotion }] of orderOffers.entries()) {
      for (const offers of [...choices]) {
        if (choices.length > CHOICES_MAX) return choices;
        const used = offers.map((offer) => (orderOffers[offer] as OrderOffer).promotion);
        if (used.some((other) => this.#conflicts[promotion]?.has(other))) continue;
        const coupons = new Set([...used, promotion].map((one) => promotions[one]?.coupon ?? null));
        coupons.delete(null);
        if (coupons.size <= (couponsMax ?? coupons.size)) choices.push([...offers, index]);
      }
    }
    return choices;
  }

  #taskFor(orderOffers: readonly number[]): UnitTask {
    const { offers, promotions, couponsMax } = this.#problem;
    const used = orderOffers.map(
      (offer) => (this.#problem.orderOffers[offer] as OrderOffer).promotion,
    );
    const held = new Set<string>();
    for (const promotion of used) {
      const coupon = promotions[promotion]?.coupon;
      if (coupon) held.add(coupon);
    }
    const isFree = (promotion: number) =>
      !used.some((other) => this.#conflicts[promotion]?.has(other));
    return {
      problem: this.#problem,
      offers: [...offers.keys()].filter((offer) => isFree(offers[offer]?.promotion as number)),
      savingMax: Number.POSITIVE_INFINITY,
      enough: Number.POSITIVE_INFINITY,
      couponsMax: (couponsMax ?? Number.POSITIVE_INFINITY) - held.size,
      couponsHeld: held,
      conflicts: this.#conflicts,
    };
  }

  #keyOf({ offers, couponsMax, couponsHeld, savingMax, enough }: UnitTask): string {
    // Coupons that no unit offer needs make no difference.
    const held = [...couponsHeld].filter((coupon) =>
      offers.some((offer) => {
        const promotion = this.#problem.offers[offer]?.promotion as number;
        return this.#problem.promotions[promotion]?.coupon === coupon;
      }),
    );
    return JSON.stringify([
      offers,
      couponsMax === Number.POSITIVE_INFINITY ? null : couponsMax,
      held,
      savingMax,
      enough,
    ]);
  }

  /** Each task is solved once; `share`: into how many parts the rest of the budget goes. */
  #units(task: UnitTask, share: number): SolvedUnits {
    const key = this.#keyOf(task);
    const known = this.#solved.get(key);
    if (known) return known;
    const left = Math.max(0, this.#problem.stepsMax - this.#steps);
    const solved = solveUnits(task, Math.ceil(left / share));
    this.#steps += solved.steps;
    this.#solved.set(key, solved);
    return solved;
  }

  /** What the whole saves at most in this range; the best of it is remembered. */
  #tryRange(range: RatedRange): number {
    const task = this.#taskFor(range.offers);
    let solved = this.#units(task, 2);
    let savingMax = Number.POSITIVE_INFINITY;
    if (solved.best.saving > range.to) {
      savingMax = range.to;
      solved = this.#units({ ...task, savingMax }, 2);
    }
    const { best, bound, greedySaving } = solved;
    this.#consider(best, range);
    this.#greedySaving = Math.max(
      this.#greedySaving,
      this.#totalAt(range, Math.min(greedySaving, range.to)),
    );
    const enough = leastFor(this.#problem, range, Math.max(best.saving, range.from));
    if (enough < best.saving && best.used.length > 0) {
      this.#consider(this.#units({ ...task, savingMax, enough }, 2).best, range);
    }
    const most = Math.min(bound, range.to);
    return most < range.from ? 0 : this.#boundAt(range, most);
  }

  #boundAt(range: SavingRange, unitSaving: number): number {
    return this.#totalAt(range, unitSaving);
  }

  #totalAt({ offers }: SavingRange, unitSaving: number): number {
    return unitSaving + totalOf(orderDiscounts(this.#problem, offers, unitSaving));
  }

  #consider(units: UnitSolution, { offers }: SavingRange): void {
    const discounts = orderDiscounts(this.#problem, offers, units.saving);
    const saving = units.saving + totalOf(discounts);
    const used = [
      ...units.used,
      ...discounts.map(({ offer }) => (this.#problem.orderOffers[offer] as OrderOffer).promotion),
    ].sort((a, b) => a - b);
    const distinct = [...new Set(used)];
    const more = saving - this.#best.saving;
    if (more > 0 || (more === 0 && compareUsed(distinct, this.#best.used) < 0)) {
      this.#best = { units, discounts, saving, used: distinct };
    }
  }

  #solution(bound: number): DealSolution {
    const { units, discounts, saving, used } = this.#best;
    return {
      applications: units.applications,
      orderDiscounts: discounts,
      promotions: used.map((promotion) => this.#problem.promotions[promotion]?.id as string),
      saving,
      bound,
      isProven: bound === saving,
      greedySaving: this.#greedySaving,
      steps: this.#steps,
    };
  }
}
