// The audit log: what each change was made to, as it was before and is afterwards, in short and
// without personal data. One row beside the change and in its transaction; what refuses leaves none.

import type { Actor } from '../store.js';
import type { Db } from './connection.js';
import type { Applied, Intention, LedgerCommand, LedgerInput } from './ledger-commands.js';

type Audited<Name extends Intention> = {
  target: (input: LedgerInput<Name>) => string;
  /** A query of one row with one text column, and what it asks for. */
  look?: { sql: string; by: (input: LedgerInput<Name>) => (string | number)[] };
  /** What the answer of a command that changed something is like. Any, where this is left out. */
  isDone?: (value: unknown) => boolean;
  /** What else is worth knowing. */
  note?: (input: LedgerInput<Name>, value: unknown) => Record<string, unknown>;
};

/** Longer texts, such as the definition of a promotion, are cut. */
const TEXT_MAX = 2_000;

const stockSql = `select json_object('onHand', on_hand) from stock where sku = ?`;
const productSql = `
  select json_object('name', name, 'category', category, 'taxCategory', tax_category,
    'prices', json(prices), 'tags', json(tags), 'withdrawnAt', withdrawn_at)
  from products where sku = ?`;
const customerSql = `select json_object('updatedAt', updated_at) from customers where id = ?`;
const promotionSql = 'select definition from promotions where id = ?';
const orderSql = `
  select json_object('state', state, 'payment', payment_state, 'refunds', refunds)
  from orders where id = ?`;
const taskSql = `
  select json_object('state', state, 'attempts', attempts) from tasks
  where order_seq = (select seq from orders where id = ?) and topic = ? and reference = ?`;
const keySql = `
  select json_object('name', name, 'scopes', json(scopes), 'expiresAt', expires_at,
    'revokedAt', revoked_at, 'previousUntil', previous_until)
  from operator_keys where id = ?`;

const order = {
  target: ({ orderId }: { orderId: string }) => `orders/${orderId}`,
  look: { sql: orderSql, by: ({ orderId }: { orderId: string }) => [orderId] },
};
const stock = {
  target: ({ sku }: { sku: string }) => `stock/${sku}`,
  look: { sql: stockSql, by: ({ sku }: { sku: string }) => [sku] },
  note: ({ reason }: { reason: string }) => ({ reason }),
};
const product = {
  target: ({ sku }: { sku: string }) => `products/${sku}`,
  look: { sql: productSql, by: ({ sku }: { sku: string }) => [sku] },
};
const key = {
  target: ({ id }: { id: string }) => `keys/${id}`,
  look: { sql: keySql, by: ({ id }: { id: string }) => [id] },
};
const promotion = (id: string) => `promotions/${id}`;
const isTrue = (value: unknown): boolean => value === true;
const isThere = (value: unknown): boolean => value !== null;

/** What operators change. Commands that follow from a change, such as asking for money, have no row. */
const audited: { readonly [Name in Intention]?: Audited<Name> } = {
  setStock: stock,
  adjustStock: stock,
  putProduct: product,
  withdrawProduct: { ...product, isDone: isTrue },
  putCustomer: {
    target: ({ id }) => `customers/${id}`,
    look: { sql: customerSql, by: ({ id }) => [id] },
  },
  eraseCustomer: { target: ({ customerId }) => `customers/${customerId}` },
  putPromotion: {
    target: (input) => promotion(input.promotion.id),
    look: { sql: promotionSql, by: (input) => [input.promotion.id] },
  },
  removePromotion: {
    target: ({ id }) => promotion(id),
    look: { sql: promotionSql, by: ({ id }) => [id] },
    isDone: isTrue,
  },
  cancelConfirmed: order,
  fail: order,
  refund: order,
  retryTask: {
    target: ({ orderId, topic, reference = 0 }) =>
      `tasks/${orderId}.${topic}${reference === 0 ? '' : `.${reference}`}`,
    look: { sql: taskSql, by: ({ orderId, topic, reference = 0 }) => [orderId, topic, reference] },
    isDone: isThere,
  },
  replayDeadLetters: { target: () => 'tasks', note: (_input, replayed) => ({ replayed }) },
  putOperatorKey: key,
  rotateOperatorKey: { ...key, isDone: isTrue },
  revokeOperatorKey: { ...key, isDone: isTrue },
  openImport: {
    target: ({ id }) => `imports/${id}`,
    look: {
      sql: `select json_object('kind', kind, 'rows', rows, 'state', state) from imports where id = ?`,
      by: ({ id }) => [id],
    },
  },
};

/** Carries a command out, and writes what it has changed beside it. */
export function auditor(db: Db) {
  const insert = db.prepare(
    'insert into audit (at, key_id, route, target, before, after) values (?, ?, ?, ?, ?, ?)',
  );
  const looks = new Map(
    Object.values(audited).flatMap(({ look }) =>
      look ? [[look.sql, db.prepare<(string | number)[], string>(look.sql).pluck()] as const] : [],
    ),
  );
  return (command: LedgerCommand & { by: Actor }, carryOut: () => Applied): Applied => {
    const { by, input } = command;
    // The table gives each intention the type of its own input.
    const rule = audited[command.type] as Audited<Intention> | undefined;
    if (!rule) return carryOut();
    const { look, target, note, isDone = () => true } = rule;
    const see = () => (look ? (looks.get(look.sql)?.get(...look.by(input)) ?? null) : null);
    const before = see();
    const answer = carryOut();
    const { ok, value } = answer as { ok?: boolean; value?: unknown };
    if (ok !== true || !isDone(value)) return answer;
    const after = noted(see(), note?.(input, value));
    insert.run(Math.round(by.at), by.keyId, by.route, target(input), cut(before), cut(after));
    return answer;
  };
}

function noted(seen: string | null, note: Record<string, unknown> | undefined): string | null {
  if (!note) return seen;
  return JSON.stringify({ ...(JSON.parse(seen ?? '{}') as object), ...note });
}

/** What is cut is a text that says so, so that it is JSON still. */
const cut = (text: string | null): string | null =>
  text === null || text.length <= TEXT_MAX ? text : JSON.stringify(`${text.slice(0, TEXT_MAX)}…`);
