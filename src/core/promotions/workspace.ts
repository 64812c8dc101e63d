// The amounts of one cart in work: what each line and the shipping cost at first, what promotions
// have left of it, and which units deals have taken. Arrays by line, the shipping as the last entry.

import type { Cart } from '../cart.js';
import { MICROS } from '../decimal.js';
import type { PricedLine } from '../pricing/priced-line.js';
import { mulDiv } from '../rounding.js';
import type { Settings } from '../settings.js';
import type { ShippingCharge } from '../shipping-charge.js';
import { EVERYTHING, type MatchedLines, matchLines, type SelectorIndex } from './selectors.js';

export interface Workspace {
  readonly cart: Cart;
  readonly settings: Settings;
  readonly lines: readonly PricedLine[];
  readonly original: readonly number[];
  readonly remaining: number[];
  readonly floor: readonly number[];
  /** Whether any floor is above zero: else every amount may be taken off whole. */
  readonly hasFloors: boolean;
  /** Whole units; a line that is sold by the part of a piece has none. */
  readonly units: readonly number[];
  /** Units that deals have taken, and what those still cost. */
  readonly dealtUnits: number[];
  readonly dealtAmount: number[];
  readonly matched: MatchedLines;
}

export function workspaceOf(
  cart: Cart,
  lines: readonly PricedLine[],
  shipping: ShippingCharge,
  settings: Settings,
  selectors: SelectorIndex,
): Workspace {
  const count = lines.length;
  // Plain arrays of their size: typed ones take longer to make, growing ones hold several times as much.
  const original = new Array<number>(count + 1);
  const remaining = new Array<number>(count + 1);
  const floor = new Array<number>(count + 1);
  const units = new Array<number>(count);
  let hasFloors = false;
  for (let index = 0; index < count; index += 1) {
    const line = lines[index] as PricedLine;
    original[index] = line.subtotal;
    remaining[index] = line.remaining;
    // A line that costs less than its floor from the start is left alone.
    floor[index] = Math.min(line.floor, line.remaining);
    hasFloors ||= line.floor > 0;
    units[index] = line.quantityMicros % MICROS === 0 ? line.quantityMicros / MICROS : 0;
  }
  original[count] = shipping.amount;
  remaining[count] = shipping.remaining;
  floor[count] = 0;
  return {
    cart,
    settings,
    lines,
    original,
    remaining,
    floor,
    hasFloors,
    units,
    dealtUnits: new Array<number>(count).fill(0),
    dealtAmount: new Array<number>(count).fill(0),
    matched: matchLines(selectors, lines),
  };
}

const NONE: readonly number[] = [];

export const linesOf = (work: Workspace, selector: number): readonly number[] =>
  work.matched[selector] ?? NONE;

/** Without what gives money back. */
export function sumOver(amounts: readonly number[], work: Workspace, selector: number): number {
  let sum = 0;
  if (selector === EVERYTHING) {
    for (let index = 0; index < work.lines.length; index += 1) {
      sum += Math.max(0, amounts[index] as number);
    }
    return sum;
  }
  const lines = linesOf(work, selector);
  for (let nth = 0; nth < lines.length; nth += 1) sum += amounts[lines[nth] as number] as number;
  return sum;
}

export function quantityOver(work: Workspace, selector: number): number {
  let sum = 0;
  const lines = linesOf(work, selector);
  for (let nth = 0; nth < lines.length; nth += 1) {
    sum += (work.lines[lines[nth] as number] as PricedLine).quantityMicros;
  }
  return sum;
}

/** Takes a share off what is left; units that deals have taken bear their part of it. */
export function takeOff(work: Workspace, index: number, share: number): void {
  const { remaining, dealtAmount } = work;
  const before = remaining[index] as number;
  remaining[index] = before - share;
  const dealt = dealtAmount[index] ?? 0;
  if (dealt > 0 && before > 0) dealtAmount[index] = mulDiv(dealt, before - share, before);
}
