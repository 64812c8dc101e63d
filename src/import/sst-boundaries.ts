// The boundary table of the Streamlined Sales Tax Governing Board: 89 columns, no header (Technology
// Guide, chapter 5, “Boundary table”; the layout of 2005 still holds: RatesandBoundariesClean082605).
// A row names the jurisdictions of a range of ZIP codes (`Z`), of ZIP+4 codes (`4`) or of addresses
// (`A`). Addresses are left out: a shop here knows postal codes, not streets.

import { type ReadingOptions, readRecords } from '../csv/csv-records.js';
import { type Faults, OPEN, Row, reading } from './cells.js';
import { type Range, Ranges } from './ranges.js';
import {
  jurisdictionKey,
  jurisdictionTypes,
  type SstJurisdiction,
  type SstRates,
} from './sst-rates.js';

const SPECIALS = 20;

const columns = [
  'record type',
  'beginning effective date',
  'ending effective date',
  'low address range',
  'high address range',
  'odd/even range indicator',
  'street pre-directional abbr',
  'street name',
  'street suffix abbr',
  'street post directional',
  'address secondary - abbr',
  'address secondary - low',
  'address secondary - high',
  'address secondary - odd/even',
  'city name',
  'zip code',
  'plus 4',
  'zip code - low',
  'zip code extension - low',
  'zip code - high',
  'zip code extension - high',
  'composite SER code',
  'FIPS state code',
  'FIPS state indicator',
  'FIPS county code',
  'FIPS place number',
  'FIPS place class code',
  'longitude',
  'latitude',
  ...Array.from({ length: SPECIALS }, (_, index) => [
    `special tax district code source - ${index + 1}`,
    `special tax district code - ${index + 1}`,
    `type of taxing authority code - ${index + 1}`,
  ]).flat(),
];

const at = {
  recordType: 0,
  begin: 1,
  end: 2,
  zipLow: 17,
  extensionLow: 18,
  zipHigh: 19,
  extensionHigh: 20,
  state: 22,
  stateIndicator: 23,
  county: 24,
  place: 25,
  special: 30,
} as const;

/** Some states leave empty columns at the end of a row away. */
const WIDTH_LEAST = at.place + 1;

/** The jurisdictions of one range: keys of the state's own, and whether the state taxes there. */
export interface Parts {
  isStateTaxed: boolean;
  keys: readonly string[];
}

export interface SstBoundaries {
  zip: Ranges;
  zipPlus4: Ranges;
  /** By the index that ranges have. */
  parts: Parts[];
  /** Rows of addresses, which were left out. */
  addresses: number;
  /** Rows that ended before they matter. */
  ended: number;
  /** Codes of districts that no rate table knows, with the number of rows that name them. */
  unknown: Map<string, number>;
}

export interface BoundaryOptions extends ReadingOptions {
  /** Rows that end on this day (`20260101`) or before are left out. */
  since?: number | undefined;
}

/** By state. */
export async function readBoundaries(
  files: readonly string[],
  rates: SstRates,
  faults: Faults,
  { since = 0, ...options }: BoundaryOptions = {},
): Promise<Map<string, SstBoundaries>> {
  const states = new Map<string, StateBoundaries>();
  for (const [index, file] of files.entries()) {
    const row = new Row(file, columns);
    await readRecords(
      file,
      (cells, line) => {
        if (line === 1 && /^\s*record/i.test(cells[0] ?? '')) return;
        reading(faults, () => addRow(states, rates, row.at(cells, line), index, since));
      },
      options,
    );
  }
  for (const state of states.values()) {
    if (!settle(state, files, faults)) break;
  }
  return states;
}

/** `false` when there are too many faults to go on. */
function settle(state: StateBoundaries, files: readonly string[], faults: Faults): boolean {
  for (const ranges of [state.zip, state.zipPlus4]) {
    ranges.settle();
    for (const { row, earlier } of ranges.contradictions()) {
      const what = `${columns[at.zipLow]}: "${row.from}" overlaps`;
      const other = `${files[earlier.file]}:${earlier.line}, which names other jurisdictions`;
      faults.add(`${files[row.file]}:${row.line}: ${what} ${other}`);
      if (faults.areTooMany) return false;
    }
  }
  leaveOutRepetitions(state);
  return true;
}

/** What holds for a ZIP is said once, and not again of each part of it: most of a table is that. */
function leaveOutRepetitions({ zip, zipPlus4 }: SstBoundaries): void {
  const byZip = new Map<number, Range[]>();
  for (const range of zip) {
    for (let code = range.from; code <= range.to; code += 1) {
      const known = byZip.get(code);
      if (known) known.push(range);
      else byZip.set(code, [range]);
    }
  }
  zipPlus4.keep(({ from, to, since, until, parts }) => {
    for (let code = zipOf(from); code <= zipOf(to); code += 1) {
      const says = ({ since: first, until: last, parts: own }: Range): boolean =>
        own === parts && first <= since && until <= last;
      if (!byZip.get(code)?.some(says)) return true;
    }
    return false;
  });
}

const zipOf = (plus4: number): number => Math.floor(plus4 / 10_000);

class StateBoundaries implements SstBoundaries {
  readonly zip = new Ranges();
  readonly zipPlus4 = new Ranges();
  readonly parts: Parts[] = [];
  readonly unknown = new Map<string, number>();
  addresses = 0;
  ended = 0;
  readonly #known: ReadonlyMap<string, SstJurisdiction>;
  readonly #byCode = new Map<string, string[]>();
  readonly #partsByText = new Map<string, number>();

  constructor(known: ReadonlyMap<string, SstJurisdiction>) {
    this.#known = known;
    for (const [key, { code }] of known) {
      this.#byCode.set(code, [...(this.#byCode.get(code) ?? []), key]);
    }
  }

  /** The index of the jurisdictions that a row names. */
  partsOf(row: Row): number {
    const isStateTaxed = row.code(at.stateIndicator, 2) !== null;
    const keys = [...this.#localOf(row), ...this.#specialsOf(row)];
    const text = `${isStateTaxed} ${keys.join(' ')}`;
    const known = this.#partsByText.get(text);
    if (known !== undefined) return known;
    this.parts.push({ isStateTaxed, keys });
    this.#partsByText.set(text, this.parts.length - 1);
    return this.parts.length - 1;
  }

  /** Every county and place is named, also those without a tax of their own. */
  #localOf(row: Row): string[] {
    const county = row.code(at.county, 3);
    const place = row.code(at.place, 5);
    return [
      county && jurisdictionKey(jurisdictionTypes.county, county),
      place && jurisdictionKey(jurisdictionTypes.city, place),
    ].filter((key): key is string => key !== null && this.#known.has(key));
  }

  #specialsOf(row: Row): string[] {
    const keys: string[] = [];
    for (let column = at.special; column < columns.length; column += 3) {
      const code = row.code(column, 5);
      if (code === null) continue;
      const key = this.#specialKey(code, row.code(column + 1, 2) ?? '00');
      if (key !== null && !keys.includes(key)) keys.push(key);
    }
    return keys;
  }

  /** By type and code, or by the code alone where one jurisdiction only has it: types are often wrong. */
  #specialKey(code: string, type: string): string | null {
    const key = jurisdictionKey(type, code);
    if (this.#known.has(key)) return key;
    const [only, ...others] = this.#byCode.get(code) ?? [];
    if (only !== undefined && others.length === 0) return only;
    this.unknown.set(key, (this.unknown.get(key) ?? 0) + 1);
    return null;
  }
}

function addRow(
  states: Map<string, StateBoundaries>,
  rates: SstRates,
  row: Row,
  file: number,
  since: number,
): void {
  row.assertWidth(WIDTH_LEAST);
  const type = row.text(at.recordType).toUpperCase();
  if (!['Z', '4', 'A'].includes(type)) throw row.fault(at.recordType, 'not one of Z, 4 and A');
  const fips = row.digits(at.state, 2);
  const known = rates.get(fips);
  if (!known) throw row.fault(at.state, 'a state that the rate tables have nothing of');
  const state = states.get(fips) ?? new StateBoundaries(known);
  states.set(fips, state);
  if (type === 'A') {
    state.addresses += 1;
    return;
  }
  const begin = row.date(at.begin);
  const until = row.dayAfter(at.end);
  if (until <= begin) throw row.fault(at.end, 'before the row begins');
  if (until !== OPEN && until <= since) {
    state.ended += 1;
    return;
  }
  const range = { ...codesOf(row, type), since: begin, until, file, line: row.line };
  const ranges = type === 'Z' ? state.zip : state.zipPlus4;
  ranges.add({ ...range, parts: state.partsOf(row) });
}

/** Five digits, or nine with the extension. */
function codesOf(row: Row, type: string): { from: number; to: number } {
  const end = (zip: number, extension: number): number =>
    type === 'Z'
      ? Number(row.digits(zip, 5))
      : Number(row.digits(zip, 5) + row.digits(extension, 4));
  const from = end(at.zipLow, at.extensionLow);
  const hasHigh = row.text(at.zipHigh) !== '';
  const to = hasHigh ? end(at.zipHigh, at.extensionHigh) : from;
  if (to < from) throw row.fault(at.zipHigh, `lower than "${row.text(at.zipLow)}"`);
  return { from, to };
}
