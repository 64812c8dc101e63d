// Reads for operators that no index serves. Each looks at so many rows at most and says where it
// stopped: a search must not keep the orders of customers waiting.

import type {
  OrderSearch,
  Page,
  StockLevel,
  StockMove,
  StockQuery,
  StoredOrder,
} from '../store.js';
import type { Db } from './connection.js';
import { type OrderRow, orderReads } from './order-rows.js';

const ORDERS_MAX = 2_000;
const LEVELS_MAX = 20_000;
const MOVES_MAX = 20_000;
/** Orders whose ids are made at the same time may be written in another order, or a moment later. */
const SLACK = 1_000;

export function searchQueries(db: Db) {
  return { ...orderSearch(db), ...stockSearch(db) };
}

function orderSearch(db: Db) {
  const reads = orderReads(db);
  const seqOf = db.prepare<[string], number>('select seq from orders where id = ?').pluck();
  const firstFrom = db
    .prepare<[string], number>('select seq from orders where id >= ? order by id limit 1')
    .pluck();
  const newestOrder = db.prepare<[], number | null>('select max(seq) from orders').pluck();
  const lastBefore = db
    .prepare<[string], number>('select seq from orders where id < ? order by id desc limit 1')
    .pluck();

  /** What an index finds; `seq` bounds stand for times, because ids begin with theirs. */
  const bounds = ({ cursor, from, to, state, number, customerId }: OrderSearch) => {
    const [series = null, digits = null] = number === null ? [] : splitNumber(number);
    const before = cursor === null ? null : (seqOf.get(cursor) ?? 0);
    const last = to === null ? null : (lastBefore.get(ulidAt(to)) ?? 0) + SLACK;
    const first =
      from === null ? 0 : (firstFrom.get(ulidAt(from)) ?? newestOrder.get() ?? 0) - SLACK;
    const filters = [
      ...(before === null ? [] : ['seq < @before']),
      ...(last === null ? [] : ['seq <= @last']),
      ...(from === null ? [] : ['seq >= @first']),
      ...(state === null ? [] : ['state = @state']),
      ...(customerId === null ? [] : ['customer_id = @customerId']),
      ...(number === null ? [] : ['series = @series and series_number = @digits']),
    ];
    const where = filters.length === 0 ? 'true' : filters.join(' and ');
    return { where, values: { before, last, first, state, customerId, series, digits } };
  };

  return {
    searchOrders: (query: OrderSearch): Page<StoredOrder> => {
      const { where, values } = bounds(query);
      const { email, from, to, limit } = query;
      const ending = db
        .prepare<[object], { seq: number; id: string }>(
          `select seq, id from orders where ${where} order by seq desc limit 1 offset ${ORDERS_MAX - 1}`,
        )
        .get(values);
      const matches = [
        ...(ending ? ['seq >= @end'] : []),
        ...(from === null ? [] : ['created_at >= @from']),
        ...(to === null ? [] : ['created_at < @to']),
        ...(email === null
          ? []
          : [
              `lower((select json_extract(document, '$.customer.email') from order_documents where order_seq = seq)) = lower(@email)`,
            ]),
      ];
      const rows = db
        .prepare<[object], OrderRow>(
          `select * from orders where ${[where, ...matches].join(' and ')} order by seq desc limit @more`,
        )
        .all({ ...values, end: ending?.seq ?? null, from, to, email, more: limit + 1 });
      return resumable(rows.map(reads.fromRow), limit, ({ id }) => id, ending?.id ?? null);
    },
  };
}

/** `2026-000042`; what is no number of an order finds none. */
function splitNumber(number: string): [string, number] {
  const at = number.lastIndexOf('-');
  return [number.slice(0, Math.max(at, 0)), Number(number.slice(at + 1)) || 0];
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first ten characters of a ULID are its time. */
function ulidAt(at: number): string {
  let [rest, text] = [Math.max(0, Math.floor(at)), ''];
  for (let digit = 0; digit < 10; digit += 1) {
    text = CROCKFORD[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function stockSearch(db: Db) {
  const ending = db
    .prepare<[string, number], string>(
      'select sku from stock where sku > ? order by sku limit 1 offset ?',
    )
    .pluck();
  const levels = db.prepare<[object], StockLevel>(`
    select sku, on_hand as onHand, reserved from stock
    where sku > @cursor and (@end is null or sku <= @end)
      and (@below is null or on_hand - reserved < @below)
    order by sku limit @more`);
  const newest = db.prepare<[], number | null>('select max(id) from stock_moves').pluck();
  const moves = db.prepare<[object], StockMove>(`
    select m.id, m.delta, m.reason, o.id as orderId, m.at
    from stock_moves m left join orders o on o.seq = m.order_seq
    where m.id < @before and m.id >= @end and m.sku = @sku order by m.id desc limit @more`);
  return {
    stockLevels: ({ cursor, limit, below }: StockQuery): Page<StockLevel> => {
      const from = cursor ?? '';
      const end = ending.get(from, LEVELS_MAX - 1) ?? null;
      const rows = levels.all({ cursor: from, end, below, more: limit + 1 });
      return resumable(rows, limit, ({ sku }) => sku, end);
    },
    stockMoves: (query: { sku: string; cursor: number | null; limit: number }): Page<StockMove> => {
      const { sku, cursor, limit } = query;
      const before = cursor ?? (newest.get() ?? 0) + 1;
      const end = Math.max(1, before - MOVES_MAX);
      const rows = moves.all({ sku, before, end, more: limit + 1 });
      return resumable(rows, limit, ({ id }) => String(id), end > 1 ? String(end) : null);
    },
  };
}

/** A page that ends where it was full, or else where the rows that were looked at end. */
function resumable<Item>(
  rows: Item[],
  limit: number,
  cursorOf: (item: Item) => string,
  end: string | null,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? cursorOf(last) : end };
}
