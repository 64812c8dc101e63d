// What an action takes off: an amount over its targets, to be spread by weight under caps.

import { MICROS } from '../decimal.js';
import { mulDiv } from '../rounding.js';
import type { Settings } from '../settings.js';
import type { CompiledAction, MinorByCurrency, Per } from './compiled-promotion.js';
import type { Targets } from './targets.js';
import type { Workspace } from './workspace.js';

/** `MILLION` parts per million are all of it. */
const MILLION = 1_000_000;

export interface Cut {
  at: readonly number[];
  weights: readonly number[];
  /** `null` where each may be taken off up to its weight. */
  caps: readonly number[] | null;
  amount: number;
  /** The amount before a maximum or a budget. */
  asked: number;
  /** How the amount came about, and of what. */
  why: Reason;
  targets: Targets;
  /** What it begins from, of an action by tiers. */
  tier?: Tier;
}

/** The figures behind an amount, for the explanation. */
export type Reason =
  | { type: 'percentage'; base: number; ppm: number }
  | { type: 'amount'; base: number; minor: number }
  | { type: 'each'; base: number; minor: number; per: Per }
  | { type: 'price'; base: number; minor: number; per: Per; times: number };

/** `null` when there is nothing to take off. */
export function cutOf(
  action: Exclude<CompiledAction, { type: 'deal' | 'gift' }>,
  targets: Targets,
  work: Workspace,
): Cut | null {
  const { currency } = work.cart;
  if (action.type === 'tiers') {
    const tier = reachedTier(action, targets, currency);
    const cut = tier && cutOf(tier.action, targets, work);
    return cut && { ...cut, tier: { by: action.by, from: fromOf(tier.from, currency) } };
  }
  if (action.type === 'percentage') return percentageCut(targets, action.ppm, work.settings);
  const minor = action.minor.get(currency);
  if (minor === undefined) return null;
  const per = action.per === 'each' ? work.settings.fixedEach : action.per;
  if (action.type === 'fixed') {
    return per === 'order'
      ? amountCut(targets, minor, { type: 'amount', base: sum(targets.amounts), minor })
      : eachCut(targets, minor, per, ({ off }) => off);
  }
  // Shipping has neither lines nor pieces: its price is the price of all.
  const isWhole = per === 'order' || targets.at[0] === work.lines.length;
  return isWhole
    ? priceCut(targets, minor, 1)
    : eachCut(targets, minor, per, ({ off, amount }) => amount - off, true);
}

export function percentageCut(targets: Targets, ppm: number, settings: Settings): Cut | null {
  const base = sum(targets.amounts);
  const amount = mulDiv(base, ppm, MILLION, settings.discountRounding);
  return amountCut(targets, amount, { type: 'percentage', base, ppm });
}

/** Never more than the targets can bear. */
export function amountCut(targets: Targets, asked: number, why: Reason): Cut | null {
  const { at, amounts: weights, caps } = targets;
  const amount = Math.min(asked, caps ? bearable(weights, caps) : why.base);
  return amount > 0 ? { at, weights, caps, amount, asked: amount, why, targets } : null;
}

/** All targets together cost `minor` from now on, so often. */
export function priceCut(targets: Targets, minor: number, times: number): Cut | null {
  const base = sum(targets.amounts);
  return amountCut(targets, base - minor * times, {
    type: 'price',
    base,
    minor,
    per: 'order',
    times,
  });
}

/** Each target by itself: its share is what it is, whatever the others cost. */
function eachCut(
  targets: Targets,
  minor: number,
  per: Per,
  shareOf: (target: { off: number; amount: number }) => number,
  isPrice = false,
): Cut | null {
  const { at, amounts, caps, quantities } = targets;
  const shares = amounts.map((amount, nth) => {
    const off = per === 'unit' ? mulDiv(minor, quantities[nth] as number, MICROS) : minor;
    return Math.max(
      0,
      Math.min(shareOf({ off, amount }), amount, caps ? (caps[nth] as number) : amount),
    );
  });
  const amount = sum(shares);
  const base = sum(amounts);
  const why: Reason = isPrice
    ? { type: 'price', base, minor, per, times: 1 }
    : { type: 'each', base, minor, per };
  return amount > 0
    ? { at, weights: shares, caps: shares, amount, asked: amount, why, targets }
    : null;
}

/** Millionths of a piece, or minor units. */
export interface Tier {
  by: 'subtotal' | 'quantity';
  from: number;
}

type Tiers = Extract<CompiledAction, { type: 'tiers' }>;

const fromOf = (from: number | MinorByCurrency, currency: string): number =>
  typeof from === 'number' ? from : (from.get(currency) ?? Infinity);

/** The last tier that what the targets cost, or how many they are, comes up to. */
function reachedTier(
  { by, tiers }: Tiers,
  { amounts, quantities }: Targets,
  currency: string,
): Tiers['tiers'][number] | null {
  const reached = sum(by === 'quantity' ? quantities : amounts);
  return tiers.findLast(({ from }) => reached >= fromOf(from, currency)) ?? null;
}

/** What has no weight cannot bear anything. */
function bearable(weights: readonly number[], caps: readonly number[]): number {
  let total = 0;
  for (let nth = 0; nth < caps.length; nth += 1) {
    if ((weights[nth] as number) > 0) total += caps[nth] as number;
  }
  return total;
}

export function sum(amounts: readonly number[]): number {
  let total = 0;
  for (let nth = 0; nth < amounts.length; nth += 1) total += amounts[nth] as number;
  return total;
}
