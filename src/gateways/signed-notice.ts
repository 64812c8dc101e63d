// A notice that is signed as Standard Webhooks has it, checked over the bytes as they came.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

import type { Webhook } from 'standardwebhooks';

export type VerifiedNotice =
  | { type: 'genuine'; notice: unknown }
  /** Nothing is said of its signature: it may be a genuine one, sent again by somebody else. */
  | { type: 'stale'; reason: string }
  /** Signed as it should be, and no JSON. */
  | { type: 'unreadable'; reason: string }
  | { type: 'forged'; reason: string };

export function verifyNotice(
  webhook: Webhook,
  rawBody: string,
  headers: Record<string, string>,
): VerifiedNotice {
  try {
    return { type: 'genuine', notice: webhook.verify(rawBody, headers) };
  } catch (error) {
    const { message } = error as Error;
    // The library reads the body only once it has verified it.
    if (error instanceof SyntaxError) return { type: 'unreadable', reason: 'must be JSON' };
    const isStale = /^Message timestamp too (old|new)$/.test(message);
    return { type: isStale ? 'stale' : 'forged', reason: message };
  }
}
