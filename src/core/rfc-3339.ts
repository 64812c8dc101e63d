// Times as people write them to the shop: what `Date.parse` reads besides depends on the machine's own
// time zone (`2026-01-31T00:00`), on who reads it (`12/01/2026`) or on no calendar (30 February).

import { calendarDate } from './calendar-date.js';

const TIME = /^(\d{4}-\d\d-\d\d)([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d))?$/;

/**
 * Milliseconds since the epoch of a time of RFC 3339, which may leave out its seconds; a date by itself
 * is its midnight in UTC. `null` for everything else.
 */
export function rfc3339(text: string): number | null {
  const [, date = ''] = TIME.exec(text) ?? [];
  const at = calendarDate(date) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
