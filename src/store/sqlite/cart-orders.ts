// Which order a cart has become: read by both connections, and decided by the ledger alone.

import type { Db } from './connection.js';

/** An order that has not come to nothing; the words of the partial index, so that it is used. */
export const liveOrderSql =
  "cart_id is not null and state <> 'failed' and (state <> 'cancelled' or series is not null)";

export function cartOrderQueries(db: Db) {
  const ofCart = db
    .prepare<[string], string>(`select id from orders where cart_id = ? and ${liveOrderSql}`)
    .pluck();
  const latest = db.prepare<[number], { cartId: string; orderId: string }>(
    `select cart_id as cartId, id as orderId from orders
     where seq > (select coalesce(max(seq), 0) from orders) - ? and ${liveOrderSql}`,
  );
  return {
    orderOfCart: (cartId: string): string | null => ofCart.get(cartId) ?? null,
    latestCartOrders: (orders: number) => latest.all(orders),
  };
}
