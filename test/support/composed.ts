import type { MadeEmail } from '../../src/compute/document-batch.js';
import type { ComposedEmail } from '../../src/core/email.js';

/** Where e-mails become no files, one comes back to be sent. @throws Error where it is a draft, or failed */
export function composed(email: MadeEmail): ComposedEmail {
  if ('raw' in email) return email;
  throw new Error('type' in email ? email.reason : `a draft was written: ${email.draft}`);
}
