// The orders alone, on a read-only connection of a thread's own.

import type { StoredOrder } from '../store.js';
import { openReader } from './connection.js';
import { orderReads } from './order-rows.js';

export interface SqliteOrders {
  order(id: string): StoredOrder | undefined;
  close(): void;
}

/** Each order is read but once or twice, so that there is little to keep in memory. */
const CACHE_KB = 1_000;

export function openOrders({ file }: { file: string }): SqliteOrders {
  const db = openReader(file);
  db.pragma(`cache_size = -${CACHE_KB}`);
  const reads = orderReads(db);
  return {
    order: (id) => {
      const row = reads.byId(id);
      return row && reads.fromRow(row);
    },
    close: () => void db.close(),
  };
}
