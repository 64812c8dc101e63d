// The invariants of the ledger against what is kept beside it: the simulated provider's books, and the
// filed documents.

import type { Invariant } from './invariants.js';

/** Against the simulated provider's own books: no charge without an order or a refund. */
export const chargeInvariants: readonly Invariant[] = [
  {
    name: 'no-charge-without-an-order',
    sql: `
      select c.key as offender, 'charged ' || c.amount || ' ' || c.currency || ', order ' ||
        coalesce(o.state || ' with payment ' || o.payment_state, 'missing') as detail
      from provider.charges c left join orders o on o.id = c.key
      where c.state = 'captured' and (o.id is null or not (o.state = 'payment-pending'
        or o.payment_state in ('captured', 'authorised', 'refund-pending', 'partially-refunded', 'refund-failed')))`,
  },
  {
    name: 'no-order-without-its-charge',
    sql: `
      select o.id as offender, o.total || ' ' || o.currency || ' ' || o.payment_state || ', provider: ' ||
        coalesce(c.state || ' ' || c.amount || ' ' || c.currency, 'nothing') as detail
      from orders o left join provider.charges c on c.key = o.id
      where o.payment_method = 'simulated' and o.total > 0
        and ((o.payment_state in ('captured', 'partially-refunded') and (c.state is not 'captured' or c.amount <> o.total or c.currency <> o.currency))
          or (o.payment_state = 'refunded' and c.state is not 'refunded')
          or (o.payment_state = 'authorised' and c.state not in ('authorised', 'captured', 'closed'))
          or (o.payment_state = 'voided' and c.state = 'authorised' and not exists (
            select 1 from payment_attempts a where a.order_seq = o.seq and a.outcome is null)))`,
  },
  {
    // What was refunded by an earlier version is in the books as a charge that is refunded whole.
    name: 'refunds-are-in-the-books',
    sql: `
      select o.id as offender, 'refund attempt ' || a.attempt || ' of ' || a.amount || ' made, provider: ' ||
        coalesce(r.state || ' ' || r.amount, 'nothing') as detail
      from payment_attempts a join orders o on o.seq = a.order_seq
      left join provider.refunds r on r.key = o.id || '.refund.' || a.attempt
      left join provider.charges c on c.key = o.id
      where o.payment_method = 'simulated' and a.operation = 'refund' and a.outcome = 'refunded'
        and a.amount > 0 and (r.state is not 'refunded' or r.amount <> a.amount)
        and not (r.key is null and c.state = 'refunded' and a.amount = c.amount)
      union all
      select r.charge, 'provider refunded ' || r.amount || ' as ' || r.key || ', attempt: ' ||
        coalesce(a.operation || ' ' || a.amount || ' ' || coalesce(a.outcome, 'open'), 'none')
      from provider.refunds r
      left join orders o on o.id = r.charge
      left join payment_attempts a on a.order_seq = o.seq and r.key = o.id || '.refund.' || a.attempt
      where r.state = 'refunded' and (a.attempt is null or a.operation <> 'refund'
        or a.amount <> r.amount or a.outcome is 'declined')
      union all
      select c.key, 'charged ' || c.amount || ', refunded ' || sum(r.amount)
      from provider.refunds r join provider.charges c on c.key = r.charge
      where r.state = 'refunded' group by c.key
      having sum(r.amount) > c.amount or (sum(r.amount) = c.amount) <> (c.state = 'refunded')`,
  },
];

/** Against the filed documents: what was issued is there, byte by byte. `sha256` is a function of ours. */
export const archiveInvariants: readonly Invariant[] = [
  {
    name: 'done-invoices-are-filed',
    sql: `
      select o.id as offender, 'its invoice is done and not filed' as detail
      from tasks t join orders o on o.seq = t.order_seq
      where t.topic = 'invoice' and t.state = 'done' and not exists (
        select 1 from archive.documents d where d.order_id = o.id and d.kind = 'invoice-pdf')`,
  },
  {
    name: 'sent-credit-notes-are-filed',
    sql: `
      select offender, 'its credit note ' || number || ' was sent and is not filed' as detail
      from (
        select o.id as offender, r.series || '-' || printf('%06d', r.series_number) as number
        from tasks t
        join orders o on o.seq = t.order_seq
        join refunds r on r.order_seq = t.order_seq and r.position = t.reference
        where t.topic = 'credit-note-email' and t.state = 'done'
      )
      where not exists (
        select 1 from archive.documents d
        where d.order_id = offender and d.kind = 'credit-note-pdf ' || number)`,
  },
  {
    name: 'filed-documents-are-unchanged',
    sql: `
      select order_id as offender, kind || ': its bytes have the SHA-256 ' || actual || ', filed was ' || sha256 as detail
      from (select order_id, kind, sha256, sha256(bytes) as actual from archive.documents)
      where actual <> sha256`,
  },
];
