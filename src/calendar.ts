// Dates in the shop's time zone.

import type { Calendar } from './orders/shop.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Formatting a date takes microseconds, so the last minute's is kept: no zone changes within one. */
export function createCalendar(timeZone: string): Calendar {
  const dateFormat = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const date = perMinute((at) => dateFormat.format(at));
  return { date, startOfDay: perMinute((at) => startOfDay(at, date)) };
}

function perMinute<Value>(compute: (at: number) => Value): (at: number) => Value {
  let minute = Number.NaN;
  let value: Value;
  return (at) => {
    const current = Math.floor(at / MINUTE_MS);
    if (current !== minute) {
      value = compute(at);
      minute = current;
    }
    return value;
  };
}

/**
 * The first minute that has the day's date: days have 23 to 25 hours, and some zones change at
 * midnight, so it is looked for, not computed.
 */
function startOfDay(at: number, date: (at: number) => string): number {
  const today = date(at);
  let [before, within] = [Math.floor((at - 26 * HOUR_MS) / MINUTE_MS), Math.floor(at / MINUTE_MS)];
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (date(middle * MINUTE_MS) === today) within = middle;
    else before = middle;
  }
  return within * MINUTE_MS;
}
