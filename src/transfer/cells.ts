// A cell of a CSV file ⇄ a value of a record. An empty cell is a field that is not there.

import { ok, type Result, refuse } from '../core/result.js';

export interface CellForm {
  /** Refuses with why the text is none of its form. */
  read(text: string): Result<unknown, string>;
  write(value: unknown): string;
}

const text: CellForm = { read: ok, write: String };

const integer: CellForm = {
  read: (cell) => (/^-?\d{1,15}$/.test(cell) ? ok(Number(cell)) : refuse('must be a whole number')),
  write: String,
};

/** `a;b`; a semicolon or a backslash inside is written with a backslash before it. */
const list: CellForm = {
  read: (cell) => ok(splitList(cell)),
  write: (value) => (value as string[]).map(escaped).join(';'),
};

const escaped = (item: string): string => item.replaceAll(/[\\;]/g, '\\$&');

function splitList(cell: string): string[] {
  const items = [''];
  for (let at = 0; at < cell.length; at += 1) {
    const character = cell[at] as string;
    if (character === ';') items.push('');
    else items[items.length - 1] += character === '\\' ? (cell[++at] ?? '') : character;
  }
  return items;
}

const NO_PRICES = 'none';

/** `EUR=12.90;USD=14.00`, or `none`: an empty cell would be a forgotten one. */
const prices: CellForm = {
  read: (cell) => {
    if (cell === NO_PRICES) return ok({});
    const entries = cell.split(';').map((part) => part.trim().split('='));
    const isWrong = entries.some((entry) => entry.length !== 2);
    const isTwice = new Set(entries.map(([currency]) => currency)).size < entries.length;
    if (isWrong || isTwice) {
      return refuse('must be prices by currency, each once, as in EUR=12.90;USD=14.00');
    }
    return ok(Object.fromEntries(entries as [string, string][]));
  },
  write: (value) =>
    Object.entries(value as Record<string, string>)
      .map(([currency, price]) => `${currency}=${price}`)
      .join(';') || NO_PRICES,
};

const json: CellForm = {
  read: (cell) => {
    try {
      return ok(JSON.parse(cell));
    } catch {
      return refuse('must be JSON');
    }
  },
  write: (value) => JSON.stringify(value),
};

export const cellForms = { text, integer, list, prices, json } as const;
export type CellType = keyof typeof cellForms;

/** A column of a file: which member of the record it holds, and in which form. */
export interface Column {
  /** The heading; a dot leads into an object, as in `address.city`. */
  name: string;
  type: CellType;
}

/** @throws never: what is wrong with a cell is handed to `fault`. */
export function recordOf(
  columns: readonly Column[],
  cells: readonly string[],
  fault: (column: string, value: string, reason: string) => void,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [index, { name, type }] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (cell === '') continue;
    const value = cellForms[type].read(cell);
    if (value.ok) setAt(record, name.split('.'), value.value);
    else fault(name, cell, value.refusal);
  }
  return record;
}

export function cellsOf(columns: readonly Column[], record: Record<string, unknown>): string[] {
  return columns.map(({ name, type }) => {
    const value = valueAt(record, name);
    return value === undefined || value === null ? '' : cellForms[type].write(value);
  });
}

function setAt(record: Record<string, unknown>, [first = '', ...rest]: string[], value: unknown) {
  if (rest.length === 0) {
    record[first] = value;
    return;
  }
  const inner = (record[first] ?? {}) as Record<string, unknown>;
  record[first] = inner;
  setAt(inner, rest, value);
}

export const valueAt = (record: Record<string, unknown>, name: string): unknown =>
  name
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], record);
