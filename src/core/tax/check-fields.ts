// Tells what is wrong with the fields of one record of the tax data: missing, unknown, of another kind.

import type { RuleFault } from '../rule-faults.js';

/** What is wrong with a value, `null` when nothing is. */
export type Check = (value: unknown) => string | null;

export interface Fields {
  required: Record<string, Check>;
  optional: Record<string, Check>;
}

const must =
  (holds: (value: unknown) => boolean, what: string): Check =>
  (value) =>
    holds(value) ? null : `${JSON.stringify(value)} is not ${what}`;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = must(isText, 'a text');
export const flag = must((value) => typeof value === 'boolean', 'true or false');
export const list = must(Array.isArray, 'a list');
export const record = must(isRecord, 'an object');
export const texts = must(
  (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  'a list of texts',
);
export const oneOf = (choices: readonly unknown[]): Check =>
  must((value) => choices.includes(value), `one of ${choices.join(', ')}`);
export const everyOf = (choices: readonly unknown[]): Check =>
  must(
    (value) =>
      Array.isArray(value) && value.length > 0 && value.every((item) => choices.includes(item)),
    `a list of ${choices.join(', ')}`,
  );
export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const date = must(isDate, 'a date of the calendar, YYYY-MM-DD');

function isDate(value: unknown): boolean {
  const match = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** Since, until and source: what every dated row has. */
export const dated: Record<string, Check> = { since: date, until: orNull(date) };

/** Whether the record has the fields that it needs, each of its kind, and no others. */
export function checkFields(
  value: unknown,
  { required, optional }: Fields,
  pointer: string,
  faults: RuleFault[],
): boolean {
  if (!isRecord(value)) {
    faults.push({ pointer, detail: 'is not an object' });
    return false;
  }
  const before = faults.length;
  for (const [name, check] of Object.entries(required)) {
    const detail = name in value ? check(value[name]) : 'is missing';
    if (detail !== null) faults.push({ pointer: `${pointer}/${name}`, detail });
  }
  for (const name of Object.keys(value)) {
    if (name in required || value[name] === undefined) continue;
    const check = Object.hasOwn(optional, name) ? optional[name] : undefined;
    const detail = check ? check(value[name]) : 'is no field known here';
    if (detail !== null) faults.push({ pointer: `${pointer}/${name}`, detail });
  }
  const { since, until } = value;
  if (isDate(since) && isDate(until) && (until as string) <= (since as string)) {
    const detail = `${until} is not after since ${since}`;
    faults.push({ pointer: `${pointer}/until`, detail });
  }
  return faults.length === before;
}

/** The part of a JSON pointer that stands for a name (RFC 6901). */
export const pointerTo = (pointer: string, name: string | number): string =>
  `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
