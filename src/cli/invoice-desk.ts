// Documents of a period, filed ones as they were issued, the others rendered in the invoice threads.
// What was never filed becomes the issued document only while no engine runs on the data: a running
// one may have other settings, and files its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Config } from '../config.js';
import { documentsFile, openDocuments } from '../open-documents.js';
import { type InvoicedShop, invoicePdf } from '../orders/issue-invoice.js';
import type { Calendar } from '../orders/shop.js';
import { loadSeller } from '../shop-data.js';
import type { Books } from '../store/sqlite/book-reader.js';
import { openArchiveReader, prepareArchive } from '../store/sqlite/document-archive.js';
import { DataInUseError, lockDataFolder } from '../store/sqlite/instance-lock.js';

export interface FiledInvoice {
  number: string;
  at: Date;
  outcome:
    | { type: 'filed' | 'rendered' | 'notFiled'; bytes: Buffer }
    | { type: 'failed'; detail: string };
}

interface Desk {
  shop: InvoicedShop;
  /** As it was issued, where it was. */
  filed(orderId: string): Buffer | undefined;
  /** Whether what is rendered now is filed as issued. */
  files: boolean;
  close(): Promise<void>;
}

export function openDesk(config: Config, calendar: Calendar): Desk {
  const dataDir = resolve(config.DATA_DIR);
  const unlock = lockUnlessRunning(dataDir);
  const seller = loadSeller(config.SELLER_FILE, config.DEMO);
  // A folder that is thrown away takes the place of the archive.
  const scratch = unlock ? null : mkdtempSync(join(tmpdir(), 'orderloom-invoices-'));
  if (unlock) prepareArchive(documentsFile(dataDir));
  const archive = openArchiveReader(documentsFile(dataDir));
  const documents = openDocuments(config, documentsFile(scratch ?? dataDir), seller);
  return {
    shop: { calendar, documents, seller },
    filed: (orderId) => archive.find(orderId, 'invoice-pdf')?.bytes,
    files: unlock !== null,
    close: async () => {
      await documents.close();
      archive.close();
      if (scratch !== null) rmSync(scratch, { recursive: true, force: true });
      unlock?.();
    },
  };
}

function lockUnlessRunning(dataDir: string): (() => void) | null {
  try {
    return lockDataFolder(dataDir);
  } catch (error) {
    if (error instanceof DataInUseError) return null;
    throw error;
  }
}

/** Enough to fill a batch for each of several threads, and few enough to be held in memory. */
const AHEAD_MAX = 128;

/** In the order of `ids`, while those that follow are being rendered. */
export async function* invoicesOf(
  desk: Desk,
  books: Books,
  ids: readonly string[],
): AsyncGenerator<FiledInvoice> {
  const ahead: Promise<FiledInvoice>[] = [];
  try {
    for (const id of ids) {
      ahead.push(filedInvoice(desk, books, id));
      if (ahead.length >= AHEAD_MAX) yield await (ahead.shift() as Promise<FiledInvoice>);
    }
    while (ahead.length > 0) yield await (ahead.shift() as Promise<FiledInvoice>);
  } finally {
    // Where nobody takes them any more, they still end before the desk is closed.
    await Promise.allSettled(ahead);
  }
}

async function filedInvoice(desk: Desk, books: Books, id: string): Promise<FiledInvoice> {
  const order = books.order(id);
  const number = order.invoiceNumber ?? id;
  const at = new Date(order.confirmedAt ?? order.createdAt);
  const filed = desk.filed(id);
  if (filed) return { number, at, outcome: { type: 'filed', bytes: filed } };
  const made = await invoicePdf(desk.shop, order);
  if (!made.ok) return { number, at, outcome: { type: 'failed', detail: made.refusal.detail } };
  const type = desk.files ? 'rendered' : 'notFiled';
  return { number, at, outcome: { type, bytes: made.value.bytes } };
}
