// Where no mail server is configured, each e-mail becomes an `.eml` file that any mail program opens.
// Written synchronously, by the thread that has composed it: on the way to another thread its text
// would be copied several times, and the threads of the pool contend for the folder's lock.

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComposedEmail } from '../../core/email.js';
import type { EmailOutcome, Mailer } from './mailer.js';

export function fileMailer(folder: string): Mailer {
  mkdirSync(folder, { recursive: true });
  return {
    target: folder,
    send: async ({ id, raw }, signal) => {
      const file = join(folder, `${id}.eml`);
      const draft = `${file}.part`;
      try {
        signal.throwIfAborted();
        // A reader never sees half a message, and a repetition replaces what it repeats.
        writeFileSync(draft, raw, 'latin1');
        renameSync(draft, file);
        return { type: 'sent' };
      } catch (error) {
        removeQuietly(draft);
        return { type: 'failed', reason: (error as Error).message, permanent: false };
      }
    },
    close: () => {},
  };
}

/** For a thread whose work nobody takes back. */
export function filePoster(folder: string | undefined) {
  if (folder === undefined) return undefined;
  const { send } = fileMailer(folder);
  const { signal } = new AbortController();
  return (email: ComposedEmail): Promise<EmailOutcome> => send(email, signal);
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A file stands in the folder's place: nothing of this message is left behind.
  }
}
