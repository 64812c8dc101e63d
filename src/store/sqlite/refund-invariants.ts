// The invariants of refunds and their credit notes. What only the documents can say, that refunds sum
// to what they are refunds of, is checked on them: see `verify-refunds.ts`.

import { CREDIT_NOTE_PREFIX } from '../../core/numbering.js';
import type { Invariant } from './invariants.js';

/** Facts that are no JSON are another invariant's offence. */
const facts = "case when json_valid(r.facts) then r.facts else '{}' end";

/** What came back to the stock, below zero as `sold`. */
export const restockedSql = `
  select r.order_seq, j.value ->> 'sku' as sku, -(j.value ->> 'quantity') as sold, 0 as moved
  from refunds r, json_each(${facts}, '$.amounts.lines') j where r.restocked = 1`;

export const refundInvariants: readonly Invariant[] = [
  {
    name: 'credit-notes-have-no-gaps',
    sql: `
      select s.name as offender,
        'last ' || s.last_number || ', given ' || count(r.position) || ', distinct ' ||
        count(distinct r.series_number) || ', highest ' || coalesce(max(r.series_number), 0) as detail
      from series s left join refunds r on r.series = s.name
      where s.name like '${CREDIT_NOTE_PREFIX}%'
      group by s.name
      having count(r.position) <> s.last_number or count(distinct r.series_number) <> s.last_number
        or coalesce(max(r.series_number), 0) <> s.last_number
      union all
      select distinct series, 'a series without its counter' from refunds
      where series not in (select name from series)`,
  },
  {
    name: 'credit-notes-match-orders',
    sql: `
      select o.id as offender, state || ' says ' || coalesce(o.refunds, 'no') || ' refunds, has ' ||
        count(r.position) || ' up to ' || coalesce(max(r.position), 0) as detail
      from orders o left join refunds r on r.order_seq = o.seq
      group by o.seq
      having coalesce(o.refunds, 0) <> count(r.position) or coalesce(max(r.position), 0) <> count(r.position)
        or (count(r.position) > 0) <>
          (o.state in ('refunded', 'partially-refunded') or (o.state = 'cancelled' and o.series is not null
            and o.refunds is not null))
        or (o.refunds is null and o.state <> 'cancelled')
        or (o.state = 'cancelled' and count(r.position) > 1)
      union all
      select 'order row ' || order_seq, 'a refund of no order' from refunds
      where order_seq not in (select seq from orders)`,
  },
  {
    name: 'refunds-match-attempts',
    sql: `
      select o.id as offender, 'refund ' || r.position || ' of ' || r.amount || ', attempt ' ||
        coalesce(a.operation || ' of ' || a.amount, 'none') as detail
      from refunds r join orders o on o.seq = r.order_seq
      left join payment_attempts a on a.order_seq = r.order_seq and a.attempt = r.attempt
      where (r.amount = 0) <> (r.attempt is null)
        or (r.attempt is not null and ((a.operation is not 'refund' and a.operation is not 'void') or a.amount <> r.amount
          or a.refund is not r.position))
      union all
      select o.id, 'refunds of ' || sum(r.amount) || ', total ' || o.total
      from refunds r join orders o on o.seq = r.order_seq
      group by o.seq
      having sum(r.amount) > o.total
        or (o.state in ('refunded', 'cancelled') and sum(r.amount) <> o.total)
      union all
      select o.id, 'attempt ' || a.attempt || ' is of no refund'
      from payment_attempts a join orders o on o.seq = a.order_seq
      where a.operation = 'refund' and o.series is not null and o.refunds is not null and not exists (
        select 1 from refunds r where r.order_seq = a.order_seq and r.position = a.refund
          and (r.attempt = a.attempt
            or (r.attempt > a.attempt and r.amount = a.amount and a.outcome is 'declined')))`,
  },
];
