import type { OrderState } from '../../../core/order-states.js';
import { eventTypeOf } from '../../../core/webhook-events.js';
import type { Db } from '../connection.js';

export interface EnteredState {
  seq: number;
  at: number;
  state: OrderState;
}

export interface WebhookOutbox {
  /** Reads who is to be told. Once a batch: a shop that tells nobody pays for no more than that. */
  refresh(): void;
  /** Puts the newest entry of an order's history on the outbox of everybody who wants to know. */
  tell(entered: EnteredState): void;
}

export function webhookOutbox(db: Db): WebhookOutbox {
  const enabled = db.prepare<[], { id: string; events: string }>(
    "select id, events from webhook_endpoints where state = 'enabled'",
  );
  const lastSequence = db
    .prepare<[number], number>('select max(sequence) from order_events where order_seq = ?')
    .pluck();
  const insertEvent = db.prepare('insert into webhook_events values (?, ?, ?, ?)');
  const insertDelivery = deliveryInsert(db);
  let endpoints: { id: string; events: ReadonlySet<string> }[] = [];
  return {
    refresh: () => {
      endpoints = enabled.all().map(({ id, events }) => ({
        id,
        events: new Set(JSON.parse(events) as string[]),
      }));
    },
    tell: ({ seq, at, state }) => {
      if (endpoints.length === 0) return;
      const type = eventTypeOf(state);
      const sequence = lastSequence.get(seq) as number;
      insertEvent.run(seq, sequence, type, Math.round(at));
      for (const { id, events } of endpoints) {
        if (events.has(type)) insertDelivery(id, seq, sequence, at);
      }
    },
  };
}

/** A delivery and its task; one that is there already is due again. */
export function deliveryInsert(
  db: Db,
): (endpointId: string, seq: number, sequence: number, at: number) => void {
  const insert = db.prepare(
    `insert into webhook_deliveries (endpoint_id, order_seq, sequence) values (?, ?, ?)
     on conflict do nothing`,
  );
  const task = db.prepare(`
    insert into tasks (order_seq, topic, reference, state, due_at) values (?, ?, ?, 'pending', ?)
    on conflict do update set state = 'pending', due_at = excluded.due_at,
      replayed_at_attempt = attempts where state <> 'running'`);
  return (endpointId, seq, sequence, at) => {
    insert.run(endpointId, seq, sequence);
    task.run(seq, endpointId, sequence, Math.round(at));
  };
}
