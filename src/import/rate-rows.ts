// The rates of a state's tables → rows of the shop's tax data, for each category of articles.
//
// The tables know two rates, and not what is exempt: a state that exempts food writes the general rate
// into the food column, or a zero. So the shop's own file of the state has its say: where that exempts
// a category and the state's tables have no rate of their own for it, it stays exempt, and with it all
// local taxes (section 302 of the Streamlined Sales and Use Tax Agreement: one base in a state).

import { formatPercent } from '../core/decimal.js';
import type { TaxRate } from '../core/tax/tax-rules.js';
import { isoDate, OPEN } from './cells.js';
import { untilText } from './ranges.js';
import type { Levied, RatePeriod, SstJurisdiction } from './sst-rates.js';

export const STANDARD = 'standard';
export const FOOD = 'food';

/** Before any table. */
const BEGINNING = 19_000_101;

export type Sale = keyof Levied['general'];

/** What the rows of one state are made of. */
export interface RateSource {
  state: SstJurisdiction;
  /** The shop's own rows of the state's tax. */
  own: readonly TaxRate[];
  sale: Sale;
  source: string;
}

type Outcome = Pick<TaxRate, 'rate' | 'treatment' | 'reason' | 'isShippingTaxable'>;

/** The state's tax: on `standard` and `food` as the tables say, on other categories as its own file. */
export function stateRows(code: string, given: RateSource): TaxRate[] {
  const { state, own, source } = given;
  const tabled = [STANDARD, FOOD].flatMap((category) =>
    rows({ code, category, source }, cutsOf(category, state, given), (day) => {
      const period = at(state.periods, day);
      if (!period) return null;
      const row = ownRow(category, day, own);
      if (isExempt(category, day, given)) return outcomeOf(row as TaxRate);
      return { rate: formatPercent(ppmOf(period, category, given.sale)), ...shippingOf(row) };
    }),
  );
  return [...tabled, ...own.filter(({ category }) => category !== STANDARD && category !== FOOD)];
}

/** A local tax: nothing where the state exempts, and nothing before it was raised or after it lapsed. */
export function localRows(code: string, local: SstJurisdiction, given: RateSource): TaxRate[] {
  const { own, source } = given;
  const categories = new Set([STANDARD, FOOD, ...own.map(({ category }) => category)]);
  return [...categories].flatMap((category) =>
    rows({ code, category, source }, cutsOf(category, local, given), (day) => {
      const period = at(local.periods, day);
      const ppm = period && !isExempt(category, day, given) && ppmOf(period, category, given.sale);
      if (!ppm) return { rate: null };
      return { rate: formatPercent(ppm), ...shippingOf(ownRow(category, day, own)) };
    }),
  );
}

/** One row for each time in which the outcome stays the same; none where it is `null`. */
function rows(
  { code, category, source }: Pick<TaxRate, 'code' | 'category' | 'source'>,
  cuts: readonly number[],
  outcomeAt: (day: number) => Outcome | null,
): TaxRate[] {
  const written: TaxRate[] = [];
  let before = '';
  for (const [index, day] of cuts.entries()) {
    const outcome = outcomeAt(day);
    const until = untilText(cuts[index + 1] ?? OPEN);
    const text = JSON.stringify(outcome);
    const last = written.at(-1);
    if (last && text === before) last.until = until;
    else if (outcome) {
      const { rate, ...rest } = outcome;
      written.push({ code, category, rate, since: isoDate(day), until, source, ...rest });
    }
    before = text;
  }
  return written;
}

/** Every day on which something may change. */
function cutsOf(category: string, jurisdiction: SstJurisdiction, given: RateSource): number[] {
  const periods = [...jurisdiction.periods, ...given.state.periods];
  const own = given.own
    .filter((row) => row.category === category)
    .map(({ since, until }) => ({ since: dayOf(since), until: until ? dayOf(until) : OPEN }));
  const days = [...periods, ...own].flatMap(({ since, until }) => [since, until]);
  const known = days.filter((day) => day !== OPEN);
  return [...new Set([BEGINNING, ...known])].sort((a, b) => a - b);
}

const dayOf = (date: string): number => Number(date.replaceAll('-', ''));

const at = (periods: readonly RatePeriod[], day: number): RatePeriod | undefined =>
  periods.find(({ since, until }) => since <= day && day < until);

const ownRow = (category: string, day: number, own: readonly TaxRate[]): TaxRate | undefined =>
  own.find(
    ({ category: name, since, until }) =>
      name === category && dayOf(since) <= day && (until === null || day < dayOf(until)),
  );

function isExempt(category: string, day: number, { state, own, sale }: RateSource): boolean {
  const rate = ownRow(category, day, own)?.rate;
  if (rate === undefined || category === STANDARD) return false;
  if (rate !== null && Number(rate) !== 0) return false;
  const period = at(state.periods, day);
  const hasRateOfItsOwn =
    category === FOOD && period !== undefined && period.food[sale] !== period.general[sale];
  return !hasRateOfItsOwn;
}

const ppmOf = ({ general, food }: Levied, category: string, sale: Sale): number =>
  (category === FOOD ? food : general)[sale];

const outcomeOf = ({ rate, treatment, reason, isShippingTaxable }: TaxRate): Outcome => ({
  rate,
  ...(treatment === undefined ? {} : { treatment }),
  ...(reason === undefined ? {} : { reason }),
  ...(isShippingTaxable === undefined ? {} : { isShippingTaxable }),
});

/** Whether shipping is taxed is another thing that the tables do not know. */
const shippingOf = (row: TaxRate | undefined): Pick<Outcome, 'isShippingTaxable'> =>
  row?.isShippingTaxable === undefined ? {} : { isShippingTaxable: row.isShippingTaxable };
