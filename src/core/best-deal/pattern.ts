// What one application saves, and the best one that the units at hand allow.

import type { OfferPart, UnitClass, UnitOffer } from './problem.js';
import type { Pattern, Tally } from './tally.js';
import { offerAt, type UnitTask } from './unit-task.js';

/** `null` where it saves nothing, or gives a unit that is dearer than one of those paid. */
export function patternOf(task: UnitTask, offer: number, units: number[][]): Pattern | null {
  const { parts, fixed, givesCheapest } = offerAt(task, offer);
  if (givesCheapest && !givesNoDearer(task, offer, units)) return null;
  const counts = new Map<number, number>();
  let saving = fixed;
  let headroom = 0;
  for (const [index, classes] of units.entries()) {
    for (const unitClass of classes) {
      const { price, floor } = task.problem.classes[unitClass] as UnitClass;
      saving += parts[index]?.savings.get(unitClass) ?? 0;
      headroom += price - floor;
      counts.set(unitClass, (counts.get(unitClass) ?? 0) + 1);
    }
  }
  saving = Math.min(saving, headroom);
  if (saving <= 0) return null;
  const needs = [...counts].map(([unitClass, count]) => ({ unitClass, units: count }));
  return { offer, units, needs, size: units.flat().length, saving };
}

function givesNoDearer(task: UnitTask, offer: number, units: number[][]): boolean {
  const { parts } = offerAt(task, offer);
  let dearestGiven = 0;
  let cheapestPaid = Number.MAX_SAFE_INTEGER;
  for (const [index, classes] of units.entries()) {
    for (const unitClass of classes) {
      const price = priceOf(task, unitClass);
      if (parts[index]?.isGiven) dearestGiven = Math.max(dearestGiven, price);
      else cheapestPaid = Math.min(cheapestPaid, price);
    }
  }
  return dearestGiven <= cheapestPaid;
}

export const priceOf = ({ problem }: UnitTask, unitClass: number): number =>
  (problem.classes[unitClass] as UnitClass).price;

/**
 * A good application with the units left: parts with few units first, each with the units that save
 * most, then the dearest. Where nothing given may be dearer than what is paid, every price is tried
 * as the one between them, the highest first.
 */
export function bestPattern(task: UnitTask, offer: number, tally: Tally): Pattern | null {
  const { parts, givesCheapest } = offerAt(task, offer);
  if (!givesCheapest) return fill(task, offer, tally, null);
  const limits = new Set<number>();
  for (const { isGiven, savings } of parts) {
    if (!isGiven) continue;
    for (const unitClass of savings.keys()) {
      if ((tally.counts[unitClass] as number) > 0) limits.add(priceOf(task, unitClass));
    }
  }
  for (const limit of [...limits].sort((a, b) => b - a)) {
    const pattern = fill(task, offer, tally, limit);
    if (pattern) return pattern;
  }
  return null;
}

/** `limit`: given units cost that much at most, paid ones at least. */
function fill(task: UnitTask, offer: number, tally: Tally, limit: number | null): Pattern | null {
  const { parts, caps } = offerAt(task, offer);
  const left = [...tally.counts];
  const capsLeft = caps.map((cap) => tally.capLeft(offer, cap));
  const units: number[][] = parts.map(() => []);
  for (const index of partOrder(parts, left)) {
    const part = parts[index] as OfferPart;
    for (const unitClass of tally.ranked(part)) {
      if ((units[index] as number[]).length === part.quantity) break;
      if (!isWithin(priceOf(task, unitClass), part, limit)) continue;
      takeUnits(units[index] as number[], part.quantity, unitClass, left, { caps, capsLeft });
    }
    if ((units[index] as number[]).length < part.quantity) return null;
  }
  return patternOf(task, offer, units);
}

const NONE: readonly number[] = [];

function takeUnits(
  taken: number[],
  quantity: number,
  unitClass: number,
  left: number[],
  { caps, capsLeft }: { caps: UnitOffer['caps']; capsLeft: number[] },
): void {
  while (taken.length < quantity && (left[unitClass] as number) > 0) {
    const touched =
      caps.length === 0
        ? NONE
        : [...caps.keys()].filter((cap) => caps[cap]?.classes.includes(unitClass));
    if (touched.some((cap) => (capsLeft[cap] as number) <= 0)) return;
    for (const cap of touched) capsLeft[cap] = (capsLeft[cap] as number) - 1;
    left[unitClass] = (left[unitClass] as number) - 1;
    taken.push(unitClass);
  }
}

function partOrder(parts: readonly OfferPart[], counts: readonly number[]): number[] {
  const spare = parts.map(({ quantity, savings }) => {
    let units = -quantity;
    for (const unitClass of savings.keys()) units += counts[unitClass] as number;
    return units;
  });
  const rank = (index: number) => (parts[index]?.isGiven ? 0 : 1);
  return [...parts.keys()].sort(
    (a, b) => rank(a) - rank(b) || (spare[a] as number) - (spare[b] as number) || a - b,
  );
}

const isWithin = (price: number, { isGiven }: OfferPart, limit: number | null): boolean =>
  limit === null || (isGiven ? price <= limit : price >= limit);
