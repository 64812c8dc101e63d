import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatMicros,
  formatMinor,
  parseMicros,
  parseWhole,
  roundToMinor,
} from '../../src/replay/decimal.js';

describe('a decimal text', () => {
  test.each([
    ['2.55', 2_550_000n],
    ['0.000001', 1n],
    ['-11062.06', -11_062_060_000n],
    ['007', 7_000_000n],
    ['1.', 1_000_000n],
    ['2.5500000000', 2_550_000n],
    ['999999999.999999', 999_999_999_999_999n],
  ])('%s is read exactly', (text, micros) => {
    expect(parseMicros('UnitPrice', text)).toBe(micros);
  });

  test.each([
    ['abc', 'UnitPrice "abc" is not a number'],
    ['', 'UnitPrice "" is not a number'],
    ['1e3', 'UnitPrice "1e3" is not a number'],
    ['1,5', 'UnitPrice "1,5" is not a number'],
    ['0.0000001', 'UnitPrice "0.0000001" has more than 6 decimals'],
    ['1000000000', 'UnitPrice "1000000000" is too large'],
  ])('%s is refused', (text, message) => {
    expect(() => parseMicros('UnitPrice', text)).toThrow(message);
  });

  test('a quantity must be whole, whichever way it is written', () => {
    expect(parseWhole('Quantity', '6.0')).toBe(6);
    expect(parseWhole('Quantity', '-6')).toBe(-6);
    expect(() => parseWhole('Quantity', '6.5')).toThrow('Quantity "6.5" is not a whole number');
  });
});

test('an amount is written with two decimals, or with as many as it needs', () => {
  expect(formatMicros(2_500_000n)).toBe('2.50');
  expect(formatMicros(125_000n)).toBe('0.125');
  expect(formatMicros(-1n)).toBe('-0.000001');
  expect(formatMinor(82_374_614)).toBe('823746.14');
  expect(formatMinor(-5)).toBe('-0.05');
});

test('half a penny is rounded away from zero', () => {
  expect(roundToMinor(125_000n)).toBe(13n);
  expect(roundToMinor(124_999n)).toBe(12n);
  expect(roundToMinor(-125_000n)).toBe(-13n);
});

describe('properties', () => {
  test('what is written is read back', () => {
    const micros = fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n });
    fc.assert(
      fc.property(micros, (value) => parseMicros('UnitPrice', formatMicros(value)) === value),
    );
  });

  test('rounding moves an amount by half a penny at most', () => {
    const micros = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    fc.assert(
      fc.property(micros, (value) => {
        const moved = roundToMinor(value) * 10_000n - value;
        return moved <= 5_000n && moved >= -5_000n;
      }),
    );
  });
});
