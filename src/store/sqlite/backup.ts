// Copies the shop's databases as they are at one instant, while the shop goes on: no order can be
// written for the moment in which the snapshots are taken, so the copies agree with one another. A
// snapshot keeps the log of its file from shrinking until it is copied.

import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { assertOurs, type Db, openReader } from './connection.js';

/** Pages between two looks at the clock: the copying must not keep the process from being stopped. */
const PAGES_A_STEP = 2_000;

export interface DatabaseCopy {
  from: string;
  to: string;
}

/**
 * The first is the ledger. A file that is not there is left out.
 * @throws LedgerFileError when it is none.
 */
export async function copyDatabases(
  [ledger, ...others]: readonly [DatabaseCopy, ...DatabaseCopy[]],
  progress: (pages: number, total: number) => void,
): Promise<DatabaseCopy[]> {
  const copies = [ledger, ...others.filter(({ from }) => existsSync(from))];
  const readers = snapshots(copies.map(({ from }) => from));
  try {
    for (const [index, { to }] of copies.entries()) {
      await copy(readers[index] as Db, to, progress);
    }
  } finally {
    for (const reader of readers) reader.close();
  }
  return copies;
}

function snapshots([ledger, ...others]: string[]): Db[] {
  const file = ledger as string;
  const readers = [file, ...others].map(openReader);
  // A lock of its own, not the ledger thread's connection: it writes nothing.
  const lock = new Database(file, { fileMustExist: true });
  try {
    assertOurs(readers[0] as Db, file);
    lock.exec('begin immediate');
    for (const reader of readers) {
      reader.exec('begin');
      // Only the first read takes the snapshot.
      reader.prepare('select count(*) from sqlite_schema').get();
    }
    lock.exec('rollback');
    return readers;
  } catch (error) {
    for (const reader of readers) reader.close();
    throw error;
  } finally {
    lock.close();
  }
}

async function copy(
  reader: Db,
  to: string,
  progress: (pages: number, total: number) => void,
): Promise<void> {
  await reader.backup(to, {
    progress: ({ totalPages, remainingPages }) => {
      progress(totalPages - remainingPages, totalPages);
      return PAGES_A_STEP;
    },
  });
  const db = new Database(to);
  // The copy is one file by itself; whoever opens it next chooses a log again.
  db.pragma('journal_mode = DELETE');
  db.close();
}
