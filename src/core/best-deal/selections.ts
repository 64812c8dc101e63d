// Which promotions may be used together: coupons, groups and what stops others.

import type { LayerSearch } from './layers.js';
import type { OfferGraph } from './offer-graph.js';
import { couponOf, offerAt, type UnitTask } from './unit-task.js';

export function promotionsOf(task: UnitTask, graphs: readonly OfferGraph[]): number[] {
  const offers = graphs.flatMap((graph) => graph.offers);
  const promotions = new Set(offers.map((offer) => offerAt(task, offer).promotion));
  return [...promotions].sort((a, b) => a - b);
}

/** Beyond so many the exclusions are left to the search itself. */
const SELECTIONS_MAX = 64;

/**
 * Coupons and exclusions are what the prices of units know nothing of: each largest set of offers
 * that may be used together gets prices, and so a bound, of its own.
 */
export function selections(task: UnitTask, graphs: readonly OfferGraph[]): Set<OfferGraph>[] {
  const promotions = promotionsOf(task, graphs);
  const fits = admissionOf(task);
  const constrained = promotions.filter((one) => isConstrained(task, promotions, one));
  const sets: number[][] = [];
  const choose = (index: number, chosen: number[]): void => {
    if (sets.length > SELECTIONS_MAX) return;
    const next = constrained[index];
    if (next === undefined) {
      const isLargest = constrained.every((one) => chosen.includes(one) || !fits(chosen, one));
      if (isLargest) sets.push(chosen);
      return;
    }
    if (fits(chosen, next)) choose(index + 1, [...chosen, next]);
    choose(index + 1, chosen);
  };
  choose(0, []);
  if (sets.length > SELECTIONS_MAX) return [new Set(graphs)];
  return sets.map((chosen) => {
    const excluded = new Set(constrained.filter((one) => !chosen.includes(one)));
    const isLeft = (offer: number) => !excluded.has(offerAt(task, offer).promotion);
    return new Set(graphs.filter(({ offers }) => offers.every(isLeft)));
  });
}

function isConstrained(task: UnitTask, promotions: readonly number[], one: number): boolean {
  if (promotions.some((other) => task.conflicts[one]?.has(other))) return true;
  const coupons = new Set(promotions.map((promotion) => couponOf(task, promotion)));
  coupons.delete(null);
  return couponOf(task, one) !== null && coupons.size > task.couponsMax;
}

/** Whether a promotion may be used beside others. */
function admissionOf(task: UnitTask): (names: readonly number[], one: number) => boolean {
  return (names, one) => {
    if (names.some((other) => task.conflicts[one]?.has(other))) return false;
    if (couponOf(task, one) === null) return true;
    const coupons = new Set([...names, one].map((name) => couponOf(task, name)));
    coupons.delete(null);
    return coupons.size <= task.couponsMax;
  };
}

export function admission(
  task: UnitTask,
  promotions: readonly number[],
  namesOf: (used: number) => number[],
): LayerSearch['admits'] {
  const fits = admissionOf(task);
  const isFree = promotions.map((one) => !isConstrained(task, promotions, one));
  return (used, bit) => {
    const index = Math.round(Math.log2(bit));
    return isFree[index] === true || fits(namesOf(used), promotions[index] as number);
  };
}
