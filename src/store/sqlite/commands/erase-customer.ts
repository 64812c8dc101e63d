// Forgets a person. What was sold has to be kept for years (of German law: section 147 AO, section
// 257 HGB; article 17 (3) (b) GDPR lets it be), so an order with an invoice keeps the document that
// the invoice is made of, and only loses its tie to an account. An order that came to nothing keeps
// its goods and amounts, and no person. Credentials, sessions, resets and stored answers go.

import { ok, type Result, refuse } from '../../../core/result.js';
import type { OrdersOpen } from '../../store.js';
import type { Db } from '../connection.js';

/** `.invalid` is a domain that never gets mail (RFC 2606). */
const nobody = JSON.stringify({ email: 'erased@erased.invalid', name: 'erased' });
const nowhere = `json_object('name', 'erased', 'line1', 'erased', 'city', 'erased',
  'postalCode', 'erased', 'country', json_extract(document, '$.shippingAddress.country'))`;

/** Named in a refusal. */
const OPEN_MAX = 10;

export function eraseCommand(db: Db) {
  const open = db
    .prepare<[string, number], string>(
      "select id from orders where customer_id = ? and state = 'payment-pending' order by seq limit ?",
    )
    .pluck();
  const steps = [
    `delete from idempotency_keys where caller = 'customer:' || @customerId
       or (status is not null and order_id in (select id from orders where customer_id = @customerId))`,
    `update order_documents set document = json_remove(
         json_set(document, '$.customer', json(@nobody), '$.shippingAddress', json(${nowhere})),
         '$.billingAddress', '$.vatId', '$.buyer')
       where order_seq in (
         select seq from orders where customer_id = @customerId and series is null)`,
    'update orders set customer_id = null where customer_id = @customerId',
    'delete from sessions where customer_id = @customerId',
    `delete from password_resets where customer_id = @customerId
       or address in (select address from customers where id = @customerId)`,
    'delete from credentials where customer_id = @customerId',
    'delete from customers where id = @customerId',
  ].map((sql) => db.prepare(sql));
  return ({ customerId }: { customerId: string; at: number }): Result<null, OrdersOpen> => {
    const orderIds = open.all(customerId, OPEN_MAX);
    if (orderIds.length > 0) return refuse({ type: 'orders-open', orderIds });
    for (const step of steps) step.run(named(step.source, { customerId, nobody }));
    return ok(null);
  };
}

/** better-sqlite3 refuses a parameter that the statement does not name. */
const named = (sql: string, values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => sql.includes(`@${name}`)));
