// The best deal brought back to the cart: each unit's saving to its line, each order discount spread
// over what the lines still cost.

import { spread } from '../allocate.js';
import type { CompiledPromotion } from '../promotions/compiled-promotion.js';
import type { Workspace } from '../promotions/workspace.js';
import type { Application, DealSolution, OrderOffer, UnitClass, UnitOffer } from './problem.js';
import type { Translated } from './translate.js';

export interface SettledPromotion {
  promotion: CompiledPromotion;
  /** By line, the shipping as the last entry. */
  shares: Map<number, number>;
  /** How a deal's units came together: lines part by part, and what they save. */
  applications: { lines: number[][]; saving: number }[];
}

/** Takes everything off `work.remaining`; unit offers first, each kind in order of priority. */
export function settleDeal(
  { problem, promotions, sources }: Translated,
  { applications, orderDiscounts }: DealSolution,
  work: Workspace,
): SettledPromotion[] {
  const settled = settleUnits({ problem, promotions, sources }, applications, work);
  for (const { offer, lines, shipping } of orderDiscounts) {
    const { promotion } = problem.orderOffers[offer] as OrderOffer;
    settled.push(
      settleOrder(promotions[promotion] as CompiledPromotion, { lines, shipping }, work),
    );
  }
  return settled;
}

interface UnitShare {
  line: number;
  saving: number;
}

function settleUnits(
  { problem, promotions, sources }: Translated,
  applications: readonly Application[],
  work: Workspace,
): SettledPromotion[] {
  const next = sources.map(() => 0);
  const byOffer = new Map<
    number,
    { units: UnitShare[]; shown: SettledPromotion['applications'] }
  >();
  for (const { offer, units, saving } of applications) {
    const lines = units.map((part) =>
      part.map((unitClass) => {
        const at = next[unitClass] as number;
        next[unitClass] = at + 1;
        return sources[unitClass]?.[at] as number;
      }),
    );
    const savings = unitSavings(problem.offers[offer] as UnitOffer, problem.classes, units, saving);
    const flat = lines.flat();
    const entry = byOffer.get(offer) ?? { units: [], shown: [] };
    entry.units.push(...savings.map((one, at) => ({ line: flat[at] as number, saving: one })));
    entry.shown.push({ lines, saving });
    byOffer.set(offer, entry);
  }
  const settled = new Map<number, SettledPromotion>();
  for (const [offer, { units, shown }] of byOffer) {
    const { promotion, maximum } = problem.offers[offer] as UnitOffer;
    const entry = settled.get(promotion) ?? {
      promotion: promotions[promotion] as CompiledPromotion,
      shares: new Map<number, number>(),
      applications: [],
    };
    for (const { line, saving } of within(units, maximum)) take(entry.shares, line, saving, work);
    entry.applications.push(...shown);
    settled.set(promotion, entry);
  }
  return [...settled.values()].sort((a, b) => a.promotion.position - b.promotion.position);
}

/** What each unit of an application saves; a bundle's saving is spread by what its units cost. */
function unitSavings(
  { parts, fixed }: UnitOffer,
  classes: readonly UnitClass[],
  units: readonly (readonly number[])[],
  saving: number,
): number[] {
  if (fixed === 0) {
    return units.flatMap((part, index) =>
      part.map((unitClass) => parts[index]?.savings.get(unitClass) as number),
    );
  }
  const all = units.flat().map((unitClass) => classes[unitClass] as UnitClass);
  return spread(
    saving,
    all.map(({ price }) => price),
    all.map(({ price, floor }) => price - floor),
    'largest-remainder',
  );
}

function within(units: UnitShare[], maximum: number | null): UnitShare[] {
  const savings = units.map(({ saving }) => saving);
  const total = savings.reduce((sum, saving) => sum + saving, 0);
  if (maximum === null || total <= maximum) return units;
  const shares = spread(maximum, savings, savings, 'largest-remainder');
  return units.map(({ line }, at) => ({ line, saving: shares[at] as number }));
}

function take(shares: Map<number, number>, index: number, amount: number, work: Workspace): void {
  if (amount === 0) return;
  shares.set(index, (shares.get(index) ?? 0) + amount);
  work.remaining[index] = (work.remaining[index] as number) - amount;
}

function settleOrder(
  promotion: CompiledPromotion,
  discount: { lines: number; shipping: number },
  work: Workspace,
): SettledPromotion {
  const shares = new Map<number, number>();
  const { remaining, floor, settings } = work;
  const lines = [...work.lines.keys()];
  const amounts = lines.map((line) => Math.max(0, remaining[line] as number));
  const caps = lines.map((line) =>
    Math.max(0, (remaining[line] as number) - (floor[line] as number)),
  );
  const parts = spread(discount.lines, amounts, caps, settings.discountSpread);
  for (const line of lines) take(shares, line, parts[line] as number, work);
  take(shares, lines.length, discount.shipping, work);
  return { promotion, shares, applications: [] };
}
