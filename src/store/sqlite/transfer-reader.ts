// What files are checked against and made of, on a connection of its own in a thread of its own.

import { addressKey } from '../../core/email-address.js';
import type { Db } from './connection.js';
import { type OrderRow, orderReads } from './order-rows.js';

/** What only the shop's own data can say of a row. */
export function openSurroundings(db: Db, taxCategories: readonly string[]) {
  const product = db.prepare<[string], number>('select 1 from products where sku = ?').pluck();
  const stock = db.prepare<[string], { reserved: number }>(
    'select reserved from stock where sku = ?',
  );
  const holder = db
    .prepare<[string], string>('select customer_id from credentials where address = ?')
    .pluck();
  const begin = db.prepare('begin');
  const commit = db.prepare('commit');
  return {
    // Taking the read lock costs more than reading a row. Held for long it would stop checkpoints.
    together: (work: () => void): void => {
      begin.run();
      try {
        work();
      } finally {
        commit.run();
      }
    },
    taxCategories: new Set(taxCategories),
    hasProduct: (sku: string) => product.get(sku) !== undefined,
    stock: (sku: string) => stock.get(sku),
    holderOf: (email: string) => holder.get(addressKey(email)),
  };
}

type Row = Record<string, unknown>;

/** Reads row by row: a million of them never are in memory at once. */
export function openExportSource(db: Db) {
  const reads = orderReads(db);
  const products = db.prepare<[], { tags: string; prices: string }>(`
    select sku, name, category, tax_category as taxCategory, tags, prices from products
    where withdrawn_at is null order by sku`);
  const stock = db.prepare<[], Row>('select sku, on_hand as onHand from stock order by sku');
  const promotions = db.prepare<[], { id: string; definition: string }>(
    'select id, definition from promotions order by id',
  );
  const customers = db.prepare<[], { id: string; email: string; name: string; profile: string }>(
    'select id, email, name, profile from customers order by id',
  );
  // Another statement may run while this one is under way, so orders go by their own number.
  const orders = db.prepare<[object], OrderRow>(`
    select * from orders
    where (@from is null or created_at >= @from) and (@to is null or created_at < @to)
    order by seq`);
  return {
    *products() {
      for (const { tags, prices, ...row } of products.iterate()) {
        const list = JSON.parse(tags) as string[];
        const byCurrency = JSON.parse(prices) as Record<string, number>;
        yield { ...row, ...(list.length === 0 ? {} : { tags: list }), prices: byCurrency };
      }
    },
    *stock() {
      yield* stock.iterate();
    },
    *promotions() {
      for (const { id, definition } of promotions.iterate()) {
        yield { ...(JSON.parse(definition) as Row), id };
      }
    },
    *customers() {
      for (const { profile, ...row } of customers.iterate()) {
        const { groups, address } = JSON.parse(profile) as Row;
        yield { ...row, ...(groups ? { groups } : {}), ...(address ? { address } : {}) };
      }
    },
    *orders(from: number | null, to: number | null) {
      for (const row of orders.iterate({ from, to })) yield reads.fromRow(row);
    },
  };
}
