// Issued documents and their SHA-256, in a file of their own: they are many times larger than the
// orders and would crowd these out of the ledger's log. Written by the invoice threads, each batch in
// one commit, and never changed.

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

/** Writers of other threads: each holds the file for one commit only. */
const BUSY_TIMEOUT_MS = 30_000;

/** Creates the file before any thread opens it. */
export function prepareArchive(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(schema);
  db.close();
}

export interface ArchiveWriter {
  find(orderId: string, kind: DocumentKind): { bytes: Buffer; sha256: string } | undefined;
  /** What is there already stays as it was issued. */
  put(documents: readonly Omit<ArchivedDocument, 'sha256'>[]): void;
}

export function openArchiveWriter(file: string): ArchiveWriter {
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  // Only then is a task done that survives a power cut with what it has done.
  db.pragma('synchronous = FULL');
  const insert = db.prepare(
    'insert into documents (order_id, kind, sha256, bytes) values (?, ?, ?, ?) on conflict do nothing',
  );
  const putAll = db.transaction((documents: readonly Omit<ArchivedDocument, 'sha256'>[]) => {
    for (const { orderId, kind, bytes } of documents) {
      insert.run(orderId, kind, createHash('sha256').update(bytes).digest('hex'), bytes);
    }
  });
  return {
    find: findDocument(db),
    put: (documents) => putAll.immediate(documents),
  };
}

export interface ArchiveReader {
  has(orderId: string, kind: DocumentKind): boolean;
  find(orderId: string, kind: DocumentKind): { bytes: Buffer; sha256: string } | undefined;
  close(): void;
}

export function openArchiveReader(file: string): ArchiveReader {
  const db = new Database(file, { readonly: true, fileMustExist: true });
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
