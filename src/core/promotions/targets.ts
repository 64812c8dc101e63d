// What a promotion is taken off: lines, or so many units of them, or the shipping.

import { nthLargest } from '../allocate.js';
import { MICROS } from '../decimal.js';
import type { PricedLine } from '../pricing/priced-line.js';
import { mulDiv } from '../rounding.js';
import type { CompiledAction, CompiledTarget } from './compiled-promotion.js';
import { linesOf, type Workspace } from './workspace.js';

/** Lists that belong together, one entry for each target. */
export interface Targets {
  /** The line's index; the number of lines for the shipping. */
  at: readonly number[];
  /** What it is computed on. */
  amounts: readonly number[];
  /** The most that may be taken off; `null` where that is the whole amount of each. */
  caps: readonly number[] | null;
  /** Millionths of a piece. */
  quantities: readonly number[];
}

export function targetsOf(
  target: CompiledTarget,
  action: CompiledAction,
  work: Workspace,
  amounts: readonly number[],
): Targets {
  const shipping = work.lines.length;
  if (target.type === 'shipping') return wholeTargets([shipping], work, amounts);
  const lines = linesOf(work, target.selector);
  if (target.unitsPerLine !== null || target.unitsPerOrder !== null) {
    return limitedTargets(target, lines, work, amounts);
  }
  const sharesShipping =
    target.type === 'order' &&
    work.settings.shippingDiscount === 'pro-rata' &&
    (!('per' in action) || action.per === 'order');
  return wholeTargets(sharesShipping ? [...lines, shipping] : lines, work, amounts);
}

function wholeTargets(at: readonly number[], work: Workspace, amounts: readonly number[]): Targets {
  const { lines, remaining, floor, hasFloors } = work;
  const count = at.length;
  const current = new Array<number>(count);
  const quantities = new Array<number>(count);
  // On what is left and without floors a target may be taken off whole.
  const caps = amounts === remaining && !hasFloors ? null : new Array<number>(count);
  for (let nth = 0; nth < count; nth += 1) {
    const index = at[nth] as number;
    // A line that costs less than nothing has nothing to take off.
    current[nth] = Math.max(0, amounts[index] as number);
    if (caps) caps[nth] = (remaining[index] as number) - (floor[index] as number);
    quantities[nth] = index < lines.length ? (lines[index] as PricedLine).quantityMicros : 0;
  }
  return { at, amounts: current, caps, quantities };
}

/**
 * So many units of each line and of all, the dearest or the cheapest first (of equal ones the first
 * line's). A line that is sold by the part of a piece has no units to count and is left out.
 */
function limitedTargets(
  target: CompiledTarget,
  lines: readonly number[],
  work: Workspace,
  amounts: readonly number[],
): Targets {
  const unitsOf = (index: number): number => work.units[index] as number;
  const countable = lines.filter((index) => unitsOf(index) > 0 && (amounts[index] as number) >= 0);
  const order =
    target.unitsPerOrder === null
      ? countable
      : firstByPrice(
          countable,
          target.unitsPerOrder,
          target.take,
          (index) => (amounts[index] as number) / unitsOf(index),
        );
  let left = target.unitsPerOrder ?? Infinity;
  const taken = order
    .map((index) => {
      const units = Math.min(unitsOf(index), target.unitsPerLine ?? Infinity, left);
      left -= units;
      return { index, units };
    })
    .filter(({ units }) => units > 0)
    .sort((a, b) => a.index - b.index);
  const current = taken.map(({ index, units }) =>
    mulDiv(amounts[index] as number, units, unitsOf(index)),
  );
  return {
    at: taken.map(({ index }) => index),
    amounts: current,
    caps: taken.map(({ index }, nth) =>
      Math.min(
        current[nth] as number,
        (work.remaining[index] as number) - (work.floor[index] as number),
      ),
    ),
    quantities: taken.map(({ units }) => units * MICROS),
  };
}

/** The lines that so many units can come from, in the order in which they do; linear where few do. */
function firstByPrice(
  lines: readonly number[],
  units: number,
  take: CompiledTarget['take'],
  priceOf: (index: number) => number,
): number[] {
  const ranked = lines.map((index) => ({
    index,
    rank: take === 'dearest' ? priceOf(index) : -priceOf(index),
  }));
  const last =
    units < ranked.length
      ? nthLargest(
          Float64Array.from(ranked, ({ rank }) => rank),
          units,
        )
      : -Infinity;
  return ranked
    .filter(({ rank }) => rank >= last)
    .sort((a, b) => b.rank - a.rank || a.index - b.index)
    .map(({ index }) => index);
}
