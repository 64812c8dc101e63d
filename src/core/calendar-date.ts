/** `2026-02-28` as its ISO 8601 weekday (1 is Monday); `null` where the calendar has no such day. */
export function calendarDate(text: string): { weekday: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900;
  return isReal ? { weekday: date.getUTCDay() || 7 } : null;
}
