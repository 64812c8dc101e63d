import type { Demand } from '../../../core/demand.js';
import type { Shortage } from '../../../core/refusals.js';
import { ok, refuse } from '../../../core/result.js';
import type { IdempotencyClaim, ReserveCommand, ReserveResult } from '../../store.js';
import type { Db } from '../connection.js';
import { claimKey } from './keys.js';
import type { OrderEvents } from './order-events.js';

/** Transaction 1: hold the stock, freeze the quote, claim the key, record the payment attempt. */
export function reserveCommand(db: Db, events: OrderEvents) {
  const claim = claimKey(db);
  const hold = holdStock(db);
  const existing = db.prepare<[string], { seq: number }>('select seq from orders where id = ?');
  const insertOrder = db.prepare(`
    insert into orders (id, customer_id, state, currency, total, payment_method, payment_state,
      held, hold_expires_at, settle_at, key_id, created_at, updated_at, document)
    values (?, ?, 'payment-pending', ?, ?, ?, 'pending', 1, ?, ?, ?, ?, ?, ?)`);
  const insertLine = db.prepare('insert into order_lines values (?, ?, ?, ?, ?)');
  const insertAttempt = db.prepare(`
    insert into payment_attempts (order_seq, attempt, operation, amount, started_at)
    values (?, 1, 'charge', ?, ?)`);

  return (command: ReserveCommand): ReserveResult => {
    if (existing.get(command.orderId)) return ok(null);
    const keyId = command.claim && claim(command.claim as IdempotencyClaim, command);
    if (keyId !== null && typeof keyId === 'object') return refuse(keyId);
    const shortages = hold(command.demand);
    if (shortages.length > 0) return refuse({ type: 'out-of-stock', items: shortages });
    const at = Math.round(command.at);
    const { lastInsertRowid } = insertOrder.run(
      command.orderId,
      command.customerId,
      command.currency,
      command.totalMinor,
      command.paymentMethod,
      Math.round(command.holdExpiresAt),
      Math.round(command.settleAt),
      keyId,
      at,
      at,
      JSON.stringify(command.document),
    );
    const seq = Number(lastInsertRowid);
    for (const [position, { sku, quantity, amountMinor }] of command.lines.entries()) {
      insertLine.run(seq, position, sku, quantity, amountMinor);
    }
    insertAttempt.run(seq, command.totalMinor, at);
    events.first({ seq, at, state: 'payment-pending', spans: command.spans });
    return ok(null);
  };
}

/** Holds all of the demand, or answers every SKU that is short (and the savepoint undoes the rest). */
export function holdStock(db: Db): (demand: readonly Demand[]) => Shortage[] {
  const take = db.prepare(
    'update stock set reserved = reserved + ?1 where sku = ?2 and on_hand - reserved >= ?1',
  );
  const available = db
    .prepare<[string], number>('select on_hand - reserved from stock where sku = ?')
    .pluck();
  return (demand) => {
    const shortages: Shortage[] = [];
    for (const { sku, quantity } of demand) {
      if (take.run(quantity, sku).changes === 1) continue;
      shortages.push({ sku, requested: quantity, available: available.get(sku) ?? 0 });
    }
    return shortages;
  };
}
