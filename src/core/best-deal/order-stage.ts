// Order offers apply one after another to what the unit offers have left. How much the best choice of
// unit offers saves decides which of their thresholds hold; between two thresholds saving more on
// units never makes the whole dearer. So the savings are cut into ranges at the thresholds.

import { mulDiv } from '../rounding.js';
import type { DealProblem, OrderOffer, OrderStep } from './problem.js';

export interface OrderDiscount {
  offer: number;
  lines: number;
  shipping: number;
}

/** What is left when the unit offers have saved so much. */
interface Left {
  lines: number;
  linesFloor: number;
  shipping: number;
}

export interface SavingRange {
  /** Indices of the order offers that all apply within the range. */
  offers: readonly number[];
  from: number;
  to: number;
}

function leftAfter({ classes, otherLines, shipping }: DealProblem, unitSaving: number): Left {
  let lines = otherLines.amount - unitSaving;
  let linesFloor = otherLines.floor;
  for (const { price, floor, count } of classes) {
    lines += price * count;
    linesFloor += floor * count;
  }
  return { lines, linesFloor, shipping };
}

/** Applies the offers in turn; those that give nothing are not among the answer. */
export function orderDiscounts(
  problem: DealProblem,
  offers: readonly number[],
  unitSaving: number,
): OrderDiscount[] {
  const left = leftAfter(problem, unitSaving);
  return offers
    .map((offer) => applyOne(problem, offer, left))
    .filter(({ lines, shipping }) => lines + shipping > 0);
}

export const totalOf = (discounts: readonly OrderDiscount[]): number =>
  discounts.reduce((sum, { lines, shipping }) => sum + lines + shipping, 0);

function applyOne(problem: DealProblem, offer: number, left: Left): OrderDiscount {
  const asked = problem.orderOffers[offer] as OrderOffer;
  const step = stepAt(asked, left.lines);
  const amount = step ? amountOf(problem, asked, step, left) : 0;
  const lines = linesShare(asked, amount, left);
  left.lines -= lines;
  left.shipping -= amount - lines;
  return { offer, lines, shipping: amount - lines };
}

const stepAt = ({ steps }: OrderOffer, lines: number): OrderStep | undefined =>
  steps.find(({ atLeast, below }) => lines >= atLeast && lines < below);

function amountOf(
  { rounding }: DealProblem,
  { target, maximum }: OrderOffer,
  { off }: OrderStep,
  { lines, linesFloor, shipping }: Left,
): number {
  const isOnLines = target !== 'shipping';
  const isOnShipping = target !== 'lines';
  const base = (isOnLines ? lines : 0) + (isOnShipping ? shipping : 0);
  const room = (isOnLines ? Math.max(0, lines - linesFloor) : 0) + (isOnShipping ? shipping : 0);
  const wanted = {
    ppm: () => mulDiv(base, off.value, 1_000_000, rounding),
    fixed: () => off.value,
    price: () => base - off.value,
  }[off.type]();
  return Math.max(0, Math.min(wanted, room, maximum ?? room));
}

/** Of a discount on lines and shipping together, by what both cost. */
function linesShare(
  { target }: OrderOffer,
  amount: number,
  { lines, linesFloor, shipping }: Left,
): number {
  if (target === 'lines') return amount;
  if (target === 'shipping' || amount === 0) return 0;
  const share = mulDiv(amount, lines, lines + shipping);
  const room = Math.max(0, lines - linesFloor);
  return Math.min(room, Math.max(share, amount - shipping));
}

/** The ranges of unit savings, from nothing to `most`, in which all of the offers apply. */
export function savingRanges(
  problem: DealProblem,
  offers: readonly number[],
  most: number,
): SavingRange[] {
  let ranges = [{ from: 0, to: most }];
  for (const [index, offer] of offers.entries()) {
    const before = offers.slice(0, index);
    ranges = ranges.flatMap((range) => cut(problem, offer, before, range));
  }
  return ranges.map((range) => ({ ...range, offers }));
}

/** The parts of a range in which one step of the offer, the same throughout, holds. */
function cut(
  problem: DealProblem,
  offer: number,
  before: readonly number[],
  { from, to }: { from: number; to: number },
): { from: number; to: number }[] {
  const asked = problem.orderOffers[offer] as OrderOffer;
  const linesAt = (unitSaving: number): number => {
    const left = leftAfter(problem, unitSaving);
    for (const one of before) applyOne(problem, one, left);
    return left.lines;
  };
  const parts: { from: number; to: number }[] = [];
  let start = from;
  while (start <= to) {
    const lines = linesAt(start);
    const step = stepAt(asked, lines);
    const lowest = step?.atLeast ?? nextBelow(asked, lines);
    const end = lastWhere(start, to, (saving) => linesAt(saving) >= lowest);
    if (step) parts.push({ from: start, to: end });
    start = end + 1;
  }
  return parts;
}

/** Where no step holds: the lowest amount above all steps below. */
const nextBelow = ({ steps }: OrderOffer, lines: number): number =>
  steps.reduce(
    (highest, { below }) => (below <= lines ? Math.max(highest, below) : highest),
    Number.NEGATIVE_INFINITY,
  );

/** The last of the numbers for which it holds; it does for the first one, and for none after a gap. */
function lastWhere(first: number, last: number, holds: (value: number) => boolean): number {
  let [low, high] = [first, last];
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The least saving on units, not below `from`, with which the whole saves just as much. */
export function leastFor(
  problem: DealProblem,
  { offers, from }: SavingRange,
  unitSaving: number,
): number {
  const total = (saving: number) => saving + totalOf(orderDiscounts(problem, offers, saving));
  const whole = total(unitSaving);
  let [low, high] = [from, unitSaving];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (total(middle) >= whole) high = middle;
    else low = middle + 1;
  }
  return low;
}
