// The mail: one message at a time, under an id that stays the same however often it is sent, so that
// a repetition can be recognised as one.

import type { ComposedEmail, EmailOutcome } from '../../core/email.js';

export type { EmailOutcome };

export interface Mailer {
  /** Where the mail goes, for people; without credentials. */
  readonly target: string;
  /** Never rejects for what a network or a server does. */
  send(email: ComposedEmail, signal: AbortSignal): Promise<EmailOutcome>;
  close(): void;
}
