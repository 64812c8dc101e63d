/**
 * Money of a sales file without floats: decimal texts become BigInt micros (10^-6 of the major
 * unit, the finest unit price that is taken) and go back to text or to minor units (10^-2).
 */

const DECIMALS_MAX = 6;
const WHOLE_DIGITS_MAX = 9;
const MICROS_PER_MAJOR = 1_000_000n;
const MICROS_PER_MINOR = 10_000n;

// Zeros at the end carry no value, so they do not count as decimals.
const DECIMAL = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/;

/** The value of a decimal text such as "-2.55" in micros; `name` leads the error's message. */
export function parseMicros(name: string, text: string): bigint {
  const match = DECIMAL.exec(text);
  if (match === null) throw new Error(`${name} ${quoted(text)} is not a number`);
  const [, sign, whole = '', fraction = ''] = match;
  if (whole.length > WHOLE_DIGITS_MAX) throw new Error(`${name} ${quoted(text)} is too large`);
  if (fraction.length > DECIMALS_MAX) {
    throw new Error(`${name} ${quoted(text)} has more than ${DECIMALS_MAX} decimals`);
  }
  const micros = BigInt(whole + fraction.padEnd(DECIMALS_MAX, '0'));
  return sign === '-' ? -micros : micros;
}

/** The value of a text that must be a whole number; "6.0", as spreadsheets write it, is one. */
export function parseWhole(name: string, text: string): number {
  const micros = parseMicros(name, text);
  if (micros % MICROS_PER_MAJOR !== 0n) {
    throw new Error(`${name} ${quoted(text)} is not a whole number`);
  }
  return Number(micros / MICROS_PER_MAJOR);
}

/** Micros as a decimal text with at least the two decimals of a price: 2550000n → "2.55". */
export function formatMicros(micros: bigint): string {
  const sign = micros < 0n ? '-' : '';
  const digits = (micros < 0n ? -micros : micros).toString().padStart(DECIMALS_MAX + 1, '0');
  const fraction = digits.slice(-DECIMALS_MAX).replace(/0{1,4}$/, '');
  return `${sign}${digits.slice(0, -DECIMALS_MAX)}.${fraction}`;
}

export function formatMinor(minor: number): string {
  return formatMicros(BigInt(minor) * MICROS_PER_MINOR);
}

/** Half away from zero: how a line's net amount becomes the two decimals that EN 16931 allows. */
export function roundToMinor(micros: bigint): bigint {
  const half = MICROS_PER_MINOR / 2n;
  return (micros < 0n ? micros - half : micros + half) / MICROS_PER_MINOR;
}

/** Quotes a value from a file for a message: control characters escaped, never a page long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
