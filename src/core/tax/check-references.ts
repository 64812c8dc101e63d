// Names in jurisdiction files that stand for nothing, or for themselves: parents, parts, taxes on taxes.

import type { RuleFault } from '../rule-faults.js';
import { pointerTo } from './check-fields.js';
import type { TaxJurisdiction, TaxRules } from './tax-rules.js';

/** From the most general jurisdiction to this one itself. */
export function lineageOf(
  id: string,
  jurisdictions: Record<string, TaxJurisdiction>,
  pointer: string,
  faults: RuleFault[],
): string[] {
  const lineage = [id];
  const parentOf = (name: string) =>
    Object.hasOwn(jurisdictions, name) ? jurisdictions[name]?.parent : undefined;
  for (let parent = parentOf(id); parent !== undefined; parent = parentOf(parent)) {
    if (lineage.includes(parent)) {
      faults.push({ pointer: `${pointer}/parent`, detail: `"${parent}" is a part of itself` });
      break;
    }
    lineage.unshift(parent);
  }
  return lineage;
}

/** Names of places and of taxes that stand for nothing. */
export function checkReferences(
  { jurisdictions }: TaxRules,
  known: (id: string) => boolean,
  pointer: string,
  faults: RuleFault[],
): void {
  for (const [id, file] of Object.entries(jurisdictions)) {
    const place = pointerTo(pointer, id);
    const { parent, boundaries, rates } = file ?? {};
    if (typeof parent === 'string' && !Object.hasOwn(jurisdictions, parent)) {
      faults.push({ pointer: `${place}/parent`, detail: `"${parent}" has no file` });
    }
    if (Array.isArray(boundaries)) {
      for (const [index, row] of boundaries.entries()) {
        const unknown = [row?.jurisdictions ?? []].flat().find((name) => !known(name));
        if (unknown === undefined) continue;
        const detail = `"${unknown}" is no jurisdiction known here`;
        faults.push({ pointer: `${place}/boundaries/${index}/jurisdictions`, detail });
      }
    }
    if (Array.isArray(rates)) checkCompounds(id, jurisdictions, place, faults);
  }
}

/** A tax on a tax must be on one that is owed at the same place, and not on itself by a detour. */
function checkCompounds(
  id: string,
  jurisdictions: Record<string, TaxJurisdiction>,
  place: string,
  faults: RuleFault[],
): void {
  const bases = new Map<string, Set<string>>();
  for (const name of lineageOf(id, jurisdictions, place, [])) {
    const rates = jurisdictions[name]?.rates;
    for (const rate of Array.isArray(rates) ? rates : []) {
      const on = bases.get(rate?.code) ?? new Set();
      bases.set(rate?.code, on);
      for (const code of Array.isArray(rate?.compoundOn) ? rate.compoundOn : []) on.add(code);
    }
  }
  for (const [index, rate] of (jurisdictions[id]?.rates ?? []).entries()) {
    if (!Array.isArray(rate?.compoundOn)) continue;
    const unknown = rate.compoundOn.find((code) => !bases.has(code));
    const isCircle = unknown === undefined && reaches(rate.code, rate.code, bases, new Set());
    if (unknown === undefined && !isCircle) continue;
    const detail = isCircle
      ? `${rate.code} is charged on itself`
      : `"${unknown}" is no tax of this place`;
    faults.push({ pointer: `${place}/rates/${index}/compoundOn`, detail });
  }
}

function reaches(
  code: string,
  goal: string,
  bases: ReadonlyMap<string, ReadonlySet<string>>,
  seen: Set<string>,
): boolean {
  seen.add(code);
  return [...(bases.get(code) ?? [])].some(
    (base) => base === goal || (!seen.has(base) && reaches(base, goal, bases, seen)),
  );
}
