// What stands in the query of a list, where a schema alone cannot say what is right.

import { RefusedError } from '../problem-reply.js';

/** @throws RefusedError for what is no `nextCursor` of a list whose cursors are numbers. */
export function numberCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw refused('?cursor', 'must be a nextCursor of this list');
}

/** @throws RefusedError for what is no time. */
export function timeOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw refused(`?${name}`, 'must be a time of RFC 3339, as in 2026-01-31T00:00:00Z');
}

const refused = (pointer: string, detail: string): RefusedError =>
  new RefusedError({ type: 'invalid-request', errors: [{ pointer, detail }] });
