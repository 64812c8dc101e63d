// Deals: units that belong together, taken greedily as often as they come together. The same units
// are taken step by step until a line runs out of them, so a thousand pieces cost no more than one.

import { mulDiv } from '../rounding.js';
import type { CompiledDeal } from './compiled-promotion.js';
import { amountCut, type Cut, percentageCut, priceCut, sum } from './cuts.js';
import type { Targets } from './targets.js';
import { linesOf, type Workspace } from './workspace.js';

export interface DealOutcome {
  cuts: Cut[];
  times: number;
  /** By part: how many units of which lines; of what it takes something off, or pays for. */
  taken: ReadonlyMap<number, number>[];
}

type End = 'cheapest' | 'dearest';

/** Units of one line that no deal has taken yet. */
interface Stock {
  left: number;
  /** At the start, and what they cost together. */
  units: number;
  amount: number;
}

interface Part {
  nth: number;
  quantity: number;
  isReduced: boolean;
  end: End;
  /** Its lines in the order in which their units are taken. */
  order: readonly number[];
  fits: ReadonlySet<number>;
  /** The first of `order` that has units left. */
  cursor: number;
}

/** Units by line, for each part. */
type Picks = Map<number, number>[];

/** `null` when the units do not come together even once, or nothing would be saved. */
export function dealOutcome(
  deal: CompiledDeal,
  work: Workspace,
  amounts: readonly number[],
): DealOutcome | null {
  const stocks = stocksOf(deal, work, amounts);
  const parts = partsOf(deal, work, stocks);
  const taken: Picks = parts.map(() => new Map());
  let times = 0;
  while (times < deal.times) {
    const picks = pickOnce(deal, parts, stocks);
    if (!picks || !saves(deal, picks, stocks, work.cart.currency)) break;
    const repeats = Math.min(deal.times - times, repeatsOf(picks, stocks));
    for (const [nth, lines] of picks.entries()) {
      for (const [index, units] of lines) {
        (stocks.get(index) as Stock).left -= units * repeats;
        const sofar = taken[nth]?.get(index) ?? 0;
        taken[nth]?.set(index, sofar + units * repeats);
      }
    }
    times += repeats;
  }
  if (times === 0) return null;
  const cuts = cutsOf(deal, { taken, times, stocks }, work);
  return cuts.length > 0 ? { cuts, times, taken } : null;
}

function stocksOf(
  deal: CompiledDeal,
  work: Workspace,
  amounts: readonly number[],
): Map<number, Stock> {
  const stocks = new Map<number, Stock>();
  for (const { selector } of deal.parts) {
    for (const index of linesOf(work, selector)) {
      if (stocks.has(index)) continue;
      const all = work.units[index] as number;
      const left = all - (work.dealtUnits[index] as number);
      if (left > 0)
        stocks.set(index, { left, units: left, amount: freeAmount(work, amounts, index) });
    }
  }
  return stocks;
}

/** What the units of a line cost that no deal has taken. */
export function freeAmount(work: Workspace, amounts: readonly number[], index: number): number {
  const amount = amounts[index] as number;
  const dealt = work.dealtUnits[index] as number;
  if (dealt === 0) return amount;
  if (amounts === work.remaining) return amount - (work.dealtAmount[index] as number);
  const all = work.units[index] as number;
  return mulDiv(amount, all - dealt, all);
}

/**
 * From which end units are taken: given ones from the end that the deal or the shop says, paid ones
 * from the other; where a reduction is on all of them, the dearest unless the deal says otherwise.
 */
function partsOf(deal: CompiledDeal, work: Workspace, stocks: Map<number, Stock>): Part[] {
  const isWhole = isOnWhole(deal);
  const given = deal.take ?? (isWhole ? 'dearest' : work.settings.buyGet);
  const paid: End = given === 'cheapest' ? 'dearest' : 'cheapest';
  return deal.parts.map(({ selector, quantity, ppmOff }, nth) => {
    const isReduced = isWhole || ppmOff > 0;
    const lines = linesOf(work, selector).filter((index) => stocks.has(index));
    const end = isReduced ? given : paid;
    const sign = end === 'dearest' ? -1 : 1;
    const price = (index: number): number => unitPrice(stocks.get(index) as Stock);
    const order = lines.sort((a, b) => sign * (price(a) - price(b)) || a - b);
    return { nth, quantity, isReduced, end, order, fits: new Set(lines), cursor: 0 };
  });
}

export const isOnWhole = ({ priceMinor, amountOffMinor, ppmOff }: CompiledDeal): boolean =>
  priceMinor !== null || amountOffMinor !== null || ppmOff !== null;

/** To compare units only: no amount comes of it. */
const unitPrice = ({ amount, units }: Stock): number => amount / units;

/** The units of one deal: reduced parts choose first, unless then the others find none. */
function pickOnce(deal: CompiledDeal, parts: Part[], stocks: Map<number, Stock>): Picks | null {
  const slack = parts.map((part) => available(part, stocks) - part.quantity);
  if (slack.some((units) => units < 0)) return null;
  const scarce = (a: Part, b: Part): number => (slack[a.nth] as number) - (slack[b.nth] as number);
  const reducedFirst = [...parts].sort(
    (a, b) => Number(b.isReduced) - Number(a.isReduced) || scarce(a, b),
  );
  const picks = pickInOrder(reducedFirst, stocks) ?? pickInOrder([...parts].sort(scarce), stocks);
  return picks && (isOnWhole(deal) || isFair(parts, picks, stocks)) ? picks : null;
}

/** Units left for a part, counted no further than is of interest. */
function available(part: Part, stocks: Map<number, Stock>): number {
  let units = 0;
  while (part.cursor < part.order.length && leftOf(part.order[part.cursor], stocks) === 0) {
    part.cursor += 1;
  }
  for (let nth = part.cursor; nth < part.order.length && units <= 2 * part.quantity; nth += 1) {
    units += leftOf(part.order[nth], stocks);
  }
  return units;
}

const leftOf = (index: number | undefined, stocks: Map<number, Stock>): number =>
  stocks.get(index as number)?.left ?? 0;

function pickInOrder(parts: readonly Part[], stocks: Map<number, Stock>): Picks | null {
  const used = new Map<number, number>();
  const picks: Picks = parts.map(() => new Map());
  for (const { nth, quantity, order, cursor } of parts) {
    let missing = quantity;
    for (let step = cursor; missing > 0 && step < order.length; step += 1) {
      const index = order[step] as number;
      const taken = used.get(index) ?? 0;
      const units = Math.min(missing, leftOf(index, stocks) - taken);
      if (units <= 0) continue;
      used.set(index, taken + units);
      picks[nth]?.set(index, units);
      missing -= units;
    }
    if (missing > 0) return null;
  }
  return picks;
}

/** The cheapest are given: of units that could as well be the paid ones, none is dearer than those. */
function isFair(parts: readonly Part[], picks: Picks, stocks: Map<number, Stock>): boolean {
  const price = (index: number): number => unitPrice(stocks.get(index) as Stock);
  const linesIn = ({ nth }: Part): number[] => [...(picks[nth] as Map<number, number>).keys()];
  const paid = parts.filter(({ isReduced }) => !isReduced);
  const cheapestPaid = Math.min(...paid.flatMap(linesIn).map(price));
  return parts
    .filter(({ isReduced, end }) => isReduced && end === 'cheapest')
    .flatMap(linesIn)
    .every((index) => price(index) <= cheapestPaid || !paid.some(({ fits }) => fits.has(index)));
}

/** A price for all of them has to be lower than what they cost. */
function saves(
  { priceMinor, amountOffMinor }: CompiledDeal,
  picks: Picks,
  stocks: Map<number, Stock>,
  currency: string,
): boolean {
  if (amountOffMinor) return amountOffMinor.has(currency);
  if (!priceMinor) return true;
  const price = priceMinor.get(currency);
  if (price === undefined) return false;
  let cost = 0;
  for (const [index, units] of unitsByLine(picks)) {
    const stock = stocks.get(index) as Stock;
    cost += mulDiv(stock.amount, units, stock.units);
  }
  return cost > price;
}

/** How often the same units can be taken again before a line has too few of them. */
function repeatsOf(picks: Picks, stocks: Map<number, Stock>): number {
  let repeats = Infinity;
  for (const [index, units] of unitsByLine(picks)) {
    repeats = Math.min(repeats, Math.floor(leftOf(index, stocks) / units));
  }
  return repeats;
}

export function unitsByLine(picks: readonly ReadonlyMap<number, number>[]): Map<number, number> {
  const units = new Map<number, number>();
  for (const lines of picks) {
    for (const [index, count] of lines) units.set(index, (units.get(index) ?? 0) + count);
  }
  return units;
}

interface Taken {
  taken: Picks;
  times: number;
  stocks: Map<number, Stock>;
}

function cutsOf(deal: CompiledDeal, { taken, times, stocks }: Taken, work: Workspace): Cut[] {
  const shares = unitShares(work, stocks);
  if (!isOnWhole(deal)) {
    const cuts = deal.parts.map(({ ppmOff }, nth) =>
      ppmOff > 0
        ? percentageCut(shares(taken[nth] as Map<number, number>), ppmOff, work.settings)
        : null,
    );
    return cuts.filter((cut) => cut !== null);
  }
  const targets = shares(unitsByLine(taken));
  const cut = wholeCut(deal, targets, times, work);
  return cut ? [cut] : [];
}

function wholeCut(
  deal: CompiledDeal,
  targets: Targets,
  times: number,
  work: Workspace,
): Cut | null {
  const { currency } = work.cart;
  if (deal.ppmOff !== null) return percentageCut(targets, deal.ppmOff, work.settings);
  const price = deal.priceMinor?.get(currency);
  if (price !== undefined) return priceCut(targets, price, times);
  const minor = (deal.amountOffMinor?.get(currency) as number) * times;
  return amountCut(targets, minor, { type: 'amount', base: sum(targets.amounts), minor });
}

/**
 * Answers what units of lines cost, as targets. Units that it was asked for before are counted, so
 * that the shares of one line never add up to more than it costs, however they round.
 */
function unitShares(
  work: Workspace,
  stocks: Map<number, Stock>,
): (units: ReadonlyMap<number, number>) => Targets {
  const asked = new Map<number, number>();
  const bearing = new Map<number, number>();
  return (units) => {
    const at = [...units.keys()].sort((a, b) => a - b);
    const amounts = at.map((index) => {
      const stock = stocks.get(index) as Stock;
      const before = asked.get(index) ?? 0;
      const after = before + (units.get(index) as number);
      asked.set(index, after);
      return mulDiv(stock.amount, after, stock.units) - mulDiv(stock.amount, before, stock.units);
    });
    const caps = at.map((index, nth) => {
      const borne = bearing.get(index) ?? 0;
      const room = (work.remaining[index] as number) - (work.floor[index] as number) - borne;
      const cap = Math.max(0, Math.min(amounts[nth] as number, room));
      bearing.set(index, borne + cap);
      return cap;
    });
    return { at, amounts, caps, quantities: at.map(() => 0) };
  };
}
