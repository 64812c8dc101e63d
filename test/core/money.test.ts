import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyDigits } from '../../src/core/currencies.js';
import {
  digitsOf,
  extend,
  formatMoney,
  microsPerMinor,
  printUnitPrice,
} from '../../src/core/money.js';

const PIECE = 1_000_000;

describe('a currency', () => {
  test.each([
    ['EUR', 2, 10_000],
    ['USD', 2, 10_000],
    ['JPY', 0, 1_000_000],
    ['ISK', 0, 1_000_000],
    ['BHD', 3, 1_000],
  ])('%s has %d digits: a minor unit is %d millionths', (currency, digits, micros) => {
    expect(digitsOf(currency)).toBe(digits);
    expect(microsPerMinor(currency)).toBe(micros);
  });

  test.each(['EURO', 'eur', 'XXX', '', 'DEM'])('%j is none, and throws', (code) => {
    expect(() => digitsOf(code)).toThrow(`${code} is not an ISO 4217 currency`);
  });

  test('each code is three capitals, and money of all the world is there', () => {
    const codes = [...currencyDigits.keys()];
    expect(codes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
    expect(codes.length).toBeGreaterThan(150);
  });
});

describe('a unit price times a quantity', () => {
  test('is exact where it needs no rounding', () => {
    expect(extend(12_900_000, 2 * PIECE, 'EUR')).toBe(2_580);
    expect(extend(2_100_000_000, 3 * PIECE, 'JPY')).toBe(6_300);
    expect(extend(1_234_000, PIECE, 'BHD')).toBe(1_234);
  });

  test('keeps a price finer than the minor unit until the line is extended', () => {
    expect(extend(62_500, 20 * PIECE, 'EUR')).toBe(125); // 20 × 0.0625 = 1.25
    expect(extend(17_325, 1_000 * PIECE, 'EUR')).toBe(1_733); // 17.325, a tie
    expect(extend(17_325, PIECE, 'EUR')).toBe(2);
  });

  test('takes parts of a piece', () => {
    expect(extend(12_900_000, 1_500_000, 'EUR')).toBe(1_935);
    expect(extend(10_000, 500_000, 'EUR')).toBe(1); // half a cent, a tie
    expect(extend(10_000, 499_999, 'EUR')).toBe(0);
  });

  test('rounds to whole yen: there is no smaller money', () => {
    expect(extend(100_500_000, PIECE, 'JPY')).toBe(101);
    expect(extend(100_499_999, PIECE, 'JPY')).toBe(100);
  });

  test('throws where no safe integer holds the amount', () => {
    expect(() => extend(Number.MAX_SAFE_INTEGER, 1_000_000 * PIECE, 'EUR')).toThrow(RangeError);
  });
});

describe('a unit price in print', () => {
  test('is an integer of minor units where the price has one', () => {
    expect(printUnitPrice(12_900_000, 'EUR')).toBe(1_290);
    expect(printUnitPrice(2_100_000_000, 'JPY')).toBe(2_100);
    expect(printUnitPrice(0, 'EUR')).toBe(0);
  });

  test('is a decimal string of major units where it is finer', () => {
    expect(printUnitPrice(62_500, 'EUR')).toBe('0.0625');
    expect(printUnitPrice(1_500_000, 'JPY')).toBe('1.5');
  });
});

test('an amount is written with the digits of its currency', () => {
  expect(formatMoney({ amount: 2_812, currency: 'EUR' })).toBe('28.12 EUR');
  expect(formatMoney({ amount: -5, currency: 'EUR' })).toBe('-0.05 EUR');
  expect(formatMoney({ amount: 2_812, currency: 'JPY' })).toBe('2812 JPY');
  expect(formatMoney({ amount: 2_812, currency: 'KWD' })).toBe('2.812 KWD');
});

describe('properties', () => {
  const currency = fc.constantFrom('EUR', 'JPY', 'BHD');
  const price = fc.nat({ max: 5_000_000_000 });

  test('an extended amount is within half a minor unit of the exact product', () => {
    const quantity = fc.nat({ max: 1_000_000_000 });
    fc.assert(
      fc.property(price, quantity, currency, (unit, micros, code) => {
        const scale = BigInt(microsPerMinor(code)) * BigInt(PIECE);
        const off = BigInt(extend(unit, micros, code)) * scale - BigInt(unit) * BigInt(micros);
        expect(2n * (off < 0n ? -off : off) <= scale).toBe(true);
      }),
    );
  });

  test('whole pieces of a price in minor units need no rounding', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.nat({ max: 10_000 }),
        currency,
        (minor, n, code) => {
          expect(extend(minor * microsPerMinor(code), n * PIECE, code)).toBe(minor * n);
        },
      ),
    );
  });
});
