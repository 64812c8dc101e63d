// What can be wrong with categories, the determination table and the seller.

import { taxTreatments } from '../cart.js';
import type { RuleFault } from '../rule-faults.js';
import {
  checkFields,
  dated,
  everyOf,
  type Fields,
  flag,
  list,
  oneOf,
  pointerTo,
  record,
  text,
  texts,
} from './check-fields.js';
import type { CompiledJurisdiction } from './compile-taxes.js';
import { regionOf } from './place.js';
import {
  type TaxCategory,
  type TaxDetermination,
  type TaxDeterminationRow,
  type TaxSeller,
  taxSupplies,
} from './tax-rules.js';

const categoryFields: Fields = {
  required: {},
  optional: { fallback: text, supply: oneOf(taxSupplies), note: text },
};

export function checkCategories(
  categories: Record<string, TaxCategory>,
  pointer: string,
  faults: RuleFault[],
): void {
  for (const [name, category] of Object.entries(categories)) {
    const place = pointerTo(pointer, name);
    if (!checkFields(category, categoryFields, place, faults)) continue;
    const detail = fallbackFault(name, categories);
    if (detail !== null) faults.push({ pointer: `${place}/fallback`, detail });
  }
}

function fallbackFault(name: string, categories: Record<string, TaxCategory>): string | null {
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined; ) {
    if (seen.has(next)) return `falls back on itself by way of "${next}"`;
    if (!Object.hasOwn(categories, next)) return `"${next}" is no category of this list`;
    seen.add(next);
    next = categories[next]?.fallback;
  }
  return null;
}

const determinationFields: Fields = { required: { areas: record, rows: list }, optional: {} };

const memberFields: Fields = {
  required: { jurisdiction: text, ...dated },
  optional: { supply: oneOf(taxSupplies) },
};

const rowFields: Fields = {
  required: { id: text, when: record, outcome: record, ...dated, source: text },
  optional: {},
};

const circumstanceFields: Fields = {
  required: {},
  optional: {
    from: texts,
    to: texts,
    supply: everyOf(taxSupplies),
    isSameCountry: flag,
    isSameRegion: flag,
    isRegistered: flag,
    isOssRegistered: flag,
    isBelowThreshold: flag,
    vatIdOf: texts,
    isVatIdForeign: flag,
  },
};

const ratesFields: Fields = {
  required: { rates: oneOf(['destination', 'origin']) },
  optional: { codes: texts },
};

const zeroFields: Fields = {
  required: { code: text, treatment: oneOf(taxTreatments), reason: text },
  optional: {},
};

type Known = (id: string) => boolean;

export function checkDetermination(
  determination: TaxDetermination,
  known: Known,
  pointer: string,
  faults: RuleFault[],
): void {
  if (!checkFields(determination, determinationFields, pointer, faults)) return;
  const { areas, rows } = determination;
  for (const [name, members] of Object.entries(areas)) {
    const place = pointerTo(`${pointer}/areas`, name);
    if (!Array.isArray(members)) faults.push({ pointer: place, detail: 'is not a list' });
    else
      for (const [index, member] of members.entries()) {
        if (!checkFields(member, memberFields, `${place}/${index}`, faults)) continue;
        const { jurisdiction } = member;
        checkNames([jurisdiction], known, `${place}/${index}/jurisdiction`, faults);
      }
  }
  const isNamed: Known = (id) => known(id) || Object.hasOwn(areas, id);
  const ids = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const place = `${pointer}/rows/${index}`;
    if (!checkRow(row, isNamed, place, faults)) continue;
    if (ids.has(row.id)) faults.push({ pointer: `${place}/id`, detail: `"${row.id}" is taken` });
    ids.add(row.id);
  }
}

function checkRow(
  row: TaxDeterminationRow,
  isNamed: Known,
  pointer: string,
  faults: RuleFault[],
): boolean {
  if (!checkFields(row, rowFields, pointer, faults)) return false;
  const before = faults.length;
  const { when } = row;
  checkFields(
    row.outcome,
    'rates' in row.outcome ? ratesFields : zeroFields,
    `${pointer}/outcome`,
    faults,
  );
  if (!checkFields(when, circumstanceFields, `${pointer}/when`, faults)) return false;
  for (const name of ['from', 'to', 'vatIdOf'] as const) {
    checkNames(when[name] ?? [], isNamed, `${pointer}/when/${name}`, faults);
  }
  return faults.length === before;
}

const sellerFields: Fields = {
  required: { country: text },
  optional: {
    region: text,
    postalCode: text,
    registrations: list,
    isOssRegistered: flag,
    isBelowThreshold: flag,
  },
};

export function checkSeller(
  seller: TaxSeller,
  home: Pick<CompiledJurisdiction, 'needs' | 'registration'> | undefined,
  known: Known,
  faults: RuleFault[],
): void {
  if (!checkFields(seller, sellerFields, '/seller', faults)) return;
  const id = regionOf(seller);
  if (id === null && !seller.postalCode && home?.registration === 'region') {
    // Without it the seller would be at home nowhere, and collect nothing.
    const detail = `is needed: the taxes of ${seller.country} depend on it`;
    faults.push({ pointer: '/seller/region', detail });
  }
  if (id !== null && home?.needs === 'region') checkNames([id], known, '/seller/region', faults);
  checkNames([seller.country], known, '/seller/country', faults);
  checkNames(seller.registrations ?? [], known, '/seller/registrations', faults);
  if (seller.isOssRegistered && seller.isBelowThreshold) {
    // Whoever registers gives the threshold up (article 59c, paragraph 3 of Directive 2006/112/EC).
    const detail = 'goes with no registration for the One-Stop-Shop';
    faults.push({ pointer: '/seller/isBelowThreshold', detail });
  }
}

function checkNames(
  names: readonly string[],
  known: Known,
  pointer: string,
  faults: RuleFault[],
): void {
  for (const name of names) {
    if (known(name)) continue;
    faults.push({ pointer, detail: `${JSON.stringify(name)} is no jurisdiction known here` });
  }
}
