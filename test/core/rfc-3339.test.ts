import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../src/core/rfc-3339.js';

describe('a time that somebody writes', () => {
  test.each([
    ['2026-11-26T12:30:00Z', '2026-11-26T12:30:00.000Z'],
    ['2026-11-26t12:30:00.5z', '2026-11-26T12:30:00.500Z'],
    ['2026-11-26 12:30:00+02:00', '2026-11-26T10:30:00.000Z'],
    ['2026-11-26T12:30Z', '2026-11-26T12:30:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(rfc3339(text)).toBe(Date.parse(time));
  });

  test.each([
    ['a day that no calendar has', '2026-02-30T00:00:00Z'],
    ['a day that no calendar has, by itself', '2026-02-30'],
    ['an hour that no day has', '2026-11-26T25:00:00Z'],
    ['of the zone of whoever reads it', '2026-11-26T12:30:00'],
    ['in the order of one country', '12/01/2026'],
    ['a number', '1'],
    ['a year', '2026'],
    ['words', 'Nov 26 2026'],
    ['of a calendar without end', '+275760-09-13T00:00:00Z'],
    ['nothing', ''],
  ])('is none where it is %s', (_what, text) => {
    expect(rfc3339(text)).toBeNull();
  });
});
