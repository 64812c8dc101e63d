// Reads a file that is to be brought in, in a thread of its own: what is right is staged in the order
// of its keys, what is wrong is told by line, column, value and reason. Nothing is applied here.
//
// Rows wait in memory until there are thousands of them, and are then compared with the shop and
// staged in the order of their keys: in the file's own order each row would be a search for a page of
// the ledger and one of the staging file, which for a million rows took ten times as long.

import { CalledOff } from '../compute/making-way.js';
import {
  type FileFormat,
  type ImportKind,
  type ImportMode,
  type RowFault,
  transferLimits,
} from '../core/transfers.js';
import { readRecords } from '../csv/csv-records.js';
import { readLines } from '../csv/text-lines.js';
import { withoutGuard } from '../csv/write-csv.js';
import { type Column, recordOf, valueAt } from './cells.js';
import { FaultList } from './fault-list.js';
import { FileText } from './file-text.js';
import { type Fault, fromCsv, kinds, type Surroundings } from './kinds.js';

export interface CheckJob {
  file: string;
  format: FileFormat;
  kind: ImportKind;
  mode: ImportMode;
}

export interface CheckedFile {
  /** Right ones, which are staged. */
  rows: number;
  faults: RowFault[];
  faultCount: number;
}

export interface CheckTools {
  shop: Surroundings;
  /** Answers the line that has the key already. */
  stage(key: string, line: number, payload: string): number | null;
  /** Called between two helpings of work, when nothing of the shop is held. @throws CalledOff */
  makeWay(): void;
  progress(bytes: number): void;
}

/** A row of the right shape. */
interface WaitingRow {
  key: string;
  line: number;
  record: Record<string, unknown>;
  payload: string;
}

const VALUE_MAX = 100;
/** Rows of one helping, a millisecond or so. */
const HELPING_ROWS = 100;
/** Rows that wait at the most, and characters of them: what a thread with a small heap can hold. */
const WAITING_ROWS_MAX = 20_000;
const WAITING_CHARACTERS_MAX = 4_000_000;

/** Ends the reading of a file that cannot get any better. */
class Hopeless extends Error {}

export async function checkFile(job: CheckJob, tools: CheckTools): Promise<CheckedFile> {
  const check = new Check(job, tools);
  const { progress } = tools;
  const watching = { progress, inspect: (piece: Buffer | null) => check.piece(piece) };
  try {
    if (job.format === 'csv') {
      await readRecords(job.file, (cells, line) => check.record(cells, line), watching);
    } else await readLines(job.file, (text, line) => check.line(text, line), watching);
    if (job.format === 'csv' && !check.hasHeader) {
      check.fault({
        line: 1,
        column: '',
        value: '',
        reason: 'the file is empty: there is no header',
      });
    }
  } catch (error) {
    check.unreadable(error as Error);
  }
  return check.result();
}

const NOT_UTF8 = 'holds what is no UTF-8: save the file in that encoding';

/** As spreadsheets write it in countries whose decimals have a comma. */
const separatorHint = (names: readonly string[]): string =>
  names.length === 1 && /[;\t|]/.test(names[0] as string) ? ', separated by commas' : '';

class Check {
  readonly #job: CheckJob;
  readonly #tools: CheckTools;
  readonly #faults = new FaultList(transferLimits.faults);
  readonly #text = new FileText();
  #read = 0;
  #staged = 0;
  #waiting: WaitingRow[] = [];
  #waitingCharacters = 0;
  #rows = 0;
  #isCut = false;
  #columns: Column[] | null = null;

  constructor(job: CheckJob, tools: CheckTools) {
    this.#job = job;
    this.#tools = tools;
  }

  get hasHeader(): boolean {
    return this.#columns !== null;
  }

  result(): CheckedFile {
    this.#settle();
    const rows = this.#isCut ? 0 : this.#staged;
    return { rows, faults: this.#faults.first(), faultCount: this.#faults.count };
  }

  fault(fault: RowFault): void {
    this.#faults.add(this.#shown(fault));
  }

  /** Also of a file that goes on without a row. */
  piece(piece: Buffer | null): void {
    this.#tools.makeWay();
    this.#text.take(piece);
  }

  record(cells: readonly string[], line: number): void {
    this.#pace();
    const before = this.#faults.count;
    for (const [index, value] of cells.entries()) {
      const column = this.#columns?.[index]?.name ?? '';
      if (this.#text.hasLost(value)) this.fault({ line, column, value, reason: NOT_UTF8 });
    }
    if (!this.#columns) {
      this.#columns = this.#header(cells, line);
      return;
    }
    if (cells.length > this.#columns.length) {
      const value = cells[this.#columns.length] as string;
      this.fault({ line, column: '', value, reason: 'has more cells than the header' });
    }
    const texts = cells.map(withoutGuard);
    const record = recordOf(this.#columns, texts, (column, value, reason) =>
      this.fault({ line, column, value, reason }),
    );
    if (this.#faults.count === before) this.#row(fromCsv(this.#job.kind, record), line);
  }

  line(text: string, line: number): void {
    this.#pace();
    if (this.#text.hasLost(text)) {
      this.fault({ line, column: '', value: text, reason: NOT_UTF8 });
      return;
    }
    const record = parsed(text);
    if (record) this.#row(record, line);
    else this.fault({ line, column: '', value: text, reason: 'is no JSON object' });
  }

  unreadable(error: Error): void {
    if (error instanceof Hopeless || error.cause instanceof Hopeless) return;
    if (error instanceof CalledOff || error.cause instanceof CalledOff) throw error;
    const [, line = '0', reason = error.message] = /line (\d+): (.*)$/s.exec(error.message) ?? [];
    this.fault({ line: Number(line), column: '', value: '', reason });
    // What was read until there is not to be applied as if it were the file.
    this.#isCut = true;
  }

  #pace(): void {
    this.#read += 1;
    if (this.#read % HELPING_ROWS === 0) this.#tools.makeWay();
  }

  #header(names: readonly string[], line: number): Column[] {
    if (this.#faults.count > 0) throw new Hopeless();
    const known = kinds[this.#job.kind].columns;
    const columns = names.map((text, index): Column => {
      const name = text.trim();
      const column = known.find((one) => one.name === name);
      if (column && names.findIndex((other) => other.trim() === name) === index) return column;
      const all = known.map((one) => one.name).join(', ');
      const reason = column
        ? 'is in the header twice'
        : `is no column; there are ${all}${separatorHint(names)}`;
      this.fault({ line, column: name, value: text, reason });
      return { name, type: 'text' };
    });
    if (this.#faults.count > 0) throw new Hopeless();
    return columns;
  }

  #row(record: Record<string, unknown>, line: number): void {
    const kind = kinds[this.#job.kind];
    const faults = kind.shapeFaults(record);
    this.#tell(faults, record, line);
    if (faults.length > 0) return;
    this.#rows += 1;
    if (this.#rows > kind.rowsMax) {
      const reason = `there are more than ${kind.rowsMax} rows; divide the file`;
      this.fault({ line, column: '', value: '', reason });
      throw new Hopeless();
    }
    const payload = JSON.stringify(kind.staged(record));
    this.#waiting.push({ key: kind.key(record), line, record, payload });
    this.#waitingCharacters += payload.length;
    const isFull =
      this.#waiting.length >= WAITING_ROWS_MAX || this.#waitingCharacters >= WAITING_CHARACTERS_MAX;
    if (isFull) this.#settle();
  }

  /** Compares the rows that wait with the shop, and stages them. */
  #settle(): void {
    const rows = this.#waiting.sort(byKey);
    this.#waiting = [];
    this.#waitingCharacters = 0;
    const { shop, makeWay } = this.#tools;
    for (let at = 0; at < rows.length; at += HELPING_ROWS) {
      shop.together(() => {
        for (const row of rows.slice(at, at + HELPING_ROWS)) this.#settleRow(row);
      });
      makeWay();
    }
  }

  #settleRow({ key, line, record, payload }: WaitingRow): void {
    const kind = kinds[this.#job.kind];
    const faults = kind.shopFaults(record, this.#tools.shop);
    this.#tell(faults, record, line);
    if (faults.length > 0) return;
    const first = this.#tools.stage(key, line, payload);
    if (first === null) {
      this.#staged += 1;
      return;
    }
    const [column = { name: '' }] = kind.columns;
    const value = key.replace('\n', ' ');
    this.fault({ line, column: column.name, value, reason: `is in line ${first} already` });
  }

  #tell(faults: readonly Fault[], record: Record<string, unknown>, line: number): void {
    for (const { pointer, detail } of faults) {
      const column = columnOf(pointer);
      this.fault({ line, column, value: asText(valueAt(record, column)), reason: detail });
    }
  }

  #shown(fault: RowFault): RowFault {
    const { isPersonal } = kinds[this.#job.kind];
    return { ...fault, value: isPersonal ? '' : fault.value.slice(0, VALUE_MAX) };
  }
}

/** Of the same key the first line comes first. */
const byKey = (one: WaitingRow, other: WaitingRow): number => {
  if (one.key === other.key) return one.line - other.line;
  return one.key < other.key ? -1 : 1;
};

/** `/address/city` → `address.city`; an element of a list is its column's. */
function columnOf(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  return parts
    .filter((part) => !/^\d+$/.test(part))
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
