// The rate table of the Streamlined Sales Tax Governing Board: nine columns, no header, a row for each
// jurisdiction and time (Technology Guide, chapter 5, “Rate table”; the layout of 2005 still holds:
// RatesandBoundariesClean082605, data elements 1 to 9).

import { type ReadingOptions, readRecords } from '../csv/csv-records.js';
import { type Faults, isoDate, nextDay, OPEN, Row, reading } from './cells.js';
import { usStates } from './us-states.js';

const columns = [
  'state',
  'jurisdiction type',
  'jurisdiction FIPS code',
  'general tax rate intrastate',
  'general tax rate interstate',
  'food/drug tax rate intrastate',
  'food/drug tax rate interstate',
  'effective begin date',
  'effective end date',
];

/** X12 data element 1721. */
export const jurisdictionTypes = { county: '00', city: '01', state: '45' } as const;

/** Parts per million by what is sold, and for whom. */
export interface Levied {
  general: { intrastate: number; interstate: number };
  food: { intrastate: number; interstate: number };
}

/** From `since` to the day before `until`; dates as `20261001`, `OPEN` where no end is known. */
export interface RatePeriod extends Levied {
  since: number;
  until: number;
  file: string;
  line: number;
}

export interface SstJurisdiction {
  /** FIPS code of the state. */
  state: string;
  type: string;
  code: string;
  /** In order of time, without overlaps. */
  periods: RatePeriod[];
}

/** By state, then by `jurisdictionKey`. */
export type SstRates = Map<string, Map<string, SstJurisdiction>>;

export const jurisdictionKey = (type: string, code: string): string => `${type}-${code}`;

export async function readRates(
  files: readonly string[],
  faults: Faults,
  options: ReadingOptions = {},
): Promise<SstRates> {
  const rates: SstRates = new Map();
  for (const file of files) {
    const row = new Row(file, columns);
    await readRecords(
      file,
      (cells, line) => {
        if (line === 1 && /^\D*state/i.test(cells[0] ?? '')) return;
        reading(faults, () => addRate(rates, row.at(cells, line)));
      },
      options,
    );
  }
  for (const jurisdictions of rates.values()) {
    for (const jurisdiction of jurisdictions.values()) settlePeriods(jurisdiction, faults);
  }
  return rates;
}

function addRate(rates: SstRates, row: Row): void {
  row.assertWidth(columns.length);
  const state = row.digits(0, 2);
  if (!usStates.has(state)) throw row.fault(0, 'no FIPS code of a state');
  const type = row.digits(1, 2);
  const code = row.digits(2, lengthOf(type));
  const jurisdictions = rates.get(state) ?? new Map<string, SstJurisdiction>();
  rates.set(state, jurisdictions);
  const key = jurisdictionKey(type, code);
  const jurisdiction = jurisdictions.get(key) ?? { state, type, code, periods: [] };
  const since = row.date(7);
  const until = row.dayAfter(8);
  if (until <= since) throw row.fault(8, `before ${isoDate(since)}, on which it begins`);
  jurisdiction.periods.push({
    general: { intrastate: row.ppm(3), interstate: row.ppm(4) },
    food: { intrastate: row.ppm(5), interstate: row.ppm(6) },
    since,
    until,
    file: row.file,
    line: row.line,
  });
  jurisdictions.set(key, jurisdiction);
}

function lengthOf(type: string): number {
  if (type === jurisdictionTypes.state) return 2;
  return type === jurisdictionTypes.county ? 3 : 5;
}

/**
 * Puts the periods in order of time. Rows that say the same are one; where a row ends on the very day
 * on which the next one begins, as some states write it, the later one holds.
 */
function settlePeriods(jurisdiction: SstJurisdiction, faults: Faults): void {
  const settled: RatePeriod[] = [];
  for (const period of [...jurisdiction.periods].sort((a, b) => a.since - b.since)) {
    const last = settled.at(-1);
    if (last && period.since <= last.until && isSameRate(last, period)) {
      last.until = Math.max(last.until, period.until);
      continue;
    }
    if (last && period.since < last.until) {
      if (last.since === period.since || !endsOn(last.until, period.since)) {
        const other = `${last.file}:${last.line}, which holds since ${isoDate(last.since)}`;
        const what = `"${isoDate(period.since)}" overlaps ${other}`;
        faults.add(`${period.file}:${period.line}: ${columns[7]}: ${what} at another rate`);
      }
      last.until = period.since;
    }
    settled.push(period);
  }
  jurisdiction.periods = settled;
  if (jurisdiction.type === jurisdictionTypes.state) assertSeamless(settled, faults);
}

const endsOn = (until: number, day: number): boolean => until !== OPEN && until === nextDay(day);

/** Local taxes lapse and come back; a state's own does not. */
function assertSeamless(periods: readonly RatePeriod[], faults: Faults): void {
  for (const [index, { file, line, since }] of periods.entries()) {
    const before = periods[index - 1];
    if (!before || before.until === since) continue;
    const what = `"${isoDate(since)}" leaves a gap after ${before.file}:${before.line}`;
    faults.add(
      `${file}:${line}: ${columns[7]}: ${what}, which ends before ${isoDate(before.until)}`,
    );
  }
}

export function isSameRate(a: Levied, b: Levied): boolean {
  return (
    a.general.intrastate === b.general.intrastate &&
    a.general.interstate === b.general.interstate &&
    a.food.intrastate === b.food.intrastate &&
    a.food.interstate === b.food.interstate
  );
}
