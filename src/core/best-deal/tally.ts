// A choice of applications in work: what units, repeats, coupons and promotions it has left. Greedy
// and search push applications and pop them again.

import type { Application, OfferPart, UnitClass, UnitSolution } from './problem.js';
import { couponOf, offerAt, type UnitTask } from './unit-task.js';

/** One way to apply an offer. */
export interface Pattern {
  offer: number;
  /** Classes part by part, one entry a unit. */
  units: number[][];
  /** How many units of which class, all parts together. */
  needs: { unitClass: number; units: number }[];
  size: number;
  saving: number;
}

export class Tally {
  readonly counts: number[];
  saving = 0;
  readonly #task: UnitTask;
  readonly #times: number[];
  readonly #sums: number[];
  readonly #uses: number[];
  readonly #ranked = new Map<OfferPart, readonly number[]>();
  readonly #coupons = new Map<string, number>();
  readonly #pushed: { pattern: Pattern; times: number }[] = [];
  usedCount = 0;

  constructor(task: UnitTask) {
    this.#task = task;
    const { classes, offers, promotions } = task.problem;
    this.counts = classes.map(({ count }) => count);
    this.#times = offers.map(() => 0);
    this.#sums = offers.map(() => 0);
    this.#uses = promotions.map(() => 0);
  }

  /** How often the pattern still goes. */
  room({ offer, needs, saving }: Pattern): number {
    const { times, promotion } = offerAt(this.#task, offer);
    let room = (times ?? Number.MAX_SAFE_INTEGER) - (this.#times[offer] as number);
    for (const { unitClass, units } of needs) {
      room = Math.min(room, Math.floor((this.counts[unitClass] as number) / units));
    }
    room = Math.min(room, this.#roomInCaps(offer, needs));
    if (room <= 0 || !this.admits(promotion)) return 0;
    const { savingMax } = this.#task;
    if (this.saving + saving * room <= savingMax) return room;
    return this.#roomBelow(savingMax, offer, saving, room);
  }

  /** Classes that fit a part: those that save most first, then the dearest. */
  ranked(part: OfferPart): readonly number[] {
    const known = this.#ranked.get(part);
    if (known) return known;
    const { classes } = this.#task.problem;
    const price = (unitClass: number): number => (classes[unitClass] as UnitClass).price;
    const ranked = [...part.savings.keys()].sort(
      (a, b) =>
        (part.savings.get(b) as number) - (part.savings.get(a) as number) ||
        price(b) - price(a) ||
        a - b,
    );
    this.#ranked.set(part, ranked);
    return ranked;
  }

  #roomInCaps(offer: number, needs: Pattern['needs']): number {
    let room = Number.MAX_SAFE_INTEGER;
    for (const cap of offerAt(this.#task, offer).caps) {
      const need = needs.reduce(
        (sum, { unitClass, units }) => sum + (cap.classes.includes(unitClass) ? units : 0),
        0,
      );
      if (need > 0) room = Math.min(room, Math.floor(this.capLeft(offer, cap) / need));
    }
    return room;
  }

  /** What a cap of an offer has left. */
  capLeft(offer: number, cap: { classes: readonly number[]; units: number }): number {
    let left = cap.units;
    for (const { pattern, times } of this.#pushed) {
      if (pattern.offer !== offer) continue;
      for (const { unitClass, units } of pattern.needs) {
        if (cap.classes.includes(unitClass)) left -= units * times;
      }
    }
    return left;
  }

  #roomBelow(savingMax: number, offer: number, saving: number, room: number): number {
    let times = room;
    while (times > 0 && this.saving + this.#gain(offer, saving * times) > savingMax) times -= 1;
    return times;
  }

  /** What so much more is worth under the offer's maximum. */
  #gain(offer: number, more: number): number {
    const { maximum } = offerAt(this.#task, offer);
    if (maximum === null) return more;
    const sum = this.#sums[offer] as number;
    return Math.min(maximum, sum + more) - Math.min(maximum, sum);
  }

  admits(promotion: number): boolean {
    if ((this.#uses[promotion] as number) > 0) return true;
    for (const other of this.#task.conflicts[promotion] ?? []) {
      if ((this.#uses[other] as number) > 0) return false;
    }
    const coupon = couponOf(this.#task, promotion);
    return (
      coupon === null || this.#coupons.has(coupon) || this.#coupons.size < this.#task.couponsMax
    );
  }

  timesLeft(offer: number): number {
    const { times } = offerAt(this.#task, offer);
    return (times ?? Number.MAX_SAFE_INTEGER) - (this.#times[offer] as number);
  }

  gain(pattern: Pattern): number {
    return this.#gain(pattern.offer, pattern.saving);
  }

  push(pattern: Pattern, times: number): void {
    this.#pushed.push({ pattern, times });
    this.#change(pattern, times);
  }

  pop(): void {
    const { pattern, times } = this.#pushed.pop() as { pattern: Pattern; times: number };
    this.#change(pattern, -times);
  }

  #change({ offer, needs, saving }: Pattern, times: number): void {
    const { promotion } = offerAt(this.#task, offer);
    for (const { unitClass, units } of needs) {
      this.counts[unitClass] = (this.counts[unitClass] as number) - units * times;
    }
    this.saving += this.#gain(offer, saving * times);
    this.#sums[offer] = (this.#sums[offer] as number) + saving * times;
    this.#times[offer] = (this.#times[offer] as number) + times;
    this.#use(promotion, Math.sign(times));
  }

  #use(promotion: number, more: number): void {
    const before = this.#uses[promotion] as number;
    this.#uses[promotion] = before + more;
    if (before > 0 && before + more > 0) return;
    this.usedCount += more;
    const coupon = couponOf(this.#task, promotion);
    if (coupon === null) return;
    const holders = (this.#coupons.get(coupon) ?? 0) + more;
    if (holders === 0) this.#coupons.delete(coupon);
    else this.#coupons.set(coupon, holders);
  }

  used(): number[] {
    return [...this.#uses.keys()].filter((promotion) => (this.#uses[promotion] as number) > 0);
  }

  solution(): UnitSolution {
    const applications: Application[] = [];
    for (const { pattern, times } of this.#pushed) {
      const { offer, units, saving } = pattern;
      for (let time = 0; time < times; time += 1) applications.push({ offer, units, saving });
    }
    return { applications, saving: this.saving, used: this.used() };
  }
}
