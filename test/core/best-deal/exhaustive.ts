// Every choice there is, tried out: slow, plain, and without a line of what it is compared with.
// Units are single here, applications are picked one by one, and every subset of the order offers is
// applied to what is left.

import type { DealProblem } from '../../../src/core/best-deal/problem.js';

export interface Exhausted {
  saving: number;
  promotions: string[];
}

interface Pick {
  offer: number;
  units: number[];
  saving: number;
}

export function exhaustive(problem: DealProblem): Exhausted {
  const unitClass = problem.classes.flatMap(({ count }, index) =>
    Array.from({ length: count }, () => index),
  );
  const picks = problem.offers.flatMap((_, offer) => picksOf(problem, offer, unitClass));
  let best: Exhausted = { saving: 0, promotions: [] };
  const seen = new Set<string>();
  const visit = (from: number, taken: Set<number>, chosen: Pick[]): void => {
    const key = outcome(problem, chosen, unitClass);
    if (key && !seen.has(key)) {
      seen.add(key);
      for (const whole of wholes(problem, chosen)) if (isBetter(whole, best)) best = whole;
    }
    for (let index = from; index < picks.length; index += 1) {
      const pick = picks[index] as Pick;
      if (pick.units.some((unit) => taken.has(unit))) continue;
      // The same units again come later in the list, so that the order of picks is one only.
      visit(index + 1, new Set([...taken, ...pick.units]), [...chosen, pick]);
    }
  };
  visit(0, new Set(), []);
  return best;
}

/** `null` where the choice breaks a limit; else what tells it apart for the order offers. */
function outcome(problem: DealProblem, chosen: Pick[], unitClass: number[]): string | null {
  for (const [index, offer] of problem.offers.entries()) {
    const own = chosen.filter((pick) => pick.offer === index);
    if (offer.times !== null && own.length > offer.times) return null;
    for (const cap of offer.caps) {
      const units = own.flatMap((pick) => pick.units);
      const under = units.filter((unit) => cap.classes.includes(unitClass[unit] as number));
      if (under.length > cap.units) return null;
    }
  }
  return JSON.stringify([unitSaving(problem, chosen), usedBy(problem, chosen)]);
}

function unitSaving(problem: DealProblem, chosen: Pick[]): number {
  return problem.offers.reduce((sum, { maximum }, index) => {
    const own = chosen.filter((pick) => pick.offer === index);
    const saving = own.reduce((total, pick) => total + pick.saving, 0);
    return sum + Math.min(saving, maximum ?? saving);
  }, 0);
}

const usedBy = (problem: DealProblem, chosen: Pick[]): number[] => [
  ...new Set(chosen.map((pick) => problem.offers[pick.offer]?.promotion as number)),
];

/** Every way to take units for the parts of an offer. */
function picksOf(problem: DealProblem, offer: number, unitClass: number[]): Pick[] {
  const { parts, fixed, givesCheapest } = problem.offers[offer] as DealProblem['offers'][number];
  const picks = new Map<string, Pick>();
  const price = (unit: number) => problem.classes[unitClass[unit] as number]?.price as number;
  const floor = (unit: number) => problem.classes[unitClass[unit] as number]?.floor as number;
  const fill = (part: number, slot: number, from: number, units: number[][]): void => {
    const asked = parts[part];
    if (!asked) {
      const all = units.flat();
      const given = units.flatMap((list, index) => (parts[index]?.isGiven ? list : []));
      const paid = units.flatMap((list, index) => (parts[index]?.isGiven ? [] : list));
      if (givesCheapest && given.some((one) => paid.some((other) => price(one) > price(other))))
        return;
      let saving = fixed;
      for (const [index, list] of units.entries()) {
        for (const unit of list)
          saving += parts[index]?.savings.get(unitClass[unit] as number) as number;
      }
      saving = Math.min(
        saving,
        all.reduce((sum, unit) => sum + price(unit) - floor(unit), 0),
      );
      const key = `${[...all].sort((a, b) => a - b)}/${saving}`;
      if (saving > 0) picks.set(key, { offer, units: all, saving });
      return;
    }
    if (slot === asked.quantity) {
      fill(part + 1, 0, 0, [...units, []]);
      return;
    }
    for (let unit = from; unit < unitClass.length; unit += 1) {
      if (units.flat().includes(unit) || !asked.savings.has(unitClass[unit] as number)) continue;
      const next = units.map((list, index) => (index === part ? [...list, unit] : list));
      fill(part, slot + 1, unit + 1, next);
    }
  };
  fill(0, 0, 0, [[]]);
  return [...picks.values()];
}

/** The choice together with every subset of the order offers that may go with it. */
function* wholes(problem: DealProblem, chosen: Pick[]): Iterable<Exhausted> {
  const units = unitSaving(problem, chosen);
  for (let subset = 0; subset < 2 ** problem.orderOffers.length; subset += 1) {
    const used = usedBy(problem, chosen);
    let saving = units;
    let lines = problem.otherLines.amount - units;
    let least = problem.otherLines.floor;
    for (const { price, floor, count } of problem.classes) {
      lines += price * count;
      least += floor * count;
    }
    let { shipping } = problem;
    for (const [index, { promotion, target, steps, maximum }] of problem.orderOffers.entries()) {
      if (Math.floor(subset / 2 ** index) % 2 === 0) continue;
      const step = steps.find((one) => lines >= one.atLeast && lines < one.below);
      if (!step) continue;
      const base = target === 'lines' ? lines : shipping;
      const room = target === 'lines' ? Math.max(0, lines - least) : shipping;
      let off = step.off.value;
      if (step.off.type === 'ppm') off = Math.round((base * step.off.value) / 1_000_000);
      if (step.off.type === 'price') off = base - step.off.value;
      off = Math.max(0, Math.min(off, room, maximum ?? off));
      if (off === 0) continue;
      if (target === 'lines') lines -= off;
      else shipping -= off;
      saving += off;
      used.push(promotion);
    }
    if (isAllowed(problem, used)) {
      const ids = used.map((promotion) => problem.promotions[promotion]?.id as string);
      yield { saving, promotions: [...new Set(ids)].sort() };
    }
  }
}

function isAllowed({ exclusive, promotions, couponsMax }: DealProblem, used: number[]): boolean {
  const distinct = [...new Set(used)];
  for (const list of exclusive) {
    if (distinct.filter((promotion) => list.includes(promotion)).length > 1) return false;
  }
  const coupons = new Set(distinct.map((promotion) => promotions[promotion]?.coupon ?? null));
  coupons.delete(null);
  return couponsMax === null || coupons.size <= couponsMax;
}

function isBetter(one: Exhausted, other: Exhausted): boolean {
  if (one.saving !== other.saving) return one.saving > other.saving;
  if (one.promotions.length !== other.promotions.length)
    return one.promotions.length < other.promotions.length;
  return JSON.stringify(one.promotions) < JSON.stringify(other.promotions);
}
