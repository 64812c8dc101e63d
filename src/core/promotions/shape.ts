// What JSON has to look like, as data: a small set of checks that are put together into one table.
// Every mistake is collected with its place; fields that the table does not name are mistakes too.

import { countries } from '../countries.js';
import { currencyDigits } from '../currencies.js';
import { parseMicros, parsePercent } from '../decimal.js';
import { microsPerMinor } from '../money.js';
import type { RuleFault } from '../rule-faults.js';

export type Check = (value: unknown, pointer: string, faults: RuleFault[]) => void;

type Fields = Record<string, { check: Check; isRequired: boolean }>;

/** Deep enough for any promotion that a person understands, and safe for the stack. */
const DEPTH_MAX = 40;
const TEXT_MAX = 200;
const LIST_MAX = 10_000;
const INTEGER_MAX = 1_000_000_000;

export const required = (check: Check) => ({ check, isRequired: true });
export const optional = (check: Check) => ({ check, isRequired: false });

/** A JSON pointer (RFC 6901) one step further. */
export const at = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with a value, `null` when nothing is. */
const must =
  (fault: (value: unknown) => string | null): Check =>
  (value, pointer, faults) => {
    const detail = fault(value);
    if (detail !== null) faults.push({ pointer, detail });
  };

export const text = must((value) => {
  if (typeof value !== 'string') return 'is not a text';
  if (value.trim() === '') return 'is empty';
  if (value !== value.trim()) return 'begins or ends with a space';
  return value.length > TEXT_MAX ? `is longer than ${TEXT_MAX} characters` : null;
});

export const flag = must((value) =>
  typeof value === 'boolean' ? null : 'is neither true nor false',
);

export const integer = (min: number, max: number = INTEGER_MAX): Check =>
  must((value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return 'is not a whole number';
    return value < min || value > max ? `is not from ${min} to ${max}` : null;
  });

/** A number of pieces, with six decimals at most. */
export const quantity = must((value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'is not a number';
  const parsed = parseMicros(String(value));
  return parsed.ok ? null : parsed.refusal;
});

export const choice = (...values: readonly (string | null)[]): Check =>
  must((value) =>
    values.includes(value as string) ? null : `is none of ${values.map(String).join(', ')}`,
  );

export const date = must((value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return 'is not a date such as 2026-12-31';
  }
  const [year = 0, month = 0, day = 0] = value.split('-').map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days ? null : `${value} is not in the calendar`;
});

export const orNull =
  (check: Check): Check =>
  (value, pointer, faults) => {
    if (value !== null) check(value, pointer, faults);
  };

export const percent = must((value) => {
  if (typeof value !== 'string') return 'is not a text such as "12.5"';
  const parsed = parsePercent(value);
  if (!parsed.ok) return parsed.refusal;
  return parsed.value > 1_000_000 ? `"${value}" is over 100` : null;
});

export const country = must((value) =>
  countries.has(value as string) ? null : 'is not a country code of ISO 3166-1',
);

/** Decimal strings in major units by currency, no finer than its minor unit. */
export const amounts: Check = (value, pointer, faults) => {
  if (!isRecord(value)) {
    faults.push({ pointer, detail: 'is not an object of amounts by currency' });
    return;
  }
  if (Object.keys(value).length === 0) faults.push({ pointer, detail: 'has no currency' });
  for (const [currency, amount] of Object.entries(value)) {
    const detail = amountFault(currency, amount);
    if (detail !== null) faults.push({ pointer: at(pointer, currency), detail });
  }
};

function amountFault(currency: string, amount: unknown): string | null {
  if (!currencyDigits.has(currency)) return 'is not a currency of ISO 4217';
  if (typeof amount !== 'string') return 'is not a text such as "12.90"';
  const parsed = parseMicros(amount);
  if (!parsed.ok) return parsed.refusal;
  return parsed.value % microsPerMinor(currency) === 0
    ? null
    : `"${amount}" is finer than the currency's minor unit`;
}

export const listOf =
  (check: Check): Check =>
  (value, pointer, faults) => {
    if (!Array.isArray(value)) faults.push({ pointer, detail: 'is not a list' });
    else if (value.length === 0) faults.push({ pointer, detail: 'is an empty list' });
    else if (value.length > LIST_MAX) {
      faults.push({ pointer, detail: `has more than ${LIST_MAX} entries` });
    } else for (const [index, item] of value.entries()) check(item, at(pointer, index), faults);
  };

export const object =
  (fields: Fields): Check =>
  (value, pointer, faults) => {
    if (!isRecord(value)) {
      faults.push({ pointer, detail: 'is not an object' });
      return;
    }
    for (const key of Object.keys(value)) {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      // `undefined` is how code, unlike JSON, leaves a field away.
      if (!field) faults.push({ pointer: at(pointer, key), detail: 'is not a known field' });
      else if (value[key] !== undefined) field.check(value[key], at(pointer, key), faults);
    }
    for (const [key, { isRequired }] of Object.entries(fields)) {
      if (isRequired && (!Object.hasOwn(value, key) || value[key] === undefined)) {
        faults.push({ pointer: at(pointer, key), detail: 'is missing' });
      }
    }
  };

/** An object whose `type` says which other fields it has. */
export function byType(variants: Record<string, Fields>): Check {
  const types = Object.keys(variants);
  const type = required(choice(...types));
  const checks = new Map(
    Object.entries(variants).map(([name, fields]) => [name, object({ type, ...fields })]),
  );
  return (value, pointer, faults) => {
    const check = isRecord(value) ? checks.get(value.type as string) : undefined;
    if (check) check(value, pointer, faults);
    else if (!isRecord(value)) faults.push({ pointer, detail: 'is not an object' });
    else faults.push({ pointer: at(pointer, 'type'), detail: `is none of ${types.join(', ')}` });
  };
}

/** An object with one field, whose name says what it is. */
export const byKey =
  (variants: Record<string, Check>): Check =>
  (value, pointer, faults) => {
    const names = Object.keys(variants).join(', ');
    const keys = isRecord(value) ? Object.keys(value) : [];
    const [key] = keys;
    if (!isRecord(value) || keys.length !== 1 || key === undefined) {
      faults.push({ pointer, detail: `is not an object with one of ${names}` });
    } else if (!Object.hasOwn(variants, key)) {
      faults.push({ pointer: at(pointer, key), detail: `is none of ${names}` });
    } else (variants[key] as Check)(value[key], at(pointer, key), faults);
  };

/** For what contains itself; named when it is needed, and not without end. */
export const nested =
  (check: () => Check): Check =>
  (value, pointer, faults) => {
    if (pointer.split('/').length > DEPTH_MAX)
      faults.push({ pointer, detail: 'is nested too deep' });
    else check()(value, pointer, faults);
  };

/** A check and, when it finds nothing, what its parts have to agree on. */
export const agreeing =
  <Value>(check: Check, faultsOf: (value: Value) => [path: string, detail: string][]): Check =>
  (value, pointer, faults) => {
    const before = faults.length;
    check(value, pointer, faults);
    if (faults.length > before) return;
    for (const [path, detail] of faultsOf(value as Value)) {
      faults.push({ pointer: path === '' ? pointer : `${pointer}/${path}`, detail });
    }
  };
