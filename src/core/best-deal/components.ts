// Offers that share no units, coupons, exclusions or limits do not know of each other: each set of
// those that do is solved by itself.

import { couponOf, offerAt, type UnitTask } from './unit-task.js';

export function components(task: UnitTask): UnitTask[] {
  const sets = new DisjointSets();
  const { savingMax, enough, couponsMax, problem } = task;
  const isLimited = Math.min(savingMax, enough) !== Number.POSITIVE_INFINITY;
  const couponsBind = isCouponBudgetTight(task, couponsMax);
  for (const offer of task.offers) {
    const { parts, promotion } = offerAt(task, offer);
    sets.join(`offer ${offer}`, `promotion ${promotion}`);
    for (const { savings } of parts) {
      for (const unitClass of savings.keys()) sets.join(`offer ${offer}`, `class ${unitClass}`);
    }
    if (isLimited) sets.join(`offer ${offer}`, 'limit');
    if (couponsBind && couponOf(task, promotion) !== null) sets.join(`offer ${offer}`, 'coupons');
  }
  for (const list of problem.exclusive) {
    for (const promotion of list) sets.join(`promotion ${promotion}`, `promotion ${list[0]}`);
  }
  const groups = new Map<string, number[]>();
  for (const offer of task.offers) {
    const root = sets.root(`offer ${offer}`);
    const group = groups.get(root);
    if (group) group.push(offer);
    else groups.set(root, [offer]);
  }
  return [...groups.values()].map((offers) => ({ ...task, offers }));
}

function isCouponBudgetTight(task: UnitTask, couponsMax: number): boolean {
  const coupons = new Set<string>();
  for (const offer of task.offers) {
    const coupon = couponOf(task, offerAt(task, offer).promotion);
    if (coupon !== null) coupons.add(coupon);
  }
  return coupons.size > couponsMax;
}

class DisjointSets {
  readonly #parents = new Map<string, string>();

  root(item: string): string {
    let root = item;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) {
      root = next;
    }
    if (root !== item) this.#parents.set(item, root);
    return root;
  }

  join(one: string, other: string): void {
    const [a, b] = [this.root(one), this.root(other)];
    if (a !== b) this.#parents.set(a, b);
  }
}
