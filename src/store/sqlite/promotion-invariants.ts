// The invariants of promotions that have a limit: what is counted is what orders claim, and no more
// than was allowed.

import type { Invariant } from './invariants.js';

/** What each promotion took off an order or gave to it. */
const appliedSql = `
  select order_seq, promotion, sum(amount) as amount from (
    select d.order_seq, j.value ->> 'promotion' as promotion, j.value ->> 'amount' as amount
    from order_documents d, ${eachOf('discounts')} j
    where d.order_seq in (select order_seq from promotion_claims)
    union all
    select d.order_seq, j.value ->> 'giftOf', 0
    from order_documents d, ${eachOf('lines')} j
    where d.order_seq in (select order_seq from promotion_claims))
  group by order_seq, promotion`;

/** A document that is no JSON is another invariant's offence. */
function eachOf(member: string): string {
  return `json_each(case when json_valid(d.document) then d.document else '{}' end, '$.${member}')`;
}

export const promotionInvariants: readonly Invariant[] = [
  {
    name: 'promotion-usage-equals-claims',
    sql: `
      select trim(promotion_id || ' ' || counter || ' ' || scope) as offender,
        'counted ' || held || ' held and ' || committed || ' used, orders claim ' || claimed || ' and ' ||
        used as detail
      from (
        select promotion_id, counter, scope, sum(held) as held, sum(committed) as committed,
          sum(claimed) as claimed, sum(used) as used
        from (
          select promotion_id, counter, scope, held, committed, 0 as claimed, 0 as used
          from promotion_usage
          union all
          select c.promotion_id, c.counter, c.scope, 0, 0,
            case when o.state = 'payment-pending' then c.amount else 0 end,
            case when o.series is not null and o.claims_returned = 0 then c.amount else 0 end
          from promotion_claims c join orders o on o.seq = c.order_seq)
        group by promotion_id, counter, scope)
      where held <> claimed or committed <> used`,
  },
  {
    name: 'promotion-limits-are-kept',
    sql: `
      select trim(promotion_id || ' ' || counter || ' ' || scope) as offender,
        'held ' || held || ', used ' || committed || ', allowed ' || maximum as detail
      from promotion_usage where held < 0 or committed < 0 or held + committed > maximum
      union all
      select trim(u.promotion_id || ' ' || u.counter || ' ' || u.scope),
        'allowed ' || u.maximum || ', its orders were allowed ' || max(c.maximum)
      from promotion_claims c join promotion_usage u on u.promotion_id = c.promotion_id
        and u.counter = c.counter and u.scope = c.scope
      group by u.promotion_id, u.counter, u.scope having max(c.maximum) > u.maximum
      union all
      select trim(promotion_id || ' ' || counter || ' ' || scope),
        'an order claims ' || amount || ' of ' || maximum
      from promotion_claims where amount > maximum`,
  },
  {
    name: 'promotion-claims-match-orders',
    sql: `
      select o.id as offender, 'says ' || o.claims || ' claims, has ' || count(c.order_seq) as detail
      from orders o left join promotion_claims c on c.order_seq = o.seq
      group by o.seq having o.claims <> count(c.order_seq)
      union all
      select 'order row ' || order_seq, 'claims ' || promotion_id || ' for no order'
      from promotion_claims where order_seq not in (select seq from orders)
      union all
      select o.id, 'claims ' || c.amount || ' of ' || trim(c.promotion_id || ' ' || c.counter || ' ' || c.scope) ||
        ', its discount is ' || coalesce(a.amount, 'not there')
      from promotion_claims c join orders o on o.seq = c.order_seq
      left join (${appliedSql}) a
        on a.order_seq = c.order_seq and a.promotion = c.promotion_id
      where a.amount is null
        or case c.counter
          when 'uses' then c.amount <> 1 or c.scope <> ''
          when 'customer' then c.amount <> 1 or c.scope <> coalesce(o.customer_id, c.scope)
          when 'budget' then c.amount <> a.amount or c.scope <> o.currency
          else 1 end`,
  },
];
