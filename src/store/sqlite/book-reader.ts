// The documents of a period, for reports and archives. Who reads does so beside a running engine:
// numbers are listed at once, and each order is read by itself, so that no snapshot stays open and
// keeps the log from being shortened.

import type { DocumentName } from '../../core/document-kind.js';
import type { DatedSeller } from '../../core/invoice/former-sellers.js';
import type { StoredOrder } from '../store.js';
import type { Db } from './connection.js';
import { sellerQueries } from './operations-reader.js';
import { orderReads } from './order-rows.js';

export interface IssuedPeriod {
  /** Milliseconds since the epoch; `until` is the first that no longer counts. */
  from: number;
  until: number;
}

export interface Books {
  /** What was issued in the period: invoices by their number, then credit notes by theirs. */
  issued(period: IssuedPeriod): DocumentName[];
  order(id: string): StoredOrder;
  sellers(): DatedSeller[];
}

export function openBooks(db: Db): Books {
  const reads = orderReads(db);
  // Orders of earlier versions have no time of their own for the confirmation.
  const issued = db.prepare<[IssuedPeriod], DocumentName>(`
    select orderId, refund from (
      select id as orderId, null as refund, 0 as isCreditNote, series, series_number,
        coalesce(confirmed_at, created_at) as at
      from orders where series is not null
      union all
      select o.id, r.position, 1, r.series, r.series_number, r.at
      from refunds r join orders o on o.seq = r.order_seq
    )
    where at >= @from and at < @until
    order by isCreditNote, series, series_number`);
  return {
    ...sellerQueries(db),
    issued: (period) => issued.all(period),
    order: (id) => {
      const row = reads.byId(id);
      if (!row) throw new Error(`order ${id} was there and is not any more`);
      return reads.fromRow(row);
    },
  };
}
