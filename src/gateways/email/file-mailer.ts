// Where no mail server is configured, each e-mail becomes an `.eml` file that any mail program opens:
//
//   draft, by the thread that has composed it ─→ on the disk ─→ under its name, by the main loop
//
// On the way to another thread its text would be copied several times. The disk is waited for elsewhere:
// the next e-mails are composed meanwhile, and what is left to the system comes in bursts of megabytes
// that keep the commits of orders waiting.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Batcher } from '../../compute/batcher.js';
import type { ComposedEmail, EmailDraft, EmailFailed } from '../../core/email.js';
import type { EmailOutcome, Mailer } from './mailer.js';

export interface FileMailer extends Mailer {
  /** Answers when its file would outlive a power cut. Never rejects for what a disk does. */
  deliver(draft: EmailDraft, signal: AbortSignal): Promise<EmailOutcome>;
}

/** Drafts that share the sync of their folder. */
const BATCH_MAX = 16;
/** Half of the threads that Node has for files: others wait for some, too. */
const BATCHES_AT_ONCE = 2;

export function fileMailer(folder: string): FileMailer {
  mkdirSync(folder, { recursive: true });
  const deliveries = new Batcher<EmailDraft, EmailOutcome>({
    send: (drafts) => deliverAll(folder, drafts),
    batchMax: BATCH_MAX,
    queueMax: Number.POSITIVE_INFINITY,
    concurrency: BATCHES_AT_ONCE,
  });
  const deliver = async (draft: EmailDraft, signal: AbortSignal): Promise<EmailOutcome> =>
    signal.aborted ? discarded(folder, draft, signal.reason) : deliveries.runAlways(draft);
  return {
    target: folder,
    deliver,
    send: async (email, signal) => {
      const made = writeDraft(folder, email);
      return 'draft' in made ? deliver(made, signal) : made;
    },
    close: () => {},
  };
}

/** For a thread that composes e-mails. */
export function emailDrafter(folder: string | undefined) {
  if (folder === undefined) return undefined;
  mkdirSync(folder, { recursive: true });
  return (email: ComposedEmail) => writeDraft(folder, email);
}

const draftFile = (folder: string, { draft }: EmailDraft) => join(folder, `${draft}.eml.part`);

/** Synchronously: the threads of Node's pool would contend for the folder's lock. */
function writeDraft(folder: string, { id, raw }: ComposedEmail): EmailDraft | EmailFailed {
  const draft = { draft: id };
  try {
    writeFileSync(draftFile(folder, draft), raw, 'latin1');
    return draft;
  } catch (error) {
    return discarded(folder, draft, error);
  }
}

async function deliverAll(folder: string, drafts: readonly EmailDraft[]): Promise<EmailOutcome[]> {
  const outcomes: EmailOutcome[] = [];
  // One after another: together they would take all of Node's threads.
  for (const draft of drafts) outcomes.push(await named(folder, draft));
  try {
    await synced(folder, 'r');
    return outcomes;
  } catch (error) {
    return outcomes.map((outcome) => (outcome.type === 'sent' ? failed(error) : outcome));
  }
}

async function named(folder: string, draft: EmailDraft): Promise<EmailOutcome> {
  const file = draftFile(folder, draft);
  try {
    await synced(file, 'r+');
    // A reader never sees half a message, and a repetition replaces what it repeats.
    await rename(file, join(folder, `${draft.draft}.eml`));
    return { type: 'sent' };
  } catch (error) {
    return discarded(folder, draft, error);
  }
}

async function synced(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

function discarded(folder: string, draft: EmailDraft, reason: unknown): EmailFailed {
  try {
    rmSync(draftFile(folder, draft), { force: true });
  } catch {
    // A file stands in the folder's place: nothing of this message is left behind.
  }
  return failed(reason);
}

const failed = (error: unknown): EmailFailed => ({
  type: 'failed',
  reason: (error as Error).message,
  permanent: false,
});
