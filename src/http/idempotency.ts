import { createHash } from 'node:crypto';
import type { IdempotencyClaim } from '../store/store.js';

/** The claim that an Idempotency-Key makes: by whom, and for exactly which request. */
export function claimOf(
  key: string | undefined,
  caller: string,
  route: string,
  body: unknown,
): IdempotencyClaim | null {
  if (key === undefined) return null;
  const fingerprint = createHash('sha256')
    .update(route)
    .update('\n')
    .update(JSON.stringify(canonical(body)))
    .digest('hex');
  return { caller, key, fingerprint };
}

/** The same content in the same order of fields, so that a client may serialise as it likes. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([field, part]) => [field, canonical(part)]));
}
