// The invariants of what endpoints are told, as data: each is a query that answers offenders.

import { allTopics } from '../../core/tasks.js';
import type { Invariant } from './invariants.js';

const topics = allTopics.map((topic) => `'${topic}'`).join(', ');

export const webhookInvariants: readonly Invariant[] = [
  {
    name: 'webhook-events-are-history',
    sql: `
      select coalesce(o.id, 'order row ' || w.order_seq) as offender,
        w.type || ', its history says ' || coalesce(e.state, 'nothing') as detail
      from webhook_events w left join orders o on o.seq = w.order_seq
      left join order_events e on e.order_seq = w.order_seq and e.sequence = w.sequence
      left join order_events p on p.order_seq = w.order_seq and p.sequence = w.sequence - 1
      where w.type is not 'order.' || e.state or (p.state is e.state and e.state <> 'partially-refunded')`,
  },
  {
    name: 'webhook-deliveries-are-tasks',
    sql: `
      select 'delivery ' || d.id as offender, 'of ' || d.endpoint_id || case when w.type is null
        then ' has no event' else ' has no task' end as detail
      from webhook_deliveries d
      left join webhook_events w on w.order_seq = d.order_seq and w.sequence = d.sequence
      left join tasks t on t.order_seq = d.order_seq and t.topic = d.endpoint_id
        and t.reference = d.sequence
      where w.type is null or t.state is null
      union all
      select 'order row ' || t.order_seq, 'task ' || t.topic || ' of no delivery'
      from tasks t left join webhook_deliveries d on d.order_seq = t.order_seq
        and d.sequence = t.reference and d.endpoint_id = t.topic
      where t.topic not in (${topics}) and d.id is null`,
  },
];
