import { type Demand, demandOf } from '../../../core/demand.js';
import type { Shortage } from '../../../core/refusals.js';
import { ok, refuse } from '../../../core/result.js';
import type { ReserveCommand, ReserveResult } from '../../store.js';
import { cartOrderQueries } from '../cart-orders.js';
import type { Db } from '../connection.js';
import { keyClaims } from './keys.js';
import type { OrderEvents } from './order-events.js';
import { promotionClaims } from './promotion-claims.js';

/** Transaction 1: hold stock and promotions, freeze the quote, claim the key, record the attempt to pay. */
export function reserveCommand(db: Db, events: OrderEvents) {
  const keys = keyClaims(db);
  const hold = holdStock(db);
  const giveBack = giveBackStock(db);
  const promotions = promotionClaims(db);
  const { orderOfCart } = cartOrderQueries(db);
  const insertOrder = db.prepare(`
    insert into orders (id, customer_id, state, currency, total, payment_method, payment_state,
      held, hold_expires_at, settle_at, key_id, claims, cart_id, created_at,
      updated_at)
    values (?, ?, 'payment-pending', ?, ?, ?, 'pending', 1, ?, ?, ?, ?, ?, ?, ?)`);
  const insertDocument = db.prepare('insert into order_documents values (?, ?)');
  const insertLine = db.prepare('insert into order_lines values (?, ?, ?, ?, ?)');
  const insertAttempt = db.prepare(`
    insert into payment_attempts (order_seq, attempt, operation, amount, started_at)
    values (?, 1, 'charge', ?, ?)`);

  return (command: ReserveCommand): ReserveResult => {
    const taken = command.claim && keys.taken(command.claim);
    if (taken) return refuse(taken);
    const ordered = command.cartId === null ? null : orderOfCart(command.cartId);
    if (ordered !== null) return refuse({ type: 'cart-ordered', orderId: ordered });
    const { promotionClaims: claims } = command;
    const demand = demandOf(command.lines);
    const shortages = hold(demand);
    if (shortages.length > 0) return refuse({ type: 'out-of-stock', items: shortages });
    const counters = promotions.hold(claims);
    if (counters.length > 0) {
      giveBack(demand);
      return refuse({ type: 'promotion-used-up', counters });
    }
    const keyId = command.claim && keys.claim(command.claim, command.orderId, command.at);
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
      claims.length,
      command.cartId,
      at,
      at,
    );
    const seq = Number(lastInsertRowid);
    insertDocument.run(seq, command.document);
    for (const [position, { sku, quantity, amountMinor }] of command.lines.entries()) {
      insertLine.run(seq, position, sku, quantity, amountMinor);
    }
    promotions.record(seq, claims);
    insertAttempt.run(seq, command.totalMinor, at);
    events.first({ seq, at, state: 'payment-pending', spans: command.spans });
    return ok(null);
  };
}

/** Holds all of the demand, or nothing of it, and then answers every SKU that is short. */
export function holdStock(db: Db): (demand: readonly Demand[]) => Shortage[] {
  const take = db.prepare(
    'update stock set reserved = reserved + ? where sku = ? and on_hand - reserved >= ?',
  );
  const giveBack = giveBackStock(db);
  const available = db
    .prepare<[string], number>('select on_hand - reserved from stock where sku = ?')
    .pluck();
  return (demand) => {
    const shortages: Shortage[] = [];
    const taken: Demand[] = [];
    for (const { sku, quantity } of demand) {
      if (take.run(quantity, sku, quantity).changes === 1) taken.push({ sku, quantity });
      else shortages.push({ sku, requested: quantity, available: available.get(sku) ?? 0 });
    }
    if (shortages.length > 0) giveBack(taken);
    return shortages;
  };
}

export function giveBackStock(db: Db): (demand: readonly Demand[]) => void {
  const give = db.prepare('update stock set reserved = reserved - ? where sku = ?');
  return (demand) => {
    for (const { sku, quantity } of demand) give.run(quantity, sku);
  };
}
