// The taxes of a period: what its invoices and credit notes say, added up. Nothing is computed anew:
// the rows are those that were frozen with the orders, so that the report and the documents agree.

import type { TaxTreatment } from './cart.js';
import { exchange } from './invoice/exchange-rate.js';
import type { TaxAmount } from './tax/tax-amount.js';

/** What the report reads of a document; amounts of a credit note are above zero. */
export interface TaxedDocument {
  kind: 'invoice' | 'credit-note';
  number: string;
  /** `YYYY-MM-DD`: decides the period. */
  issueDate: string;
  /** Of the invoice that a credit note corrects. */
  correctedIssueDate: string | null;
  currency: string;
  /** Where the goods went: ISO 3166-1 alpha-2. */
  country: string;
  taxes: readonly TaxAmount[];
}

interface Sums {
  base: number;
  tax: number;
  documents: number;
}

/** Minor units of `currency`. `net…` is what was invoiced less what was corrected. */
export interface TaxReportRow {
  country: string;
  jurisdiction: string;
  code: string;
  /** Percent as a decimal string. */
  rate: string;
  treatment: TaxTreatment;
  isWithheld: boolean;
  currency: string;
  invoiced: Sums;
  corrected: Sums;
}

const STANDARD: TaxTreatment = 'S';

/** Adds documents up one by one, in any order. */
export class TaxReport {
  readonly #rows = new Map<string, TaxReportRow>();

  add(document: TaxedDocument): void {
    const counted = new Set<TaxReportRow>();
    for (const tax of document.taxes) {
      const row = this.#rowOf(document, tax);
      const sums = document.kind === 'invoice' ? row.invoiced : row.corrected;
      addTo(sums, tax.base, tax.amount);
      // A document may have a rate twice, for other reasons; it is one document.
      if (!counted.has(row)) sums.documents += 1;
      counted.add(row);
    }
  }

  rows(): TaxReportRow[] {
    return sortedByKey(this.#rows);
  }

  #rowOf({ country, currency }: TaxedDocument, tax: TaxAmount): TaxReportRow {
    const { code, jurisdiction, rate, treatment = STANDARD, isWithheld = false } = tax;
    const key = keyOf(country, jurisdiction, code, sortable(rate), treatment, isWithheld, currency);
    const known = this.#rows.get(key);
    if (known) return known;
    const place = { country, jurisdiction, code, rate, treatment, isWithheld, currency };
    const row = { ...place, invoiced: nothing(), corrected: nothing() };
    this.#rows.set(key, row);
    return row;
  }
}

/** A row of the return of the EU's one-stop shop (Union scheme; Directive 2006/112/EC, art. 369g). */
export interface OssRow {
  /** `correction`: of an earlier period, which the return names. */
  section: 'supply' | 'correction';
  /** As VAT numbers begin: Greece is `EL`. */
  memberState: string;
  rate: string;
  /** `YYYY-MM` of the corrected invoices; empty for supplies. */
  period: string;
  /** `base` and `tax` are minor units of it: EUR, or another one whose rate is not known. */
  currency: string;
  base: number;
  tax: number;
  documents: number;
}

export interface OssOptions {
  /** The first day of the report's period: what corrects earlier invoices stands apart. */
  from: string;
  memberStates: ReadonlySet<string>;
  /** Where the seller declares VAT at home: its own country, and others where it is registered. */
  declaredElsewhere: ReadonlySet<string>;
  /** What a major unit of a currency is in EUR, as a decimal string. */
  rates: ReadonlyMap<string, string>;
}

const EUR = 'EUR';

/** Sums first in each document's own currency: what is converted is rounded once a row. */
export class OssReport {
  readonly #options: OssOptions;
  readonly #rows = new Map<string, OssRow>();

  constructor(options: OssOptions) {
    this.#options = options;
  }

  add(document: TaxedDocument): void {
    const counted = new Set<OssRow>();
    for (const tax of document.taxes) {
      if (!this.#isDeclared(tax)) continue;
      const row = this.#rowOf(document, tax);
      const sign = document.kind === 'invoice' ? 1 : -1;
      addTo(row, sign * tax.base, sign * tax.amount);
      if (!counted.has(row)) row.documents += 1;
      counted.add(row);
    }
  }

  /** Rows in currencies without a rate stay in them, behind those of their state. */
  rows(): OssRow[] {
    const converted = new Map<string, OssRow>();
    for (const row of sortedByKey(this.#rows)) {
      const rate = row.currency === EUR ? '1' : this.#options.rates.get(row.currency);
      const inEuro = rate === undefined ? row : convert(row, rate);
      const { section, memberState, period, currency } = inEuro;
      const isOther = currency === EUR ? '' : currency;
      const key = keyOf(section, memberState, period, isOther, sortable(row.rate));
      const known = converted.get(key);
      if (known) {
        addTo(known, inEuro.base, inEuro.tax);
        known.documents += inEuro.documents;
      } else converted.set(key, { ...inEuro });
    }
    const rows = sortedByKey(converted);
    return [...rows.filter(isSupply), ...rows.filter((row) => !isSupply(row))];
  }

  /** VAT of another member state on a sale to a consumer; reverse charge and exports have no rate. */
  #isDeclared({ code, jurisdiction, treatment = STANDARD, isWithheld }: TaxAmount): boolean {
    const { memberStates, declaredElsewhere } = this.#options;
    const state = stateOf(jurisdiction);
    if (code !== 'VAT' || treatment !== STANDARD || isWithheld) return false;
    return memberStates.has(state) && !declaredElsewhere.has(state);
  }

  #rowOf(document: TaxedDocument, { jurisdiction, rate }: TaxAmount): OssRow {
    const { currency, correctedIssueDate } = document;
    const isLater = correctedIssueDate !== null && correctedIssueDate < this.#options.from;
    const period = isLater ? correctedIssueDate.slice(0, 7) : '';
    const section = isLater ? 'correction' : 'supply';
    const memberState = inVatNumbers(stateOf(jurisdiction));
    const key = keyOf(section, memberState, period, currency, sortable(rate));
    const known = this.#rows.get(key);
    if (known) return known;
    const row: OssRow = { section, memberState, rate, period, currency, ...nothing() };
    this.#rows.set(key, row);
    return row;
  }
}

const isSupply = ({ section }: OssRow): boolean => section === 'supply';

const convert = (row: OssRow, rate: string): OssRow => ({
  ...row,
  currency: EUR,
  base: exchange(row.base, row.currency, EUR, rate),
  tax: exchange(row.tax, row.currency, EUR, rate),
});

/** The state that a part of it, such as `PT-20`, belongs to. */
const stateOf = (jurisdiction: string): string => jurisdiction.slice(0, 2);

const inVatNumbers = (state: string): string => (state === 'GR' ? 'EL' : state);

const nothing = (): Sums => ({ base: 0, tax: 0, documents: 0 });

/** @throws RangeError where a sum can no longer be exact. */
function addTo(sums: { base: number; tax: number }, base: number, tax: number): void {
  sums.base += base;
  sums.tax += tax;
  if (!Number.isSafeInteger(sums.base) || !Number.isSafeInteger(sums.tax)) {
    throw new RangeError('the taxes of the period are too large to be added up exactly');
  }
}

const SEPARATOR = '\u0000';
const keyOf = (...parts: (string | boolean)[]): string => parts.join(SEPARATOR);

/** `5.5` before `19`. */
const sortable = (rate: string): string => {
  const [whole = '', decimals = ''] = rate.split('.');
  return `${whole.padStart(4, '0')}.${decimals}`;
};

const sortedByKey = <Row>(rows: ReadonlyMap<string, Row>): Row[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
