import type { MadeEmail } from '../../src/compute/document-batch.js';
import type { ComposedEmail } from '../../src/core/email.js';

/** Where nobody posts it, an e-mail comes back to be sent. @throws Error where it was posted */
export function composed(email: MadeEmail): ComposedEmail {
  if ('raw' in email) return email;
  throw new Error(`the e-mail was ${email.type}`);
}
