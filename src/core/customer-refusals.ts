// What those who register, sign in or change their account can be refused for.

import type { PasswordFault } from './password-rules.js';

export type CustomerRefusal =
  | { type: 'session-expired' }
  | { type: 'cross-site-request'; detail: string }
  /** Whether there is such an account is not told. */
  | { type: 'wrong-credentials' }
  | { type: 'too-many-attempts'; retryAfterSeconds: number }
  | { type: 'email-taken' }
  | { type: 'weak-password'; pointer: string; reason: PasswordFault; detail: string }
  | { type: 'reset-invalid' }
  | { type: 'orders-open'; orderIds: string[] };
