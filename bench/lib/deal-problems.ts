/**
 * Carts for the best deal: prices between 2 and 90, one to four pieces a line, six tags that lines have
 * by chance, and offers over tags that are in each other's way: percentages, bundles, any-k-from-a-set,
 * buy-X-get-Y; a third of them under coupons, of which few may be used. The same seed, the same cart.
 */
import type { DealProblem, OfferPart, UnitOffer } from '../../src/core/best-deal/problem.js';
import { defaultSettings } from '../../src/core/settings.js';

const TAGS = 6;

export interface DealProblemOptions {
  seed: number;
  units: number;
  offers: number;
}

interface Line {
  price: number;
  count: number;
  tags: Set<number>;
}

export function dealProblem({ seed, units, offers }: DealProblemOptions): DealProblem {
  const random = randomNumbers(seed);
  const lines = linesOf(units, random);
  const list = Array.from({ length: offers }, (_, promotion) => offerOf(promotion, lines, random));
  const half = Math.floor(offers / 2);
  return {
    classes: lines.map(({ price, count }) => ({ price, floor: 0, count })),
    promotions: list.map((_, index) => ({
      id: `offer-${String(index).padStart(2, '0')}`,
      coupon: random.chance(0.3) ? `COUPON-${index}` : null,
    })),
    offers: list,
    orderOffers: [],
    exclusive: random.chance(0.5)
      ? [[random.whole(0, half - 1), random.whole(half, offers - 1)]]
      : [],
    couponsMax: random.chance(0.5) ? random.whole(1, 2) : null,
    otherLines: { amount: 0, floor: 0 },
    shipping: 490,
    rounding: 'half-away',
    stepsMax: defaultSettings.dealSteps,
  };
}

interface RandomNumbers {
  whole(least: number, most: number): number;
  chance(share: number): boolean;
}

/** Mulberry32: small, and the same everywhere. */
function randomNumbers(seed: number): RandomNumbers {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (share) => next() < share,
  };
}

function linesOf(units: number, random: RandomNumbers): Line[] {
  const lines: Line[] = [];
  for (let left = units; left > 0; ) {
    const count = Math.min(left, random.whole(1, 4));
    const tags = new Set([...Array(TAGS).keys()].filter(() => random.chance(0.35)));
    lines.push({ price: random.whole(200, 9_000), count, tags });
    left -= count;
  }
  return lines;
}

function offerOf(promotion: number, lines: Line[], random: RandomNumbers): UnitOffer {
  const base = {
    promotion,
    fixed: 0,
    times: random.chance(0.4) ? random.whole(1, 4) : null,
    maximum: null,
    givesCheapest: false,
    caps: [],
  };
  const kind = random.whole(0, 5);
  if (kind === 0) {
    return { ...base, parts: [part(lines, tagged(lines, random), 1, random.whole(5, 30), true)] };
  }
  if (kind <= 3) {
    const sizes = kind === 1 ? [1, 1] : [random.whole(2, 5)];
    const parts = sizes.map((size) => part(lines, tagged(lines, random), size, 100, false));
    const cost = parts.reduce((sum, one) => sum + averageOf(one) * one.quantity, 0);
    return { ...base, parts, fixed: -Math.round((cost * random.whole(60, 90)) / 100) };
  }
  const paid = tagged(lines, random);
  const given = random.chance(0.6) ? paid : tagged(lines, random);
  const [buy, get] = kind === 4 ? [random.whole(1, 3), 1] : [2, 2];
  const percent = random.chance(0.5) ? 50 : 100;
  const parts = [part(lines, paid, buy, 0, false), part(lines, given, get, percent, true)];
  return { ...base, parts, givesCheapest: true };
}

function tagged(lines: Line[], random: RandomNumbers): number[] {
  const tag = random.whole(0, TAGS - 1);
  return [...lines.keys()].filter((index) => lines[index]?.tags.has(tag));
}

function part(
  lines: Line[],
  classes: number[],
  quantity: number,
  percent: number,
  isGiven: boolean,
): OfferPart {
  const saving = (index: number) => Math.round(((lines[index] as Line).price * percent) / 100);
  return { quantity, isGiven, savings: new Map(classes.map((index) => [index, saving(index)])) };
}

function averageOf({ savings }: OfferPart): number {
  const total = [...savings.values()].reduce((sum, saving) => sum + saving, 0);
  return total / Math.max(1, savings.size);
}
