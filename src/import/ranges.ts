// Many ranges of postal codes, each for a time, in a few bytes apiece: a state's table has hundreds of
// thousands of rows. Rows that touch and say the same become one; rows that contradict are told.

import { isoDate, OPEN } from './cells.js';

/** Both ends belong to it; dates as `20261001`, `until` excluded. */
export interface Range {
  from: number;
  to: number;
  since: number;
  until: number;
  /** Which jurisdictions hold there: an index of the caller's. */
  parts: number;
  /** Where it was read. */
  file: number;
  line: number;
}

const FIELDS = ['from', 'to', 'since', 'until', 'parts', 'file', 'line'] as const;
const WIDTH = FIELDS.length;
const FIRST_ROWS = 1_024;

export class Ranges {
  /** All fields are below 2^32: nine digits of a ZIP+4, dates, line numbers. */
  #cells = new Uint32Array(FIRST_ROWS * WIDTH);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(range: Range): void {
    if ((this.#count + 1) * WIDTH > this.#cells.length) {
      const larger = new Uint32Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#put(this.#count, range);
    this.#count += 1;
  }

  /** By code, then by date. */
  *[Symbol.iterator](): Generator<Range> {
    for (let row = 0; row < this.#count; row += 1) yield this.#at(row);
  }

  /** Joins what touches and says the same, in time first and along the codes then, and sorts. */
  settle(): void {
    this.#join(['from', 'to', 'parts', 'since'], (last, next) => {
      const touches = isSame(last, next, ['from', 'to', 'parts']) && next.since <= last.until;
      if (touches) last.until = Math.max(last.until, next.until);
      return touches;
    });
    this.#join(['parts', 'since', 'until', 'from'], (last, next) => {
      const touches = isSame(last, next, ['parts', 'since', 'until']) && next.from <= last.to + 1;
      if (touches) last.to = Math.max(last.to, next.to);
      return touches;
    });
    this.#sort(['from', 'since']);
  }

  /** Forgets the rows for which it does not hold. */
  keep(holds: (range: Range) => boolean): void {
    const { count } = this;
    this.#count = 0;
    for (let row = 0; row < count; row += 1) {
      const range = this.#at(row);
      if (holds(range)) this.add(range);
    }
  }

  /** Pairs of settled rows that hold for the same code on the same day. */
  *contradictions(): Generator<{ row: Range; earlier: Range }> {
    let open: Range[] = [];
    for (const row of this) {
      open = open.filter(({ to }) => to >= row.from);
      const earlier = open.find(({ since, until }) => since < row.until && row.since < until);
      if (earlier) yield { row, earlier };
      open.push(row);
    }
  }

  #join(order: readonly (keyof Range)[], joined: (last: Range, next: Range) => boolean): void {
    this.#sort(order);
    const { count } = this;
    this.#count = 0;
    let last: Range | null = null;
    for (let row = 0; row < count; row += 1) {
      const next = this.#at(row);
      if (last && joined(last, next)) continue;
      if (last) this.add(last);
      last = next;
    }
    if (last) this.add(last);
  }

  #sort(order: readonly (keyof Range)[]): void {
    const cells = this.#cells;
    const places = order.map((field) => FIELDS.indexOf(field));
    const rows = Uint32Array.from({ length: this.#count }, (_, row) => row);
    rows.sort((a, b) => {
      for (const place of places) {
        const difference =
          (cells[a * WIDTH + place] as number) - (cells[b * WIDTH + place] as number);
        if (difference !== 0) return difference;
      }
      return a - b;
    });
    const sorted = new Uint32Array(cells.length);
    for (const [to, row] of rows.entries()) {
      sorted.set(cells.subarray(row * WIDTH, (row + 1) * WIDTH), to * WIDTH);
    }
    this.#cells = sorted;
  }

  #put(row: number, range: Range): void {
    for (const [place, field] of FIELDS.entries()) this.#cells[row * WIDTH + place] = range[field];
  }

  #at(row: number): Range {
    const range = {} as Range;
    for (const [place, field] of FIELDS.entries()) {
      range[field] = this.#cells[row * WIDTH + place] as number;
    }
    return range;
  }
}

const isSame = (a: Range, b: Range, fields: readonly (keyof Range)[]): boolean =>
  fields.every((field) => a[field] === b[field]);

export const untilText = (until: number): string | null => (until === OPEN ? null : isoDate(until));
