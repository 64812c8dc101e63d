import type { Demand } from '../../../core/demand.js';
import { orderView } from '../../../core/order.js';
import { assertTransition } from '../../../core/order-states.js';
import { ok, type Result, refuse } from '../../../core/result.js';
import type { ConfirmRefusal, FailCommand, ParkCommand, StoredAnswer } from '../../store.js';
import type { Db } from '../connection.js';
import { type OrderRow, orderReads } from '../order-rows.js';
import { openAttempt } from './attempts.js';
import { demandSql } from './confirm.js';
import { answerOf } from './keys.js';
import type { OrderEvents } from './order-events.js';
import { promotionClaims } from './promotion-claims.js';
import { giveBackStock } from './reserve.js';

/** Every way in which a pending order ends, but for its confirmation, and waits. */
export function closeCommands(db: Db, events: OrderEvents) {
  return {
    fail: failCommand(db, events),
    park: parkCommand(db, events),
    expireHolds: expireHoldsCommand(db, events),
    postpone: postponeCommand(db),
  };
}

/** The hold ends; what the order asked for can be sold again. */
function releaseHold(db: Db): (seq: number) => void {
  const demandOf = db.prepare<[number], Demand>(demandSql);
  const giveBack = giveBackStock(db);
  return (seq) => giveBack(demandOf.all(seq));
}

function failCommand(db: Db, events: OrderEvents) {
  const reads = orderReads(db);
  const release = releaseHold(db);
  const promotions = promotionClaims(db);
  const attempt = openAttempt(db);
  const answers = answerOf(db);
  const update = db.prepare(`
    update orders set state = ?, payment_state = ?, payment_reference = ?, decline_code = ?, held = 0,
      hold_expires_at = null, settle_at = null, updated_at = ? where seq = ?`);
  const endAttempt = db.prepare(`
    update payment_attempts set ended_at = ?, outcome = ?
    where order_seq = ? and attempt = 1 and outcome is null`);

  return (command: FailCommand): Result<null, ConfirmRefusal> => {
    const row = reads.byId(command.orderId);
    if (!row) return refuse({ type: 'not-found' });
    if (row.state !== 'payment-pending') {
      return row.state === command.state
        ? ok(null)
        : refuse({ type: 'order-closed', state: row.state });
    }
    assertTransition(row.state, command.state);
    const { payment } = command;
    const at = Math.round(command.at);
    const reference = 'reference' in payment ? payment.reference : null;
    const declineCode = 'declineCode' in payment ? payment.declineCode : null;
    if (row.held === 1) release(row.seq);
    if (row.claims > 0) promotions.release(row.seq);
    update.run(command.state, payment.state, reference, declineCode, at, row.seq);
    endAttempt.run(at, reference === null ? payment.state : 'captured', row.seq);
    if (payment.state === 'refund-pending') attempt(row, 'refund', at);
    if ('isOpen' in payment && payment.isOpen) attempt(row, 'void', at);
    if (row.key_id !== null && command.answer) {
      answers.store(row.key_id, row.id, command.answer.status, command.answer.body);
    }
    const detail = declineCode ?? payment.state;
    const { state, spans } = command;
    events.next({ seq: row.seq, at, state, spans, detail, isEntered: true });
    return ok(null);
  };
}

/** The outcome of the payment is not known: the hold stays, recovery will ask the provider. */
function parkCommand(db: Db, events: OrderEvents) {
  const reads = orderReads(db);
  const answers = answerOf(db);
  const update = db.prepare(`
    update orders set payment_state = ?, payment_reference = coalesce(?, payment_reference),
      settle_at = ?, hold_expires_at = ?, updated_at = ? where seq = ?`);
  const putAction = db.prepare('insert or replace into payment_actions values (?, ?)');
  return (command: ParkCommand): Result<StoredAnswer | null, ConfirmRefusal> => {
    const row = reads.byId(command.orderId);
    if (!row) return refuse({ type: 'not-found' });
    if (row.state !== 'payment-pending') return refuse({ type: 'order-closed', state: row.state });
    const at = Math.round(command.at);
    const { reference, nextAction } = command;
    const payment = nextAction === null ? 'unknown' : 'action-required';
    const [settleAt, holdUntil] = [Math.round(command.settleAt), Math.round(command.holdExpiresAt)];
    update.run(payment, reference, settleAt, holdUntil, at, row.seq);
    if (nextAction !== null) putAction.run(row.seq, JSON.stringify(nextAction));
    events.next({ seq: row.seq, at, state: row.state, spans: command.spans, detail: payment });
    if (row.key_id === null) return ok(null);
    const parked = reads.fromRow(reads.byId(command.orderId) as OrderRow);
    const answer = { status: 202, body: JSON.stringify(orderView(parked)), orderId: row.id };
    answers.store(row.key_id, row.id, answer.status, answer.body);
    return ok(answer);
  };
}

/** Orders that are still paying and whose hold is over at a time; at most so many. */
export const expiredHoldsSql = (column: 'id' | 'seq'): string =>
  `select ${column} from orders
   where state = 'payment-pending' and held = 1 and hold_expires_at <= ? order by seq limit ?`;

/**
 * The hold of a payment that is not known lasts until it is: it has been extended that far. What the
 * order claims of promotions stays claimed until it ends, so that a late payment exceeds no limit.
 */
function expireHoldsCommand(db: Db, events: OrderEvents) {
  const release = releaseHold(db);
  const expired = db.prepare<[number, number], { seq: number }>(expiredHoldsSql('seq'));
  const update = db.prepare('update orders set held = 0, updated_at = ? where seq = ?');
  return ({ at, limit }: { at: number; limit: number }): Result<number, never> => {
    const rows = expired.all(Math.round(at), limit);
    for (const { seq } of rows) {
      release(seq);
      update.run(Math.round(at), seq);
      events.next({ seq, at, state: 'payment-pending', spans: [], detail: 'hold-expired' });
    }
    return ok(rows.length);
  };
}

function postponeCommand(db: Db) {
  const update = db.prepare(
    'update orders set settle_at = ?, settle_tries = settle_tries + 1 where id = ?',
  );
  return ({ orderId, settleAt }: { orderId: string; settleAt: number }): Result<null, never> => {
    update.run(Math.round(settleAt), orderId);
    return ok(null);
  };
}
