// Carts in SQLite: the contract, and what only this store has: memory in front of its file, and a thread.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import { CartFileError } from '../../src/store/sqlite/cart-file.js';
import { writeWith } from '../../src/store/sqlite/cart-writer.js';
import { openSqliteCarts, type SqliteCartsOptions } from '../../src/store/sqlite/sqlite-carts.js';
import type { CartStore } from '../../src/store/store.js';
import { valueIn } from '../support/result.js';
import { fixtureWorker } from '../support/sqlite-store.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';
import { cartContract } from './cart-contract.js';

const options = { batchMax: 64, queueMax: 4_096, hotMax: 1_000 };

const openIn = (folder: string, more: Partial<SqliteCartsOptions> = {}): CartStore =>
  openSqliteCarts({ file: join(folder, 'carts.db'), ...options, ...more });

for (const hotMax of [1_000, 2]) {
  cartContract(`SQLite, ${hotMax} in memory`, async () => {
    const folder = temporaryFolder();
    const underTest = {
      store: openIn(folder, { hotMax }),
      reopen: async () => {
        await underTest.store.close();
        underTest.store = openIn(folder, { hotMax });
        return underTest.store;
      },
      close: async () => {
        await underTest.store.close();
        removeFolder(folder);
      },
    };
    return underTest;
  });
}

const AT = 1_800_000_000_000;
const cart = { owner: null, details: { currency: 'EUR', country: 'DE' }, expiresAt: AT + 1 };
const line = (id: string, quantity: number) => ({
  id,
  customerId: null,
  at: AT,
  change: { type: 'line' as const, sku: 'A', quantity },
  expiresAt: AT + 1,
});

describe('the carts of a folder', () => {
  const folders: string[] = [];
  const folder = () => {
    const made = temporaryFolder();
    folders.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of folders.splice(0)) removeFolder(made);
  });

  test('are written although their thread dies under them', async () => {
    const own = folder();
    const carts = openIn(own, { worker: fixtureWorker('carts-die-after-commit') });
    valueIn(await carts.createCart({ id: 'one', ...cart }));
    expect(valueIn(await carts.changeCart(line('one', 3))).version).toBe(2);
    expect(carts.figures()).toMatchObject({ deaths: 1 });
    await carts.close();

    const after = openIn(own);
    expect(await after.cart({ id: 'one', customerId: null, at: AT })).toMatchObject({
      items: [{ sku: 'A', quantity: 3 }],
    });
    await after.close();
  });

  test('stay away once they are merged, although a change before had to be written again', async () => {
    const own = folder();
    const carts = openIn(own, { worker: fixtureWorker('carts-die-after-commit'), batchMax: 1 });
    valueIn(await carts.createCart({ id: 'guest', ...cart }));
    valueIn(await carts.createCart({ id: 'own', ...cart, owner: 'customer' }));
    const [changed, merged] = await Promise.all([
      carts.changeCart(line('guest', 3)),
      carts.mergeCarts({
        ...{ guestCartId: 'guest', customerId: 'customer', strategy: 'sum' },
        ...{ at: AT, expiresAt: AT + 1 },
      }),
    ]);
    expect(valueIn(changed).version).toBe(2);
    expect(valueIn(merged)).toMatchObject({ id: 'own', items: [{ sku: 'A', quantity: 3 }] });
    expect(carts.figures()).toMatchObject({ deaths: 1 });
    await carts.close();

    const after = openIn(own);
    expect(await after.cart({ id: 'guest', customerId: null, at: AT })).toBeUndefined();
    expect(await after.cart({ id: 'own', customerId: 'customer', at: AT })).toMatchObject({
      items: [{ sku: 'A', quantity: 3 }],
    });
    await after.close();
  });

  test('are as they were when a change could not be written, and can be changed then', async () => {
    const own = folder();
    const carts = openIn(own, { worker: fixtureWorker('carts-on-full-disk') });
    valueIn(await carts.createCart({ id: 'one', ...cart }));
    valueIn(await carts.changeCart(line('one', 1)));
    const full = join(own, 'full');
    writeFileSync(full, '');

    const refusal = { type: 'storage-unavailable', detail: 'SQLITE_FULL' };
    expect(await carts.changeCart(line('one', 2))).toEqual({ ok: false, refusal });
    expect(await carts.createCart({ id: 'two', ...cart })).toEqual({ ok: false, refusal });
    expect(await carts.cart({ id: 'one', customerId: null, at: AT })).toMatchObject({
      version: 2,
      items: [{ sku: 'A', quantity: 1 }],
    });
    expect(await carts.cart({ id: 'two', customerId: null, at: AT })).toBeUndefined();

    removeFolder(full);
    // The same as before the disk was full is written once more: nobody knows what is in the file.
    expect(valueIn(await carts.changeCart(line('one', 1))).version).toBe(3);
    await carts.close();
  });

  test('are refused where the file is another program’s, which stays as it is', () => {
    const own = folder();
    const file = join(own, 'carts.db');
    const db = new Database(file);
    db.exec('create table theirs (id integer)');
    db.close();
    expect(() => openIn(own)).toThrow(CartFileError);
    expect(() => openIn(own)).toThrow(/database of another program/);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  test('are refused where the file is none, and the words say what that costs', () => {
    const own = folder();
    writeFileSync(join(own, 'carts.db'), 'no database, but long enough to be looked at as one');
    expect(() => openIn(own)).toThrow(/costs the open carts and no order/);
  });
});

test('a row that comes late does not take the place of a newer one', async () => {
  const own = temporaryFolder();
  await openIn(own).close();
  const db = new Database(join(own, 'carts.db'));
  const write = writeWith(db);
  const bodies = ['{"items":[]}'];
  const row = (version: number) => {
    return { id: 'one', owner: null, version, expiresAt: AT, isRemoved: false };
  };
  expect(write([{ type: 'rows', rows: [row(3)] }], bodies)).toEqual([{ count: 1 }]);
  expect(write([{ type: 'rows', rows: [row(2)] }], bodies)).toEqual([{ count: 0 }]);
  expect(write([{ type: 'rows', rows: [row(3)] }], bodies)).toEqual([{ count: 1 }]);
  expect(db.prepare('select version from carts').pluck().get()).toBe(3);
  db.close();
  removeFolder(own);
});
