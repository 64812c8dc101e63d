import { ok, type Result } from '../../../core/result.js';
import type { OpenAttemptCommand, SettleAttemptCommand } from '../../store.js';
import type { Db } from '../connection.js';
import { type OrderRow, orderReads } from '../order-rows.js';
import type { OrderEvents } from './order-events.js';

/** Records a refund or void before it is asked for, once an order; answers whether it did. */
export function openAttempt(db: Db) {
  const insert = db.prepare(`
    insert into payment_attempts (order_seq, attempt, operation, amount, started_at, retry_at)
    select @seq, max(attempt) + 1, @operation, @amount, @at, @at from payment_attempts where order_seq = @seq
    having not exists (select 1 from payment_attempts
      where order_seq = @seq and operation = @operation and (retry_at is not null or outcome = 'refunded'))`);
  return (
    row: Pick<OrderRow, 'seq' | 'total'>,
    operation: 'refund' | 'void',
    at: number,
  ): boolean => {
    return (
      insert.run({ seq: row.seq, operation, amount: row.total, at: Math.round(at) }).changes === 1
    );
  };
}

export function attemptCommands(db: Db, events: OrderEvents) {
  const reads = orderReads(db);
  const open = openAttempt(db);
  const settle = db.prepare(`
    update payment_attempts set outcome = ?, ended_at = ?, retry_at = ?, tries = tries + 1
    where order_seq = ? and attempt = ? and retry_at is not null`);
  const setPayment = db.prepare(
    'update orders set payment_state = ?, updated_at = ? where seq = ?',
  );
  return {
    openAttempt: ({ orderId, operation, at }: OpenAttemptCommand): Result<null, never> => {
      const row = reads.byId(orderId) as OrderRow;
      const isNew = open(row, operation, at);
      if (isNew && operation === 'refund')
        setPayment.run('refund-pending', Math.round(at), row.seq);
      return ok(null);
    },
    settleAttempt: (command: SettleAttemptCommand): Result<null, never> => {
      const { orderId, attempt, outcome, payment, retryAt } = command;
      const at = Math.round(command.at);
      const row = reads.byId(orderId) as OrderRow;
      const known = retryAt === null;
      const changed = settle.run(
        known ? outcome : null,
        known ? at : null,
        known ? null : Math.round(retryAt),
        row.seq,
        attempt,
      );
      if (changed.changes === 0 || payment === null) return ok(null);
      setPayment.run(payment, at, row.seq);
      events.next({ seq: row.seq, at, state: row.state, spans: [], detail: payment });
      return ok(null);
    },
  };
}
