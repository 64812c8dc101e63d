import type { OrderState } from '../../../core/order-states.js';
import type { Span } from '../../../core/timeline.js';
import { now } from '../../../telemetry/clock.js';
import type { Db } from '../connection.js';
import { packSpans } from '../order-rows.js';

export interface OrderEventInput {
  seq: number;
  at: number;
  state: OrderState;
  spans: Span[];
  detail?: string | null;
}

export interface OrderEvents {
  first(event: OrderEventInput): void;
  next(event: OrderEventInput): void;
}

/** Appends to an order's history. A span that is still open ends here, just before the commit. */
export function orderEvents(db: Db): OrderEvents {
  const first = db.prepare('insert into order_events values (?, 1, ?, ?, ?, ?)');
  const next = db.prepare(
    `insert into order_events
     select ?, coalesce(max(sequence), 0) + 1, ?, ?, ?, ? from order_events where order_seq = ?`,
  );
  return {
    first: (event) => void first.run(...values(event)),
    next: (event) => void next.run(...values(event), event.seq),
  };
}

function values({ seq, at, state, spans, detail = null }: OrderEventInput) {
  const closedAt = now();
  const closed = spans.map((span) => (span.endedAt === 0 ? { ...span, endedAt: closedAt } : span));
  return [seq, Math.round(at), state, packSpans(closed), detail] as const;
}
