// The documents of a period, for reports and archives. Who reads does so beside a running engine:
// numbers are listed at once, and each order is read by itself, so that no snapshot stays open and
// keeps the log from being shortened.

import type { StoredOrder } from '../store.js';
import type { Db } from './connection.js';
import { orderReads } from './order-rows.js';

export interface InvoicedPeriod {
  /** Milliseconds since the epoch; `until` is the first that no longer counts. */
  from: number;
  until: number;
}

export interface Books {
  /** Ids of the orders whose invoice was issued in the period, by its number. */
  invoiced(period: InvoicedPeriod): string[];
  order(id: string): StoredOrder;
}

export function openBooks(db: Db): Books {
  const reads = orderReads(db);
  const invoiced = db
    .prepare<[number, number], string>(
      `select id from orders
       where series is not null and coalesce(confirmed_at, created_at) >= ?
         and coalesce(confirmed_at, created_at) < ?
       order by series, series_number`,
    )
    .pluck();
  return {
    invoiced: ({ from, until }) => invoiced.all(from, until),
    order: (id) => {
      const row = reads.byId(id);
      if (!row) throw new Error(`order ${id} was there and is not any more`);
      return reads.fromRow(row);
    },
  };
}
