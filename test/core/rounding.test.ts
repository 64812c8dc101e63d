import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mulDiv } from '../../src/core/rounding.js';

/** The textbook definition, in BigInt throughout: the nearest integer, ties away from zero. */
function oracle(a: number, b: number, divisor: number): bigint {
  const product = BigInt(a) * BigInt(b);
  const magnitude = product < 0n ? -product : product;
  const rounded = (2n * magnitude + BigInt(divisor)) / (2n * BigInt(divisor));
  return product < 0n ? -rounded : rounded;
}

describe('multiply and divide', () => {
  test.each([
    [7, 3, 7, 3],
    [1, 1, 3, 0],
    [2, 1, 3, 1],
    [0, 5, 7, 0],
    [2812, 190_000, 1_190_000, 449],
  ])('%d × %d ÷ %d is %d', (a, b, divisor, rounded) => {
    expect(mulDiv(a, b, divisor)).toBe(rounded);
  });

  test.each([
    [1, 1],
    [3, 2],
    [5, 3],
    [-1, -1],
    [-3, -2],
    [-5, -3],
  ])('the tie %d ÷ 2 is rounded away from zero, to %d', (a, rounded) => {
    expect(mulDiv(a, 1, 2)).toBe(rounded);
  });

  test('an odd divisor has no ties: just under a half is rounded towards zero', () => {
    expect(mulDiv(1_000_000, 1, 2_000_001)).toBe(0);
    expect(mulDiv(1_000_001, 1, 2_000_001)).toBe(1);
    expect(mulDiv(-1_000_000, 1, 2_000_001)).toBe(0);
    expect(mulDiv(-1_000_001, 1, 2_000_001)).toBe(-1);
  });

  test('a product beyond 2^53 is still exact, ties and signs included', () => {
    const odd = Number.MAX_SAFE_INTEGER;
    expect(mulDiv(odd, 1_000_000, 1_000_000)).toBe(odd);
    expect(mulDiv(odd, 1_000_000, 2_000_000)).toBe((odd + 1) / 2);
    expect(mulDiv(-odd, 1_000_000, 2_000_000)).toBe(-(odd + 1) / 2);
    expect(mulDiv(odd, 999_999, 1_999_999)).toBe(Number(oracle(odd, 999_999, 1_999_999)));
  });

  test('zero is never a negative zero, which JSON and equality would tell apart', () => {
    expect(mulDiv(-1, 1, 3)).toBe(0);
    expect(mulDiv(0, -5, 3)).toBe(0);
  });

  test('a result that is no safe integer throws', () => {
    expect(() => mulDiv(Number.MAX_SAFE_INTEGER, 2, 1)).toThrow(RangeError);
    expect(() => mulDiv(-Number.MAX_SAFE_INTEGER, 3, 2)).toThrow(RangeError);
  });
});

describe('properties', () => {
  const factor = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -1_000_000, max: 1_000_000 }),
    fc.constantFrom(0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  );
  const divisor = fc.oneof(
    fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min: 1, max: 2_000_000 }),
    fc.constantFrom(1, 2, 10_000, 1_000_000, 1_190_000, 1_000_000_000_000),
  );

  test('the result is the exact one, or an error where no safe integer could hold it', () => {
    fc.assert(
      fc.property(factor, factor, divisor, (a, b, by) => {
        const exact = oracle(a, b, by);
        if (exact > Number.MAX_SAFE_INTEGER || exact < Number.MIN_SAFE_INTEGER) {
          expect(() => mulDiv(a, b, by)).toThrow(RangeError);
        } else {
          expect(mulDiv(a, b, by)).toBe(Number(exact));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a tie of any size goes away from zero', () => {
    const half = fc.integer({ min: 1, max: 1_000_000_000 });
    fc.assert(
      fc.property(half, fc.integer({ min: 0, max: 4_000_000 }), (by, whole) => {
        expect(mulDiv(2 * whole + 1, by, 2 * by)).toBe(whole + 1);
        expect(mulDiv(-(2 * whole + 1), by, 2 * by)).toBe(-(whole + 1));
      }),
    );
  });
});
