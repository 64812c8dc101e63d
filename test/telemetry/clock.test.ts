import { beforeEach, describe, expect, test } from 'vitest';
import { now, steadyClock } from '../../src/telemetry/clock.js';

// A machine whose two clocks the test moves.
const T0 = Date.UTC(2026, 10, 26);
let wallMs: number;
let passedMs: number;
let clock: () => number;

beforeEach(() => {
  [wallMs, passedMs] = [T0, 0];
  const clocks = { wall: () => Math.floor(wallMs), monotonic: () => passedMs };
  clock = steadyClock(clocks, T0);
});

function pass(ms: number): void {
  wallMs += ms;
  passedMs += ms;
}

describe('the time', () => {
  test('has the fractions of the monotonic clock', () => {
    const seen = [1, 2, 3, 1_000].map((times) => {
      pass(times * 0.125);
      return clock() - T0;
    });
    expect(seen).toEqual([0.125, 0.375, 0.75, 125.75]);
  });

  test('leaves it at what two readings one after the other differ by', () => {
    for (const jitter of [-60, 60, -99, 99]) {
      pass(500);
      wallMs += jitter;
      expect(clock()).toBe(T0 + passedMs);
      wallMs -= jitter;
    }
  });

  test.each([
    ['was set forward', 3_600_000],
    ['was set back', -3_600_000],
    ['is right after a night of sleep', 8 * 3_600_000],
  ])('follows a wall clock that %s', (_, leapMs) => {
    clock();
    pass(1_000);
    wallMs += leapMs;
    expect(clock()).toBe(wallMs);
    pass(0.5);
    expect(clock()).toBe(wallMs);
    pass(3_600_000);
    expect(Math.abs(clock() - wallMs)).toBeLessThan(1);
  });

  test('is this machine’s', () => {
    const [before, at, after] = [Date.now(), now(), Date.now()];
    expect(at).toBeGreaterThan(before - 102);
    expect(at).toBeLessThan(after + 102);
  });
});
