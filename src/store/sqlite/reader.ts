// Reads, on one long-lived read-only connection. Every statement runs to its end within the call
// (`get`, `all`): one that stayed open would keep the checkpoint from shortening the log.

import type { Demand } from '../../core/demand.js';
import type { Shortage } from '../../core/refusals.js';
import type { TaskState, Topic } from '../../core/tasks.js';
import type {
  IdempotencyClaim,
  KeyTaken,
  ListedProduct,
  OpenAttempt,
  OrderEvent,
  OrderQuery,
  Page,
  PendingPayment,
  Product,
  ProductQuery,
  ShopCustomer,
  StockLevel,
  StoredOrder,
} from '../store.js';
import { analyticsQueries } from './analytics-reader.js';
import { cartOrderQueries } from './cart-orders.js';
import { expiredHoldsSql } from './commands/close-order.js';
import { keySql, keyTaken } from './commands/keys.js';
import type { Db } from './connection.js';
import { customerQueries } from './customer-reader.js';
import { operationsQueries } from './operations-reader.js';
import { operatorQueries } from './operator-reader.js';
import { type OrderRow, orderReads, unpackSpans, withReference } from './order-rows.js';
import { page } from './page.js';
import { promotionQueries } from './promotion-reader.js';
import { searchQueries } from './search-reader.js';
import { taskQueries } from './task-reader.js';
import { webhookQueries } from './webhook-reader.js';

export type Reader = ReturnType<typeof openReads>;

export function openReads(db: Db) {
  return {
    ...orderQueries(db),
    ...paymentQueries(db),
    ...taskQueries(db),
    ...operationsQueries(db),
    ...analyticsQueries(db),
    ...catalogueQueries(db),
    ...promotionQueries(db),
    ...peopleQueries(db),
    ...cartOrderQueries(db),
    ...customerQueries(db),
    ...operatorQueries(db),
    ...searchQueries(db),
    ...webhookQueries(db),
  };
}

function orderQueries(db: Db) {
  const reads = orderReads(db);
  const events = db.prepare<[string, number], EventRow>(`
    select sequence, at, state, spans, detail, topic, reference, task_state as taskState from order_events
    where order_seq = (select seq from orders where id = ?) and sequence > ? order by sequence`);
  const key = db.prepare<[string, string], Parameters<typeof keyTaken>[0]>(keySql);
  return {
    order: (id: string): StoredOrder | undefined => {
      const row = reads.byId(id);
      return row && reads.fromRow(row);
    },
    orders: (query: OrderQuery): Page<StoredOrder> => {
      const rows = listOrders(db, query);
      return page(rows.map(reads.fromRow), query.limit, (order) => order.id);
    },
    orderEvents: (orderId: string, after: number): OrderEvent[] =>
      events.all(orderId, after).map(toEvent),
    keyAnswer: (claim: IdempotencyClaim): KeyTaken | null => {
      const row = key.get(claim.caller, claim.key);
      return row ? keyTaken(row, claim.fingerprint) : null;
    },
  };
}

type EventRow = Omit<OrderEvent, 'spans' | 'task'> & { spans: string; reference: number } & (
    | { topic: Topic; taskState: TaskState }
    | { topic: null; taskState: null }
  );

const toEvent = ({ topic, taskState, reference, ...row }: EventRow): OrderEvent => ({
  ...row,
  spans: unpackSpans(row.spans),
  task: topic === null ? null : withReference({ topic, reference, state: taskState }),
});

function listOrders(db: Db, { cursor, limit, state, customerId }: OrderQuery): OrderRow[] {
  const filters = [
    ...(cursor === null ? [] : ['seq < (select seq from orders where id = @cursor)']),
    ...(state === null ? [] : ['state = @state']),
    ...(customerId === null ? [] : ['customer_id = @customerId']),
  ];
  const where = filters.length === 0 ? '' : `where ${filters.join(' and ')}`;
  return db
    .prepare<[object], OrderRow>(`select * from orders ${where} order by seq desc limit @more`)
    .all({ cursor, state, customerId, more: limit + 1 });
}

function paymentQueries(db: Db) {
  const payments = `
    select id as orderId, payment_method as method, payment_reference as reference, total as amount,
      currency, created_at as createdAt, settle_tries as tries
    from orders where state = 'payment-pending'`;
  const pending = db.prepare<[number, number], PendingPayment>(
    `${payments} and settle_at <= ? order by seq limit ?`,
  );
  const pendingOf = db.prepare<[string], PendingPayment>(`${payments} and id = ?`);
  const attempts = `
    select o.id as orderId, a.attempt, a.operation, o.payment_method as method,
      o.payment_reference as reference, o.created_at as createdAt, o.total, a.amount, o.currency,
      a.tries
    from payment_attempts a join orders o on o.seq = a.order_seq`;
  const open = db.prepare<[number, number], OpenAttempt>(
    `${attempts} where a.retry_at <= ? order by a.retry_at limit ?`,
  );
  const openOf = db.prepare<[string], OpenAttempt>(
    `${attempts} where o.id = ? and a.retry_at is not null order by a.attempt`,
  );
  const expired = db.prepare<[number, number], string>(expiredHoldsSql('id')).pluck();
  return {
    expiredHolds: ({ at, limit }: { at: number; limit: number }): string[] =>
      expired.all(Math.round(at), limit),
    pendingPayment: (orderId: string) => pendingOf.get(orderId),
    pendingPayments: ({ dueAt, limit }: { dueAt: number; limit: number }) =>
      pending.all(dueAt, limit),
    openAttempts: ({ dueAt, limit }: { dueAt: number; limit: number }) => open.all(dueAt, limit),
    openAttemptsOf: (orderId: string) => openOf.all(orderId),
  };
}

interface ProductRow extends Omit<Product, 'prices' | 'tags'> {
  prices: string;
  tags: string;
  available: number;
  withdrawnAt: number | null;
}

function catalogueQueries(db: Db) {
  const columns = `p.sku, p.name, p.category, p.tax_category as taxCategory, p.prices, p.tags,
    p.withdrawn_at as withdrawnAt, coalesce(s.on_hand - s.reserved, 0) as available`;
  const from = 'from products p left join stock s on s.sku = p.sku';
  const one = db.prepare<[string], ProductRow>(
    `select ${columns} ${from} where p.sku = ? and p.withdrawn_at is null`,
  );
  const list = db.prepare<[object], ProductRow>(`
    select ${columns} ${from}
    where p.sku > @cursor and (p.withdrawn_at is null or @all) and (@search is null or instr(lower(p.name || ' ' || p.sku || ' ' || p.category), @search) > 0)
    order by p.sku limit @more`);
  const categories = db
    .prepare<[number], string>(
      'select distinct category from products where withdrawn_at is null order by category limit ?',
    )
    .pluck();
  const stock = db.prepare<[string], StockLevel>(
    'select sku, on_hand as onHand, reserved from stock where sku = ?',
  );
  const available = db
    .prepare<[string], number>('select on_hand - reserved from stock where sku = ?')
    .pluck();
  const levels = levelsBetweenCommits(db, (sku) => available.get(sku) ?? 0);
  const shortages = (demand: Demand[]): Shortage[] => {
    const short: Shortage[] = [];
    for (const { sku, quantity } of demand) {
      const left = available.get(sku) ?? 0;
      if (left < quantity) short.push({ sku, requested: quantity, available: left });
    }
    return short;
  };
  const fromRow = ({ tags, withdrawnAt, ...row }: ProductRow): ListedProduct => ({
    ...row,
    ...(withdrawnAt === null ? {} : { withdrawnAt }),
    prices: JSON.parse(row.prices) as Record<string, number>,
    ...(tags === '[]' ? {} : { tags: JSON.parse(tags) as string[] }),
  });
  return {
    product: (sku: string) => {
      const row = one.get(sku);
      return row && fromRow(row);
    },
    products: ({ cursor, limit, search, all = false }: ProductQuery): Page<ListedProduct> => {
      const query = {
        cursor: cursor ?? '',
        search: search?.toLowerCase() ?? null,
        all: all ? 1 : 0,
        more: limit + 1,
      };
      return page(list.all(query).map(fromRow), limit, ({ sku }) => sku);
    },
    categories: (limit: number): string[] => categories.all(limit),
    /** One snapshot for all of them. */
    shortagesOf: db.transaction((demands: readonly Demand[][]): Shortage[][] =>
      demands.map(shortages),
    ),
    stock: (sku: string) => stock.get(sku),
    /** One snapshot for all of them. */
    availableOf: db.transaction((queries: readonly (readonly string[])[]): number[][] => {
      levels.begin();
      return queries.map((skus) => skus.map(levels.of));
    }),
  };
}

/** Articles whose level is remembered. */
const LEVELS_MAX = 10_000;

/** Until another connection commits, what was read once is read no more: carts ask for it many times. */
function levelsBetweenCommits(db: Db, read: (sku: string) => number) {
  const dataVersion = db.prepare<[], number>('pragma data_version').pluck();
  const known = new Map<string, number>();
  let version = -1;
  return {
    /** In the transaction that reads. */
    begin: () => {
      const now = dataVersion.get() as number;
      if (now !== version || known.size > LEVELS_MAX) known.clear();
      version = now;
    },
    of: (sku: string): number => {
      let level = known.get(sku);
      if (level === undefined) {
        level = read(sku);
        known.set(sku, level);
      }
      return level;
    },
  };
}

function peopleQueries(db: Db) {
  const customer = db.prepare<[string], Omit<ShopCustomer, 'profile'> & { profile: string }>(
    'select id, email, name, profile from customers where id = ?',
  );
  const anyRow = db.prepare('select 1 from products union all select 1 from orders limit 1');
  const secret = db.prepare<[string], string>('select value from secrets where name = ?').pluck();
  return {
    customer: (id: string): ShopCustomer | undefined => {
      const row = customer.get(id);
      return row && { ...row, profile: JSON.parse(row.profile) as Record<string, unknown> };
    },
    isEmpty: () => anyRow.get() === undefined,
    secret: (name: string) => secret.get(name),
  };
}
