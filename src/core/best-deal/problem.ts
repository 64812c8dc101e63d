// The best-deal problem without carts and promotions: units of equal price and equal chances are one
// class with a count, which is what makes the problem small. All amounts are minor units.

import type { RoundingMode } from '../settings.js';

/** Units that no offer tells apart. */
export interface UnitClass {
  price: number;
  /** No discount takes a unit below this. */
  floor: number;
  count: number;
}

export interface DealPromotion {
  /** Decides ties: fewer promotions, then the smallest sorted list of ids. */
  id: string;
  /** The code that unlocks it; two promotions of one code need one coupon. */
  coupon: string | null;
}

/**
 * An offer on units. An application takes `quantity` units for each part and saves `fixed` plus what
 * its units save, no more than lies between their prices and floors. A bundle at a price: each unit
 * saves its whole price, `fixed` is the price, negative. A percentage on articles: one part of one.
 */
export interface UnitOffer {
  /** Index of its promotion; a promotion may consist of several offers. */
  promotion: number;
  parts: readonly OfferPart[];
  fixed: number;
  times: number | null;
  /** The most that it saves in all. */
  maximum: number | null;
  /** In every application no unit of a `isGiven` part is dearer than a unit of the others. */
  givesCheapest: boolean;
  /** No more than `units` of these classes, over all parts. */
  caps: readonly { classes: readonly number[]; units: number }[];
}

export interface OfferPart {
  quantity: number;
  isGiven: boolean;
  /** By class: what a unit saves; classes that are not in it do not fit. */
  savings: ReadonlyMap<number, number>;
}

/** An offer on what the unit offers have left, in order of application. */
export interface OrderOffer {
  promotion: number;
  target: 'lines' | 'shipping' | 'both';
  /** The first step whose range holds what is left of the lines gives the discount. */
  steps: readonly OrderStep[];
  maximum: number | null;
}

export interface OrderStep {
  atLeast: number;
  /** Exclusive. */
  below: number;
  off: { type: 'ppm' | 'fixed' | 'price'; value: number };
}

export interface DealProblem {
  classes: readonly UnitClass[];
  promotions: readonly DealPromotion[];
  offers: readonly UnitOffer[];
  orderOffers: readonly OrderOffer[];
  /** Of each list of promotions at most one is used. */
  exclusive: readonly (readonly number[])[];
  couponsMax: number | null;
  /** What lines cost that have no units for offers, and the part of it that is a floor. */
  otherLines: { amount: number; floor: number };
  shipping: number;
  rounding: RoundingMode;
  /** Search steps, the same on every machine. */
  stepsMax: number;
}

/** One application of an offer: the classes of its units, part by part. */
export interface Application {
  offer: number;
  units: readonly (readonly number[])[];
  saving: number;
}

export interface UnitSolution {
  applications: Application[];
  saving: number;
  /** Indices of promotions that saved something, ascending. */
  used: number[];
}

export interface DealSolution {
  applications: Application[];
  /** What each order offer that is used takes off lines and shipping, in order. */
  orderDiscounts: { offer: number; lines: number; shipping: number }[];
  /** Sorted ids of the promotions used. */
  promotions: string[];
  saving: number;
  /** No combination saves more than this. */
  bound: number;
  isProven: boolean;
  /** The better of the two greedy choices, to compare with. */
  greedySaving: number;
  steps: number;
}
