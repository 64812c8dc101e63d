// Dates of the shop, also on the days on which its clocks change.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCalendar } from '../src/calendar.js';
import type { Calendar } from '../src/orders/shop.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const calendars = new Map<string, Calendar>();
function calendarOf(zone: string): Calendar {
  const known = calendars.get(zone) ?? createCalendar(zone);
  calendars.set(zone, known);
  return known;
}

/** When the day began that has this instant in it, in the words of UTC. */
const dayStart = (zone: string, at: string): string =>
  new Date(calendarOf(zone).startOfDay(Date.parse(at))).toISOString();

describe('the date of an instant', () => {
  test.each([
    ['Europe/Berlin', '2026-06-01T21:59:59.999Z', '2026-06-01'],
    ['Europe/Berlin', '2026-06-01T22:00:00.000Z', '2026-06-02'],
    ['Europe/Berlin', '2026-12-31T22:59:59.999Z', '2026-12-31'],
    ['Europe/Berlin', '2026-12-31T23:00:00.000Z', '2027-01-01'],
    ['Asia/Kathmandu', '2026-06-01T18:14:59.999Z', '2026-06-01'],
    ['Asia/Kathmandu', '2026-06-01T18:15:00.000Z', '2026-06-02'],
    ['UTC', '2026-06-01T23:59:59.999Z', '2026-06-01'],
    ['Pacific/Kiritimati', '2026-06-01T10:00:00.000Z', '2026-06-02'],
    ['Pacific/Pago_Pago', '2026-06-01T10:59:00.000Z', '2026-05-31'],
  ])('is that of its zone: in %s, %s is %s', (zone, at, date) => {
    expect(createCalendar(zone).date(Date.parse(at))).toBe(date);
  });

  test('is not the one that was asked for before', () => {
    const { date } = createCalendar('UTC');
    const instants = ['2026-06-01', '2026-06-02', '2026-06-01', '2025-01-01'];

    expect(instants.map((text) => date(Date.parse(text)))).toEqual(instants);
  });
});

describe('the start of a day', () => {
  test.each([
    ['an ordinary day', 'Europe/Berlin', '2026-06-01T12:34:56Z', '2026-05-31T22:00:00.000Z'],
    ['its own first instant', 'Europe/Berlin', '2026-05-31T22:00:00Z', '2026-05-31T22:00:00.000Z'],
    [
      'its own last instant',
      'Europe/Berlin',
      '2026-06-01T21:59:59.999Z',
      '2026-05-31T22:00:00.000Z',
    ],
    ['a day of 23 hours', 'Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-28T23:00:00.000Z'],
    ['the day after it', 'Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-29T22:00:00.000Z'],
    ['a day of 25 hours', 'Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-24T22:00:00.000Z'],
    ['a zone of quarters', 'Asia/Kathmandu', '2026-06-01T12:00:00Z', '2026-05-31T18:15:00.000Z'],
    // Its clocks go from 24:00 to 01:00, so that the day begins at one.
    [
      'a day without a midnight',
      'America/Santiago',
      '2026-09-06T12:00:00Z',
      '2026-09-06T04:00:00.000Z',
    ],
    ['the day before it', 'America/Santiago', '2026-09-06T03:59:59Z', '2026-09-05T04:00:00.000Z'],
    // Its clocks go from 24:00 back to 23:00: the day has 25 hours and the next its midnight.
    [
      'a last hour that comes twice',
      'America/Santiago',
      '2026-04-05T03:59:59Z',
      '2026-04-04T03:00:00.000Z',
    ],
    ['the day after it', 'America/Santiago', '2026-04-05T04:00:00Z', '2026-04-05T04:00:00.000Z'],
    [
      'a midnight that comes twice',
      'America/Havana',
      '2026-11-01T12:00:00Z',
      '2026-11-01T04:00:00.000Z',
    ],
    [
      'a change by half an hour',
      'Australia/Lord_Howe',
      '2026-04-04T14:59:00Z',
      '2026-04-04T13:00:00.000Z',
    ],
    // It left 30 December 2011 out.
    [
      'the day after one that never was',
      'Pacific/Apia',
      '2011-12-30T12:00:00Z',
      '2011-12-30T10:00:00.000Z',
    ],
  ])('is found for %s (%s, %s)', (_, zone, at, start) => {
    expect(dayStart(zone, at)).toBe(start);
    expect(calendarOf(zone).date(Date.parse(start))).toBe(calendarOf(zone).date(Date.parse(at)));
  });

  test('takes instants between two milliseconds', () => {
    const at = Date.UTC(2026, 5, 1, 12) + 0.123;

    expect(createCalendar('UTC').startOfDay(at)).toBe(Date.UTC(2026, 5, 1));
  });
});

describe('properties', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const zone = fc.constantFrom(...zones);
  const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) });

  test('a day begins with its first millisecond, and not later than its instants', () => {
    fc.assert(
      fc.property(zone, instant, (name, at) => {
        // Its own, so that nothing is answered from what was asked before.
        const { date, startOfDay } = createCalendar(name);

        const start = startOfDay(at);

        expect(start).toBeLessThanOrEqual(at);
        expect(at - start).toBeLessThan(26 * HOUR_MS);
        expect(date(start)).toBe(date(at));
        expect(date(start - 1)).not.toBe(date(at));
      }),
      { numRuns: 300 },
    );
  });

  test('also around each change of the clocks, of whatever zone', { timeout: 60_000 }, () => {
    const changing = ['America/Santiago', 'America/Havana', 'Africa/Cairo', 'Asia/Beirut']
      .concat(['America/Asuncion', 'Asia/Gaza', 'Australia/Lord_Howe', 'Europe/Berlin'])
      .concat(['America/St_Johns', 'Antarctica/Troll', 'Asia/Tehran', 'America/Sao_Paulo']);
    for (const name of changing) {
      const { date, startOfDay } = calendarOf(name);
      for (const at of changesOf(name, 2006, 2027)) {
        for (const near of [-90, -61, -1, 0, 1, 59, 61, 90, 24 * 60]) {
          const instant = at + near * MINUTE_MS;
          const start = startOfDay(instant);
          const told = [name, new Date(instant).toISOString()];
          expect([...told, date(start)]).toEqual([...told, date(instant)]);
          expect([...told, date(start - 1)]).not.toEqual([...told, date(instant)]);
        }
      }
    }
  });

  test('instants of one day have one start', () => {
    fc.assert(
      fc.property(zone, instant, fc.nat(23 * 60), (name, at, minutes) => {
        const { startOfDay } = calendarOf(name);
        const start = startOfDay(at);
        const later = start + minutes * MINUTE_MS;
        fc.pre(calendarOf(name).date(later) === calendarOf(name).date(at));
        expect(startOfDay(later)).toBe(start);
      }),
      { numRuns: 300 },
    );
  });
});

/** The instants at which the zone's offset changes in those years. */
function changesOf(zone: string, firstYear: number, lastYear: number): number[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const offset = (at: number): string =>
    format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const changes: number[] = [];
  const stepMs = 7 * 24 * HOUR_MS;
  for (let at = Date.UTC(firstYear, 0); at < Date.UTC(lastYear, 0); at += stepMs) {
    let [before, after] = [at, at + stepMs];
    if (offset(before) === offset(after)) continue;
    while (after - before > MINUTE_MS) {
      const middle = before + Math.round((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offset(middle) === offset(before)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}
