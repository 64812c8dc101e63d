/** The SQLite store on a file in a folder of its own. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteStore, type SqliteStoreOptions } from '../../src/store/sqlite/sqlite-store.js';
import { verifyLedger } from '../../src/store/sqlite/verify.js';
import type { StoreUnderTest } from '../store/contract/store-under-test.js';
import { removeFolder, temporaryFolder } from './temporary-folder.js';

export interface SqliteUnderTest extends StoreUnderTest {
  file: string;
}

export function openSqlite(options: Partial<SqliteStoreOptions> = {}): SqliteUnderTest {
  const folder = temporaryFolder();
  const file = join(folder, 'ledger.db');
  const store = openSqliteStore({ file, batchMax: 256, queueMax: 4_096, ...options });
  return {
    file,
    store,
    moves: async (sku) => movesOf(file, sku),
    offences: async () => offencesOf(file),
    close: async () => {
      await store.close();
      removeFolder(folder);
    },
  };
}

export const offencesOf = (file: string): string[] =>
  verifyLedger(file, null).offences.map(({ invariant, offender }) => `${invariant}: ${offender}`);

/** Runs on a read-only connection of its own. */
export function readFrom<Value>(file: string, read: (db: Database.Database) => Value): Value {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** Tampers with a file, for a test of what follows. */
export function writeTo(file: string, write: (db: Database.Database) => unknown): void {
  const db = new Database(file, { fileMustExist: true });
  try {
    write(db);
  } finally {
    db.close();
  }
}

const movesOf = (file: string, sku: string) =>
  readFrom(file, (db) =>
    db
      .prepare<[string], { delta: number; reason: string }>(
        'select delta, reason from stock_moves where sku = ? order by id',
      )
      .all(sku),
  );

/** The compiled fixture worker of that name beside this file. */
export const fixtureWorker = (name: string): string => join(import.meta.dirname, `${name}.mjs`);

/** Brings everything into the file itself, so that a copy of it is the whole ledger. */
export function intoOneFile(file: string): void {
  const db = new Database(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
