// Postal codes → jurisdictions. Ranges are cut where any of them begins or ends and sorted, so that a
// code is found by halving, however many ranges an importer wrote. Codes are read as numbers of
// base 36: up to ten letters and digits stay below 2^53.

import type { RuleFault } from '../rule-faults.js';
import { checkFields, dated, type Fields, text, texts } from './check-fields.js';
import { holdsOn } from './compile-rates.js';
import type { TaxBoundary } from './tax-rules.js';

/** Of one length of code: where each piece starts, and the rows that cover it. */
interface Ranges {
  length: number;
  starts: readonly number[];
  rows: readonly (readonly TaxBoundary[])[];
}

/** Longest codes first: a ZIP+4 range is more precise than its ZIP. */
export type CompiledBoundaries = readonly Ranges[];

const fields: Fields = {
  required: { from: text, to: text, ...dated, jurisdictions: texts },
  optional: {},
};

const CODE = /^[0-9A-Z]{1,10}$/;

/** Upper case, without what only separates: `98001-1234` → `980011234`. */
export const normalisePostalCode = (text: string): string =>
  text.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');

interface PlacedBoundary {
  row: TaxBoundary;
  pointer: string;
  start: number;
  end: number;
}

export function compileBoundaries(
  boundaries: readonly TaxBoundary[],
  pointer: string,
  faults: RuleFault[],
): CompiledBoundaries {
  const byLength = new Map<number, PlacedBoundary[]>();
  for (const [index, row] of boundaries.entries()) {
    const placed = placeBoundary(row, `${pointer}/${index}`, faults);
    if (!placed) continue;
    const list = byLength.get(row.from.length);
    if (list) list.push(placed);
    else byLength.set(row.from.length, [placed]);
  }
  return [...byLength]
    .sort(([a], [b]) => b - a)
    .map(([length, placed]) => ({ length, ...cutRanges(placed, faults) }));
}

function placeBoundary(
  row: TaxBoundary,
  pointer: string,
  faults: RuleFault[],
): PlacedBoundary | null {
  if (!checkFields(row, fields, pointer, faults)) return null;
  for (const end of ['from', 'to'] as const) {
    if (CODE.test(row[end])) continue;
    const detail = `"${row[end]}" is not one to ten digits and capital letters`;
    faults.push({ pointer: `${pointer}/${end}`, detail });
    return null;
  }
  const [start, end] = [Number.parseInt(row.from, 36), Number.parseInt(row.to, 36) + 1];
  if (row.from.length !== row.to.length || end <= start) {
    const detail = `"${row.to}" is not as long as "${row.from}" and as large at least`;
    faults.push({ pointer: `${pointer}/to`, detail });
    return null;
  }
  return { row, pointer, start, end };
}

/** Sweeps over all beginnings and ends; between two of them the rows that cover a code are the same. */
function cutRanges(placed: PlacedBoundary[], faults: RuleFault[]): Omit<Ranges, 'length'> {
  const opening = [...placed].sort((a, b) => a.start - b.start);
  const cuts = [...new Set(placed.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const rows: TaxBoundary[][] = [];
  let open: PlacedBoundary[] = [];
  let next = 0;
  for (const cut of cuts) {
    open = open.filter(({ end }) => end > cut);
    for (let entry = opening[next]; entry?.start === cut; entry = opening[next]) {
      checkOverlap(entry, open, faults);
      open.push(entry);
      next += 1;
    }
    rows.push(open.map(({ row }) => row));
  }
  return { starts: cuts, rows };
}

function checkOverlap(entry: PlacedBoundary, open: PlacedBoundary[], faults: RuleFault[]): void {
  const { row, pointer } = entry;
  for (const { row: other } of open) {
    const apart =
      (other.until !== null && other.until <= row.since) ||
      (row.until !== null && row.until <= other.since);
    if (apart) continue;
    const detail = `an overlap with ${other.from}–${other.to} since ${other.since}`;
    faults.push({ pointer: `${pointer}/from`, detail });
    return;
  }
}

/** The parts of the place that the code lies in on that day; none where no range holds it. */
export function partsAt(
  boundaries: CompiledBoundaries,
  postalCode: string,
  date: string,
): readonly string[] {
  for (const { length, starts, rows } of boundaries) {
    if (postalCode.length < length) continue;
    const piece = lastAtMost(starts, Number.parseInt(postalCode.slice(0, length), 36));
    const row = rows[piece]?.find((boundary) => holdsOn(boundary, date));
    if (row) return row.jurisdictions;
  }
  return [];
}

/** Index of the last start that is not above the value, −1 when all are. */
function lastAtMost(starts: readonly number[], value: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
