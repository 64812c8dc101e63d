// Times in a query, where a schema alone cannot say what is right.

import { RefusedError } from '../problem-reply.js';

/** @throws RefusedError for what is no time. */
export function timeOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw refused(`?${name}`, 'must be a time of RFC 3339, as in 2026-01-31T00:00:00Z');
}

const refused = (pointer: string, detail: string): RefusedError =>
  new RefusedError({ type: 'invalid-request', errors: [{ pointer, detail }] });
