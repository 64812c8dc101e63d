// What the store remembers of requests, so that one that is repeated is answered and not done again.

import type { IdempotencyRefusal, Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';

export interface IdempotencyClaim {
  caller: string;
  key: string;
  /** SHA-256 of what was asked for, so that a reused key is told from a repeated one. */
  fingerprint: string;
}

/** The first answer to a key, kept to be given again. `body` is JSON text. */
export interface StoredAnswer {
  status: number;
  body: string;
  orderId: string | null;
}

export type KeyTaken = IdempotencyRefusal | { type: 'answered'; answer: StoredAnswer };

export interface RequestStore {
  keyAnswer(claim: IdempotencyClaim): Promise<KeyTaken | null>;
  rememberAnswer(
    command: IdempotencyClaim & { status: number; body: string; at: number },
  ): Promise<Result<KeyTaken | null, Unavailable>>;
  purgeKeys(command: { before: number; limit: number }): Promise<Result<number, Unavailable>>;
}
