import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, type SpreadMethod, spread } from '../../src/core/allocate.js';
import { settingChoices } from '../../src/core/settings.js';
import { runs } from './arbitraries.js';

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

describe('an amount spread by another method', () => {
  const weights = [10, 20, 33, 37];
  test.each<[SpreadMethod, number, number[], number[]]>([
    // 7 × 0.1 = 0.7, 1.4, 2.31, 2.59
    ['largest-remainder', 7, weights, [1, 1, 2, 3]],
    ['half-down', 7, weights, [1, 1, 2, 3]],
    ['last', 7, weights, [1, 1, 2, 3]],
    ['largest-weight', 7, weights, [0, 1, 3, 3]],
    ['even', 7, weights, [2, 2, 2, 1]],
    // Halves: 1.5 each.
    ['largest-remainder', 6, [5, 5, 5, 5], [2, 2, 1, 1]],
    ['half-down', 6, [5, 5, 5, 5], [2, 2, 1, 1]],
    ['last', 6, [5, 5, 5, 5], [2, 2, 2, 0]],
    ['largest-weight', 6, [4, 5, 6, 5], [1, 2, 2, 1]],
    // 0.75 each: rounded up to 4, of which one is one too many.
    ['half-down', 3, [5, 5, 5, 5], [0, 1, 1, 1]],
    ['last', 3, [5, 5, 5, 5], [1, 1, 1, 0]],
    ['last', 2, [5, 5, 5, 5], [1, 1, 0, 0]],
    ['even', 2, [0, 9, 9], [0, 1, 1]],
  ])('%s: %d over %j is %j', (method, amount, given, shares) => {
    expect(spread(amount, given, null, method)).toEqual(shares);
  });
});

describe('an amount spread under caps', () => {
  test.each<[SpreadMethod, number, number[], number[], number[]]>([
    ['largest-remainder', 60, [50, 50], [10, 100], [10, 50]],
    ['largest-remainder', 90, [10, 10, 10], [5, 40, 100], [5, 40, 45]],
    ['largest-remainder', 3, [1, 1, 1], [3, 0, 3], [2, 0, 1]],
    ['even', 10, [1, 100, 100], [1, 100, 100], [1, 5, 4]],
    ['last', 10, [5, 5, 5], [10, 10, 2], [4, 4, 2]],
    ['largest-weight', 8, [10, 3, 3], [5, 3, 3], [5, 2, 1]],
    ['half-down', 9, [5, 5, 2], [5, 5, 1], [4, 4, 1]],
  ])('%s: %d over %j of at most %j is %j', (method, amount, weights, caps, shares) => {
    expect(spread(amount, weights, caps, method)).toEqual(shares);
  });

  test('that cannot take it is a mistake', () => {
    expect(() => spread(11, [1, 1], [5, 5], 'largest-remainder')).toThrow(RangeError);
    expect(() => spread(6, [1, 0], [5, 5], 'last')).toThrow(RangeError);
  });
});

describe('properties of every method', { timeout: 300_000 }, () => {
  const target = fc.record({
    weight: fc.oneof(fc.constant(0), fc.nat({ max: 12 }), fc.nat({ max: 1_000_000_000 })),
    cap: fc.oneof(fc.constant(0), fc.nat({ max: 12 }), fc.nat({ max: 1_000_000_000 })),
  });
  const spreading = fc
    .record({
      method: fc.constantFrom(...settingChoices.discountSpread),
      targets: fc.array(target, { minLength: 1, maxLength: 25 }),
      part: fc.nat({ max: 1_000 }),
    })
    .map(({ method, targets, part }) => {
      const caps = targets.map(({ cap }) => cap);
      const weights = targets.map(({ weight }) => weight);
      const room = sum(caps.filter((_, index) => (weights[index] as number) > 0));
      return { method, caps, weights, amount: Math.floor((room * part) / 1_000) };
    });

  test('the shares sum to the amount, none is negative or over its cap', () => {
    fc.assert(
      fc.property(spreading, ({ method, caps, weights, amount }) => {
        const shares = spread(amount, weights, caps, method);
        expect(sum(shares)).toBe(amount);
        for (const [index, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(caps[index] as number);
          if (weights[index] === 0) expect(share).toBe(0);
        }
      }),
      runs,
    );
  });

  test('who is not at the cap has within a unit what the others of that weight have', () => {
    fc.assert(
      fc.property(spreading, ({ caps, weights, amount }) => {
        const shares = spread(amount, weights, caps, 'largest-remainder');
        const open = shares
          .map((share, index) => ({ share, weight: weights[index], cap: caps[index] }))
          .filter(({ share, weight, cap }) => weight !== 0 && share < (cap as number));
        for (const { share, weight } of open) {
          for (const other of open) {
            if (other.weight === weight)
              expect(Math.abs(other.share - share)).toBeLessThanOrEqual(1);
          }
        }
      }),
      runs,
    );
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
