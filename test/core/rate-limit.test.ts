// The token bucket: as many at once as the limit says, then one each interval.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takeOne } from '../../src/core/rate-limit.js';
import { readRateLimit } from '../../src/core/rate-limit-setting.js';

const rule = { limit: 3, windowMs: 60_000 };

describe('a token bucket', () => {
  test('gives as many at once as its limit, and one more each interval', () => {
    let fullAt = 0;
    const allowed = [0, 0, 0, 0, 19_999, 20_000, 20_001, 40_000].map((now) => {
      const taken = takeOne(rule, fullAt, 1_000_000 + now);
      fullAt = taken.fullAt;
      return taken.isAllowed;
    });

    expect(allowed).toEqual([true, true, true, false, false, true, false, true]);
  });

  test('says how many are left, and how long to wait', () => {
    const first = takeOne(rule, 0, 1_000);
    const second = takeOne(rule, first.fullAt, 1_000);
    const third = takeOne(rule, second.fullAt, 1_000);

    expect([first.remaining, second.remaining, third.remaining]).toEqual([2, 1, 0]);
    expect(takeOne(rule, third.fullAt, 1_000)).toMatchObject({ isAllowed: false, waitMs: 20_000 });
    expect(takeOne(rule, third.fullAt, 21_000)).toMatchObject({ isAllowed: true, remaining: 0 });
  });

  test('keeps nobody out for longer than a window when the clock is set back', () => {
    let fullAt = 0;
    for (let times = 0; times < 3; times += 1) fullAt = takeOne(rule, fullAt, 9_000_000).fullAt;
    expect(takeOne(rule, fullAt, 9_000_000 - 500)).toMatchObject({ isAllowed: false });
    expect(takeOne(rule, fullAt, 5_400_000)).toMatchObject({ isAllowed: true, remaining: 2 });
  });

  test('never gives more in any window than twice its limit, whatever the times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30_000), { maxLength: 200 }),
        fc.integer({ min: 1, max: 20 }),
        (gaps, limit) => {
          let [now, fullAt] = [1_000_000, 0];
          const allowedAt: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const taken = takeOne({ limit, windowMs: 60_000 }, fullAt, now);
            fullAt = taken.fullAt;
            if (taken.isAllowed) allowedAt.push(now);
          }
          return allowedAt.every(
            (from) =>
              allowedAt.filter((at) => at >= from && at < from + 60_000).length <= limit * 2,
          );
        },
      ),
    );
  });
});

describe('the setting RATE_LIMIT', () => {
  test('is on, off, or limits of its own', () => {
    expect(readRateLimit('off')).toBeNull();
    expect(readRateLimit('on')).toMatchObject({ sparesLoopback: true });
    expect(readRateLimit('orders=5,carts=7')).toMatchObject({
      sparesLoopback: false,
      limits: { orders: { address: 5, session: 5 }, carts: { address: 7 } },
    });
  });
});
