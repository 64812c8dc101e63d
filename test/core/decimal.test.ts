import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatMicros,
  formatPercent,
  formatScaled,
  parseMicros,
  parsePercent,
} from '../../src/core/decimal.js';

describe('a decimal text', () => {
  test.each([
    ['12.90', 12_900_000],
    ['0', 0],
    ['0.000001', 1],
    ['007', 7_000_000],
    ['0.00875', 8_750],
    ['9007199254.740991', Number.MAX_SAFE_INTEGER],
  ])('%s is read exactly', (text, micros) => {
    expect(parseMicros(text)).toEqual({ ok: true, value: micros });
  });

  test.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '1\n',
    '+1',
    '-1',
    '1e3',
    '1,5',
    '.5',
    '1.',
    '0x10',
    '١',
    '0.0000001',
    'Infinity',
    'NaN',
    '12345678901',
  ])('%j is refused', (text) => {
    expect(parseMicros(text)).toEqual({
      ok: false,
      refusal: `"${text}" is not a decimal number with at most six decimals`,
    });
  });

  test('what no safe number of millionths can hold is refused as too large', () => {
    expect(parseMicros('9007199254.740992')).toEqual({
      ok: false,
      refusal: '"9007199254.740992" is too large',
    });
    expect(parseMicros('9999999999')).toMatchObject({ ok: false });
  });
});

describe('millionths', () => {
  test.each([
    [12_900_000, '12.9'],
    [10_000_000, '10'],
    [100_500_000, '100.5'],
    [1, '0.000001'],
    [0, '0'],
    [-12_500, '-0.0125'],
  ])('%d are written as %s, without idle zeros', (micros, text) => {
    expect(formatMicros(micros)).toBe(text);
  });
});

describe('a scaled integer', () => {
  test.each([
    [1290, 2, '12.90'],
    [5, 2, '0.05'],
    [0, 2, '0.00'],
    [-5, 2, '-0.05'],
    [-1290, 2, '-12.90'],
    [2100, 0, '2100'],
    [-7, 0, '-7'],
    [1, 3, '0.001'],
  ])('%d with %d decimals is written as %s', (amount, digits, text) => {
    expect(formatScaled(amount, digits)).toBe(text);
  });
});

describe('a percentage', () => {
  test.each([
    ['19', 190_000, '19'],
    ['5.5', 55_000, '5.5'],
    ['2.10', 21_000, '2.1'],
    ['0', 0, '0'],
    ['0.0001', 1, '0.0001'],
    ['100', 1_000_000, '100'],
  ])('%s is %d parts per million and written as %s', (text, ppm, written) => {
    expect(parsePercent(text)).toEqual({ ok: true, value: ppm });
    expect(formatPercent(ppm)).toBe(written);
  });

  test('finer than parts per million is refused', () => {
    expect(parsePercent('0.00001')).toEqual({
      ok: false,
      refusal: '"0.00001" has more than four decimals',
    });
  });

  test('what is no number is refused', () => {
    expect(parsePercent('19%')).toMatchObject({ ok: false });
  });
});

describe('properties', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (micros) => {
        expect(parseMicros(formatMicros(micros))).toEqual({ ok: true, value: micros });
      }),
    );
  });

  test('zeros in front and behind change nothing', () => {
    const whole = fc.nat({ max: 999_999 });
    fc.assert(
      fc.property(whole, fc.nat({ max: 999 }), (major, thousandths) => {
        const short = `${major}.${String(thousandths).padStart(3, '0')}`;
        expect(parseMicros(`00${short}000`)).toEqual(parseMicros(short));
      }),
    );
  });

  test('a percentage that is written is read back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 100_000_000 }), (ppm) => {
        expect(parsePercent(formatPercent(ppm))).toEqual({ ok: true, value: ppm });
      }),
    );
  });
});
