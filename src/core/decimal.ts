// Decimal strings ⇄ scaled integers. Nothing that holds money or a rate is ever a float.

import { ok, type Result, refuse } from './result.js';

/** Unit prices and quantities carry up to six decimals: an integer number of millionths. */
export const MICROS = 1_000_000;
const MICROS_DIGITS = 6;

const plain = /^(\d{1,10})(?:\.(\d{1,6}))?$/;

/** `"12.90"` → 12_900_000 millionths. Refuses signs, exponents, spaces and more than six decimals. */
export function parseMicros(text: string): Result<number, string> {
  const match = plain.exec(text);
  if (!match) return refuse(`"${text}" is not a decimal number with at most six decimals`);
  const value = Number(match[1]) * MICROS + Number((match[2] ?? '').padEnd(MICROS_DIGITS, '0'));
  if (!Number.isSafeInteger(value)) return refuse(`"${text}" is too large`);
  return ok(value);
}

/** 12_900_000 → `"12.9"`; trailing zeros and a bare point are dropped. */
export function formatMicros(micros: number): string {
  return formatScaled(micros, MICROS_DIGITS).replace(/\.?0+$/, '');
}

/** An integer of `digits` decimals as a plain string: (1290, 2) → `"12.90"`. */
export function formatScaled(amount: number, digits: number): string {
  const sign = amount < 0 ? '-' : '';
  const padded = String(Math.abs(amount)).padStart(digits + 1, '0');
  if (digits === 0) return sign + padded;
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** A percentage such as `"19"` or `"5.5"` → parts per million (190_000, 55_000). */
export function parsePercent(text: string): Result<number, string> {
  const parsed = parseMicros(text);
  if (!parsed.ok) return parsed;
  if (parsed.value % 100 !== 0) return refuse(`"${text}" has more than four decimals`);
  return ok(parsed.value / 100);
}

export const formatPercent = (partsPerMillion: number): string =>
  formatMicros(partsPerMillion * 100);
