// One row of a table by its columns' places, and what is wrong with it: file, line, column and value.

/** What is wrong, as it is told: `WIR2026Q4.csv:12: effective end date: "2026" is not …`. */
export class Faults {
  readonly #told: string[] = [];
  #count = 0;

  add(fault: string): void {
    this.#count += 1;
    if (this.#count <= FAULTS_TOLD_MAX) this.#told.push(fault);
  }

  get areTooMany(): boolean {
    return this.#count > FAULTS_TOLD_MAX;
  }

  /** A line each; empty when there are none. */
  get text(): string {
    return [...this.#told, ...(this.areTooMany ? ['and more after that'] : [])].join('\n');
  }
}

const FAULTS_TOLD_MAX = 20;

/** A cell that cannot be read; caught once a row. */
class CellFault extends Error {}

/** Ends a file that is wrong from one end to the other. */
export class TooManyFaults extends Error {}

export type Columns = readonly string[];

export class Row {
  readonly #columns: Columns;
  readonly file: string;
  #cells: readonly string[] = [];
  #line = 0;

  constructor(file: string, columns: Columns) {
    this.file = file;
    this.#columns = columns;
  }

  at(cells: readonly string[], line: number): this {
    this.#cells = cells;
    this.#line = line;
    return this;
  }

  get line(): number {
    return this.#line;
  }

  get place(): string {
    return `${this.file}:${this.#line}`;
  }

  text(column: number): string {
    return this.#cells[column]?.trim() ?? '';
  }

  /** Digits, filled up on the left: spreadsheets drop leading zeros. */
  digits(column: number, length: number): string {
    const text = this.text(column);
    if (!/^\d+$/.test(text) || text.length > length) {
      throw this.fault(column, `not a number of at most ${length} digits`);
    }
    return text.padStart(length, '0');
  }

  /** As `digits`, or `null` where nothing or only zeros stand. */
  code(column: number, length: number): string | null {
    if (this.text(column) === '') return null;
    const digits = this.digits(column, length);
    return /^0+$/.test(digits) ? null : digits;
  }

  /** `20261001` → 20_261_001, a day of the calendar. */
  date(column: number): number {
    const text = this.text(column);
    const day = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
    const date = day && new Date(`${day[1]}-${day[2]}-${day[3]}T00:00:00Z`);
    if (!date || Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day[3])) {
      throw this.fault(column, 'not a date of the calendar, YYYYMMDD');
    }
    return Number(text);
  }

  /** The first day on which it holds no longer, or `OPEN`; the tables name the last on which it does. */
  dayAfter(column: number): number {
    const last = this.date(column);
    return last >= OPEN_FROM ? OPEN : nextDay(last);
  }

  /** `0.0550` → parts per million. */
  ppm(column: number): number {
    const match = /^(?:0?\.(\d{1,9})|0(?:\.(\d{1,9}))?)$/.exec(this.text(column));
    if (!match) throw this.fault(column, 'not a rate such as 0.0550');
    const decimals = (match[1] ?? match[2] ?? '').padEnd(RATE_DIGITS, '0');
    if (/[1-9]/.test(decimals.slice(RATE_DIGITS))) {
      throw this.fault(column, 'finer than a millionth');
    }
    return Number(decimals.slice(0, RATE_DIGITS));
  }

  assertWidth(least: number): void {
    const width = this.#cells.length;
    if (width < least) throw this.#faultAt(`${width} columns, not ${least} at least`);
    for (let column = this.#columns.length; column < width; column += 1) {
      if (this.text(column) === '') continue;
      throw this.#faultAt(`column ${column + 1}: "${this.text(column)}" is beyond the last one`);
    }
  }

  fault(column: number, detail: string): Error {
    return this.#faultAt(`${this.#columns[column]}: "${this.text(column)}" is ${detail}`);
  }

  #faultAt(detail: string): Error {
    return new CellFault(`${this.place}: ${detail}`);
  }
}

const RATE_DIGITS = 6;
/** States write 2078, 2099, 2999 or 9999 for a time that nobody knows yet. */
const OPEN_FROM = 20_780_000;

/** Stands where no end is known; greater than any date. */
export const OPEN = 0xffff_ffff;

export const isoDate = (date: number): string =>
  String(date).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');

export function nextDay(date: number): number {
  const day = new Date(`${isoDate(date)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return Number(day.toISOString().slice(0, 10).replaceAll('-', ''));
}

/** Reads a row; a fault in it is noted, and the next one is read. @throws TooManyFaults */
export function reading(faults: Faults, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    faults.add(error.message);
    if (faults.areTooMany) throw new TooManyFaults('too many faults');
  }
}
