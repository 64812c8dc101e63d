// Figures of a body in one currency → the integers that they are computed with. What is wrong with
// them is collected with its place.

import { parseMicros, parsePercent } from '../core/decimal.js';
import { microsPerMinor } from '../core/money.js';
import type { FieldError } from '../core/problems.js';

/** A ten-thousandth of the safe integers: what a full document sums up to is still exact. */
const AMOUNT_MAX = Math.floor(Number.MAX_SAFE_INTEGER / 10_000);

export class FigureReader {
  constructor(
    readonly currency: string,
    readonly errors: FieldError[],
  ) {}

  /** Below zero, as the schema allows it of a line, is what comes back. */
  quantity(value: number | string, pointer: string): number {
    const isBack = String(value).startsWith('-');
    const size = this.decimal(String(value).replace('-', ''), pointer);
    if (size === 0) this.errors.push({ pointer, detail: 'must not be 0' });
    return isBack ? -size : size;
  }

  price(value: number | string, pointer: string): number {
    if (typeof value === 'string') return this.decimal(value, pointer);
    const micros = value * microsPerMinor(this.currency);
    return this.upTo(Number.MAX_SAFE_INTEGER, micros, pointer);
  }

  amount(value: number | string, pointer: string): number {
    if (typeof value === 'number') return this.upTo(AMOUNT_MAX, value, pointer);
    const micros = this.decimal(value, pointer);
    const perMinor = microsPerMinor(this.currency);
    if (micros % perMinor === 0) return this.upTo(AMOUNT_MAX, micros / perMinor, pointer);
    this.errors.push({ pointer, detail: `"${value}" is finer than the currency’s minor unit` });
    return 0;
  }

  upTo(max: number, value: number, pointer: string): number {
    if (value <= max) return value;
    this.errors.push({ pointer, detail: 'is too large' });
    return 0;
  }

  percent(value: number | string, pointer: string): number {
    const parsed = parsePercent(String(value));
    if (parsed.ok) return parsed.value;
    this.errors.push({ pointer, detail: parsed.refusal });
    return 0;
  }

  decimal(text: string, pointer: string): number {
    const parsed = parseMicros(text);
    if (parsed.ok) return parsed.value;
    this.errors.push({ pointer, detail: parsed.refusal });
    return 0;
  }
}
