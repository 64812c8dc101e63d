import { demandOf } from '../../../core/demand.js';
import { creditNoteNumber, creditNoteSeries } from '../../../core/numbering.js';
import { type OrderState, refundable } from '../../../core/order-states.js';
import {
  everythingLeft,
  isRefundedWhole,
  type RefundAmounts,
  refundOf,
} from '../../../core/refund.js';
import { ok, type Result, refuse } from '../../../core/result.js';
import { refundTopics } from '../../../core/tasks.js';
import type {
  CancelCommand,
  ConfirmRefusal,
  RefundCommand,
  RefundRecorded,
  RefundRefusal,
} from '../../store.js';
import type { Db } from '../connection.js';
import { type OrderRow, orderReads } from '../order-rows.js';
import { openRefundAttempt, paymentStates } from './attempts.js';
import { keyClaims } from './keys.js';
import type { OrderEvents } from './order-events.js';
import { promotionClaims } from './promotion-claims.js';
import { storeRefundAnswer } from './refund-answer.js';
import { retryRefundCommand } from './retry-refund.js';

/** The ways in which a confirmed order goes back: whole before it is sent, or what is asked for. */
export function refundCommands(db: Db, events: OrderEvents) {
  return {
    cancelConfirmed: cancelCommand(db, events),
    refund: refundCommand(db, events),
    retryRefund: retryRefundCommand(db, events),
  };
}

function cancelCommand(db: Db, events: OrderEvents) {
  const reads = orderReads(db);
  const record = recordRefund(db, events);
  return (command: CancelCommand): Result<null, ConfirmRefusal> => {
    const row = reads.byId(command.orderId);
    if (!row) return refuse({ type: 'not-found' });
    if (row.state === 'cancelled') return ok(null);
    if (row.state !== 'confirmed') return refuse({ type: 'order-closed', state: row.state });
    const order = reads.fromRow(row);
    const all = refundOf(order, [], everythingLeft(order.document, []));
    if (!all.ok) throw new Error('an order that was never refunded cannot be given back whole');
    const { at, retryAt, series, reason, couponBack } = command;
    const isReturning = couponBack !== 'never';
    record(row, {
      ...{ at, retryAt, series, reason, isRestocked: true, amounts: all.value, keyId: null },
      ...{ state: 'cancelled', moveReason: 'cancelled', isReturning },
    });
    return ok(null);
  };
}

function refundCommand(db: Db, events: OrderEvents) {
  const reads = orderReads(db);
  const keys = keyClaims(db);
  const record = recordRefund(db, events);
  const storeAnswer = storeRefundAnswer(db);
  return (command: RefundCommand): Result<RefundRecorded, RefundRefusal> => {
    const { orderId, claim, at, retryAt, series, reason, couponBack, isRestocked } = command;
    const taken = claim && keys.taken(claim);
    if (taken) return refuse(taken);
    const row = reads.byId(orderId);
    if (!row) return refuse({ type: 'not-found' });
    if (!refundable.includes(row.state)) return refuse({ type: 'order-closed', state: row.state });
    const order = reads.fromRow(row);
    const already = (order.refunds ?? []).map(({ amounts }) => amounts);
    const refund = refundOf(order, already, command.request);
    if (!refund.ok) return refund;
    const amounts = refund.value;
    const isWhole = isRefundedWhole(order.document, [...already, amounts]);
    const keyId = claim && keys.claim(claim, orderId, at);
    const recorded = record(row, {
      ...{ at, retryAt, series, reason, isRestocked, amounts, keyId, moveReason: 'refund' },
      state: isWhole ? 'refunded' : 'partially-refunded',
      isReturning: isWhole && couponBack === 'full',
    });
    // Where no money moves nobody will be heard of again.
    if (recorded.attempt === null) storeAnswer(orderId, recorded.position);
    return ok(recorded);
  };
}

interface Recording {
  at: number;
  retryAt: number;
  series: string;
  reason: string;
  isRestocked: boolean;
  amounts: RefundAmounts;
  keyId: number | null;
  state: Extract<OrderState, 'cancelled' | 'refunded' | 'partially-refunded'>;
  moveReason: 'cancelled' | 'refund';
  /** Whether what it took of promotions is given back. */
  isReturning: boolean;
}

/** The credit note with its number, the attempt, the stock, the tasks and the state: in one. */
function recordRefund(
  db: Db,
  events: OrderEvents,
): (row: OrderRow, what: Recording) => RefundRecorded {
  const nextNumber = db
    .prepare<[string], number>(
      `insert into series values (?, 1)
       on conflict do update set last_number = last_number + 1 returning last_number`,
    )
    .pluck();
  const insert = db.prepare(`
    insert into refunds (order_seq, position, attempt, amount, restocked, series, series_number,
      facts, key_id, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const openAttempt = openRefundAttempt(db);
  const restock = restocking(db);
  const promotions = promotionClaims(db);
  const payments = paymentStates(db);
  const update = db.prepare(`
    update orders set state = @state, refunds = @position, updated_at = @at,
      claims_returned = max(claims_returned, @isReturned) where seq = @seq`);
  const insertTasks = db.prepare(
    `insert into tasks (order_seq, topic, reference, state, due_at)
     values ${refundTopics.map((topic) => `(@seq, '${topic}', @position, 'pending', @at)`).join(', ')}`,
  );
  // What has not begun need not happen: nobody packs or announces what went back whole.
  const dropTasks = db.prepare(
    `update tasks set state = 'cancelled', due_at = null where order_seq = ? and state = 'pending'
       and topic in ('warehouse', 'confirmation-email')`,
  );
  return (
    row,
    { amounts, reason, isRestocked, state, keyId, moveReason, isReturning, ...rest },
  ) => {
    const { seq } = row;
    const at = Math.round(rest.at);
    const series = creditNoteSeries(rest.series);
    const running = nextNumber.get(series) as number;
    const position = (row.refunds ?? 0) + 1;
    const amount = amounts.totals.payable;
    const attempt =
      amount === 0
        ? null
        : openAttempt({ order: row, refund: position, amount, at, retryAt: rest.retryAt });
    const facts = JSON.stringify({ reason, amounts });
    const restocked = isRestocked ? 1 : 0;
    insert.run(...[seq, position, attempt, amount, restocked, series, running, facts, keyId, at]);
    if (isRestocked) restock(seq, amounts, moveReason, at);
    const isReturned = isReturning && row.claims > 0;
    if (isReturned) promotions.giveBack(seq);
    update.run({ seq, state, position, at, isReturned: isReturned ? 1 : 0 });
    payments.update(seq, at);
    if (state !== 'partially-refunded') dropTasks.run(seq);
    insertTasks.run({ seq, position, at });
    const detail = creditNoteNumber(series, running);
    events.next({ seq, at, state, spans: [], detail, isEntered: true });
    return { position, attempt };
  };
}

/** The pieces can be sold again; a move each keeps the books. */
function restocking(db: Db) {
  const giveBack = db.prepare('update stock set on_hand = on_hand + ? where sku = ?');
  const move = db.prepare(
    'insert into stock_moves (sku, delta, reason, order_seq, at) values (?, ?, ?, ?, ?)',
  );
  return (seq: number, { lines }: RefundAmounts, reason: string, at: number): void => {
    for (const { sku, quantity } of demandOf(lines)) {
      giveBack.run(quantity, sku);
      move.run(sku, quantity, reason, seq, at);
    }
  };
}
