// Where no mail server is configured, each e-mail becomes an `.eml` file that any mail program opens.

import { mkdirSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mailer } from './mailer.js';

export function fileMailer(folder: string): Mailer {
  mkdirSync(folder, { recursive: true });
  return {
    target: folder,
    send: async ({ id, raw }, signal) => {
      const file = join(folder, `${id}.eml`);
      const draft = `${file}.part`;
      try {
        // A reader never sees half a message, and a repetition replaces what it repeats.
        await writeFile(draft, raw, { encoding: 'latin1', signal });
        await rename(draft, file);
        return { type: 'sent' };
      } catch (error) {
        await rm(draft, { force: true }).catch(() => {});
        return { type: 'failed', reason: (error as Error).message, permanent: false };
      }
    },
    close: () => {},
  };
}
