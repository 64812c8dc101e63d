// Days, months and quarters as people write them on a command line, and when they begin and end in the
// shop's time zone.

import { calendarDate } from '../core/calendar-date.js';
import type { Calendar } from '../orders/shop.js';
import { ExpectedError } from './expected-error.js';

/** `YYYY-MM-DD`; `until` is the first day that no longer belongs to it. */
export interface Period {
  from: string;
  until: string;
}

const MONTH = /^(\d{4})-(\d\d)$/;
const QUARTER = /^(\d{4})-Q([1-4])$/;
const HOUR_MS = 3_600_000;

/** `2026-01`, `2026-01-31` or `2026-Q1`. @throws ExpectedError */
export function periodOf(text: string): Period {
  const [, quarterYear, quarter] = QUARTER.exec(text) ?? [];
  if (quarterYear !== undefined) return months(Number(quarterYear), Number(quarter) * 3 - 3, 3);
  const [, year, month] = MONTH.exec(text) ?? [];
  if (year !== undefined && Number(month) >= 1 && Number(month) <= 12) {
    return months(Number(year), Number(month) - 1, 1);
  }
  if (calendarDate(text)) return { from: text, until: dayAfter(text) };
  throw new ExpectedError(
    `"${text}" must be a month, a quarter or a day, as in 2026-01, 2026-Q1 or 2026-01-31`,
  );
}

/** From the first day of one to the last day of the other. @throws ExpectedError */
export function periodBetween(first: string, last: string): Period {
  const [{ from }, { until }] = [periodOf(first), periodOf(last)];
  if (from < until) return { from, until };
  throw new ExpectedError(`--from ${first} is after --to ${last}`);
}

/** Milliseconds since the epoch: from the first instant to the first that no longer counts. */
export const instantsOf = ({ from, until }: Period, calendar: Calendar) => ({
  from: startOf(from, calendar),
  until: startOf(until, calendar),
});

const months = (year: number, month: number, count: number): Period => ({
  from: printed(Date.UTC(year, month, 1)),
  until: printed(Date.UTC(year, month + count, 1)),
});

const dayAfter = (date: string): string => printed(Date.parse(date) + 24 * HOUR_MS);

const printed = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Somewhere within the day, whatever the zone: from there the calendar finds its beginning. */
function startOf(date: string, calendar: Calendar): number {
  const noon = Date.parse(`${date}T12:00:00Z`);
  const within = [0, -12, 12].map((hours) => noon + hours * HOUR_MS);
  const found = within.find((at) => calendar.date(at) === date);
  // A zone that moved over the date line had no such day: what was next counts.
  return found === undefined ? startOf(dayAfter(date), calendar) : calendar.startOfDay(found);
}
