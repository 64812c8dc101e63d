import { canBecome, type OrderState } from '../../../core/order-states.js';
import { ok, type Result, refuse } from '../../../core/result.js';
import type { ConfirmRefusal, ShipCommand } from '../../store.js';
import type { Db } from '../connection.js';
import { captureDue } from './attempts.js';
import type { OrderEvents } from './order-events.js';

/** The way from where an order may be to where the warehouse says that it is. */
const path = (from: OrderState, to: OrderState): OrderState[] | null => {
  if (canBecome(from, to)) return [to];
  // A warehouse's notices may overtake each other: what was delivered has been shipped.
  const passes = canBecome(from, 'shipped') && canBecome('shipped', to);
  return passes ? ['shipped', to] : null;
};

/** Each state is entered once, however often and in whatever order it is announced. */
export function shipCommand(db: Db, events: OrderEvents) {
  const find = db.prepare<[string], { seq: number; state: OrderState }>(
    'select seq, state from orders where id = ?',
  );
  const hasBeen = db
    .prepare<[number, string], number>(
      'select 1 from order_events where order_seq = ? and state = ?',
    )
    .pluck();
  const update = db.prepare('update orders set state = ?, updated_at = ? where seq = ?');
  const capture = captureDue(db);
  const isNoted = db
    .prepare<[number, string], number>(
      `select 1 from order_events where order_seq = ? and state = 'partially-refunded'
         and (detail || ' ') like ? || ' %'`,
    )
    .pluck();
  /** A part was given back before: the state stays, and the history says where the parcel is. */
  const note = (
    seq: number,
    word: ShipCommand['state'],
    detail: string | null,
    at: number,
  ): Result<null, never> => {
    if (isNoted.get(seq, word) !== undefined) return ok(null);
    const said = detail === null ? word : `${word} ${detail}`;
    events.next({ seq, at, state: 'partially-refunded', spans: [], detail: said });
    return ok(null);
  };
  return ({ orderId, state, detail, at }: ShipCommand): Result<null, ConfirmRefusal> => {
    const row = find.get(orderId);
    if (!row) return refuse({ type: 'not-found' });
    if (hasBeen.get(row.seq, state) !== undefined) return ok(null);
    // Also of a part: what is left of the order has left.
    capture(row.seq, at);
    if (row.state === 'partially-refunded') return note(row.seq, state, detail, at);
    const steps = path(row.state, state);
    if (!steps) return refuse({ type: 'order-closed', state: row.state });
    for (const step of steps) {
      const said = step === state ? detail : null;
      events.next({ seq: row.seq, at, state: step, spans: [], detail: said, isEntered: true });
    }
    update.run(state, Math.round(at), row.seq);
    return ok(null);
  };
}
