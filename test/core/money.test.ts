import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyDigits } from '../../src/core/currencies.js';
import { parseMicros } from '../../src/core/decimal.js';
import {
  cashRound,
  cashStepFault,
  digitsOf,
  extend,
  formatMoney,
  microsPerMinor,
  printUnitPrice,
} from '../../src/core/money.js';
import { roundingModes } from '../../src/core/settings.js';

const PIECE = 1_000_000;

describe('a currency', () => {
  test.each([
    ['EUR', 2, 10_000],
    ['USD', 2, 10_000],
    ['JPY', 0, 1_000_000],
    ['ISK', 0, 1_000_000],
    ['BHD', 3, 1_000],
    ['CLF', 4, 100],
    ['MGA', 2, 10_000],
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

describe('a unit price for a number of pieces', () => {
  test('is divided before the one rounding', () => {
    expect(extend(3_490_000, 250 * PIECE, 'EUR', 'half-away', 100 * PIECE)).toBe(873); // 8.725
    expect(extend(3_490_000, 250 * PIECE, 'EUR', 'half-down', 100 * PIECE)).toBe(872);
    expect(extend(1_000_000, PIECE, 'EUR', 'up', 3 * PIECE)).toBe(34);
  });

  test('may be for more pieces than a float could divide by', () => {
    const million = 1_000_000 * PIECE;
    expect(extend(2_500_000_000, 1_500_001, 'JPY', 'half-away', million)).toBe(0);
    expect(extend(2_500_000_000, 600_000 * PIECE, 'JPY', 'half-away', million)).toBe(1_500);
  });

  test('of a currency with four decimals has six at most, as every price', () => {
    expect(extend(1_234_567, PIECE, 'CLF')).toBe(12_346);
    expect(printUnitPrice(1_234_567, 'CLF')).toBe('1.234567');
    expect(printUnitPrice(1_234_500, 'CLF')).toBe(12_345);
  });
});

describe('a total paid in cash', () => {
  test.each([
    ['half-away', 1_775, 1_800],
    ['half-down', 1_775, 1_750],
    ['half-even', 1_775, 1_800],
    ['half-even', 1_725, 1_700],
    ['down', 1_799, 1_750],
    ['up', 1_751, 1_800],
    ['half-away', -1_775, -1_800],
  ] as const)('is the nearest multiple of the step: %s, %d is %d', (mode, amount, payable) => {
    expect(cashRound(amount, 500_000, 'DKK', mode)).toBe(payable);
  });

  test('of steps above a major unit too: 1 to 5 pesos go down, 6 to 9 up', () => {
    expect(cashRound(1_005, 10_000_000, 'CLP', 'half-down')).toBe(1_000);
    expect(cashRound(1_006, 10_000_000, 'CLP', 'half-down')).toBe(1_010);
  });

  test('is left alone by a step of which every amount is a multiple', () => {
    expect(cashRound(1_233, 10_000, 'EUR')).toBe(1_233);
    expect(cashRound(1_233, 50_000, 'JPY')).toBe(1_233);
  });

  test('counts fifths of an ariary in hundredths: twenty of them can be paid', () => {
    expect(cashRound(1_250, 200_000, 'MGA')).toBe(1_260);
    expect(cashRound(1_249, 200_000, 'MGA')).toBe(1_240);
  });

  test('cannot be in a step that is not made of minor units', () => {
    expect(() => cashRound(1_233, 15_000, 'EUR')).toThrow(RangeError);
    expect(cashStepFault(15_000, 'EUR')).toBe('is no multiple of the minor unit of EUR, 0.01');
    expect(cashStepFault(5_000, 'EUR')).toBe('is finer than the minor unit of EUR, 0.01');
    expect(cashStepFault(50_000, 'JPY')).toBe('is finer than the minor unit of JPY, 1');
    for (const none of [0, -50_000, 0.5, Number.NaN])
      expect(cashStepFault(none, 'EUR')).toBe('is no amount above zero');
    expect(cashStepFault(50_000, 'EUR')).toBeNull();
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
  const currency = fc.constantFrom('EUR', 'JPY', 'BHD', 'CLF');
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

  test('a total in cash is a multiple of the step, and less than one step away', () => {
    const mode = fc.constantFrom(...roundingModes);
    const steps = fc.constantFrom(1, 2, 5, 10, 50, 100, 500);
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 100_000_000 }),
        steps,
        currency,
        mode,
        (amount, step, code, how) => {
          const payable = cashRound(amount, step * microsPerMinor(code), code, how);
          expect(Math.abs(payable % step)).toBe(0);
          expect(Math.abs(payable - amount)).toBeLessThan(step);
          expect(cashRound(payable, step * microsPerMinor(code), code, how)).toBe(payable);
        },
      ),
    );
  });

  test('an amount that is written is read back', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000_000 }),
        fc.constantFrom(...currencyDigits.keys()),
        (amount, code) => {
          const [text] = formatMoney({ amount, currency: code }).split(' ') as [string];
          expect(parseMicros(text)).toEqual({ ok: true, value: amount * microsPerMinor(code) });
        },
      ),
    );
  });
});
