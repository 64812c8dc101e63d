// Where no mail server is configured, each e-mail becomes an `.eml` file that any mail program opens.
// Written synchronously, by the thread that has composed it: on the way to another thread its text
// would be copied several times, and the threads of the pool contend for the folder's lock. Only the
// wait for the disk is theirs, so that letters of a batch wait for it together.

import { closeSync, fsync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
        await writeDurably(draft, raw);
        // A reader never sees half a message, and a repetition replaces what it repeats.
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

const sync = promisify(fsync);

/**
 * On the disk when it resolves: left to the system it could be lost in a power cut, and would be written
 * with many others at once, which keeps commits waiting for tens of milliseconds.
 */
async function writeDurably(file: string, text: string): Promise<void> {
  const descriptor = openSync(file, 'w');
  try {
    writeFileSync(descriptor, text, 'latin1');
    await sync(descriptor);
  } finally {
    closeSync(descriptor);
  }
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
