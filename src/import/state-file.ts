// The tables of one state → the text of its file: the state with the postal codes of its parts, then
// each county, city and district with a tax of its own.

import type { TaxBoundary, TaxJurisdiction, TaxRate } from '../core/tax/tax-rules.js';
import { isoDate } from './cells.js';
import { type Ranges, untilText } from './ranges.js';
import { FOOD, localRows, type RateSource, STANDARD, stateRows } from './rate-rows.js';
import type { Parts, SstBoundaries } from './sst-boundaries.js';
import { jurisdictionTypes, type SstJurisdiction } from './sst-rates.js';
import type { UsState } from './us-states.js';

export interface StateFile {
  state: UsState;
  jurisdictions: ReadonlyMap<string, SstJurisdiction>;
  boundaries: SstBoundaries | undefined;
  /** What the shop has of this state already, or nothing. */
  own: TaxJurisdiction | undefined;
  source: Omit<RateSource, 'state' | 'own'>;
}

/** The code of every state's own tax. */
const SALES = 'SALES';

export const stateId = ({ code }: UsState): string => `US-${code}`;

/** The state's tax does not hold everywhere in it (reservations, towns across a border). */
const untaxedId = (state: UsState): string => `${stateId(state)}-UNTAXED`;

/** Pieces of a JSON list, a row a line, so that two quarters can be compared. */
export function* stateFileText(file: StateFile): Generator<string> {
  const { state, jurisdictions, boundaries, own, source } = file;
  const tax = [...jurisdictions.values()].find(({ type }) => type === jurisdictionTypes.state);
  if (!tax) throw new Error(`no rates of ${state.name} itself`);
  const ownRates = (own?.rates ?? []).filter(({ code }) => code === SALES);
  const given: RateSource = { ...source, state: tax, own: ownRates };
  const { rates: _rates, boundaries: _boundaries, ...head } = own ?? newState(state);
  yield* jurisdictionText('[\n', head, stateRows(SALES, given), boundariesText(state, boundaries));
  for (const [key, local] of jurisdictions) {
    if (local === tax) continue;
    const name = nameOf(local, state);
    const id = `${stateId(state)}-${key}`;
    const rates = localRows(codeOf(local), local, given);
    yield* jurisdictionText(',\n', { jurisdiction: id, name, parent: stateId(state) }, rates);
  }
  if (boundaries?.parts.some(({ isStateTaxed }) => !isStateTaxed)) {
    yield* jurisdictionText(',\n', untaxed(state), untaxedRows(given));
  }
  yield '\n]\n';
}

const newState = (state: UsState): TaxJurisdiction => ({
  jurisdiction: stateId(state),
  name: state.name,
  parent: 'US',
  rates: [],
});

function* jurisdictionText(
  start: string,
  head: Omit<TaxJurisdiction, 'rates' | 'boundaries'>,
  rates: readonly TaxRate[],
  boundaries: Iterable<string> = [],
): Generator<string> {
  yield `${start}${JSON.stringify(head).slice(0, -1)},"rates":[`;
  yield* lines(rates.map((rate) => JSON.stringify(rate)));
  let isFirst = true;
  for (const boundary of boundaries) {
    yield isFirst ? `],"boundaries":[\n${boundary}` : `,\n${boundary}`;
    isFirst = false;
  }
  yield ']}';
}

function* lines(texts: readonly string[]): Generator<string> {
  for (const [index, text] of texts.entries()) yield `${index === 0 ? '' : ','}\n${text}`;
}

function* boundariesText(state: UsState, boundaries: SstBoundaries | undefined): Generator<string> {
  if (!boundaries) return;
  const named = boundaries.parts.map((parts) => namesOf(parts, state));
  yield* rangesText(boundaries.zip, 5, named);
  yield* rangesText(boundaries.zipPlus4, 9, named);
}

function* rangesText(
  ranges: Ranges,
  digits: number,
  named: readonly string[][],
): Generator<string> {
  for (const { from, to, since, until, parts } of ranges) {
    const boundary: TaxBoundary = {
      from: String(from).padStart(digits, '0'),
      to: String(to).padStart(digits, '0'),
      since: isoDate(since),
      until: untilText(until),
      jurisdictions: named[parts] as string[],
    };
    yield JSON.stringify(boundary);
  }
}

/** The state itself where nobody else taxes: else the range of a whole ZIP would be asked instead. */
function namesOf({ isStateTaxed, keys }: Parts, state: UsState): string[] {
  const names = keys.map((key) => `${stateId(state)}-${key}`);
  if (!isStateTaxed) names.push(untaxedId(state));
  return names.length > 0 ? names : [stateId(state)];
}

/** Taxes at one place need codes of their own: of two with the same, the more specific stands alone. */
function codeOf({ type, code }: SstJurisdiction): string {
  if (type === jurisdictionTypes.county) return 'COUNTY';
  if (type === jurisdictionTypes.city) return 'CITY';
  return `DISTRICT-${type}-${code}`;
}

function nameOf({ type, code }: SstJurisdiction, { name }: UsState): string {
  if (type === jurisdictionTypes.county) return `County ${code} of ${name}`;
  if (type === jurisdictionTypes.city) return `City ${code} of ${name}`;
  return `District ${type}-${code} of ${name}`;
}

const untaxed = (state: UsState) => ({
  jurisdiction: untaxedId(state),
  name: `${state.name} where the state does not tax`,
  parent: stateId(state),
});

function untaxedRows({ own, source }: RateSource): TaxRate[] {
  const categories = new Set([STANDARD, FOOD, ...own.map(({ category }) => category)]);
  return [...categories].map((category) => ({
    code: SALES,
    category,
    rate: '0',
    since: '1900-01-01',
    until: null,
    source,
    treatment: 'O',
    reason: 'The state does not tax sales here',
  }));
}
