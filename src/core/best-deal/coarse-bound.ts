// Large carts: unit prices as in the relaxation, without a graph for each offer. An offer takes what it
// likes most for each part by itself; one that gives the cheapest pays for each unit given with dearer
// ones, in fractions if need be. Both promise more than the offer can give, so the bound is proven; it
// costs sorting only.

import type { OfferPart, UnitClass, UnitOffer } from './problem.js';
import { couponOf, offerAt, type UnitTask } from './unit-task.js';

export interface CoarseBound {
  /** Minor units. */
  bound: number;
  /** What a unit of each class is worth, minor units. */
  prices: Float64Array<ArrayBuffer>;
}

const ROUNDS = 60;
const MOMENTUM = 0.7;
const IDLE_MAX = 6;
const SHORTER = 1.6;
/** Fractions of minor units add up to a little more or less than they should. */
const MARGIN = 1e-4;

/** What an offer gains at some prices, and the units that it takes for it. */
interface Wish {
  gain: number;
  units: Map<number, number>;
}

export function coarseBound(task: UnitTask, target: number): CoarseBound {
  const counts = task.problem.classes.map(({ count }) => count);
  let prices = new Float64Array(counts.length);
  let direction = new Float64Array(counts.length);
  let best: CoarseBound = { bound: Number.POSITIVE_INFINITY, prices };
  let [stride, idle] = [1, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const wishes = admitted(task, wishesAt(task, prices));
    let bound = 0;
    for (const { gain } of wishes) bound += gain;
    for (const [index, count] of counts.entries()) bound += count * (prices[index] as number);
    if (bound < best.bound) {
      best = { bound, prices };
      idle = 0;
    } else if (++idle >= IDLE_MAX) {
      [stride, idle] = [stride / SHORTER, 0];
      prices = best.prices;
      direction = new Float64Array(counts.length);
    }
    if (best.bound <= target) break;
    const gap = gapsOf(counts, wishes);
    for (let at = 0; at < gap.length; at += 1) {
      direction[at] = MOMENTUM * (direction[at] as number) + (gap[at] as number);
    }
    const next = stepped(prices, direction, stride * (bound - target));
    if (!next) break;
    prices = next;
  }
  return { bound: Math.floor(best.bound + MARGIN), prices: best.prices };
}

function gapsOf(counts: readonly number[], wishes: readonly Wish[]): Float64Array {
  const gap = Float64Array.from(counts);
  for (const { units } of wishes) {
    for (const [unitClass, taken] of units) gap[unitClass] = (gap[unitClass] as number) - taken;
  }
  return gap;
}

function stepped(
  prices: Float64Array,
  direction: Float64Array,
  most: number,
): Float64Array<ArrayBuffer> | null {
  const isFree = (at: number) => !((direction[at] as number) > 0 && prices[at] === 0);
  let length = 0;
  for (let at = 0; at < prices.length; at += 1) {
    if (isFree(at)) length += (direction[at] as number) ** 2;
  }
  if (length === 0) return null;
  return Float64Array.from(prices, (price, at) =>
    Math.max(0, price - (most / length) * (direction[at] as number)),
  );
}

function wishesAt(task: UnitTask, prices: Float64Array): (Wish & { offer: number })[] {
  return task.offers.map((offer) => {
    const asked = offerAt(task, offer);
    const loose = looseWish(task, asked, prices);
    const [first, second] = asked.parts;
    const isOrdered =
      asked.givesCheapest && asked.parts.length === 2 && first?.isGiven !== second?.isGiven;
    const ordered = isOrdered ? orderedWish(task, asked, prices) : loose;
    return { offer, ...(ordered.gain < loose.gain ? ordered : loose) };
  });
}

/** Of promotions that exclude each other, and of too many coupons, those with the highest gain. */
function admitted(task: UnitTask, wishes: (Wish & { offer: number })[]): Wish[] {
  const byPromotion = new Map<number, { gain: number; wishes: Wish[] }>();
  for (const wish of wishes) {
    const { promotion } = offerAt(task, wish.offer);
    const entry = byPromotion.get(promotion) ?? { gain: 0, wishes: [] };
    entry.gain += wish.gain;
    entry.wishes.push(wish);
    byPromotion.set(promotion, entry);
  }
  const out = new Set<number>();
  const isTight = Number.isFinite(task.couponsMax);
  const byCoupon = new Map<string, number[]>();
  for (const promotion of byPromotion.keys()) {
    const coupon = couponOf(task, promotion);
    if (isTight && coupon !== null) {
      byCoupon.set(coupon, [...(byCoupon.get(coupon) ?? []), promotion]);
    }
  }
  const gainOf = (list: readonly number[]) =>
    list.reduce((sum, promotion) => sum + (byPromotion.get(promotion)?.gain ?? 0), 0);
  const ranked = [...byCoupon.values()].sort((a, b) => gainOf(b) - gainOf(a));
  for (const list of ranked.slice(isTight ? Math.max(0, task.couponsMax) : 0)) {
    for (const promotion of list) out.add(promotion);
  }
  const seen = new Set<number>(ranked.flat());
  for (const list of task.problem.exclusive) {
    const free = list.filter((promotion) => byPromotion.has(promotion) && !seen.has(promotion));
    free.sort((a, b) => gainOf([b]) - gainOf([a]));
    for (const [rank, promotion] of free.entries()) {
      seen.add(promotion);
      if (rank > 0) out.add(promotion);
    }
  }
  return [...byPromotion].flatMap(([promotion, entry]) => (out.has(promotion) ? [] : entry.wishes));
}

interface Ranked {
  unitClass: number;
  gain: number;
  count: number;
}

function ranked(task: UnitTask, { savings }: OfferPart, prices: Float64Array): Ranked[] {
  const list: Ranked[] = [];
  for (const [unitClass, saving] of savings) {
    const { count } = task.problem.classes[unitClass] as UnitClass;
    list.push({ unitClass, gain: saving - (prices[unitClass] as number), count });
  }
  return list.sort((a, b) => b.gain - a.gain);
}

/** Each part takes its best units, as if no other part wanted them and prices were in no order. */
function looseWish(task: UnitTask, asked: UnitOffer, prices: Float64Array): Wish {
  const queues = asked.parts.map((part) => ({
    list: ranked(task, part, prices),
    at: 0,
    taken: 0,
    quantity: part.quantity,
  }));
  const wish: Wish = { gain: 0, units: new Map() };
  for (let time = 0; time < (asked.times ?? Number.MAX_SAFE_INTEGER); time += 1) {
    const units: number[] = [];
    let gain = asked.fixed;
    let isWhole = true;
    for (const queue of queues) {
      for (let unit = 0; unit < queue.quantity; unit += 1) {
        while (queue.at < queue.list.length && queue.taken === queue.list[queue.at]?.count) {
          queue.at += 1;
          queue.taken = 0;
        }
        const next = queue.list[queue.at];
        if (!next) {
          isWhole = false;
          break;
        }
        queue.taken += 1;
        gain += next.gain;
        units.push(next.unitClass);
      }
    }
    if (!isWhole || gain <= 0) break;
    wish.gain += gain;
    for (const unitClass of units) wish.units.set(unitClass, (wish.units.get(unitClass) ?? 0) + 1);
  }
  wish.gain = Math.min(wish.gain, asked.maximum ?? wish.gain);
  return wish;
}

/**
 * The dearest first: every unit given takes the cheapest of the units before it that may pay for it,
 * or the place of a unit given that gains less. Fractions of applications are let through.
 */
function orderedWish(task: UnitTask, asked: UnitOffer, prices: Float64Array): Wish {
  const paid = asked.parts.find(({ isGiven }) => !isGiven) as OfferPart;
  const given = asked.parts.find(({ isGiven }) => isGiven) as OfferPart;
  const { classes } = task.problem;
  const price = (unitClass: number) => (classes[unitClass] as UnitClass).price;
  const all = [...new Set([...paid.savings.keys(), ...given.savings.keys()])];
  all.sort((a, b) => price(b) - price(a));
  /** Slopes by falling worth, each for so much of an application: paid units, or units given up. */
  const slopes: { worth: number; length: number; unitClass: number; isPaid: boolean }[] = [];
  const insert = (slope: (typeof slopes)[number]) => {
    let [low, high] = [0, slopes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((slopes[middle]?.worth as number) <= slope.worth) low = middle + 1;
      else high = middle;
    }
    slopes.splice(low, 0, slope);
  };
  const wish: Wish = { gain: 0, units: new Map() };
  const take = (unitClass: number, units: number) =>
    wish.units.set(unitClass, (wish.units.get(unitClass) ?? 0) + units);
  const pay = (unitClass: number) => {
    const own = (paid.savings.get(unitClass) as number) - (prices[unitClass] as number);
    const length = (classes[unitClass] as UnitClass).count / paid.quantity;
    insert({ worth: own * paid.quantity, length, unitClass, isPaid: true });
  };
  const give = (unitClass: number) => {
    const own = (given.savings.get(unitClass) as number) - (prices[unitClass] as number);
    const worth = own * given.quantity + asked.fixed;
    let left = (classes[unitClass] as UnitClass).count / given.quantity;
    insert({ worth: -worth, length: left, unitClass, isPaid: false });
    take(unitClass, left * given.quantity);
    wish.gain += worth * left;
    while (left > 1e-12) {
      const top = slopes.at(-1) as (typeof slopes)[number];
      const length = Math.min(left, top.length);
      wish.gain += top.worth * length;
      take(top.unitClass, top.isPaid ? length * paid.quantity : -length * given.quantity);
      left -= length;
      top.length -= length;
      if (top.length <= 1e-12) slopes.pop();
    }
  };
  // Units of one price may pay for each other: all of them pay before any is given.
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && price(all[to] as number) === price(all[from] as number)) to += 1;
    const same = all.slice(from, to);
    for (const unitClass of same) if (paid.savings.has(unitClass)) pay(unitClass);
    for (const unitClass of same) if (given.savings.has(unitClass)) give(unitClass);
    from = to;
  }
  wish.gain = Math.min(wish.gain, asked.maximum ?? wish.gain);
  return wish;
}
