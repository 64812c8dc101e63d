// How much of what one rate has taxed goes back with a part of it: a whole number of minor units near
// to what the rate makes of that part, such that what is left stays near to what it makes of the rest.

import type { PriceBasis } from './cart.js';
import { MICROS } from './decimal.js';
import { mulDiv } from './rounding.js';

/** The tax is `times / over` of the amounts, as prices contain it or not. */
export interface RateShare {
  times: number;
  over: number;
}

export const rateShare = (basis: PriceBasis, ppm: number): RateShare => ({
  times: ppm,
  over: basis === 'gross' ? MICROS + ppm : MICROS,
});

/**
 * BR-CO-17 leaves a tax less than one whole unit of the currency from its base times the rate, which
 * is rounded to hundredths before: in millionths, of whatever the unit is.
 */
const NEAR = BigInt(MICROS - MICROS / 200);

interface Left {
  /** What is left of the amounts that the rate has taxed, and of their tax, before this part goes back. */
  piece: number;
  tax: number;
}

export function taxOfRate({ times, over }: RateShare, piece: number, left: Left): number {
  if (piece === left.piece) return left.tax;
  const off = (tax: number, of: number): bigint =>
    BigInt(tax) * BigInt(over) - BigInt(of) * BigInt(times);
  const whole = BigInt(over);
  // Where earlier refunds shared by line, what is left may be units off its rate: so is each share of it.
  if (size(off(left.tax, left.piece)) >= whole) return proportional(piece, left);
  const floor = Number(floored(BigInt(piece) * BigInt(times), whole));
  const worst = (tax: number): bigint => {
    const own = size(off(tax, piece));
    const others = size(off(left.tax - tax, left.piece - piece));
    const most = own > others ? own : others;
    // This document comes first: those that follow may make up for a unit among themselves.
    return own < NEAR && others < whole ? most : whole + most;
  };
  return worst(floor) <= worst(floor + 1) ? floor : floor + 1;
}

const proportional = (piece: number, left: Left): number =>
  left.piece < 0
    ? mulDiv(-left.tax, piece, -left.piece)
    : left.piece === 0
      ? 0
      : mulDiv(left.tax, piece, left.piece);

const size = (figure: bigint): bigint => (figure < 0n ? -figure : figure);

const floored = (figure: bigint, over: bigint): bigint =>
  (figure - (((figure % over) + over) % over)) / over;
