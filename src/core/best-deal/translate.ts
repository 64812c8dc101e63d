// A cart and its promotions → the abstract problem, and the way back from classes to lines.

import type { CompiledPromotion } from '../promotions/compiled-promotion.js';
import { conditionHolds } from '../promotions/conditions.js';
import type { Workspace } from '../promotions/workspace.js';
import { orderOfferOf } from './order-offers.js';
import type { DealProblem, OrderOffer, UnitClass, UnitOffer } from './problem.js';
import { isOnUnits, unitsIn, type WantedOffer, wantedOffers } from './wanted-offers.js';

export interface Translated {
  problem: DealProblem;
  /** Sorted by id: what indices of promotions mean. */
  promotions: CompiledPromotion[];
  /** By class: the lines whose units are in it, one entry a unit. */
  sources: number[][];
}

/** `eligible`: in order of priority. */
export function translate(eligible: readonly CompiledPromotion[], work: Workspace): Translated {
  const promotions = eligible
    .filter(({ action }) => action.type !== 'gift')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const indexOf = new Map(promotions.map((promotion, index) => [promotion, index]));
  const wanted: WantedOffer[] = [];
  const orderOffers: OrderOffer[] = [];
  for (const promotion of eligible) {
    const index = indexOf.get(promotion);
    if (index === undefined) continue;
    if (!isOnUnits(promotion)) {
      const offer = orderOfferOf(promotion, index, work);
      if (offer) orderOffers.push(offer);
    } else if (!promotion.condition || conditionHolds(promotion.condition, work, work.original)) {
      wanted.push(...wantedOffers(promotion, work));
    }
  }
  const units = new UnitClasses(wanted, work);
  const { settings } = work;
  const problem = {
    classes: units.classes,
    promotions: promotions.map(({ id, coupon }) => ({ id, coupon: coupon ?? null })),
    offers: wanted.map((offer) => units.offerOf(offer, indexOf)),
    orderOffers,
    exclusive: exclusions(promotions),
    couponsMax: settings.couponsMax,
    otherLines: units.otherLines,
    shipping: work.remaining[work.lines.length] as number,
    rounding: settings.discountRounding,
    stepsMax: settings.dealSteps,
  };
  return { problem, promotions, sources: units.sources };
}

/** Groups, and what a promotion that stops keeps from applying after it. */
function exclusions(promotions: readonly CompiledPromotion[]): number[][] {
  const groups = new Map<string, number[]>();
  const lists: number[][] = [];
  for (const [index, { group, stop, position }] of promotions.entries()) {
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), index]);
    if (!stop) continue;
    for (const [other, later] of promotions.entries()) {
      if (later.position > position) lists.push([index, other]);
    }
  }
  return [...[...groups.values()].filter((list) => list.length > 1), ...lists];
}

class UnitClasses {
  readonly classes: UnitClass[] = [];
  readonly sources: number[][] = [];
  readonly otherLines = { amount: 0, floor: 0 };
  /** By line, the classes of its units. */
  readonly #ofLine = new Map<number, number[]>();

  constructor(wanted: readonly WantedOffer[], work: Workspace) {
    const membership = membershipOf(wanted, work);
    const known = new Map<string, number>();
    for (let line = 0; line < work.lines.length; line += 1) {
      const amount = work.remaining[line] as number;
      const floor = work.floor[line] as number;
      const key = membership[line] as string;
      // What gives money back takes no part in promotions.
      if (amount < 0) continue;
      if (key === '') {
        this.otherLines.amount += amount;
        this.otherLines.floor += floor;
      } else this.#addLine(line, { amount, floor, units: unitsIn(work, line), key }, known);
    }
  }

  /** A line's amount over its units: two prices, a minor unit apart; the same for its floor. */
  #addLine(
    line: number,
    { amount, floor, units, key }: { amount: number; floor: number; units: number; key: string },
    known: Map<string, number>,
  ): void {
    const dear = amount % units;
    const high = floor % units;
    const cuts = [...new Set([0, dear, high, units])].sort((a, b) => a - b);
    for (const [nth, from] of cuts.slice(0, -1).entries()) {
      const price = Math.floor(amount / units) + (from < dear ? 1 : 0);
      const unitFloor = Math.floor(floor / units) + (from < high ? 1 : 0);
      const name = `${price}/${unitFloor}/${key}`;
      const index = known.get(name) ?? this.classes.length;
      if (!known.has(name)) {
        known.set(name, index);
        this.classes.push({ price, floor: unitFloor, count: 0 });
        this.sources.push([]);
      }
      const count = (cuts[nth + 1] as number) - from;
      (this.classes[index] as UnitClass).count += count;
      this.sources[index]?.push(...new Array<number>(count).fill(line));
      this.#ofLine.set(line, [...(this.#ofLine.get(line) ?? []), index]);
    }
  }

  offerOf(offer: WantedOffer, indexOf: ReadonlyMap<CompiledPromotion, number>): UnitOffer {
    const { promotion, parts, fixed, times, maximum, givesCheapest, caps } = offer;
    return {
      promotion: indexOf.get(promotion) as number,
      fixed,
      times,
      maximum,
      givesCheapest,
      parts: parts.map(({ lines, quantity, isGiven, savingOf }) => {
        const savings = new Map<number, number>();
        for (const line of lines) {
          for (const index of this.#ofLine.get(line) ?? []) {
            const { price, floor } = this.classes[index] as UnitClass;
            // A bundle's floor is that of all its units together.
            savings.set(
              index,
              fixed === 0 ? Math.min(savingOf(price), price - floor) : savingOf(price),
            );
          }
        }
        return { quantity, isGiven, savings };
      }),
      caps: [...caps].map(([line, units]) => ({ classes: this.#ofLine.get(line) ?? [], units })),
    };
  }
}

/** By line: which parts it fits and which caps it is under, as a text; empty where there is none. */
function membershipOf(wanted: readonly WantedOffer[], work: Workspace): string[] {
  const keys: string[][] = work.lines.map(() => []);
  for (const [nth, { parts, caps }] of wanted.entries()) {
    for (const [part, { lines }] of parts.entries()) {
      for (const line of lines) keys[line]?.push(`${nth}.${part}`);
    }
    for (const line of caps.keys()) keys[line]?.push(`line ${line}`);
  }
  return keys.map((list) => list.join());
}
