import type { PaymentState } from '../../../core/order.js';
import { ok, type Result } from '../../../core/result.js';
import type { OpenAttempt, OpenAttemptCommand, SettleAttemptCommand } from '../../store.js';
import type { Db } from '../connection.js';
import { type OrderRow, orderReads } from '../order-rows.js';
import type { OrderEvents } from './order-events.js';
import { storeRefundAnswer } from './refund-answer.js';

/**
 * Records a refund of everything, a void or a capture before it is asked for, once an order; answers
 * whether it did. `at` is when it is due.
 */
export function openAttempt(db: Db) {
  const insert = db.prepare(`
    insert into payment_attempts (order_seq, attempt, operation, amount, started_at, retry_at)
    select @seq, max(attempt) + 1, @operation, @amount, @at, @at from payment_attempts where order_seq = @seq
    having not exists (select 1 from payment_attempts
      where order_seq = @seq and operation = @operation
        and (retry_at is not null or outcome in ('refunded', 'declined', 'captured')))`);
  return (
    row: Pick<OrderRow, 'seq' | 'total'>,
    operation: OpenAttempt['operation'],
    at: number,
  ): boolean => {
    return (
      insert.run({ seq: row.seq, operation, amount: row.total, at: Math.round(at) }).changes === 1
    );
  };
}

interface RefundAttemptStart {
  order: Pick<OrderRow, 'seq' | 'total'>;
  /** The refund's position in its order. */
  refund: number;
  amount: number;
  at: number;
  retryAt: number;
}

/**
 * Records one of several refunds; answers which attempt of the order it is. Of a payment that is only
 * authorised everything is released instead, and from here on it is not captured any more.
 */
export function openRefundAttempt(db: Db): (start: RefundAttemptStart) => number {
  const insert = db
    .prepare<[object], number>(`
      insert into payment_attempts
        (order_seq, attempt, operation, amount, started_at, retry_at, refund)
      select @seq, max(attempt) + 1, @operation, @amount, @at, @retryAt, @refund
      from payment_attempts where order_seq = @seq returning attempt`)
    .pluck();
  const endCapture = db.prepare(`
    update payment_attempts set outcome = 'voided', ended_at = ?, retry_at = null
    where order_seq = ? and operation = 'capture' and outcome is null`);
  return ({ order: { seq, total }, retryAt, ...start }) => {
    const isReleased = start.amount === total && endCapture.run(start.at, seq).changes > 0;
    const operation = isReleased ? 'void' : 'refund';
    return insert.get({ ...start, seq, operation, retryAt: Math.round(retryAt) }) as number;
  };
}

/** What was authorised is due to be captured: the order has left. */
export function captureDue(db: Db): (seq: number, at: number) => void {
  const due = db.prepare(`
    update payment_attempts set retry_at = min(retry_at, ?)
    where order_seq = ? and operation = 'capture' and outcome is null`);
  return (seq, at) => void due.run(Math.round(at), seq);
}

/** Of the refund that it is at, if any: what was refused and tried again since says nothing. */
export const isLastAttempt = `(a.refund is null or a.attempt = (
  select r.attempt from refunds r where r.order_seq = a.order_seq and r.position = a.refund))`;

/** The state of a payment of which something goes back: read off its refunds. */
export function paymentStates(db: Db) {
  const find = db.prepare<
    [number],
    { state: string; total: number; payment: PaymentState } & Sums
  >(`
    select o.state, o.total, o.payment_state as payment,
      coalesce(sum(a.attempt is not null and a.outcome is null), 0) as open,
      coalesce(sum(a.outcome = 'declined' and ${isLastAttempt}), 0) as declined,
      coalesce(sum(case when a.outcome = 'refunded' then a.amount end), 0) as refunded
    from orders o left join payment_attempts a on a.order_seq = o.seq and a.operation = 'refund'
    where o.seq = ?`);
  const update = db.prepare('update orders set payment_state = ?, updated_at = ? where seq = ?');
  return {
    /** `otherwise` is what the payment is where nothing has gone back; as it was by default. */
    update: (seq: number, at: number, otherwise?: PaymentState): PaymentState => {
      const { state, total, payment, ...sums } = find.get(seq) as NonNullable<
        ReturnType<typeof find.get>
      >;
      const now = refundedState(sums, total, state) ?? otherwise ?? payment;
      update.run(now, Math.round(at), seq);
      return now;
    },
  };
}

interface Sums {
  open: number;
  declined: number;
  refunded: number;
}

function refundedState(
  { open, declined, refunded }: Sums,
  total: number,
  state: string,
): PaymentState | null {
  if (open > 0) return 'refund-pending';
  if (declined > 0) return 'refund-failed';
  // What cost nothing is refunded when its order is.
  if (total === 0) return state === 'cancelled' || state === 'refunded' ? 'refunded' : null;
  if (refunded === total) return 'refunded';
  return refunded > 0 ? 'partially-refunded' : null;
}

export function attemptCommands(db: Db, events: OrderEvents) {
  const reads = orderReads(db);
  const open = openAttempt(db);
  const payments = paymentStates(db);
  const storeAnswer = storeRefundAnswer(db);
  const settle = db.prepare(`
    update payment_attempts set outcome = ?, ended_at = ?, retry_at = ?, tries = tries + 1
    where order_seq = ? and attempt = ? and retry_at is not null`);
  const setPayment = db.prepare(
    'update orders set payment_state = ?, updated_at = ? where seq = ?',
  );
  const refundOf = db
    .prepare<[number, number], number>(
      'select position from refunds where order_seq = ? and attempt = ?',
    )
    .pluck();
  /** A charge is closed, or a refund is known to be made or refused. */
  const settled = (row: OrderRow, { payment }: SettleAttemptCommand, at: number): void => {
    const isRefund = payment === 'refunded' || payment === 'refund-failed';
    if (payment === 'voided') setPayment.run(payment, at, row.seq);
    const otherwise = isRefund ? undefined : (payment ?? undefined);
    const detail = payment === 'voided' ? payment : payments.update(row.seq, at, otherwise);
    events.next({ seq: row.seq, at, state: row.state, spans: [], detail });
  };
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
      if (changed.changes === 0) return ok(null);
      if (payment !== null) settled(row, command, at);
      const position = (row.refunds ?? 0) > 0 ? refundOf.get(row.seq, attempt) : undefined;
      if (position !== undefined) storeAnswer(orderId, position);
      return ok(null);
    },
  };
}
