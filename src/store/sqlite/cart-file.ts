// The carts' own file. Carts change many times for each order that is placed: in the ledger's file they
// would crowd the orders out of its log, and wait for its fsync.

import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Db } from './connection.js';

/** "Ocar": marks the file as ours, so that another program's database is refused, not written to. */
const APPLICATION_ID = 0x4f636172;
const SCHEMA_VERSION = 1;

/**
 * A change goes into the log as its whole page. Most carts are a few hundred bytes, and those that
 * change now lie scattered: of small pages a quarter as much is summed and written. Of a new file only.
 */
const PAGE_BYTES = 1_024;

/** The rows lie in the order in which carts were begun: those that change now are close together. */
const schema = `
create table carts (
  seq integer primary key,
  id text not null unique,
  owner text,                         -- customer; null: whoever knows the id
  version integer not null,
  expires_at integer not null,
  body text not null                  -- JSON: everything else
) strict;
create index carts_by_owner on carts (owner, seq) where owner is not null;
create index carts_by_expiry on carts (expires_at);
`;

export class CartFileError extends Error {}

/** Creates the file, before any thread opens it. @throws CartFileError when it is not one of ours. */
export function prepareCartFile(file: string): void {
  const isNew = !existsSync(file) || statSync(file).size === 0;
  try {
    const db = openCartFile(file);
    try {
      if (isNew) create(db);
      assertOurs(db, file);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof CartFileError) throw error;
    const { message } = error as Error;
    throw new CartFileError(
      `${file} cannot be opened (${message}); moved away, it costs the open carts and no order`,
    );
  }
}

function create(db: Db): void {
  db.transaction(() => {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.exec(schema);
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  }).immediate();
}

function assertOurs(db: Db, file: string): void {
  const id = db.pragma('application_id', { simple: true });
  if (id !== APPLICATION_ID) {
    throw new CartFileError(`${file} is a database of another program; it was left untouched`);
  }
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > SCHEMA_VERSION) {
    throw new CartFileError(`${file} was written by a newer Orderloom (schema ${version})`);
  }
}

/**
 * For writing. NORMAL: a commit is with the operating system when it returns, which is enough to
 * outlive this process. In a power cut the carts of the last moments are lost, the file is not.
 */
export function openCartFile(file: string): Db {
  const db = new Database(file);
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('cache_size = -16000');
  return db;
}

export function openCartReader(file: string): Db {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  db.pragma('cache_size = -8000');
  return db;
}
