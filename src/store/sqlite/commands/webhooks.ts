import { ok, type Result } from '../../../core/result.js';
import type {
  PutWebhookEndpoint,
  ReplayDeliveries,
  TaskResult,
  WebhookEndpoint,
} from '../../store.js';
import type { Db } from '../connection.js';
import { toEndpoint, type WebhookEndpointRow } from '../webhook-reader.js';
import { taskUpdate } from './tasks.js';
import { deliveryInsert, type WebhookOutbox } from './webhook-outbox.js';

export function webhookCommands(db: Db, outbox: WebhookOutbox) {
  return {
    ...endpointCommands(db, outbox),
    finishDeliveries: finishCommand(db),
    replayDeliveries: replayCommand(db),
    purgeWebhookEvents: purgeCommand(db),
  };
}

function endpointCommands(db: Db, outbox: WebhookOutbox) {
  const put = db.prepare<[object], WebhookEndpointRow>(`
    insert into webhook_endpoints (id, url, description, events, secrets, state, disabled_at,
      disabled_reason, created_at, updated_at)
    values (@id, @url, @description, @events, @secrets, @state,
      case when @state = 'disabled' then @at end,
      case when @state = 'disabled' then 'by an operator' end, @at, @at)
    on conflict do update set url = excluded.url, description = excluded.description,
      events = excluded.events, secrets = excluded.secrets,
      failing_since = case when excluded.state = state then failing_since end,
      disabled_at = case when excluded.state = state then disabled_at else excluded.disabled_at end,
      disabled_reason =
        case when excluded.state = state then disabled_reason else excluded.disabled_reason end,
      state = excluded.state, updated_at = excluded.updated_at
    returning *`);
  const remove = db.prepare('delete from webhook_endpoints where id = ?');
  const cancel = db.prepare(`
    update tasks set state = 'cancelled', due_at = null, last_error = 'the endpoint was removed'
    where topic = ? and due_at is not null`);
  const disable = db.prepare(`
    update webhook_endpoints set state = 'disabled', disabled_at = ?, disabled_reason = ?,
      updated_at = ? where id = ? and state = 'enabled'`);
  return {
    putWebhookEndpoint: (command: PutWebhookEndpoint): Result<WebhookEndpoint, never> => {
      const { events, secrets, at, ...facts } = command;
      const lists = { events: JSON.stringify(events), secrets: JSON.stringify(secrets) };
      const row = put.get({ ...facts, ...lists, at: Math.round(at) }) as WebhookEndpointRow;
      outbox.refresh();
      return ok(toEndpoint(row));
    },
    removeWebhookEndpoint: ({ id }: { id: string; at: number }): Result<boolean, never> => {
      const { changes } = remove.run(id);
      if (changes > 0) cancel.run(id);
      outbox.refresh();
      return ok(changes > 0);
    },
    disableWebhookEndpoint: ({ id, reason, at }: { id: string; reason: string; at: number }) => {
      const now = Math.round(at);
      const { changes } = disable.run(now, reason, now, id);
      outbox.refresh();
      return ok(changes > 0);
    },
  };
}

/** As for any task, but what it leaves behind is a line of the endpoint's log. */
function finishCommand(db: Db) {
  const seqOf = db.prepare<[string], number>('select seq from orders where id = ?').pluck();
  const update = taskUpdate(db);
  const deliveryOf = db
    .prepare<[number, number, string], number>(
      'select id from webhook_deliveries where order_seq = ? and sequence = ? and endpoint_id = ?',
    )
    .pluck();
  const note = db.prepare('insert into webhook_attempts values (?, ?, ?, ?, ?, ?)');
  const succeeded = db.prepare(
    'update webhook_endpoints set failing_since = null where id = ? and failing_since is not null',
  );
  const failed = db.prepare(
    'update webhook_endpoints set failing_since = ? where id = ? and failing_since is null',
  );
  const finish = (result: TaskResult<string>): boolean => {
    const seq = seqOf.get(result.orderId);
    if (seq === undefined || !update(seq, result)) return false;
    const { topic, reference = 0, attempt, span, error } = result;
    const delivery = deliveryOf.get(seq, reference, topic);
    if (delivery === undefined) return false;
    const [from, to] = [Math.round(span.startedAt), Math.round(span.endedAt)];
    note.run(delivery, attempt, from, to, span.outcome, error);
    if (span.outcome === 'ok') succeeded.run(topic);
    else if (span.outcome === 'failed') failed.run(to, topic);
    return true;
  };
  return ({ results }: { results: TaskResult<string>[]; at: number }): Result<number, never> =>
    ok(results.filter(finish).length);
}

function replayCommand(db: Db) {
  const events = (condition: string) =>
    db.prepare<[object], { order_seq: number; sequence: number }>(`
      select e.order_seq, e.sequence from webhook_events e, webhook_endpoints p
      where p.id = @endpointId and ${condition}
        and e.type in (select value from json_each(p.events))
      order by e.at, e.order_seq, e.sequence limit @limit`);
  const one = events(
    'e.order_seq = (select seq from orders where id = @orderId) and e.sequence = @sequence',
  );
  const some = events('e.at >= @from and e.at < @to');
  const insert = deliveryInsert(db);
  return ({ endpointId, what, at, limit }: ReplayDeliveries): Result<number, never> => {
    const query = 'from' in what ? some : one;
    const rows = query.all({ ...what, endpointId, limit });
    for (const { order_seq, sequence } of rows) insert(endpointId, order_seq, sequence, at);
    return ok(rows.length);
  };
}

function purgeCommand(db: Db) {
  const old = db.prepare<[number, number], { order_seq: number; sequence: number }>(`
    select order_seq, sequence from webhook_events e where at < ? and not exists (
      select 1 from webhook_deliveries d join tasks t on t.order_seq = d.order_seq
        and t.topic = d.endpoint_id and t.reference = d.sequence
      where d.order_seq = e.order_seq and d.sequence = e.sequence and t.due_at is not null)
    order by at limit ?`);
  const own = `(select id from webhook_deliveries where order_seq = @order_seq and sequence = @sequence)`;
  const statements = [
    `delete from webhook_attempts where delivery_id in ${own}`,
    `delete from tasks where order_seq = @order_seq and reference = @sequence and topic in (
       select endpoint_id from webhook_deliveries where order_seq = @order_seq and sequence = @sequence)`,
    'delete from webhook_deliveries where order_seq = @order_seq and sequence = @sequence',
    'delete from webhook_events where order_seq = @order_seq and sequence = @sequence',
  ].map((sql) => db.prepare(sql));
  return ({ before, limit }: { before: number; limit: number }): Result<number, never> => {
    const rows = old.all(Math.round(before), limit);
    for (const row of rows) for (const statement of statements) statement.run(row);
    return ok(rows.length);
  };
}
