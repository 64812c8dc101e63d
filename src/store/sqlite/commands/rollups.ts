import { buckets, type OrderFigures } from '../../../core/order-figures.js';
import { ok, type Result } from '../../../core/result.js';
import type { SalesRow } from '../../store.js';
import type { Db } from '../connection.js';

type Sales = Omit<SalesRow, 'key' | 'currency'>;

/**
 * Adds orders to the figures of their minute, hour and day. The orders of a batch are added up first:
 * most of them fall into the same rows.
 */
export function rollUp(db: Db): (orders: readonly OrderFigures[]) => void {
  const addSales = db.prepare(`
    insert into sales_rollups values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict do update set orders = orders + excluded.orders, units = units + excluded.units,
      gross = gross + excluded.gross, net = net + excluded.net`);
  const addSpans = db.prepare(`
    insert into step_rollups values (?, ?, ?, ?, ?)
    on conflict do update set spans = spans + excluded.spans`);
  return (orders) => {
    // Whoever shares a minute shares its hour and its day.
    for (const group of groupBy(orders, ({ startsAt }) => startsAt.minute).values()) {
      const { startsAt } = group[0] as OrderFigures;
      for (const { dimension, key, currency, sales } of salesOf(group)) {
        const { orders: count, units, gross, net } = sales;
        for (const bucket of buckets) {
          const row = [bucket, startsAt[bucket], dimension, key, currency];
          addSales.run(...row, count, units, gross, net);
        }
      }
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
}

function salesOf(orders: readonly OrderFigures[]) {
  const rows = new Map<
    string,
    { dimension: string; key: string; currency: string; sales: Sales }
  >();
  const add = (dimension: string, key: string, currency: string, more: Sales) => {
    // None of them has a line break in it.
    const name = `${dimension}\n${key}\n${currency}`;
    const row = rows.get(name);
    if (!row) {
      rows.set(name, { dimension, key, currency, sales: { ...more } });
      return;
    }
    row.sales.orders += more.orders;
    row.sales.units += more.units;
    row.sales.gross += more.gross;
    row.sales.net += more.net;
  };
  for (const { currency, country, gross, net, units, lines } of orders) {
    const sales = { orders: 1, units, gross, net };
    add('total', '', currency, sales);
    add('country', country, currency, sales);
    const counted = new Set<string>();
    for (const { sku, ...sold } of lines) {
      add('sku', sku, currency, { ...sold, orders: counted.has(sku) ? 0 : 1 });
      counted.add(sku);
    }
  }
  return rows.values();
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
