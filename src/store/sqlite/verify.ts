// Recomputes every invariant of the ledger from its rows. Each is a query that answers offenders;
// what cannot be said in SQL is checked on the orders' documents, one by one.

import { existsSync } from 'node:fs';
import { topics } from '../../core/order.js';
import { orderStates, transitions } from '../../core/order-states.js';
import { assertOurs, type Db, openReader } from './connection.js';
import { documentFaults } from './verify-documents.js';

export interface Offence {
  invariant: string;
  /** What is wrong: a SKU, an order id, a number. */
  offender: string;
  detail: string;
}

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
    name: 'allocations-equal-orders',
    sql: `
      select o.id as offender, a.sku || ': sold ' || a.sold || ', moved ' || a.moved as detail from (
        select order_seq, sku, sum(sold) as sold, sum(moved) as moved from (
          select l.order_seq, l.sku,
            case when o.series is not null and o.state <> 'cancelled' then l.quantity else 0 end as sold,
            0 as moved
          from order_lines l join orders o on o.seq = l.order_seq
          union all
          select order_seq, sku, 0, -delta from stock_moves where order_seq is not null)
        group by order_seq, sku) a
      left join orders o on o.seq = a.order_seq
      where a.sold <> a.moved and (o.state is null or o.state not in ('refunded', 'partially-refunded'))`,
  },
  {
    name: 'numbers-have-no-gaps',
    sql: `
      select s.name as offender,
        'last ' || s.last_number || ', given ' || count(o.seq) || ', distinct ' ||
        count(distinct o.series_number) || ', highest ' || coalesce(max(o.series_number), 0) as detail
      from series s left join orders o on o.series = s.name
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
      where (state in ('confirmed', 'shipped', 'delivered') and (payment_state <> 'captured' or payment_reference is null))
        or (state = 'payment-pending' and payment_state not in ('pending', 'unknown'))
        or (state = 'failed' and payment_state not in ('declined', 'voided', 'refund-pending', 'refunded'))
        or (state = 'cancelled' and payment_state not in ('voided', 'refund-pending', 'refunded'))`,
  },
  {
    name: 'payment-attempts-match-orders',
    sql: `
      select o.id as offender, 'total ' || o.total || ', charge attempted for ' || coalesce(a.amount, 'nothing') ||
        ', outcome ' || coalesce(a.outcome, 'open') as detail
      from orders o
      left join payment_attempts a on a.order_seq = o.seq and a.attempt = 1 and a.operation = 'charge'
      where a.amount is null or a.amount <> o.total
        or (o.series is not null and a.outcome is not 'captured')
        or (o.state <> 'payment-pending' and a.outcome is null)`,
  },
  {
    name: 'refunds-match-payments',
    sql: `
      select o.id as offender, 'payment ' || o.payment_state || ', total ' || o.total || ', refunded ' || refunded || ', open ' || open as detail
      from (
        select o.seq, o.id, o.total, o.payment_state,
          coalesce(sum(case when a.outcome = 'refunded' then a.amount end), 0) as refunded,
          count(case when a.outcome is null and a.operation = 'refund' then 1 end) as open
        from orders o left join payment_attempts a on a.order_seq = o.seq and a.operation = 'refund'
        where o.payment_state in ('refunded', 'refund-pending')
           or exists (select 1 from payment_attempts r where r.order_seq = o.seq and r.operation = 'refund')
        group by o.seq) o
      where refunded > total
        or (payment_state = 'refunded' and refunded <> total)
        or (payment_state = 'refund-pending' and open = 0)
        or (payment_state not in ('refunded', 'refund-pending') and refunded > 0)`,
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
      select 'order row ' || order_seq, 'task ' || topic || ' of no order' from tasks
      where order_seq not in (select seq from orders)`,
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
        or (k.status is null and o.state <> 'payment-pending'))`,
  },
];

/** Against the simulated provider's own books: no charge without an order or a refund. */
export const chargeInvariants: readonly Invariant[] = [
  {
    name: 'no-charge-without-an-order',
    sql: `
      select c.key as offender, 'charged ' || c.amount || ' ' || c.currency || ', order ' ||
        coalesce(o.state || ' with payment ' || o.payment_state, 'missing') as detail
      from provider.charges c left join orders o on o.id = c.key
      where c.state = 'captured' and (o.id is null or not (o.state = 'payment-pending'
        or o.payment_state in ('captured', 'refund-pending')))`,
  },
  {
    name: 'no-order-without-its-charge',
    sql: `
      select o.id as offender, o.total || ' ' || o.currency || ' ' || o.payment_state || ', provider: ' ||
        coalesce(c.state || ' ' || c.amount || ' ' || c.currency, 'nothing') as detail
      from orders o left join provider.charges c on c.key = o.id
      where o.payment_method = 'simulated' and o.total > 0
        and ((o.payment_state = 'captured' and (c.state is not 'captured' or c.amount <> o.total or c.currency <> o.currency))
          or (o.payment_state = 'refunded' and c.state is not 'refunded'))`,
  },
];

export interface Verified {
  orders: number;
  checked: string[];
  offences: Offence[];
}

/** Offenders listed for each invariant. */
const OFFENDERS_MAX = 100;

/**
 * Checks a ledger, also while an engine is writing it: the two files cannot be read at one instant,
 * so what looks wrong is looked at once more, and only what is wrong both times is an offence.
 * @throws LedgerFileError when the file is no intact ledger.
 */
export function verifyLedger(file: string, providerFile: string | null): Verified {
  const db = openReader(file);
  try {
    assertOurs(db, file);
    const withProvider = providerFile !== null && existsSync(providerFile);
    if (withProvider) db.prepare('attach ? as provider').run(providerFile);
    const rows = withProvider ? [...invariants, ...onBooks(db)] : invariants;
    const first = round(db, rows);
    const offences = first.length === 0 ? first : inBoth(first, round(db, rows));
    const orders = db.prepare('select count(*) from orders').pluck().get() as number;
    return { orders, checked: [...rows.map(({ name }) => name), ...otherChecks], offences };
  } finally {
    db.close();
  }
}

/** Books in which nothing was ever written are books without a charge. */
function onBooks(db: Db): readonly Invariant[] {
  const table = db.prepare("select 1 from provider.sqlite_schema where name = 'charges'").get();
  if (table !== undefined) return chargeInvariants;
  const none = '(select null as key, null as state, 0 as amount, null as currency where 0)';
  return chargeInvariants.map(({ name, sql }) => ({
    name,
    sql: sql.replaceAll('provider.charges', none),
  }));
}

const otherChecks = ['file-is-intact', 'amounts-add-up'];

/** One snapshot for all invariants. */
function round(db: Db, rows: readonly Invariant[]): Offence[] {
  return db.transaction(() => [
    ...integrity(db),
    ...rows.flatMap(({ name, sql }) =>
      db
        .prepare<[], Omit<Offence, 'invariant'>>(`select * from (${sql}) limit ${OFFENDERS_MAX}`)
        .all()
        .map((row) => ({ invariant: name, ...row })),
    ),
    ...documentFaults(db, OFFENDERS_MAX).map((row) => ({ invariant: 'amounts-add-up', ...row })),
  ])();
}

function integrity(db: Db): Offence[] {
  const rows = db.pragma('integrity_check(10)') as { integrity_check: string }[];
  return rows
    .filter(({ integrity_check }) => integrity_check !== 'ok')
    .map(({ integrity_check }) => ({
      invariant: 'file-is-intact',
      offender: 'ledger.db',
      detail: integrity_check,
    }));
}

function inBoth(first: Offence[], second: Offence[]): Offence[] {
  const keys = new Set(second.map(({ invariant, offender }) => `${invariant} ${offender}`));
  return first.filter(({ invariant, offender }) => keys.has(`${invariant} ${offender}`));
}
