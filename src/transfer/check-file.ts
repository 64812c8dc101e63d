// Reads a file that is to be brought in, in a thread of its own: what is right is staged in the order
// of its keys, what is wrong is told by line, column, value and reason. Nothing is applied here.

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
import { fromCsv, kinds, type Surroundings } from './kinds.js';

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
  progress(bytes: number): void;
}

const VALUE_MAX = 100;

/** Ends the reading of a file that cannot get any better. */
class Hopeless extends Error {}

export async function checkFile(job: CheckJob, tools: CheckTools): Promise<CheckedFile> {
  const check = new Check(job, tools);
  try {
    if (job.format === 'csv') {
      await readRecords(job.file, (cells, line) => check.record(cells, line), tools);
    } else await readLines(job.file, (text, line) => check.line(text, line), tools);
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

class Check {
  readonly #job: CheckJob;
  readonly #tools: CheckTools;
  readonly #faults: RowFault[] = [];
  #faultCount = 0;
  #rows = 0;
  #columns: Column[] | null = null;

  constructor(job: CheckJob, tools: CheckTools) {
    this.#job = job;
    this.#tools = tools;
  }

  get hasHeader(): boolean {
    return this.#columns !== null;
  }

  result(): CheckedFile {
    return { rows: this.#rows, faults: this.#faults, faultCount: this.#faultCount };
  }

  fault(fault: RowFault): void {
    this.#faultCount += 1;
    if (this.#faults.length < transferLimits.faults) this.#faults.push(this.#shown(fault));
  }

  record(cells: readonly string[], line: number): void {
    if (!this.#columns) {
      this.#columns = this.#header(cells, line);
      return;
    }
    const before = this.#faultCount;
    if (cells.length > this.#columns.length) {
      const value = cells[this.#columns.length] as string;
      this.fault({ line, column: '', value, reason: 'has more cells than the header' });
    }
    const texts = cells.map(withoutGuard);
    const record = recordOf(this.#columns, texts, (column, value, reason) =>
      this.fault({ line, column, value, reason }),
    );
    if (this.#faultCount === before) this.#row(fromCsv(this.#job.kind, record), line);
  }

  line(text: string, line: number): void {
    const record = parsed(text);
    if (record) this.#row(record, line);
    else this.fault({ line, column: '', value: text, reason: 'is no JSON object' });
  }

  unreadable(error: Error): void {
    if (error instanceof Hopeless || error.cause instanceof Hopeless) return;
    const [, line = '0', reason = error.message] = /line (\d+): (.*)$/s.exec(error.message) ?? [];
    this.fault({ line: Number(line), column: '', value: '', reason });
    // What was read until there is not to be applied as if it were the file.
    this.#rows = 0;
  }

  #header(names: readonly string[], line: number): Column[] {
    const known = kinds[this.#job.kind].columns;
    const columns = names.map((text, index): Column => {
      const name = text.trim();
      const column = known.find((one) => one.name === name);
      if (column && names.findIndex((other) => other.trim() === name) === index) return column;
      const all = known.map((one) => one.name).join(', ');
      const reason = column ? 'is in the header twice' : `is no column; there are ${all}`;
      this.fault({ line, column: name, value: text, reason });
      return { name, type: 'text' };
    });
    if (this.#faultCount > 0) throw new Hopeless();
    return columns;
  }

  #row(record: Record<string, unknown>, line: number): void {
    const kind = kinds[this.#job.kind];
    const faults = kind.faults(record, this.#tools.shop);
    for (const { pointer, detail } of faults) {
      const column = columnOf(pointer);
      const value = valueAt(record, column);
      this.fault({ line, column, value: asText(value), reason: detail });
    }
    if (faults.length > 0) return;
    const key = kind.key(record);
    const first = this.#tools.stage(key, line, JSON.stringify(kind.staged(record)));
    if (first !== null) {
      const [column = { name: '' }] = kind.columns;
      const value = key.replace('\n', ' ');
      this.fault({ line, column: column.name, value, reason: `is in line ${first} already` });
      return;
    }
    this.#rows += 1;
    if (this.#rows > kind.rowsMax) {
      const reason = `there are more than ${kind.rowsMax} rows; divide the file`;
      this.fault({ line, column: '', value: '', reason });
      throw new Hopeless();
    }
  }

  #shown(fault: RowFault): RowFault {
    const { isPersonal } = kinds[this.#job.kind];
    return { ...fault, value: isPersonal ? '' : fault.value.slice(0, VALUE_MAX) };
  }
}

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
