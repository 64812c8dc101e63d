import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../src/calendar.js';
import { instantsOf, periodBetween, periodOf } from '../../src/cli/period.js';

const berlin = createCalendar('Europe/Berlin');

describe('a period', () => {
  test.each([
    ['2026-01', '2026-01-01', '2026-02-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2026-Q1', '2026-01-01', '2026-04-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
    ['2026-02-28', '2026-02-28', '2026-03-01'],
    ['2028-02-29', '2028-02-29', '2028-03-01'],
  ])('%s goes from %s to before %s', (text, from, until) => {
    expect(periodOf(text)).toEqual({ from, until });
  });

  test.each(['2026', '2026-13', '2026-00', '2026-Q5', '2026-02-30', 'January', '', '2026-1'])(
    'cannot be "%s"',
    (text) => {
      expect(() => periodOf(text)).toThrow('as in 2026-01');
    },
  );

  test('reaches from the first day of one to the last of another, and not backwards', () => {
    expect(periodBetween('2026-01', '2026-02-10')).toEqual({
      from: '2026-01-01',
      until: '2026-02-11',
    });
    expect(() => periodBetween('2026-02', '2026-01')).toThrow('--from 2026-02 is after --to');
  });

  test('begins and ends at midnight of the shop, through the change of summer time', () => {
    expect(instantsOf(periodOf('2026-03'), berlin)).toEqual({
      from: Date.UTC(2026, 1, 28, 23),
      until: Date.UTC(2026, 2, 31, 22),
    });
  });

  test.each(['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Niue'])(
    'of any day holds that day and no other, in %s',
    (zone) => {
      const calendar = createCalendar(zone);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 20_000 }), (day) => {
          const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
          const { from, until } = instantsOf(periodOf(date), calendar);
          expect([from, until - 1].map((at) => calendar.date(at))).toEqual([date, date]);
          expect(calendar.date(from - 1) < date).toBe(true);
          expect(calendar.date(until) > date).toBe(true);
        }),
        { numRuns: 40 },
      );
    },
  );
});
