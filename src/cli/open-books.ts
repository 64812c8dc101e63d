// The books of the shop for commands that only read them, whether an engine runs on them or not.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config.js';
import { ledgerFile } from '../main.js';
import { type Books, openBooks } from '../store/sqlite/book-reader.js';
import { assertCurrent, assertOurs, openReader } from '../store/sqlite/connection.js';
import { ExpectedError } from './expected-error.js';

/** @throws ExpectedError, LedgerFileError */
export async function withBooks<Value>(
  config: Config,
  work: (books: Books) => Promise<Value> | Value,
): Promise<Value> {
  const file = ledgerFile(resolve(config.DATA_DIR));
  if (!existsSync(file)) throw new ExpectedError(`${file} is not there: there are no books`);
  const db = openReader(file);
  try {
    assertOurs(db, file);
    assertCurrent(db, file);
    return await work(openBooks(db));
  } finally {
    db.close();
  }
}
