// Issued documents and their SHA-256, in a file of their own: they are many times larger than the
// orders and would crowd these out of the ledger's log. Written by the invoice threads, which never
// wait for each other in here, and never changed.

import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import type { DocumentKind } from '../../core/document-kind.js';

export interface ArchivedDocument {
  orderId: string;
  kind: DocumentKind;
  bytes: Uint8Array;
  sha256: string;
}

const schema = `
  create table if not exists documents (
    order_id text not null,
    kind text not null,
    sha256 text not null,
    bytes blob not null,
    primary key (order_id, kind)
  ) strict`;

/** For readers while the file is recovered; who writes does not wait. */
const BUSY_TIMEOUT_MS = 30_000;
/** A document is a few pages then, which takes half of the time of dozens: of a new file only. */
const PAGE_BYTES = 16_384;
/** Each document is written once and seldom read: better-sqlite3's own 16 MB would fill with them. */
const CACHE_KB = 2_000;
/** Bytes of the log that are brought into the file at once. */
const CHECKPOINT_BYTES = 4_194_304;

/** Creates the file before any thread opens it. */
export function prepareArchive(file: string): void {
  const db = new Database(file);
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.pragma('journal_mode = WAL');
  db.exec(schema);
  db.close();
}

type FreshDocument = Omit<ArchivedDocument, 'sha256'>;

export interface ArchiveWriter {
  find(orderId: string, kind: DocumentKind): { bytes: Buffer; sha256: string } | undefined;
  /**
   * All of them, durably, unless somebody else is writing just now. What is there already stays as it
   * was issued: `kept` are those that were not put for that.
   */
  put(
    documents: readonly FreshDocument[],
  ): { type: 'filed'; kept: FreshDocument[] } | { type: 'busy' };
}

export function openArchiveWriter(file: string): ArchiveWriter {
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  // Only then is a task done that survives a power cut with what it has done.
  db.pragma('synchronous = FULL');
  db.pragma(`cache_size = -${CACHE_KB}`);
  const pageBytes = db.pragma('page_size', { simple: true }) as number;
  db.pragma(`wal_autocheckpoint = ${Math.ceil(CHECKPOINT_BYTES / pageBytes)}`);
  const insert = db.prepare(
    'insert into documents (order_id, kind, sha256, bytes) values (?, ?, ?, ?) on conflict do nothing',
  );
  const isNew = ({ orderId, kind, bytes }: FreshDocument): boolean =>
    insert.run(orderId, kind, createHash('sha256').update(bytes).digest('hex'), bytes).changes > 0;
  const putAll = db.transaction((documents: readonly FreshDocument[]) =>
    documents.filter((document) => !isNew(document)),
  );
  return {
    find: findDocument(db),
    put: (documents) => {
      db.pragma('busy_timeout = 0');
      try {
        return { type: 'filed', kept: putAll.immediate(documents) };
      } catch (error) {
        if (isBusy(error)) return { type: 'busy' };
        throw error;
      } finally {
        db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      }
    },
  };
}

const isBusy = (error: unknown): boolean =>
  (error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true;

export interface ArchiveReader {
  has(orderId: string, kind: DocumentKind): boolean;
  find(orderId: string, kind: DocumentKind): { bytes: Buffer; sha256: string } | undefined;
  close(): void;
}

export function openArchiveReader(file: string): ArchiveReader {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  db.pragma(`cache_size = -${CACHE_KB}`);
  const has = db.prepare('select 1 from documents where order_id = ? and kind = ?');
  return {
    has: (orderId, kind) => has.get(orderId, kind) !== undefined,
    find: findDocument(db),
    close: () => void db.close(),
  };
}

function findDocument(db: Database.Database) {
  const find = db.prepare<[string, string], { bytes: Buffer; sha256: string }>(
    'select bytes, sha256 from documents where order_id = ? and kind = ?',
  );
  return (orderId: string, kind: DocumentKind) => find.get(orderId, kind);
}
