import { buckets, type LineFigures, type OrderFigures } from '../../../core/order-figures.js';
import { ok, type Result } from '../../../core/result.js';
import type { SalesRow } from '../../store.js';
import type { Db } from '../connection.js';

type Sales = Omit<SalesRow, 'key' | 'currency'>;

interface Row {
  dimension: string;
  key: string;
  currency: string;
  sales: Sales;
}

/**
 * Adds orders to the figures of their minute, hour and day. The orders of a batch are added up first:
 * most of them fall into the same rows.
 */
export function rollUp(db: Db) {
  const addSales = db.prepare(`
    insert into sales_rollups values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict do update set orders = orders + excluded.orders, units = units + excluded.units,
      gross = gross + excluded.gross, net = net + excluded.net`);
  const addSpans = db.prepare(`
    insert into step_rollups values (?, ?, ?, ?, ?)
    on conflict do update set spans = spans + excluded.spans`);
  // Bucket by bucket: rows of neighbouring SKUs are in the same pages.
  const addRows = (startsAt: OrderFigures['startsAt'], rows: readonly Row[]): void => {
    for (const bucket of buckets) {
      for (const { dimension, key, currency, sales } of rows) {
        const { orders, units, gross, net } = sales;
        const row = [bucket, startsAt[bucket], dimension, key, currency];
        addSales.run(...row, orders, units, gross, net);
      }
    }
  };
  const addLines = (part: LineFigures): void => addRows(part.startsAt, soldBy([part]));
  const addOrders = (orders: readonly OrderFigures[]): void => {
    // Whoever shares a minute shares its hour and its day.
    for (const group of groupBy(orders, ({ startsAt }) => startsAt.minute).values()) {
      const { startsAt } = group[0] as OrderFigures;
      addRows(startsAt, [...totalsOf(group), ...soldBy(group)]);
      const steps = group.flatMap((order) => order.steps);
      const counted = groupBy(steps, ({ step, slot }) => `${step} ${slot}`);
      for (const spans of counted.values()) {
        const { step, slot } = spans[0] as OrderFigures['steps'][number];
        for (const bucket of buckets) {
          addSpans.run(bucket, startsAt[bucket], step, slot, spans.length);
        }
      }
    }
  };
  return { addOrders, addLines };
}

const totalsOf = (orders: readonly OrderFigures[]): Row[] =>
  addedUp(
    orders.flatMap(({ currency, country, gross, net, units }) => {
      const sales = { orders: 1, units, gross, net };
      return [
        { dimension: 'total', key: '', currency, sales },
        { dimension: 'country', key: country, currency, sales },
      ];
    }),
  );

const soldBy = (orders: readonly LineFigures[]): Row[] =>
  addedUp(
    orders.flatMap(({ currency, lines }) =>
      lines.map(({ sku, ...sold }) => ({
        dimension: 'sku',
        key: sku,
        currency,
        sales: { orders: 1, ...sold },
      })),
    ),
  );

function addedUp(rows: readonly Row[]): Row[] {
  const sums = new Map<string, Row>();
  for (const { dimension, key, currency, sales } of rows) {
    // None of them has a line break in it.
    const name = `${dimension}\n${key}\n${currency}`;
    const sum = sums.get(name)?.sales;
    if (!sum) {
      sums.set(name, { dimension, key, currency, sales: { ...sales } });
      continue;
    }
    sum.orders += sales.orders;
    sum.units += sales.units;
    sum.gross += sales.gross;
    sum.net += sales.net;
  }
  return [...sums.values()];
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export function purgeMinutesCommand(db: Db) {
  const tables = ['sales_rollups', 'step_rollups'].map((table) => {
    const key = table === 'sales_rollups' ? 'dimension, key, currency' : 'step, slot';
    return db.prepare(`
      delete from ${table} where bucket = 'minute' and (starts_at, ${key}) in (
        select starts_at, ${key} from ${table} where bucket = 'minute' and starts_at < ? limit ?)`);
  });
  return ({ before, limit }: { before: number; limit: number }): Result<number, never> =>
    ok(tables.reduce((sum, purge) => sum + purge.run(Math.round(before), limit).changes, 0));
}
