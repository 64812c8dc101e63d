import { ok, type Result, refuse } from '../../../core/result.js';
import type { RetryRefundCommand, RetryRefundRefusal } from '../../store.js';
import type { Db } from '../connection.js';
import { orderReads } from '../order-rows.js';
import { openRefundAttempt, paymentStates } from './attempts.js';
import type { OrderEvents } from './order-events.js';

/** A refund that the provider refused gets a further attempt, which is asked for under a key of its own. */
export function retryRefundCommand(db: Db, events: OrderEvents) {
  const reads = orderReads(db);
  const open = openRefundAttempt(db);
  const payments = paymentStates(db);
  const point = db.prepare('update refunds set attempt = ? where order_seq = ? and position = ?');
  return (command: RetryRefundCommand): Result<{ attempt: number }, RetryRefundRefusal> => {
    const { orderId, position, retryAt } = command;
    const at = Math.round(command.at);
    const row = reads.byId(orderId);
    const refund = row && reads.fromRow(row).refunds?.find((one) => one.position === position);
    if (!row || !refund) return refuse({ type: 'not-found' });
    if (refund.state !== 'failed') return refuse({ type: 'not-failed', state: refund.state });
    const { seq, state } = row;
    const amount = refund.amounts.totals.payable;
    const attempt = open({ order: row, refund: position, amount, at, retryAt });
    point.run(attempt, seq, position);
    events.next({ seq, at, state, spans: [], detail: payments.update(seq, at) });
    return ok({ attempt });
  };
}
