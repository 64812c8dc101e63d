import type { Demand } from '../../../core/demand.js';
import { invoiceNumber, orderNumber } from '../../../core/numbering.js';
import { ok, type Result, refuse } from '../../../core/result.js';
import { topics } from '../../../core/tasks.js';
import type { ConfirmCommand, Confirmed, ConfirmRefusal } from '../../store.js';
import type { Db } from '../connection.js';
import { type OrderRow, orderReads } from '../order-rows.js';
import { openAttempt } from './attempts.js';
import { answerOf } from './keys.js';
import type { OrderEvents } from './order-events.js';
import { promotionClaims } from './promotion-claims.js';
import { holdStock } from './reserve.js';

/** Only what is needed: a row of all columns costs as much to build as to find. */
type PendingRow = Pick<
  OrderRow,
  'seq' | 'id' | 'state' | 'series' | 'series_number' | 'total' | 'held' | 'key_id' | 'claims'
>;

/**
 * Transaction 2: hold → allocation, claims → uses, order and invoice number, outbox tasks, answer.
 * Confirming a confirmed order changes nothing and answers the same: the provider's notice, the
 * customer's own request and recovery may all try.
 */
export function confirmCommand(db: Db, events: OrderEvents) {
  const reads = orderReads(db);
  const find = db.prepare<[string], PendingRow>(
    'select seq, id, state, series, series_number, total, held, key_id, claims from orders where id = ?',
  );
  const allocate = allocateStock(db);
  const holdAnew = holdStock(db);
  const promotions = promotionClaims(db);
  const demandOf = db.prepare<[number], Demand>(demandSql);
  const nextNumber = db
    .prepare<[string], number>(
      `insert into series values (?, 1)
       on conflict do update set last_number = last_number + 1 returning last_number`,
    )
    .pluck();
  const update = db.prepare(`
    update orders set state = 'confirmed', series = ?, series_number = ?, payment_state = ?,
      payment_reference = ?, held = 0, hold_expires_at = null, settle_at = null, confirmed_at = ?,
      updated_at = ?
    where seq = ?`);
  const endAttempt = db.prepare(`
    update payment_attempts set ended_at = ?, outcome = ? where order_seq = ? and attempt = 1`);
  const openCapture = openAttempt(db);
  const insertTasks = db.prepare(
    `insert into tasks (order_seq, topic, state, due_at)
     values ${topics.map((topic) => `(@seq, '${topic}', 'pending', @at)`).join(', ')}`,
  );
  const { storedBody, store } = answerOf(db);

  const confirmPending = (
    row: PendingRow,
    { series, reference, captureBy, spans, at }: ConfirmCommand,
  ) => {
    const payment = captureBy === null ? 'captured' : 'authorised';
    const running = nextNumber.get(series) as number;
    allocate(row.seq, at);
    if (row.claims > 0) promotions.commit(row.seq);
    update.run(series, running, payment, reference, at, at, row.seq);
    endAttempt.run(at, payment, row.seq);
    if (captureBy !== null) openCapture(row, 'capture', captureBy);
    insertTasks.run({ seq: row.seq, at });
    events.next({ seq: row.seq, at, state: 'confirmed', spans, isEntered: true });
    const body = row.key_id === null ? null : answerBody(row.id, row.key_id);
    return confirmed(series, running, body);
  };

  const answerBody = (orderId: string, keyId: number): string | null => {
    store(keyId, orderId, 201, reads.textOf(reads.byId(orderId) as OrderRow));
    return storedBody(keyId, orderId);
  };

  return (command: ConfirmCommand): Result<Confirmed, ConfirmRefusal> => {
    const row = find.get(command.orderId);
    if (!row) return refuse({ type: 'not-found' });
    if (row.series !== null) return again(row, command);
    if (row.state !== 'payment-pending') return refuse({ type: 'order-closed', state: row.state });
    if (row.held === 0) {
      const items = holdAnew(demandOf.all(row.seq));
      if (items.length > 0) return refuse({ type: 'stock-gone', items });
    }
    return ok(confirmPending(row, { ...command, at: Math.round(command.at) }));
  };

  function again(row: PendingRow, command: ConfirmCommand): Result<Confirmed, ConfirmRefusal> {
    // Since its confirmation the warehouse may have sent it: paid it is all the same.
    if (row.state === 'cancelled') return refuse({ type: 'order-closed', state: row.state });
    // The steps that ran in vain beside the first confirmation still belong on the timeline.
    if (command.spans.length > 0) {
      events.next({ seq: row.seq, at: command.at, state: row.state, spans: command.spans });
    }
    const body = row.key_id === null ? null : storedBody(row.key_id, row.id);
    return ok(confirmed(row.series as string, row.series_number as number, body));
  }
}

const confirmed = (series: string, running: number, body: string | null): Confirmed => ({
  number: orderNumber(series, running),
  invoiceNumber: invoiceNumber(series, running),
  body,
});

/** What an order holds or has taken, summed per SKU, in the order in which stock rows are touched. */
export const demandSql =
  'select sku, sum(quantity) as quantity from order_lines where order_seq = ? group by sku order by sku';

/** The pieces leave the level and the hold at once; a move each keeps the books. */
function allocateStock(db: Db): (seq: number, at: number) => void {
  const demandOf = db.prepare<[number], Demand>(demandSql);
  const take = db.prepare(
    'update stock set on_hand = on_hand - ?, reserved = reserved - ? where sku = ?',
  );
  const move = db.prepare(
    `insert into stock_moves (sku, delta, reason, order_seq, at) values (?, ?, 'order', ?, ?)`,
  );
  return (seq, at) => {
    for (const { sku, quantity } of demandOf.all(seq)) {
      take.run(quantity, quantity, sku);
      move.run(sku, -quantity, seq, at);
    }
  };
}
