// What can go wrong in a ledger's rows, and which invariant has to notice it: at least one for each.

import type { SampleLedger } from '../support/sample-ledger.js';

export interface Corruption {
  invariant: string;
  what: string;
  /** Raw SQL on the ledger, with the provider's books attached as `provider`. */
  sql: string;
  offender: string;
  /** What would keep the SQL from being run. */
  before: string;
}

type Row = [what: string, sql: string, offender: string, before?: string];

export function corruptionsOf({ skus, orders, customer }: SampleLedger): Corruption[] {
  const { common, rare } = skus;
  const { confirmed, second, failed, cancelled, gone, parked, pending } = orders;
  const { used, claiming, returned, partly, whole, owing } = orders;
  const seq = (id: string) => `(select seq from orders where id = '${id}')`;
  const set = (id: string, change: string) => `update orders set ${change} where id = '${id}'`;
  const editOf = (id: string, path: string, value: string) =>
    `update order_documents set document = json_set(document, '${path}', ${value})
     where order_seq = ${seq(id)}`;
  const edit = (path: string, value: string) => editOf(confirmed, path, value);
  const setUsage = (promotion: string, counter: string, change: string) =>
    `update promotion_usage set ${change} where promotion_id = '${promotion}' and counter = '${counter}'`;
  const setClaim = (id: string, counter: string, change: string) =>
    `update promotion_claims set ${change} where order_seq = ${seq(id)} and counter = '${counter}'`;

  const setRefund = (id: string, position: number, change: string) =>
    `update refunds set ${change} where order_seq = ${seq(id)} and position = ${position}`;
  const editRefund = (id: string, position: number, path: string, value: string) =>
    setRefund(id, position, `facts = json_set(facts, '$.amounts${path}', ${value})`);
  const setTask = (id: string, topic: string, change: string) =>
    `update tasks set ${change} where order_seq = ${seq(id)} and topic = '${topic}'`;
  const historyOf = (id: string, topic: string, state: string) =>
    `insert into order_events
     select order_seq, max(sequence) + 1, 0, 'confirmed', '[]', null, '${topic}', '${state}', 0
     from order_events where order_seq = ${seq(id)}`;
  const rollup = (dimension: string, bucket: string, change: string) =>
    `update sales_rollups set ${change} where dimension = '${dimension}' and bucket = '${bucket}'`;

  const rows: Record<string, Row[]> = {
    'stock-moves-sum-to-level': [
      ['a level without a move', `update stock set on_hand = 40 where sku = '${common}'`, common],
      [
        'a move without a level',
        `insert into stock_moves values (null, 'GHOST', 1, '', null, 0)`,
        'GHOST',
      ],
    ],
    'authorised-payments-are-followed-up': [
      [
        'a payment that nobody will capture',
        set(confirmed, "payment_state = 'authorised'"),
        confirmed,
      ],
    ],
    'webhook-events-are-history': [
      [
        'an event that never was',
        `insert into webhook_events values (${seq(confirmed)}, 1, 'order.confirmed', 0)`,
        confirmed,
      ],
    ],
    'webhook-deliveries-are-tasks': [
      [
        'a delivery that nobody makes',
        `insert into webhook_deliveries values (7, 'whe_1', ${seq(confirmed)}, 2)`,
        'delivery 7',
      ],
    ],
    'stock-is-not-negative': [
      ['less than nothing', `update stock set on_hand = -1 where sku = '${rare}'`, rare],
      ['more held than there is', `update stock set reserved = 99 where sku = '${rare}'`, rare],
    ],
    'audit-log-has-no-gaps': [
      [
        'a row that was taken out',
        `insert into audit values (7, 0, 'k', 'r', 't', null, null)`,
        'audit',
      ],
    ],
    'holds-equal-pending-orders': [
      [
        'a hold of nobody',
        `update stock set reserved = reserved + 1 where sku = '${common}'`,
        common,
      ],
      ['a pending order without its hold', set(pending, 'held = 0'), common],
    ],
    'only-pending-orders-hold-stock': [
      ['a confirmed order that holds', set(confirmed, 'held = 1'), confirmed],
    ],
    'one-order-of-a-cart': [
      [
        'two orders of one',
        `update orders set cart_id = 'CART' where id in ('${confirmed}', '${second}', '${failed}')`,
        'CART',
        'drop index orders_by_cart',
      ],
    ],
    'allocations-equal-orders': [
      ['pieces that came back twice', setRefund(whole, 1, 'restocked = 1'), whole],
      ['pieces that never came back', setRefund(partly, 1, 'restocked = 0'), partly],
      [
        'a sale without its move',
        `delete from stock_moves where order_seq = ${seq(second)}`,
        second,
      ],
      [
        'more sold than moved',
        `update order_lines set quantity = 9 where order_seq = ${seq(confirmed)} and position = 0`,
        confirmed,
      ],
    ],
    'numbers-have-no-gaps': [
      ['a number left out', set(second, 'series_number = 7'), '2026'],
      ['a number given twice', set(second, 'series_number = 1'), '2026'],
      ['a counter that ran ahead', `update series set last_number = last_number + 1`, '2026'],
      ['a series without its counter', `delete from series`, '2026'],
    ],
    'confirmed-orders-have-numbers': [
      [
        'a confirmed order without',
        set(confirmed, 'series = null, series_number = null'),
        confirmed,
      ],
      ['a failed order with one', set(failed, `series = '2026', series_number = 9`), failed],
    ],
    'payments-match-orders': [
      ['confirmed, not paid', set(confirmed, `payment_state = 'declined'`), confirmed],
      ['confirmed, paid without trace', set(confirmed, 'payment_reference = null'), confirmed],
      ['failed, but paid', set(failed, `payment_state = 'captured'`), failed],
      ['refunded, but paid', set(whole, `payment_state = 'captured'`), whole],
      ['given back in part, but voided', set(partly, `payment_state = 'voided'`), partly],
      ['cancelled, but paid', set(cancelled, `payment_state = 'captured'`), cancelled],
      ['still pending, but paid', set(parked, `payment_state = 'captured'`), parked],
    ],
    'payment-attempts-match-orders': [
      [
        'another amount than the total',
        `update payment_attempts set amount = amount - 1 where order_seq = ${seq(confirmed)}`,
        confirmed,
      ],
      [
        'a charge that was never recorded',
        `delete from payment_attempts where order_seq = ${seq(second)}`,
        second,
      ],
      [
        'a charge without an outcome',
        `update payment_attempts set outcome = null where order_seq = ${seq(failed)}`,
        failed,
      ],
    ],
    'refunds-match-payments': [
      [
        'refunded, but not all of it',
        `update payment_attempts set amount = amount - 1
         where order_seq = ${seq(cancelled)} and operation = 'refund'`,
        cancelled,
      ],
      [
        'refunded more than was paid',
        `update payment_attempts set amount = amount + 1
         where order_seq = ${seq(gone)} and operation = 'refund'`,
        gone,
      ],
      ['a refund that nobody makes', set(cancelled, `payment_state = 'refund-pending'`), cancelled],
      ['a refund that is still to be made', set(owing, `payment_state = 'refunded'`), owing],
      ['a part, said to be all', set(partly, `payment_state = 'refunded'`), partly],
      [
        'a refusal that nobody is told of',
        `update payment_attempts set outcome = 'declined', retry_at = null
         where order_seq = ${seq(owing)} and attempt = 2`,
        owing,
      ],
    ],
    'credit-notes-have-no-gaps': [
      ['a number left out', setRefund(partly, 1, 'series_number = 9'), 'CN-2026'],
      [
        'a counter that ran ahead',
        `update series set last_number = last_number + 1 where name = 'CN-2026'`,
        'CN-2026',
      ],
      [
        'a series without its counter',
        setRefund(owing, 1, `series = 'CN-2025', series_number = 1`),
        'CN-2025',
      ],
      [
        'a credit note that is gone',
        `delete from refunds where order_seq = ${seq(cancelled)}`,
        'CN-2026',
      ],
    ],
    'credit-notes-match-orders': [
      ['one that the order knows nothing of', set(partly, 'refunds = 0'), partly],
      ['one that is not there', set(confirmed, 'refunds = 1'), confirmed],
      [
        'a cancellation without',
        `delete from refunds where order_seq = ${seq(cancelled)}`,
        cancelled,
      ],
      ['a refunded order without', set(used, `state = 'refunded'`), used],
      ['a position left out', setRefund(whole, 2, 'position = 3'), whole],
      ['one of no order', setRefund(partly, 1, 'order_seq = 99'), 'order row 99'],
      ['a shipped order that is from before there were any', set(second, 'refunds = null'), second],
    ],
    'refunds-match-attempts': [
      ['another amount than the attempt', setRefund(owing, 1, 'amount = 1'), owing],
      ['no attempt at all', setRefund(partly, 1, 'attempt = null'), partly],
      ['an attempt that is a charge', setRefund(partly, 1, 'attempt = 1'), partly],
      ['more than was paid', setRefund(partly, 1, 'amount = 99999'), partly],
      ['a whole that is less', set(whole, 'total = total + 1'), whole],
      [
        'an attempt of no refund',
        `insert into payment_attempts values (${seq(confirmed)}, 2, 'refund', 1, 0, 0, 'refunded', 0, null, null)`,
        confirmed,
      ],
      [
        'an attempt of another refund',
        `update payment_attempts set refund = 2 where order_seq = ${seq(partly)} and refund = 1`,
        partly,
      ],
    ],
    'refunds-add-up': [
      ['another amount of a line', editRefund(partly, 1, '.lines[0].gross', '1'), partly],
      ['another total', editRefund(partly, 1, '.totals.total', '1'), partly],
      ['another tax', editRefund(partly, 1, '.taxes[0].amount', '1'), partly],
      ['goodwill that nobody added up', editRefund(whole, 1, '.goodwill.gross', '1'), whole],
      ['pieces that nobody bought', editRefund(partly, 1, '.lines[0].quantity', '9'), partly],
      ['a whole whose tax is another', editRefund(whole, 2, '.taxes[0].rate', `'7'`), whole],
      ['a part that says that it is all', set(partly, `state = 'refunded'`), partly],
      ['all that says that it is a part', set(whole, `state = 'partially-refunded'`), whole],
      ['text that is no JSON', setRefund(partly, 1, `facts = '{'`), partly],
    ],
    'each-task-exactly-once': [
      [
        'one that is missing',
        `delete from tasks where order_seq = ${seq(confirmed)} and topic = 'warehouse'`,
        confirmed,
      ],
      [
        'one that nobody owes',
        `insert into tasks values (${seq(failed)}, 'warehouse', 0, 'pending', 0, 0, null, 0, 0)`,
        failed,
      ],
      [
        'one of no order',
        `insert into tasks values (99, 'invoice', 0, 'cancelled', 1, null, null, 0, 0)`,
        'order row 99',
      ],
      [
        'a refund that nobody is told of',
        `delete from tasks where order_seq = ${seq(partly)} and topic = 'credit-note-email'`,
        partly,
      ],
      [
        'one of no refund',
        `update tasks set reference = 7
         where order_seq = ${seq(whole)} and topic = 'credit-note-email' and reference = 2`,
        whole,
      ],
    ],
    'task-states-match-their-history': [
      [
        'done, but nobody did it',
        setTask(second, 'warehouse', `state = 'done', due_at = null`),
        second,
      ],
      ['done twice', historyOf(confirmed, 'invoice', 'done'), confirmed],
      ['done, but its last attempt failed', historyOf(confirmed, 'invoice', 'pending'), confirmed],
      [
        'dead without having been tried',
        setTask(second, 'analytics', `state = 'dead', due_at = null`),
        second,
      ],
      ['a state that there is not', setTask(second, 'invoice', `state = 'lost'`), second],
      ['done and due at once', setTask(confirmed, 'invoice', 'due_at = 1'), confirmed],
      ['waiting for nothing', setTask(second, 'invoice', 'due_at = null'), second],
    ],
    'sales-figures-match-orders': [
      ['an order counted twice', rollup('total', 'hour', 'orders = orders + 1'), 'hour EUR'],
      ['money that no order brought', rollup('total', 'day', 'gross = gross + 1'), 'day EUR'],
      [
        'figures of a currency that nobody paid in',
        `insert into sales_rollups values ('day', 0, 'total', '', 'JPY', 1, 1, 1, 1)`,
        'day JPY',
      ],
      [
        'an order counted before its task was done',
        `update tasks set state = 'pending', due_at = 0
         where order_seq = ${seq(confirmed)} and topic = 'analytics'`,
        'hour EUR',
      ],
      ['figures that are gone', `delete from sales_rollups where bucket = 'hour'`, 'hour EUR'],
    ],
    'article-figures-sum-to-totals': [
      ['a piece counted twice', rollup('sku', 'hour', 'units = units + 1'), 'hour EUR'],
      [
        'an article that is gone',
        `delete from sales_rollups where dimension = 'sku' and bucket = 'day'`,
        'day EUR',
      ],
    ],
    'states-follow-the-table': [
      ['a state that there is not', set(confirmed, `state = 'lost'`), confirmed],
      ['a state without its event', set(confirmed, `state = 'shipped'`), confirmed],
      [
        'a change that is not allowed',
        `update order_events set state = 'delivered'
         where order_seq = ${seq(confirmed)} and sequence = 1`,
        confirmed,
      ],
    ],
    'promotion-usage-equals-claims': [
      ['a use of nobody', setUsage('sale', 'uses', 'committed = 2'), 'sale uses'],
      ['a hold of nobody', setUsage('spree', 'budget', 'held = 0'), 'spree budget EUR'],
      [
        'a use that nobody counts',
        `delete from promotion_usage where promotion_id = 'sale' and counter = 'uses'`,
        'sale uses',
      ],
      [
        'an order that gave its use back and has it still',
        set(returned, `state = 'confirmed', series = '2026', series_number = 9`),
        'sale uses',
      ],
      ['a use that went with its order', set(claiming, `state = 'failed'`), 'sale uses'],
    ],
    'promotion-limits-are-kept': [
      ['more than was allowed', setUsage('sale', 'uses', 'maximum = 1'), 'sale uses'],
      ['less than nothing', setUsage('sale', 'uses', 'held = -1'), 'sale uses'],
      [
        'an order that was allowed more than ever was',
        setClaim(used, 'uses', 'maximum = 9'),
        'sale uses',
      ],
      [
        'an order that takes more than it was allowed',
        setClaim(used, 'budget', 'amount = 99999'),
        'spree budget EUR',
      ],
    ],
    'promotion-claims-match-orders': [
      [
        'a claim that is gone',
        `delete from promotion_claims where order_seq = ${seq(used)} and counter = 'uses'`,
        used,
      ],
      ['a claim of no order', setClaim(used, 'uses', 'order_seq = 99'), 'order row 99'],
      ['a claim without its discount', editOf(used, '$.discounts', `json('[]')`), used],
      ['another amount than the discount', setClaim(used, 'budget', 'amount = 1'), used],
      ['money of another currency', setClaim(used, 'budget', `scope = 'JPY'`), used],
      ['two uses by one order', setClaim(claiming, 'uses', 'amount = 2'), claiming],
      ['a use by somebody else', setClaim(claiming, 'customer', `scope = 'nobody'`), claiming],
      ['a counter that there is not', setClaim(used, 'customer', `counter = 'x'`), used],
    ],
    'answered-keys-match-orders': [
      [
        'an answer about no order',
        `update idempotency_keys set order_id = 'nobody' where order_id = '${confirmed}'`,
        'guest 1',
      ],
      [
        'a 201 for an order that failed',
        `update idempotency_keys set status = 201 where order_id = '${failed}'`,
        'guest 2',
      ],
      [
        'no answer though the provider was asked',
        `update payment_attempts set tries = 1 where order_seq = ${seq(owing)} and attempt = 2`,
        'guest 5',
      ],
      [
        'no answer though the order is settled',
        `update idempotency_keys set status = null where order_id = '${confirmed}'`,
        'guest 1',
      ],
    ],
    'no-charge-without-an-order': [
      [
        'a charge of nobody',
        `insert into provider.charges values ('stray', 'captured', 1, 'EUR', 'r', null, 0, 0, null)`,
        'stray',
      ],
      [
        'a charge for an order that was declined',
        `update provider.charges set state = 'captured' where key = '${failed}'`,
        failed,
      ],
    ],
    'no-order-without-its-charge': [
      ['none at all', `delete from provider.charges where key = '${confirmed}'`, confirmed],
      [
        'one less than the total',
        `update provider.charges set amount = 1 where key = '${second}'`,
        second,
      ],
      [
        'a refund that the provider has not made',
        `update provider.charges set state = 'captured' where key = '${gone}'`,
        gone,
      ],
    ],
    'refunds-are-in-the-books': [
      [
        'one that the provider knows nothing of',
        `delete from provider.refunds where charge = '${partly}'`,
        partly,
      ],
      [
        'one of another amount',
        `update provider.refunds set amount = 1 where charge = '${partly}'`,
        partly,
      ],
      [
        'one that nobody asked for',
        `insert into provider.refunds values ('stray', '${confirmed}', 1, 'refunded', null, 1)`,
        confirmed,
      ],
      [
        'more than was charged',
        `update provider.charges set amount = 1 where key = '${partly}'`,
        partly,
      ],
    ],
    'amounts-add-up': [
      ['another total', set(confirmed, 'total = total + 1'), confirmed],
      ['a line that costs more', edit('$.lines[0].gross', '1'), confirmed],
      ['a discount of no line', edit('$.totals.discount', '5'), confirmed],
      ['shipping that nobody pays', edit('$.totals.shipping', '5'), confirmed],
      ['another tax', edit('$.taxes[0].amount', '1'), confirmed],
      ['another rate', edit('$.taxes[0].rate', "'7'"), confirmed],
      [
        'a line row that differs',
        `update order_lines set amount = 1 where order_seq = ${seq(second)}`,
        second,
      ],
      [
        'text that is no JSON',
        `update order_documents set document = '{' where order_seq = ${seq(second)}`,
        second,
      ],
      ['no document', `delete from order_documents where order_seq = ${seq(second)}`, second],
    ],
    'credentials-belong-to-customers': [
      ['a password of nobody', `delete from customers where id = '${customer}'`, customer],
      ['another address', "update credentials set address = 'other@example.com'", customer],
      ['a password that can be read', "update credentials set password = 'readable'", customer],
    ],
    'sessions-belong-to-credentials': [
      [
        'a session of somebody without a password',
        "update sessions set customer_id = '1', id = 'stray'",
        'stray',
      ],
      [
        'one that ends before it begins',
        "update sessions set expires_at = 1, id = 'short'",
        'short',
      ],
    ],
    'resets-are-of-their-address': [
      ['a link sent to another', "update password_resets set address = 'x@example.com'", customer],
      ['a link for ever', 'update password_resets set expires_at = null', customer],
    ],
    'file-is-intact': [
      [
        'an index that lacks its rows',
        `update sqlite_schema set sql = replace(sql, '(state, seq)', '(currency, seq)')
         where name = 'orders_by_state'`,
        'ledger.db',
      ],
    ],
  };
  return Object.entries(rows).flatMap(([invariant, cases]) =>
    cases.map(([what, sql, offender, before = '']) => ({ invariant, what, sql, offender, before })),
  );
}
