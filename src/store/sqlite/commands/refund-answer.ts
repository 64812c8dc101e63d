import { refundView } from '../../../core/refund-view.js';
import type { Db } from '../connection.js';
import { type OrderRow, orderReads } from '../order-rows.js';
import { answerOf } from './keys.js';

/**
 * Stores what a request for a refund is answered under its key, once the provider has been asked:
 * whoever comes to know first, the request itself or recovery after a crash.
 */
export function storeRefundAnswer(db: Db): (orderId: string, position: number) => void {
  const reads = orderReads(db);
  const { store } = answerOf(db);
  const keyOf = db
    .prepare<[number, number], number | null>(
      'select key_id from refunds where order_seq = ? and position = ?',
    )
    .pluck();
  return (orderId, position) => {
    const row = reads.byId(orderId) as OrderRow;
    const keyId = keyOf.get(row.seq, position) ?? null;
    if (keyId === null) return;
    const order = reads.fromRow(row);
    const refund = order.refunds?.find((one) => one.position === position);
    if (refund) store(keyId, orderId, 201, JSON.stringify(refundView(order, refund)));
  };
}
