import type { OrderState } from '../../../core/order-states.js';
import type { TaskState, Topic } from '../../../core/tasks.js';
import type { Span } from '../../../core/timeline.js';
import { now } from '../../../telemetry/clock.js';
import type { Db } from '../connection.js';
import { packSpans } from '../order-rows.js';
import type { WebhookOutbox } from './webhook-outbox.js';

export interface OrderEventInput {
  seq: number;
  at: number;
  state: OrderState;
  spans: Span[];
  detail?: string | null;
  /** Where the event is an attempt at a task. */
  task?: { topic: Topic; reference?: number; state: TaskState };
  /** The order has just entered the state: whoever wants to know is told. */
  isEntered?: boolean;
}

export interface OrderEvents {
  first(event: OrderEventInput): void;
  next(event: OrderEventInput): void;
}

/** Appends to an order's history. A span that is still open ends here, just before the commit. */
export function orderEvents(db: Db, outbox: WebhookOutbox): OrderEvents {
  const columns = '(order_seq, sequence, at, state, spans, detail, topic, task_state, reference)';
  const first = db.prepare(
    `insert into order_events ${columns} values (?, 1, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // Within the values: selected from the table that it goes into, the row would first be put into a
  // table of its own.
  const next = db.prepare(
    `insert into order_events ${columns}
     values (?, (select coalesce(max(sequence), 0) + 1 from order_events where order_seq = ?),
       ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    first: (event) => void first.run(event.seq, ...values(event)),
    next: (event) => {
      next.run(event.seq, event.seq, ...values(event));
      if (event.isEntered) outbox.tell(event);
    },
  };
}

function values({ at, state, spans, detail = null, task }: OrderEventInput) {
  const closedAt = now();
  const closed = spans.map((span) => (span.endedAt === 0 ? { ...span, endedAt: closedAt } : span));
  const { topic = null, state: taskState = null, reference = 0 } = task ?? {};
  const what = [packSpans(closed), detail, topic, taskState, reference] as const;
  return [Math.round(at), state, ...what] as const;
}
