// The desk where documents are made and filed: its threads, its file, and in whose name.

import { join } from 'node:path';
import { documentBatch } from './compute/document-batch.js';
import { Documents } from './compute/documents.js';
import type { LaneWatch } from './compute/lanes.js';
import type { Config } from './config.js';
import type { Sender } from './core/email.js';
import type { Seller } from './core/invoice.js';
import { filePoster } from './gateways/email/file-mailer.js';
import {
  openArchiveReader,
  openArchiveWriter,
  prepareArchive,
} from './store/sqlite/document-archive.js';

export const documentsFile = (dataDir: string): string => join(dataDir, 'documents.db');

const FALLBACK_SENDER = 'orders@orderloom.invalid';

/** Whom e-mails are from. */
export const senderOf = (config: Config, seller: Seller | null): Sender => ({
  name: seller?.name ?? 'Orderloom',
  address: config.MAIL_FROM || seller?.email || FALLBACK_SENDER,
});
/** Where e-mails become files, for want of a mail server. */
export const mailFolder = ({ SMTP_URL }: Config, dataDir: string): string | undefined =>
  SMTP_URL === '' ? join(dataDir, 'mail') : undefined;

export function openDocuments(
  config: Config,
  file: string,
  seller: Seller | null,
  mail?: string,
  watch?: LaneWatch,
): Documents {
  prepareArchive(file);
  const sender = senderOf(config, seller);
  return new Documents({
    threads: config.INVOICE_THREADS,
    queueMax: config.INVOICE_QUEUE_MAX,
    file,
    sender,
    watch,
    mailFolder: mail,
    archive: openArchiveReader(file),
    inline: async () => {
      // Fonts take a while to load and memory to keep: only where no thread does it.
      const { documentMakers } = await import('./documents/desk.js');
      const archive = openArchiveWriter(file);
      return documentBatch({ ...documentMakers(sender), post: filePoster(mail), archive });
    },
  });
}
