// Times in a query or a body, where a schema alone cannot say what is right.

import { rfc3339 } from '../../core/rfc-3339.js';
import { RefusedError } from '../problem-reply.js';

/** @throws RefusedError for what is no time. */
export const timeOf = (name: string, text: string | undefined): number | null =>
  text === undefined ? null : timeAt(`?${name}`, text);

/** @throws RefusedError that points to what is no time. */
export function timeAt(pointer: string, text: string): number {
  const at = rfc3339(text);
  if (at !== null) return at;
  const errors = [{ pointer, detail: 'must be a time of RFC 3339, as in 2026-01-31T00:00:00Z' }];
  throw new RefusedError({ type: 'invalid-request', errors });
}
