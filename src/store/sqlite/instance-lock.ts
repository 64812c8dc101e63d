// One engine per data folder. The lock is SQLite's own file lock on a file of its own: the operating
// system lets go of it when the process dies, however it dies, so it can never be stale.

import { join } from 'node:path';
import Database from 'better-sqlite3';

export class DataInUseError extends Error {}

/** A process that was killed a moment ago may still be on its way out; on a busy machine that took over a second. */
const PATIENCE_MS = 3_000;

/** @throws DataInUseError when another process holds the folder. Answers how to let go. */
export function lockDataFolder(folder: string): () => void {
  const lock = new Database(join(folder, 'instance.lock'), { timeout: PATIENCE_MS });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new DataInUseError(
      `${folder} is in use by another Orderloom; stop it, or set DATA_DIR to another folder`,
    );
  }
  return () => lock.close();
}
