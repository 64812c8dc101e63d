// Documents of a period, filed ones as they were issued, the others rendered in the invoice threads.
// What was never filed becomes the issued document only while no engine runs on the data: a running
// one may have other settings, and files its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Documents, FiledDocument } from '../compute/documents.js';
import type { Config } from '../config.js';
import { type DocumentName, pdfKindOf } from '../core/document-kind.js';
import type { EInvoiceRequest } from '../core/e-invoice/e-invoice-request.js';
import { formerSellers } from '../core/invoice/former-sellers.js';
import { creditNoteFor, type Issuer, invoiceFor } from '../core/invoice/issued-document.js';
import type { Invoice } from '../core/invoice.js';
import type { Result } from '../core/result.js';
import { eInvoiceXml } from '../documents/xml/e-invoice.js';
import { ledgerFile } from '../main.js';
import { documentsFile, openDocuments } from '../open-documents.js';
import type { Calendar } from '../orders/shop.js';
import { loadSeller } from '../shop-data.js';
import type { Books } from '../store/sqlite/book-reader.js';
import { openArchiveReader, prepareArchive } from '../store/sqlite/document-archive.js';
import { DataInUseError, lockDataFolder } from '../store/sqlite/instance-lock.js';
import type { StoredOrder } from '../store/store.js';

export interface CollectedDocument {
  number: string;
  /** When it was issued. */
  at: Date;
  outcome: Collected | { type: 'failed'; detail: string };
}

interface Collected {
  /** Filed before; rendered now and filed; rendered now for a running shop to file. */
  type: 'filed' | 'rendered' | 'notFiled';
  pdf: Buffer;
  /** Where it was asked for; or why there is none. */
  xml: { text: string } | { missing: string } | null;
}

export interface Desk {
  issuer: Issuer;
  documents: Documents;
  /** As it was issued, where it was. */
  filed(document: FiledDocument): Buffer | undefined;
  /** Whether what is rendered now is filed as issued. */
  files: boolean;
  close(): Promise<void>;
}

export function openDesk(config: Config, calendar: Calendar, books: Books): Desk {
  const dataDir = resolve(config.DATA_DIR);
  const unlock = lockUnlessRunning(dataDir);
  const seller = loadSeller(config.SELLER_FILE, config.DEMO);
  const former = formerSellers(books.sellers(), seller, Date.now());
  // A folder that is thrown away takes the place of the archive.
  const scratch = unlock ? null : mkdtempSync(join(tmpdir(), 'orderloom-invoices-'));
  if (unlock) prepareArchive(documentsFile(dataDir));
  const archive = openArchiveReader(documentsFile(dataDir));
  const documents = openDocuments({
    config,
    file: documentsFile(scratch ?? dataDir),
    ledger: ledgerFile(dataDir),
    seller,
    formerSellers: former,
  });
  return {
    issuer: { calendar, seller, formerSellers: former },
    documents,
    filed: ({ orderId, kind }) => archive.find(orderId, kind)?.bytes,
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

/** In the order of `issued`, while those that follow are being rendered. */
export async function* collectDocuments(
  desk: Desk,
  books: Books,
  issued: readonly DocumentName[],
  xml: EInvoiceRequest | null,
): AsyncGenerator<CollectedDocument> {
  const ahead: Promise<CollectedDocument>[] = [];
  try {
    for (const document of issued) {
      ahead.push(collect(desk, books, document, xml));
      if (ahead.length >= AHEAD_MAX) yield await (ahead.shift() as Promise<CollectedDocument>);
    }
    while (ahead.length > 0) yield await (ahead.shift() as Promise<CollectedDocument>);
  } finally {
    // Where nobody takes them any more, they still end before the desk is closed.
    await Promise.allSettled(ahead);
  }
}

async function collect(
  desk: Desk,
  books: Books,
  { orderId, refund }: DocumentName,
  request: EInvoiceRequest | null,
): Promise<CollectedDocument> {
  const order = books.order(orderId);
  const { number, issuedAt, model } = faceOf(desk.issuer, order, refund);
  const at = new Date(issuedAt);
  const kind = pdfKindOf({ kind: refund === null ? 'invoice' : 'credit-note', number });
  // What was filed is what was issued, whoever the seller is now.
  const filed = desk.filed({ orderId, refund, kind });
  const failed = (detail: string) => ({ number, at, outcome: { type: 'failed' as const, detail } });
  let xml: Collected['xml'] = null;
  if (request !== null) {
    const made = model();
    if (!made.ok) return failed(made.refusal.detail);
    xml = xmlOf(made.value, request);
  }
  if (filed) return { number, at, outcome: { type: 'filed', pdf: filed, xml } };
  const pdf = await desk.documents.pdf({ orderId, refund, kind });
  if (!pdf.ok) return failed(pdf.refusal.detail);
  const type = desk.files ? 'rendered' : 'notFiled';
  return { number, at, outcome: { type, pdf: pdf.value.bytes, xml } };
}

interface Face {
  number: string;
  issuedAt: number;
  /** For the XML; the PDF is made where the threads are. */
  model: () => Result<Invoice, { detail: string }>;
}

function faceOf(issuer: Issuer, order: StoredOrder, position: number | null): Face {
  if (position === null) {
    const issuedAt = order.confirmedAt ?? order.createdAt;
    const model = () => invoiceFor(issuer, order);
    return { number: order.invoiceNumber ?? order.id, issuedAt, model };
  }
  const refund = order.refunds?.find((one) => one.position === position);
  if (!refund) throw new Error(`refund ${position} of ${order.id} was there and is not any more`);
  const model = () => creditNoteFor(issuer, order, refund);
  return { number: refund.creditNoteNumber, issuedAt: refund.at, model };
}

function xmlOf(invoice: Invoice, request: EInvoiceRequest): { text: string } | { missing: string } {
  const written = eInvoiceXml(invoice, request);
  return written.ok ? { text: written.value } : { missing: written.refusal.detail };
}
