import type { TaskState } from '../../core/tasks.js';
import type { WebhookEvent } from '../../core/webhook-events.js';
import type {
  DeliveryQuery,
  Page,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookSecret,
} from '../store.js';
import type { Db } from './connection.js';
import { page } from './page.js';

export interface WebhookEndpointRow {
  id: string;
  url: string;
  description: string;
  events: string;
  secrets: string;
  state: WebhookEndpoint['state'];
  failing_since: number | null;
  disabled_at: number | null;
  disabled_reason: string | null;
  created_at: number;
}

export const toEndpoint = (row: WebhookEndpointRow): WebhookEndpoint => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: JSON.parse(row.events) as string[],
  secrets: JSON.parse(row.secrets) as WebhookSecret[],
  state: row.state,
  failingSince: row.failing_since,
  disabledAt: row.disabled_at,
  disabledReason: row.disabled_reason,
  createdAt: row.created_at,
});

interface DeliveryRow extends WebhookEvent {
  id: number;
  state: TaskState;
  attempts: number;
  dueAt: number | null;
  lastError: string | null;
}

/** Attempts that a delivery is shown with. */
const LOG_MAX = 20;

export function webhookQueries(db: Db) {
  const one = db.prepare<[string], WebhookEndpointRow>(
    'select * from webhook_endpoints where id = ?',
  );
  const all = db.prepare<[], WebhookEndpointRow>(
    'select * from webhook_endpoints order by created_at, id',
  );
  const event = db.prepare<[string, number], WebhookEvent>(`
    select o.id as orderId, e.sequence, e.type, e.at from orders o
    join webhook_events e on e.order_seq = o.seq where o.id = ? and e.sequence = ?`);
  const deliveries = db.prepare<[object], DeliveryRow>(`
    select d.id, o.id as orderId, e.sequence, e.type, e.at, t.state, t.attempts, t.due_at as dueAt,
      t.last_error as lastError
    from webhook_deliveries d join orders o on o.seq = d.order_seq
    join webhook_events e on e.order_seq = d.order_seq and e.sequence = d.sequence
    join tasks t on t.order_seq = d.order_seq and t.topic = d.endpoint_id and t.reference = d.sequence
    where d.endpoint_id = @endpointId and (@cursor is null or d.id < @cursor)
      and (@state is null or t.state = @state)
    order by d.id desc limit @more`);
  const log = db.prepare<[number, number], WebhookDelivery['log'][number]>(`
    select attempt, started_at as startedAt, ended_at as endedAt, outcome, error
    from webhook_attempts where delivery_id = ? order by attempt desc limit ?`);
  const due = db
    .prepare<[string, number], number>(
      'select 1 from tasks where topic = ? and due_at <= ? limit 1',
    )
    .pluck();
  const toDelivery = ({
    id,
    orderId,
    sequence,
    type,
    at,
    ...rest
  }: DeliveryRow): WebhookDelivery => ({
    id,
    event: { orderId, sequence, type, at },
    ...rest,
    log: log.all(id, LOG_MAX),
  });
  return {
    webhookEndpoint: (id: string): WebhookEndpoint | undefined => {
      const row = one.get(id);
      return row && toEndpoint(row);
    },
    webhookEndpoints: (): WebhookEndpoint[] => all.all().map(toEndpoint),
    webhookEvent: ({ orderId, sequence }: { orderId: string; sequence: number }) =>
      event.get(orderId, sequence),
    webhookDeliveries: (query: DeliveryQuery): Page<WebhookDelivery> => {
      const rows = deliveries.all({ ...query, more: query.limit + 1 });
      return page(rows.map(toDelivery), query.limit, ({ id }) => String(id));
    },
    dueDeliveries: ({ topics, at }: { topics: readonly string[]; at: number }): string[] =>
      topics.filter((topic) => due.get(topic, Math.round(at)) !== undefined),
  };
}
