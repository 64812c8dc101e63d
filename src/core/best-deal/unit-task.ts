// What is asked of the unit offers alone: save as much as possible, within what the order offers that
// go with them allow.

import type { DealProblem, UnitOffer, UnitSolution } from './problem.js';

export interface UnitTask {
  problem: DealProblem;
  /** Indices of the offers that may be used. */
  offers: readonly number[];
  /** They may save no more: an order offer needs what is left. */
  savingMax: number;
  /** Saving more than this is worth nothing. */
  enough: number;
  /** Coupons that may be used beside those that are held already, which are free. */
  couponsMax: number;
  couponsHeld: ReadonlySet<string>;
  /** By promotion: those that exclude it. */
  conflicts: readonly ReadonlySet<number>[];
}

export const offerAt = ({ problem }: UnitTask, index: number): UnitOffer =>
  problem.offers[index] as UnitOffer;

export function conflictsOf({ promotions, exclusive }: DealProblem): Set<number>[] {
  const conflicts = promotions.map(() => new Set<number>());
  for (const list of exclusive) {
    for (const one of list) {
      for (const other of list) if (other !== one) conflicts[one]?.add(other);
    }
  }
  return conflicts;
}

/** The coupon that a promotion would use up, `null` when it needs none or one that is held. */
export function couponOf({ problem, couponsHeld }: UnitTask, promotion: number): string | null {
  const coupon = problem.promotions[promotion]?.coupon ?? null;
  return coupon === null || couponsHeld.has(coupon) ? null : coupon;
}

export const NOTHING: UnitSolution = { applications: [], saving: 0, used: [] };

/** More saving, then fewer promotions, then the smaller sorted list of them: positive when `a` is better. */
export function compareUnits(a: UnitSolution, b: UnitSolution, enough: number): number {
  const more = Math.min(a.saving, enough) - Math.min(b.saving, enough);
  return more || compareUsed(b.used, a.used);
}

/** Negative when `a` is to be preferred. Both ascend, as the promotions' ids do. */
export function compareUsed(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [index, one] of a.entries()) {
    const other = b[index] as number;
    if (one !== other) return one - other;
  }
  return 0;
}
