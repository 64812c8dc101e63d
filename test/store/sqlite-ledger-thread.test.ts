// What becomes of commands when the ledger thread dies with them in hand.

import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { refusalIn, valueIn } from '../support/result.js';
import { fixtureWorker, openSqlite, type SqliteUnderTest } from '../support/sqlite-store.js';
import {
  confirmation,
  orderOf,
  reservation,
  reserved,
  stocked,
  T0,
} from '../support/store-orders.js';

let underTest: SqliteUnderTest;

afterEach(async () => {
  await underTest.close();
});

describe('a ledger thread that dies between its commit and its answer', () => {
  test('has carried out the command exactly once, and the caller gets its answer', async () => {
    underTest = openSqlite({ worker: fixtureWorker('ledger-dies-after-commit') });
    const { store, file, moves } = underTest;
    const sku = await stocked(store, 5);
    const claim = { caller: 'guest', key: 'key', fingerprint: 'fingerprint' };
    const orderId = await reserved(store, [{ sku, quantity: 2 }], { claim });
    expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 2 });

    const answer = valueIn(await store.confirm(confirmation(orderId, { reference: 'deadly' })));

    expect(existsSync(`${file}.died`)).toBe(true);
    expect(store.figures().deaths).toBe(1);
    expect(answer).toMatchObject({ number: '2026-000001', invoiceNumber: 'INV-2026-000001' });
    expect(JSON.parse(answer.body ?? '{}')).toMatchObject({ id: orderId, state: 'confirmed' });
    expect(await store.stock(sku)).toEqual({ sku, onHand: 3, reserved: 0 });
    expect((await moves(sku)).map(({ delta }) => delta)).toEqual([5, -2]);
    expect(await store.orderEvents(orderId, 0)).toHaveLength(2);
    expect(await underTest.offences()).toEqual([]);
  });

  test('has not carried it out twice, though doing it again would count again', async () => {
    underTest = openSqlite({ worker: fixtureWorker('ledger-dies-after-commit') });
    const { store, moves } = underTest;
    const sku = await stocked(store, 5);

    const level = await store.adjustStock({ sku, delta: 2, reason: 'deadly', at: T0 });

    expect(store.figures().deaths).toBe(1);
    expect(valueIn(level)).toEqual({ sku, onHand: 7, reserved: 0 });
    expect(await store.stock(sku)).toEqual({ sku, onHand: 7, reserved: 0 });
    expect((await moves(sku)).map(({ delta }) => delta)).toEqual([5, 2]);
    expect(await underTest.offences()).toEqual([]);
  });

  test('takes none of the batches along that were under way beside it', async () => {
    underTest = openSqlite({ worker: fixtureWorker('ledger-dies-after-commit'), batchMax: 4 });
    const { store } = underTest;
    const sku = await stocked(store, 40);
    const orderIds = await Promise.all(
      Array.from({ length: 20 }, () => reserved(store, [{ sku, quantity: 1 }])),
    );

    const [confirmations, reservations] = await Promise.all([
      Promise.all(
        orderIds.map((orderId) => store.confirm(confirmation(orderId, { reference: 'deadly' }))),
      ),
      Promise.all(orderIds.map(() => store.reserve(reservation([{ sku, quantity: 1 }])))),
    ]);

    const numbers = confirmations.map((answer) => valueIn(answer).number);
    expect(new Set(numbers).size).toBe(20);
    expect(reservations.every(({ ok }) => ok)).toBe(true);
    expect(await store.stock(sku)).toEqual({ sku, onHand: 20, reserved: 20 });
    expect(store.figures().deaths).toBeGreaterThan(0);
    expect(await underTest.offences()).toEqual([]);
  });
});

describe('a command that kills the ledger thread', () => {
  test('fails alone, and the thread is there for the next one', async () => {
    underTest = openSqlite({ worker: fixtureWorker('ledger-dies-of-poison') });
    const { store } = underTest;
    const sku = await stocked(store, 5);
    const poison = { sku, onHand: 99, reason: 'poison', at: T0 };
    const healthy = [1, 2, 3].map(() => reservation([{ sku, quantity: 1 }]));

    const [first, poisoned, second, third] = await Promise.all([
      store.reserve(healthy[0] as (typeof healthy)[0]),
      store.setStock(poison),
      store.reserve(healthy[1] as (typeof healthy)[0]),
      store.reserve(healthy[2] as (typeof healthy)[0]),
    ]);

    expect([first.ok, second.ok, third.ok]).toEqual([true, true, true]);
    expect(refusalIn(poisoned)).toMatchObject({ type: 'storage-unavailable' });
    expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 3 });

    const { orderId } = healthy[0] as (typeof healthy)[0];
    valueIn(await store.confirm(confirmation(orderId)));
    expect((await orderOf(store, orderId)).state).toBe('confirmed');
    expect(await store.stock(sku)).toEqual({ sku, onHand: 4, reserved: 2 });
    expect(await underTest.offences()).toEqual([]);
  });
});
