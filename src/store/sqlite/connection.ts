// Opens the ledger's database file, and refuses everything that is not one.

import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { migrations } from './migrations.js';

export type Db = Database.Database;

/** "Olom": marks the file as ours, so that another program's database is refused, not migrated. */
const APPLICATION_ID = 0x4f6c6f6d;

/** 3.7.0–3.51.2 could lose commits when two connections wrote and checkpointed at once. */
const SQLITE_VERSION_MIN = [3, 51, 3] as const;

/** Checking a whole file takes about a second a gigabyte; beyond this only its head is checked. */
const FULL_CHECK_BYTES_MAX = 256 * 1024 * 1024;

export class LedgerFileError extends Error {}

/** Creates or migrates the file, before any thread opens it. @throws LedgerFileError */
export function prepareLedgerFile(file: string): void {
  const isNew = !existsSync(file) || statSync(file).size === 0;
  explained(file, () => {
    // Looked at without a pen in hand: opening for writing alone would change a foreign file.
    if (!isNew) using(openReader(file), (db) => assertOurs(db, file));
    using(openWriter(file), (db) => migrate(db, file));
  });
}

function using(db: Db, work: (db: Db) => void): void {
  try {
    work(db);
  } finally {
    db.close();
  }
}

/** The only writing connection. A commit on it is on the disk when it returns. */
export function openWriter(file: string): Db {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  // better-sqlite3 leaves WAL at NORMAL, which loses acknowledged commits in a power cut.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -8000');
  // Every checkpoint costs two fsyncs and writes each page once: a longer log makes hot pages cheap.
  // Usually the checkpointer has been there before.
  db.pragma('wal_autocheckpoint = 8000');
  assertDurable(db);
  return db;
}

/** The long-lived read connection of the main thread: no statement on it may stay open. */
export function openReader(file: string): Db {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  db.pragma('cache_size = -8000');
  return db;
}

function assertDurable(db: Db): void {
  const mode = db.pragma('journal_mode', { simple: true });
  const synchronous = db.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || synchronous !== 2) {
    throw new LedgerFileError(`need WAL with synchronous=FULL, got ${mode} with ${synchronous}`);
  }
  const version = db.prepare('select sqlite_version()').pluck().get() as string;
  if (isOlder(version.split('.').map(Number), SQLITE_VERSION_MIN)) {
    throw new LedgerFileError(`SQLite ${version} is older than ${SQLITE_VERSION_MIN.join('.')}`);
  }
}

function isOlder(version: readonly number[], minimum: readonly number[]): boolean {
  for (const [index, wanted] of minimum.entries()) {
    const part = version[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}

/** @throws LedgerFileError unless the file is an intact ledger of a version we know. */
export function assertOurs(db: Db, file: string): void {
  const id = db.pragma('application_id', { simple: true });
  if (id !== APPLICATION_ID) {
    throw new LedgerFileError(`${file} is a database of another program; it was left untouched`);
  }
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw new LedgerFileError(`${file} was written by a newer Orderloom (schema ${version})`);
  }
  if (statSync(file).size > FULL_CHECK_BYTES_MAX) return;
  const check = db.pragma('quick_check(1)', { simple: true });
  if (check !== 'ok') throw new LedgerFileError(`${file} is damaged: ${check}`);
}

/** For who reads only: who writes brings the file up to date. @throws LedgerFileError */
export function assertCurrent(db: Db, file: string): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version >= migrations.length) return;
  throw new LedgerFileError(`${file} is of an earlier version: start the shop once to update it`);
}

function migrate(db: Db, file: string): void {
  const from = db.pragma('user_version', { simple: true }) as number;
  for (const [offset, sql] of migrations.slice(from).entries()) {
    db.transaction(() => {
      if (from === 0 && offset === 0) assertBlank(db, file);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.exec(sql);
      db.pragma(`user_version = ${from + offset + 1}`);
    }).immediate();
  }
}

function assertBlank(db: Db, file: string): void {
  const tables = db.prepare('select count(*) from sqlite_schema').pluck().get() as number;
  if (tables > 0) throw new LedgerFileError(`${file} has tables that are not Orderloom's`);
}

/** SQLite's own words for a broken file, with the file's name and what to do. */
function explained<Value>(file: string, open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    if (error instanceof LedgerFileError) throw error;
    const { code = '', message } = error as { code?: string; message: string };
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
      throw new LedgerFileError(`${file} is not an intact database (${message}); restore a backup`);
    }
    throw new LedgerFileError(`${file} cannot be opened: ${message}`);
  }
}
