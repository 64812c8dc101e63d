// The invariants of the ledger as data: each is a query that answers offenders.

import { CREDIT_NOTE_PREFIX } from '../../core/numbering.js';
import { orderStates, transitions } from '../../core/order-states.js';
import { allTopics, refundTopics, taskStates, topics } from '../../core/tasks.js';
import { liveOrderSql } from './cart-orders.js';
import { isLastAttempt } from './commands/attempts.js';
import { restockedSql } from './refund-invariants.js';

export interface Invariant {
  name: string;
  /** Answers `offender` and `detail`. */
  sql: string;
}

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const allowedChanges = orderStates
  .flatMap((from) => transitions[from].map((to) => `('${from}', '${to}')`))
  .join(', ');

export const invariants: readonly Invariant[] = [
  {
    name: 'stock-moves-sum-to-level',
    sql: `
      select sku as offender, 'level ' || level || ', moves sum to ' || moved as detail from (
        select sku, sum(level) as level, sum(moved) as moved from (
          select sku, on_hand as level, 0 as moved from stock
          union all select sku, 0, delta from stock_moves)
        group by sku)
      where level <> moved`,
  },
  {
    name: 'stock-is-not-negative',
    sql: `
      select sku as offender, 'on hand ' || on_hand || ', reserved ' || reserved as detail
      from stock where on_hand < 0 or reserved < 0 or reserved > on_hand`,
  },
  {
    name: 'holds-equal-pending-orders',
    sql: `
      select sku as offender, 'reserved ' || reserved || ', orders hold ' || held as detail from (
        select sku, sum(reserved) as reserved, sum(held) as held from (
          select sku, reserved, 0 as held from stock
          union all
          select l.sku, 0, l.quantity from orders o join order_lines l on l.order_seq = o.seq
          where o.state = 'payment-pending' and o.held = 1)
        group by sku)
      where reserved <> held`,
  },
  {
    name: 'only-pending-orders-hold-stock',
    sql: `
      select id as offender, 'holds stock while ' || state as detail
      from orders where held = 1 and state <> 'payment-pending'`,
  },
  {
    name: 'one-order-of-a-cart',
    sql: `
      select cart_id as offender, count(*) || ' orders that came to something' as detail
      from orders where ${liveOrderSql} group by cart_id having count(*) > 1`,
  },
  {
    name: 'allocations-equal-orders',
    sql: `
      select o.id as offender, a.sku || ': sold ' || a.sold || ', moved ' || a.moved as detail from (
        select order_seq, sku, sum(sold) as sold, sum(moved) as moved from (
          select l.order_seq, l.sku,
            case when o.series is not null and o.refunds is not null then l.quantity else 0 end as sold,
            0 as moved
          from order_lines l join orders o on o.seq = l.order_seq
          union all
          ${restockedSql}
          union all
          select order_seq, sku, 0, -delta from stock_moves where order_seq is not null)
        group by order_seq, sku) a
      left join orders o on o.seq = a.order_seq
      where a.sold <> a.moved`,
  },
  {
    name: 'numbers-have-no-gaps',
    sql: `
      select s.name as offender,
        'last ' || s.last_number || ', given ' || count(o.seq) || ', distinct ' ||
        count(distinct o.series_number) || ', highest ' || coalesce(max(o.series_number), 0) as detail
      from series s left join orders o on o.series = s.name
      where s.name not like '${CREDIT_NOTE_PREFIX}%'
      group by s.name
      having count(o.seq) <> s.last_number or count(distinct o.series_number) <> s.last_number
        or coalesce(max(o.series_number), 0) <> s.last_number
      union all
      select distinct series, 'a series without its counter' from orders
      where series is not null and series not in (select name from series)`,
  },
  {
    name: 'confirmed-orders-have-numbers',
    sql: `
      select id as offender, state || case when series is null then ' without' else ' with' end ||
        ' a number' as detail
      from orders
      where (series is null and state in ('confirmed', 'shipped', 'delivered', 'refunded', 'partially-refunded'))
        or (series is not null and state in ('payment-pending', 'failed'))`,
  },
  {
    name: 'payments-match-orders',
    sql: `
      select id as offender, state || ' with a payment that is ' || payment_state as detail from orders
      where (state in ('confirmed', 'shipped', 'delivered') and (payment_state not in ('captured', 'authorised', 'capture-failed') or payment_reference is null))
        or (state = 'partially-refunded' and (payment_reference is null or payment_state not in
          ('captured', 'authorised', 'capture-failed', 'refund-pending', 'partially-refunded', 'refund-failed')))
        or (state = 'refunded' and payment_state not in ('refund-pending', 'refunded', 'refund-failed', 'authorised', 'voided'))
        or (state = 'payment-pending' and payment_state not in ('pending', 'action-required', 'unknown'))
        or (state = 'failed' and payment_state not in ('declined', 'voided', 'refund-pending', 'refunded', 'refund-failed'))
        or (state = 'cancelled' and payment_state not in ('voided', 'authorised', 'refund-pending', 'refunded', 'refund-failed'))
        or (payment_state = 'action-required' and seq not in (select order_seq from payment_actions))`,
  },
  {
    name: 'payment-attempts-match-orders',
    sql: `
      select o.id as offender, 'total ' || o.total || ', charge attempted for ' || coalesce(a.amount, 'nothing') ||
        ', outcome ' || coalesce(a.outcome, 'open') as detail
      from orders o
      left join payment_attempts a on a.order_seq = o.seq and a.attempt = 1 and a.operation = 'charge'
      where a.amount is null or a.amount <> o.total
        or (o.series is not null and a.outcome not in ('captured', 'authorised'))
        or (o.series is not null and a.outcome is null)
        or (o.state <> 'payment-pending' and a.outcome is null)`,
  },
  {
    // Authorised: exactly one attempt is open, to capture it or, where all of it went back, to release it.
    name: 'authorised-payments-are-followed-up',
    sql: `
      select o.id as offender, o.state || ', payment ' || o.payment_state || ', open: ' ||
        coalesce(group_concat(a.operation), 'nothing') as detail
      from orders o left join payment_attempts a on a.order_seq = o.seq and a.outcome is null
        and a.operation in ('capture', 'void')
      where o.payment_state = 'authorised' group by o.seq
      having count(a.attempt) <> 1
        or (o.state in ('cancelled', 'refunded')) <> (max(a.operation) = 'void')`,
  },
  {
    name: 'refunds-match-payments',
    sql: `
      select o.id as offender, 'payment ' || o.payment_state || ', total ' || o.total || ', refunded ' || refunded || ', open ' || open as detail
      from (
        select o.seq, o.id, o.total, o.payment_state,
          coalesce(sum(case when a.outcome = 'refunded' then a.amount end), 0) as refunded,
          count(case when a.outcome is null and a.operation = 'refund' then 1 end) as open,
          count(case when a.outcome = 'declined' and ${isLastAttempt} then 1 end) as declined
        from orders o left join payment_attempts a on a.order_seq = o.seq and a.operation = 'refund'
        where o.payment_state in ('refunded', 'refund-pending', 'partially-refunded', 'refund-failed')
           or exists (select 1 from payment_attempts r where r.order_seq = o.seq and r.operation = 'refund')
        group by o.seq) o
      where refunded > total
        or (payment_state = 'refunded' and refunded <> total)
        or (payment_state = 'refund-pending') <> (open > 0)
        or (payment_state = 'refund-failed') <> (declined > 0 and open = 0)
        or (payment_state = 'partially-refunded' and (refunded = 0 or refunded = total))
        or (payment_state not in ('refunded', 'refund-pending', 'partially-refunded', 'refund-failed')
          and refunded > 0)`,
  },
  {
    name: 'each-task-exactly-once',
    sql: `
      select o.id as offender, 'has ' || count(t.topic) || ' of ${topics.length} tasks' as detail
      from orders o left join tasks t on t.order_seq = o.seq and t.topic in (${quoted(topics)})
      group by o.seq
      having (o.series is not null and count(t.topic) <> ${topics.length})
        or (o.series is null and count(t.topic) > 0)
      union all
      select o.id, 'has ' || count(t.topic) || ' of ${refundTopics.length} tasks of refund ' || r.position
      from refunds r join orders o on o.seq = r.order_seq
      left join tasks t on t.order_seq = r.order_seq and t.reference = r.position
        and t.topic in (${quoted(refundTopics)})
      group by r.order_seq, r.position having count(t.topic) <> ${refundTopics.length}
      union all
      select 'order row ' || order_seq, 'task ' || topic || ' of no order' from tasks
      where order_seq not in (select seq from orders)
      union all
      select o.id, 'task ' || t.topic || ' of no refund ' || t.reference
      from tasks t join orders o on o.seq = t.order_seq
      left join refunds r on r.order_seq = t.order_seq and r.position = t.reference
      where t.topic in (${quoted(allTopics)})
        and (t.reference <> 0 or t.topic in (${quoted(refundTopics)})) and r.position is null`,
  },
  {
    name: 'task-states-match-their-history',
    sql: `
      select o.id as offender, t.topic || ' is ' || t.state || ', its last attempt says ' ||
        coalesce(e.task_state, 'nothing') as detail
      from tasks t join orders o on o.seq = t.order_seq
      left join order_events e on e.order_seq = t.order_seq and e.topic = t.topic
        and e.reference = t.reference
        and e.sequence = (select max(sequence) from order_events
          where order_seq = t.order_seq and topic = t.topic and reference = t.reference)
      where t.topic in (${quoted(allTopics)}) and (t.state not in (${quoted(taskStates)})
        or (t.state in ('done', 'dead') and e.task_state is not t.state)
        or (t.state = 'done' and 1 <> (select count(*) from order_events
          where order_seq = t.order_seq and topic = t.topic and reference = t.reference
            and task_state = 'done'))
        or ((t.due_at is null) <> (t.state in ('done', 'dead', 'cancelled'))))`,
  },
  {
    name: 'sales-figures-match-orders',
    sql: `
      select bucket || ' ' || currency as offender,
        'figures say ' || sum(orders) || ' orders of ' || sum(gross) || ', done tasks say ' ||
        sum(done) || ' of ' || sum(total) as detail
      from (
        select bucket, currency, orders, gross, 0 as done, 0 as total from sales_rollups
        where dimension = 'total' and bucket <> 'minute'
        union all
        select b.column1, o.currency, 0, 0, 1, o.total
        from tasks t join orders o on o.seq = t.order_seq, (values ('hour'), ('day')) b
        where t.topic = 'analytics' and t.state = 'done')
      group by bucket, currency
      having sum(orders) <> sum(done) or sum(gross) <> sum(total)`,
  },
  {
    // Once no large order is counted in part.
    name: 'article-figures-sum-to-totals',
    sql: `
      select bucket || ' ' || currency as offender,
        'articles say ' || sum(sold) || ' pieces, totals say ' || sum(total) as detail
      from (
        select bucket, currency, iif(dimension = 'sku', units, 0) as sold,
          iif(dimension = 'total', units, 0) as total
        from sales_rollups where dimension in ('sku', 'total') and bucket <> 'minute'
          and not exists (select 1 from tasks where counted > 0 and state <> 'done'))
      group by bucket, currency having sum(sold) <> sum(total)`,
  },
  {
    name: 'states-follow-the-table',
    sql: `
      select id as offender, 'state ' || state as detail from orders where state not in (${quoted(orderStates)})
      union all
      select o.id, 'is ' || o.state || ', its last event says ' || coalesce(e.state, 'nothing')
      from orders o left join order_events e on e.order_seq = o.seq
        and e.sequence = (select max(sequence) from order_events where order_seq = o.seq)
      where e.state is not o.state
      union all
      select o.id, 'went from ' || a.state || ' to ' || b.state
      from order_events a join order_events b on b.order_seq = a.order_seq and b.sequence = a.sequence + 1
      join orders o on o.seq = a.order_seq
      where a.state <> b.state and (a.state, b.state) not in (values ${allowedChanges})`,
  },
  {
    name: 'answered-keys-match-orders',
    sql: `
      select k.caller || ' ' || k.id as offender,
        'answered ' || coalesce(k.status, 'nothing yet') || ', order ' || coalesce(o.state, 'missing') as detail
      from idempotency_keys k left join orders o on o.id = k.order_id
      where k.order_id is not null and (o.id is null
        or (k.status = 201 and o.series is null)
        or (k.status is null and o.state <> 'payment-pending' and not exists (
          select 1 from refunds r join payment_attempts a
            on a.order_seq = r.order_seq and a.attempt = r.attempt
          where r.order_seq = o.seq and r.key_id = k.id and a.outcome is null and a.tries = 0)))`,
  },
];
