// What runs in the carts' thread: batches of rows, each batch one commit.

import type { SavedCart } from '../../core/saved-cart.js';
import { openCartFile } from './cart-file.js';
import type { Db } from './connection.js';

/** A cart as its row is to be from here on, or that it is to go. */
export interface CartRow {
  id: string;
  owner: string | null;
  version: number;
  expiresAt: number;
  isRemoved: boolean;
}

/**
 * What is kept as JSON. It travels as the text that is written, beside the rows: one for each that is
 * not removed, in order.
 */
export type CartBody = Omit<SavedCart, 'id' | 'owner' | 'version' | 'expiresAt'>;

export type CartWrite =
  | { type: 'rows'; rows: CartRow[] }
  | { type: 'purge'; before: number; limit: number };

/**
 * How many rows were written, or removed. A row that is older than what is there already is not
 * written; the same one may come twice.
 */
export type CartWritten = { count: number } | { storageProblem: string };

export type WriteCarts = (writes: CartWrite[], bodies: readonly string[]) => CartWritten[];

/** Bytes in the log before they are moved into the file: twice that many is what a restart reads. */
const CHECKPOINT_BYTES = 4_194_304;

export function openCartWriter({ file }: { file: string }): WriteCarts {
  const db = openCartFile(file);
  const pageBytes = db.pragma('page_size', { simple: true }) as number;
  db.pragma(`wal_autocheckpoint = ${Math.ceil(CHECKPOINT_BYTES / pageBytes)}`);
  return writeWith(db);
}

export function writeWith(db: Db): WriteCarts {
  const writeRow = rowWriter(db);
  const purge = db.prepare(
    'delete from carts where seq in (select seq from carts where expires_at <= ? order by expires_at limit ?)',
  );
  const applyAll = db.transaction((writes: CartWrite[], bodies: readonly string[]) => {
    let next = 0;
    return writes.map((write): CartWritten => {
      if (write.type === 'purge') return { count: purge.run(write.before, write.limit).changes };
      let count = 0;
      for (const row of write.rows) {
        count += writeRow(row, row.isRemoved ? null : (bodies[next++] as string));
      }
      return { count };
    });
  });
  return (writes, bodies) => {
    try {
      return applyAll.immediate(writes, bodies);
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (!code.startsWith('SQLITE_')) throw error;
      return writes.map(() => ({ storageProblem: code }));
    }
  };
}

function rowWriter(db: Db): (row: CartRow, body: string | null) => number {
  // Most changes leave owner and expiry as they are, and so the indexes on them.
  const change = db.prepare(
    'update carts set version = ?, body = ? where id = ? and version <= ? and owner is ? and expires_at = ?',
  );
  const put = db.prepare(`
    insert into carts (id, owner, version, expires_at, body) values (?, ?, ?, ?, ?)
    on conflict (id) do update set owner = excluded.owner, version = excluded.version,
      expires_at = excluded.expires_at, body = excluded.body
    where carts.version <= excluded.version`);
  const remove = db.prepare('delete from carts where id = ? and version <= ?');
  return ({ id, owner, version, expiresAt }, body) => {
    if (body === null) {
      remove.run(id, version);
      return 1;
    }
    if (version > 1) {
      const { changes } = change.run(version, body, id, version, owner, expiresAt);
      if (changes === 1) return 1;
    }
    return put.run(id, owner, version, expiresAt, body).changes;
  };
}
