import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from '../../src/core/allocate.js';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

describe('an amount spread over weights', () => {
  test.each([
    [100, [1, 1], [50, 50]],
    [100, [3, 1], [75, 25]],
    [10, [1, 2, 7], [1, 2, 7]],
    [5, [3], [5]],
    [1_000, [2_580], [1_000]],
  ])('%d over %j is %j', (amount, weights, shares) => {
    expect(allocate(amount, weights)).toEqual(shares);
  });

  test('what is left over goes to the largest remainder', () => {
    // 10 × 1/6 = 1.67, 10 × 2/6 = 3.33, 10 × 3/6 = 5
    expect(allocate(10, [1, 2, 3])).toEqual([2, 3, 5]);
    expect(allocate(10, [3, 2, 1])).toEqual([5, 3, 2]);
  });

  test('a tie goes to the lowest index, and so on in order', () => {
    expect(allocate(1, [5, 5, 5])).toEqual([1, 0, 0]);
    expect(allocate(2, [5, 5, 5])).toEqual([1, 1, 0]);
    expect(allocate(101, [1, 1])).toEqual([51, 50]);
    // Remainders can tie though the weights differ: 2 × 1/4 = 0.5 and 2 × 3/4 = 1.5.
    expect(allocate(2, [1, 3])).toEqual([1, 1]);
    expect(allocate(2, [3, 1])).toEqual([2, 0]);
  });

  test('a zero weight gets nothing, even of what is left over', () => {
    expect(allocate(7, [0, 3, 0, 3, 0])).toEqual([0, 4, 0, 3, 0]);
    expect(allocate(1, [0, 1])).toEqual([0, 1]);
  });

  test('nothing is spread over anything, even over no weight at all', () => {
    expect(allocate(0, [1, 2])).toEqual([0, 0]);
    expect(allocate(0, [0, 0])).toEqual([0, 0]);
    expect(allocate(0, [])).toEqual([]);
  });

  test('something cannot be spread over nothing', () => {
    expect(() => allocate(1, [0, 0])).toThrow(RangeError);
    expect(() => allocate(1, [])).toThrow(RangeError);
  });

  test('products beyond 2^53 are spread exactly', () => {
    const amount = 900_719_925_474_099;
    const weights = [900_719_925_474_001, 900_719_925_474_003, 1];
    expect(allocate(amount, weights)).toEqual([450_359_962_737_049, 450_359_962_737_050, 0]);
  });
});

describe('properties', () => {
  const weight = fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 1_000_000_000_000 }),
  );
  const weights = fc
    .array(weight, { minLength: 1, maxLength: 30 })
    .filter((list) => list.some((w) => w > 0));
  const amount = fc.oneof(
    fc.nat({ max: 50 }),
    fc.nat({ max: 1_000_000_000_000 }),
    fc.constant(900_719_925_474_099),
  );

  test('the shares sum to the amount', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        expect(sum(allocate(total, list))).toBe(total);
      }),
    );
  });

  test('each share is less than one unit off its exact share', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const whole = BigInt(sum(list));
        for (const [index, share] of allocate(total, list).entries()) {
          const off = BigInt(share) * whole - BigInt(total) * BigInt(list[index] as number);
          expect(off < whole && off > -whole).toBe(true);
        }
      }),
    );
  });

  test('a zero weight gets zero and no share is negative', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        for (const [index, share] of allocate(total, list).entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          if (list[index] === 0) expect(share).toBe(0);
        }
      }),
    );
  });

  test('equal weights differ by one unit at most, the lower index never having less', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const shares = allocate(total, list);
        for (let later = 1; later < list.length; later += 1) {
          const earlier = list.indexOf(list[later] as number);
          const difference = (shares[earlier] as number) - (shares[later] as number);
          expect(difference === 0 || difference === 1).toBe(true);
        }
      }),
    );
  });

  test('a larger remainder is served before a smaller one', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const whole = BigInt(sum(list));
        const exact = list.map((w) => BigInt(total) * BigInt(w));
        const served = allocate(total, list).map((share, i) => ({
          remainder: (exact[i] as bigint) % whole,
          extra: BigInt(share) - (exact[i] as bigint) / whole,
        }));
        const least = served.filter(({ extra }) => extra === 1n).map(({ remainder }) => remainder);
        const most = served.filter(({ extra }) => extra === 0n).map(({ remainder }) => remainder);
        expect(least.every((a) => most.every((b) => a >= b))).toBe(true);
      }),
    );
  });
});
