// Dates in the shop's time zone.

import type { Calendar } from './orders/shop.js';

const MINUTE_MS = 60_000;

/** Formatting a date takes microseconds, so the last minute's is kept: no zone changes within one. */
export function createCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  let minute = Number.NaN;
  let date = '';
  return {
    date: (at) => {
      const current = Math.floor(at / MINUTE_MS);
      if (current !== minute) {
        minute = current;
        date = format.format(at);
      }
      return date;
    },
  };
}
