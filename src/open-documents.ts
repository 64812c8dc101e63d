// The desk where documents are made and filed: its threads, its file, and in whose name.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Documents } from './compute/documents.js';
import type { LaneWatch } from './compute/lanes.js';
import { workerFile } from './compute/worker-thread-pool.js';
import type { Config } from './config.js';
import type { Sender } from './core/email.js';
import type { FormerSeller } from './core/invoice/former-sellers.js';
import type { Seller } from './core/invoice.js';
import { openArchiveReader, prepareArchive } from './store/sqlite/document-archive.js';

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

export interface OpenDocumentsOptions {
  config: Config;
  /** Where they are filed. */
  file: string;
  /** Where the orders are that they are about. */
  ledger: string;
  seller: Seller | null;
  formerSellers?: readonly FormerSeller[];
  mailFolder?: string | undefined;
  watch?: LaneWatch | undefined;
}

export function openDocuments(options: OpenDocumentsOptions): Documents {
  const { config, file, ledger, seller, formerSellers = [], watch } = options;
  prepareArchive(file);
  const desk = {
    file,
    orders: {
      module: pathToFileURL(workerFile('sqlite-orders')).href,
      options: { file: ledger },
    },
    seller,
    formerSellers,
    timeZone: config.TIME_ZONE,
    sender: senderOf(config, seller),
    mailFolder: options.mailFolder,
  };
  return new Documents({
    threads: config.INVOICE_THREADS,
    queueMax: config.INVOICE_QUEUE_MAX,
    desk,
    watch,
    archive: openArchiveReader(file),
    // Fonts take a while to load and memory to keep: only where no thread does it.
    inline: async () => (await import('./document-desk.js')).openDocumentDesk(desk),
  });
}
