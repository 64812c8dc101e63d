// Promotions on units → offers on lines: what an application takes, and what each unit saves.

import type { PricedLine } from '../pricing/priced-line.js';
import type {
  CompiledAction,
  CompiledDeal,
  CompiledPromotion,
  Reduction,
} from '../promotions/compiled-promotion.js';
import { isOnWhole } from '../promotions/deals.js';
import { linesOf, quantityOver, sumOver, type Workspace } from '../promotions/workspace.js';
import { mulDiv } from '../rounding.js';

export interface WantedOffer {
  promotion: CompiledPromotion;
  parts: WantedPart[];
  fixed: number;
  times: number | null;
  maximum: number | null;
  givesCheapest: boolean;
  /** Units at most, by line; lines that are not in it have no cap. */
  caps: ReadonlyMap<number, number>;
}

export interface WantedPart {
  lines: readonly number[];
  quantity: number;
  isGiven: boolean;
  /** Of a unit, before its floor. */
  savingOf: (price: number) => number;
}

const MILLION = 1_000_000;
const NO_CAPS: ReadonlyMap<number, number> = new Map();
const everything = (price: number): number => price;

/** Whole units of a line; what is sold by the part of a piece takes part as one unit. */
export const unitsIn = (work: Workspace, line: number): number => (work.units[line] as number) || 1;

/** Whether it is about units: else it is about the order or the shipping as a whole. */
export function isOnUnits({ action, target }: CompiledPromotion): boolean {
  if (action.type === 'deal') return true;
  if (target.type === 'items') return true;
  if (target.type !== 'order') return false;
  if (target.unitsPerLine !== null || target.unitsPerOrder !== null) return true;
  return 'per' in action && action.per !== 'order';
}

export function wantedOffers(promotion: CompiledPromotion, work: Workspace): WantedOffer[] {
  const { action, target } = promotion;
  const maximum = maximumOf(promotion, work);
  if (action.type === 'gift') return [];
  if (action.type === 'deal') return dealOffers(promotion, action, maximum, work);
  const caps = capsOf(promotion, work);
  const lines = linesOf(work, target.selector).filter((line) => caps.get(line) !== 0);
  const reduction = action.type === 'tiers' ? tierOf(action, target.selector, work) : action;
  if (!reduction || lines.length === 0) return [];
  return reductionOffers({ promotion, maximum, caps }, reduction, lines, work);
}

/** The most that the promotion may take off, its budget included. */
export function maximumOf({ id, maximumMinor }: CompiledPromotion, { cart }: Workspace) {
  const maximum = maximumMinor?.get(cart.currency) ?? Number.POSITIVE_INFINITY;
  const usage = cart.usage && Object.hasOwn(cart.usage, id) ? cart.usage[id] : undefined;
  const most = Math.min(maximum, usage?.budgetMinor ?? Number.POSITIVE_INFINITY);
  return most === Number.POSITIVE_INFINITY ? null : most;
}

function dealOffers(
  promotion: CompiledPromotion,
  deal: CompiledDeal,
  maximum: number | null,
  work: Workspace,
): WantedOffer[] {
  const { currency } = work.cart;
  const price = deal.priceMinor?.get(currency);
  const off = deal.amountOffMinor?.get(currency);
  if (deal.priceMinor && price === undefined) return [];
  if (deal.amountOffMinor && off === undefined) return [];
  const isWhole = isOnWhole(deal);
  const parts = deal.parts.map(({ selector, quantity, ppmOff }) => ({
    lines: linesOf(work, selector),
    quantity,
    isGiven: ppmOff > 0,
    savingOf:
      price === undefined ? percentOf(deal.ppmOff ?? (isWhole ? 0 : ppmOff), work) : everything,
  }));
  const { times } = deal;
  return [
    {
      promotion,
      parts,
      fixed: price === undefined ? (off ?? 0) : -price,
      times: Number.isFinite(times) ? times : null,
      maximum,
      givesCheapest: !isWhole && (deal.take ?? work.settings.buyGet) === 'cheapest',
      caps: NO_CAPS,
    },
  ];
}

const percentOf =
  (ppm: number, { settings }: Workspace) =>
  (price: number): number =>
    ppm === 0 ? 0 : mulDiv(price, ppm, MILLION, settings.discountRounding);

interface Frame {
  promotion: CompiledPromotion;
  maximum: number | null;
  caps: ReadonlyMap<number, number>;
}

type OnUnits = Exclude<CompiledAction, { type: 'tiers' | 'deal' | 'gift' }>;

function reductionOffers(
  frame: Frame,
  reduction: OnUnits,
  lines: readonly number[],
  work: Workspace,
): WantedOffer[] {
  const single = { ...frame, fixed: 0, times: null, givesCheapest: false };
  const one = (savingOf: WantedPart['savingOf'], on = lines) => [
    { lines: on, quantity: 1, isGiven: true, savingOf },
  ];
  if (reduction.type === 'percentage') {
    return [{ ...single, parts: one(percentOf(reduction.ppm, work)) }];
  }
  const minor = reduction.minor.get(work.cart.currency);
  if (minor === undefined) return [];
  const per = reduction.per === 'each' ? work.settings.fixedEach : reduction.per;
  if (reduction.type === 'fixed-price') {
    if (per === 'unit') return [{ ...single, parts: one((price) => Math.max(0, price - minor)) }];
    const groups = per === 'line' ? lines.map((line) => [line]) : [lines];
    return groups.map((on) => wholeAtPrice(frame, on, minor, work));
  }
  if (per === 'unit') return [{ ...single, parts: one((price) => Math.min(price, minor)) }];
  // So much off all of it: units give what they cost until the amount is reached.
  const limit = (amount: number) => Math.min(amount, frame.maximum ?? amount);
  if (per === 'order') return [{ ...single, parts: one(everything), maximum: limit(minor) }];
  // The maximum holds for all lines together.
  const share = Math.floor((frame.maximum ?? Number.MAX_SAFE_INTEGER) / lines.length);
  return lines.map((line) => ({
    ...single,
    parts: one(everything, [line]),
    maximum: Math.min(minor, share),
  }));
}

/** All units of the lines together at a price, once. */
function wholeAtPrice(
  { promotion, maximum, caps }: Frame,
  lines: readonly number[],
  minor: number,
  work: Workspace,
): WantedOffer {
  const quantity = lines.reduce(
    (sum, line) => sum + Math.min(unitsIn(work, line), caps.get(line) ?? Number.MAX_SAFE_INTEGER),
    0,
  );
  const parts = [{ lines, quantity, isGiven: false, savingOf: everything }];
  return { promotion, maximum, caps, parts, fixed: -minor, times: 1, givesCheapest: false };
}

/** Reached by what the cart costs, or holds, before anything is taken off. */
export function tierOf(
  { by, tiers }: Extract<CompiledAction, { type: 'tiers' }>,
  selector: number,
  work: Workspace,
): Reduction | null {
  const reached =
    by === 'quantity' ? quantityOver(work, selector) : sumOver(work.original, work, selector);
  const { currency } = work.cart;
  return (
    tiers.findLast(
      ({ from }) =>
        reached >=
        (typeof from === 'number' ? from : (from.get(currency) ?? Number.POSITIVE_INFINITY)),
    )?.action ?? null
  );
}

/** How many units of each line, the cheapest or the dearest lines first, a limited target comes to. */
function capsOf({ target }: CompiledPromotion, work: Workspace): ReadonlyMap<number, number> {
  const { unitsPerLine, unitsPerOrder, take, selector } = target;
  if (unitsPerLine === null && unitsPerOrder === null) return NO_CAPS;
  const sign = take === 'dearest' ? -1 : 1;
  const price = (line: number) => (work.lines[line] as PricedLine).subtotal / unitsIn(work, line);
  const caps = new Map<number, number>();
  let left = unitsPerOrder ?? Number.MAX_SAFE_INTEGER;
  for (const line of [...linesOf(work, selector)].sort(
    (a, b) => sign * (price(a) - price(b)) || a - b,
  )) {
    const units = Math.min(
      work.units[line] as number,
      unitsPerLine ?? Number.MAX_SAFE_INTEGER,
      left,
    );
    caps.set(line, units);
    left -= units;
  }
  return caps;
}
