import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { nextShare, Throttle } from '../../src/tasks/throttle.js';
import { until } from '../support/until.js';

const SHARE_MIN = 1 / 256;
const share = fc.double({ min: SHARE_MIN, max: 1, noNaN: true });
const sample = fc.record({ hasOrders: fc.boolean(), isBusy: fc.boolean() });
type Sample = { hasOrders: boolean; isBusy: boolean };

const after = (samples: readonly Sample[], from: number): number =>
  samples.reduce((now, { hasOrders, isBusy }) => nextShare(now, hasOrders, isBusy), from);

describe('the share of background work', () => {
  test('is halved while orders find the engine busy', () => {
    expect(nextShare(1, true, true)).toBe(0.5);
    expect(nextShare(0.5, true, true)).toBe(0.25);
  });

  test('grows while orders come in and nothing waits', () => {
    expect(nextShare(0.5, true, false)).toBe(0.625);
  });

  test('does not shrink of its own work: where there are no orders, busy or not, it grows', () => {
    expect(nextShare(0.25, false, true)).toBe(0.5);
    expect(nextShare(0.25, false, false)).toBe(0.5);
  });
});

describe('properties', () => {
  test('it is never below the minimum and never above 1', () => {
    fc.assert(
      fc.property(share, fc.array(sample, { maxLength: 50 }), (from, samples) => {
        for (let count = 0; count <= samples.length; count += 1) {
          const now = after(samples.slice(0, count), from);
          expect(now).toBeGreaterThanOrEqual(SHARE_MIN);
          expect(now).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('it reaches the minimum in a rush that lasts', () => {
    fc.assert(
      fc.property(share, (from) => {
        const rush = Array.from({ length: 8 }, () => ({ hasOrders: true, isBusy: true }));
        expect(after(rush, from)).toBe(SHARE_MIN);
      }),
    );
  });

  test('it is all of the room again soon after the last order, wherever it was', () => {
    fc.assert(
      fc.property(share, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (from, busy) => {
        expect(
          after(
            busy.map((isBusy) => ({ hasOrders: false, isBusy })),
            from,
          ),
        ).toBe(1);
      }),
    );
  });

  test('it never shrinks but for orders on a busy engine', () => {
    fc.assert(
      fc.property(share, sample, (from, { hasOrders, isBusy }) => {
        const next = nextShare(from, hasOrders, isBusy);
        if (hasOrders && isBusy) expect(next).toBeLessThanOrEqual(from);
        else expect(next).toBeGreaterThanOrEqual(from);
      }),
    );
  });
});

describe('a throttle', () => {
  let throttle: Throttle;
  afterEach(() => throttle.stop());

  test('shrinks while orders are under way and much waits, and recovers when they are gone', async () => {
    const traffic = { underWay: 1, begun: 1 };
    const waiting = { queued: 1_000 };
    throttle = new Throttle({ traffic, queued: () => waiting.queued });
    expect(throttle.share).toBe(1);
    throttle.start();
    await until('the share is least', () => throttle.share === SHARE_MIN);
    traffic.underWay = 0;
    await until('the share is all', () => throttle.share === 1);
  });

  test('notices orders that began and ended between two samples', async () => {
    const traffic = { underWay: 0, begun: 0 };
    throttle = new Throttle({
      traffic,
      queued: () => {
        traffic.begun += 1;
        return 1_000;
      },
    });
    throttle.start();
    await until('the share is least', () => throttle.share === SHARE_MIN);
  });

  test('leaves the share alone without orders, however much waits', async () => {
    let samples = 0;
    throttle = new Throttle({
      traffic: { underWay: 0, begun: 0 },
      queued: () => {
        samples += 1;
        return 1_000;
      },
    });
    throttle.start();
    await until('some samples are taken', () => samples >= 3);
    expect(throttle.share).toBe(1);
  });

  test('rests after work that orders waited for, in proportion and not for long, and only then', async () => {
    const traffic = { underWay: 0, begun: 0 };
    throttle = new Throttle({ traffic, queued: () => 0 });
    throttle.start();
    expect(throttle.restMs(10, 1 / 10)).toBe(0);
    traffic.underWay = 1;
    await until('orders are noticed', () => throttle.restMs(10, 1 / 10) === 90);
    expect(throttle.restMs(10, 1 / 5)).toBe(40);
    expect(throttle.restMs(1_000, 1 / 10)).toBe(250);
    traffic.underWay = 0;
    await until('their end is noticed', () => throttle.restMs(10, 1 / 10) === 0);
  });
});
