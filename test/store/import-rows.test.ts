// What applying the staged rows of a file does to the ledger, and what it says where orders or operators
// came before.

import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportKind } from '../../src/core/transfers.js';
import { createStaging } from '../../src/store/sqlite/staging.js';
import type { ImportFacts, StoredImport } from '../../src/store/store.js';
import { valueIn } from '../support/result.js';
import { openSqlite, readFrom, type SqliteUnderTest } from '../support/sqlite-store.js';
import { reserved, stocked, T0, unique } from '../support/store-orders.js';

const LATER = T0 + 60_000;
const facts: ImportFacts = {
  format: 'csv',
  mode: 'file',
  isDryRun: false,
  bytes: 1,
  sha256: null,
  faults: [],
  faultCount: 0,
  exceptions: [],
};

let open: SqliteUnderTest;

beforeAll(() => {
  open = openSqlite();
});
afterAll(() => open.close());

type Row = { sku: string } & Record<string, unknown>;

/** Stages the rows and applies them in steps of `limit`, until there are no more. */
async function applied(kind: ImportKind, rows: readonly object[], limit = 100, key = keyOf) {
  const { store } = open;
  const id = unique('import');
  const file = join(dirname(open.file), id);
  const staging = createStaging(file);
  for (const [index, row] of rows.entries()) {
    staging.add(key(row), index + 2, JSON.stringify(row));
  }
  staging.close();
  valueIn(
    await store.noteImport({ id, kind, state: 'checking', facts, rows: rows.length, at: T0 }),
  );
  valueIn(await store.openImport({ id, at: T0 }));
  const skus: string[] = [];
  for (;;) {
    const step = valueIn(await store.importRows({ id, kind, file, limit, at: LATER }));
    skus.push(...step.skus);
    if (step.done) break;
  }
  const done = (await store.import(id)) as StoredImport;
  return { skus, done, exceptions: done.facts.exceptions };
}
const keyOf = (row: object): string => (row as Row).sku;

const onHand = async (sku: string) => (await open.store.stock(sku))?.onHand;

describe('a stock level', () => {
  test('sinks no further than what orders came to hold since it was checked, and that is told', async () => {
    const [held, free] = [await stocked(open.store, 10), await stocked(open.store, 10)];
    await reserved(open.store, [{ sku: held, quantity: 4 }]);

    const { done, exceptions } = await applied('stock', [
      { sku: held, onHand: 3 },
      { sku: free, onHand: 3 },
    ]);

    expect(done).toMatchObject({ state: 'applied', applied: 2 });
    expect(exceptions).toEqual([
      { key: held, detail: 'set to 4, which orders hold, instead of 3' },
    ]);
    expect(await open.store.stock(held)).toMatchObject({ onHand: 4, reserved: 4 });
    expect(await onHand(free)).toBe(3);
    expect((await open.moves(held)).reduce((sum, { delta }) => sum + delta, 0)).toBe(4);
  });

  test('that orders hold exactly is no exception', async () => {
    const sku = await stocked(open.store, 10);
    await reserved(open.store, [{ sku, quantity: 4 }]);

    expect((await applied('stock', [{ sku, onHand: 4 }])).exceptions).toEqual([]);
    expect(await onHand(sku)).toBe(4);
  });

  test('of an article that is no longer there is an exception, and the others are applied', async () => {
    const sku = await stocked(open.store, 1);
    const { exceptions } = await applied('stock', [
      { sku: 'GONE', onHand: 1 },
      { sku, onHand: 2 },
    ]);

    expect(exceptions).toEqual([{ key: 'GONE', detail: 'there is no such article' }]);
    expect(await onHand(sku)).toBe(2);
  });

  test('that is as it was is no move', async () => {
    const sku = await stocked(open.store, 5);
    const before = await open.moves(sku);
    await applied('stock', [{ sku, onHand: 5 }]);

    expect(await open.moves(sku)).toEqual(before);
  });
});

test('of very many exceptions a hundred are listed, also over several steps', async () => {
  const rows = Array.from({ length: 130 }, (_, row) => ({
    sku: `NONE-${String(row).padStart(3, '0')}`,
    onHand: 1,
  }));
  const { done, exceptions } = await applied('stock', rows, 40);

  expect(done.applied).toBe(130);
  expect(exceptions.map(({ key }) => key)).toEqual(rows.slice(0, 100).map(({ sku }) => sku));
});

describe('rows that say what is known already', () => {
  const updatedAt = (table: string, column: string, key: string) =>
    readFrom(open.file, (db) =>
      db.prepare(`select updated_at from ${table} where ${column} = ?`).pluck().get(key),
    );

  test('leave an article as it is; one that differs is written', async () => {
    const sku = unique('SKU');
    const product = { sku, name: 'N', category: 'C', taxCategory: 'standard', prices: { EUR: 1 } };
    await open.store.putProduct({ ...product, at: T0 });

    expect((await applied('products', [product])).skus).toEqual([]);
    expect(updatedAt('products', 'sku', sku)).toBe(T0);
    expect((await applied('products', [{ ...product, tags: ['t'] }])).skus).toEqual([sku]);
    expect(updatedAt('products', 'sku', sku)).toBe(LATER);
  });

  test('put an article that was withdrawn on sale again', async () => {
    const sku = unique('SKU');
    const product = { sku, name: 'N', category: 'C', taxCategory: 'standard', prices: { EUR: 1 } };
    await open.store.putProduct({ ...product, at: T0 });
    await open.store.withdrawProduct({ sku, at: T0 });

    expect((await applied('products', [product])).skus).toEqual([sku]);
  });

  test('leave a price as it is; another one, and one in another currency, are written', async () => {
    const sku = await stocked(open.store, 1);
    const price = (currency: string, micros: number) =>
      applied('prices', [{ sku, currency, micros }]);

    expect((await price('EUR', 11_900_000)).skus).toEqual([]);
    expect((await price('EUR', 12_000_000)).skus).toEqual([sku]);
    expect((await price('USD', 5_000_000)).skus).toEqual([sku]);
    expect((await open.store.product(sku))?.prices).toEqual({
      EUR: 12_000_000,
      USD: 5_000_000,
    });
  });

  test('leave a customer as they are; what differs is laid over what is known', async () => {
    const id = unique('customer');
    const row = { id, email: `${id}@example.com`, name: 'N', profile: { groups: ['a'] } };
    const byId = (one: object) => (one as { id: string }).id;
    await open.store.putCustomer({ ...row, at: T0 });

    await applied('customers', [{ ...row, profile: {} }], 100, byId);
    expect(updatedAt('customers', 'id', id)).toBe(T0);
    await applied('customers', [{ ...row, name: 'M', profile: {} }], 100, byId);
    expect(updatedAt('customers', 'id', id)).toBe(LATER);
  });
});

test('after all of it the books add up', async () => {
  expect(await open.offences()).toEqual([]);
});
