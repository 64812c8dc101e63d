// When a failed task is tried again, and what a task is called.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, freshTasks, parseTaskId, taskId, topics } from '../../src/core/tasks.js';

const backoff = { firstMs: 1_000, maxMs: 60_000 };
/** The longest wait: jitter takes any part of it. */
const ceiling = (failures: number): number => backoffMs(failures, backoff, 1);

describe('the wait after a failure', () => {
  test('doubles with each one, up to the longest', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(ceiling)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ]);
  });

  test('is any part of that, from a millisecond to nearly all', () => {
    expect(backoffMs(3, backoff, 0)).toBe(1);
    expect(backoffMs(3, backoff, 0.5)).toBe(2_000);
    expect(backoffMs(3, backoff, 0.999)).toBe(3_996);
  });

  test('stays the longest after any number of failures', () => {
    for (const failures of [50, 1_000, 1_000_000_000]) expect(ceiling(failures)).toBe(60_000);
    expect(backoffMs(1_000, { firstMs: 1, maxMs: Number.MAX_SAFE_INTEGER }, 1)).toBe(2 ** 40);
  });

  test('is not longer than the longest from the first failure on', () => {
    expect(backoffMs(1, { firstMs: 5_000, maxMs: 100 }, 1)).toBe(100);
  });
});

describe("a task's name", () => {
  test('is that of its order and its topic', () => {
    expect(taskId({ orderId: '01J', topic: 'confirmation-email' })).toBe('01J.confirmation-email');
    expect(parseTaskId('01J.confirmation-email')).toEqual({
      orderId: '01J',
      topic: 'confirmation-email',
    });
  });

  test('is none without either, of another topic, or with more to it', () => {
    for (const text of [
      '',
      '.',
      '01J',
      '01J.',
      '.invoice',
      '01J.email',
      '01J.invoice.1',
      'a.b.c',
    ]) {
      expect(parseTaskId(text)).toBeNull();
    }
  });
});

describe('a fresh confirmation', () => {
  test('owes each topic once', () => {
    expect(freshTasks().map(({ topic }) => topic)).toEqual([...topics]);
    expect(freshTasks()).not.toBe(freshTasks());
  });
});

describe('properties', () => {
  const settings = fc.record({
    firstMs: fc.integer({ min: 1, max: 86_400_000 }),
    maxMs: fc.integer({ min: 1, max: 86_400_000 }),
  });
  const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test('a wait is never negative, endless or longer than the longest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        settings,
        fraction,
        (failures, s, random) => {
          const waitMs = backoffMs(failures, s, random);
          expect(Number.isFinite(waitMs)).toBe(true);
          expect(waitMs).toBeGreaterThanOrEqual(1);
          expect(waitMs).toBeLessThanOrEqual(s.maxMs);
          expect(waitMs).toBeLessThanOrEqual(s.firstMs * 2 ** (failures - 1));
        },
      ),
    );
  });

  test('a later wait may be longer, never its ceiling shorter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), settings, (failures, s) => {
        expect(backoffMs(failures + 1, s, 1)).toBeGreaterThanOrEqual(backoffMs(failures, s, 1));
      }),
    );
  });

  test('a name is read as it was written', () => {
    const orderId = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    fc.assert(
      fc.property(orderId, fc.constantFrom(...topics), (id, topic) => {
        expect(parseTaskId(taskId({ orderId: id, topic }))).toEqual({ orderId: id, topic });
      }),
    );
  });
});
