import type { DatedSeller } from '../../core/invoice/former-sellers.js';
import type { Seller } from '../../core/invoice.js';
import { orderNumber } from '../../core/numbering.js';
import type { OrderHead, UnderWay } from '../store.js';
import type { Db } from './connection.js';
import type { OrderRow } from './order-rows.js';

type HeadRow = Pick<
  OrderRow,
  'id' | 'state' | 'currency' | 'total' | 'series' | 'series_number' | 'created_at' | 'updated_at'
>;

export function operationsQueries(db: Db) {
  const head = db.prepare<[string], HeadRow>(
    'select id, state, currency, total, series, series_number, created_at, updated_at from orders where id = ?',
  );
  // Orders that are paying are few, whatever the shop has sold: the index on states has them.
  const paying = db.prepare<[], Omit<UnderWay, 'openAttempts'>>(`
    select count(*) as paying, coalesce(sum(held), 0) as holding from orders
    where state = 'payment-pending'`);
  const openAttempts = db
    .prepare<[], number>('select count(*) from payment_attempts where retry_at is not null')
    .pluck();
  return {
    ...sellerQueries(db),
    orderHeads: (ids: readonly string[]): OrderHead[] =>
      ids.flatMap((id) => {
        const row = head.get(id);
        return row ? [toHead(row)] : [];
      }),
    underWay: (): UnderWay => ({
      ...(paying.get() as Omit<UnderWay, 'openAttempts'>),
      openAttempts: openAttempts.get() as number,
    }),
  };
}

export function sellerQueries(db: Db) {
  const sellers = db.prepare<[], { since: number; seller: string }>(
    'select since, seller from sellers order by since',
  );
  return {
    sellers: (): DatedSeller[] =>
      sellers.all().map(({ since, seller }) => ({ since, seller: JSON.parse(seller) as Seller })),
  };
}

const toHead = (row: HeadRow): OrderHead => ({
  id: row.id,
  number:
    row.series === null || row.series_number === null
      ? null
      : orderNumber(row.series, row.series_number),
  state: row.state,
  currency: row.currency,
  totalMinor: row.total,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
