// A ledger of the first schema, with rows of every kind, goes on as one of the newest.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { topics } from '../../src/core/tasks.js';
import { migrations } from '../../src/store/sqlite/migrations.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { OrderEvent, Store, StoredOrder } from '../../src/store/store.js';
import { valueIn } from '../support/result.js';
import { intoOneFile, offencesOf, readFrom } from '../support/sqlite-store.js';
import { asked, counting } from '../support/store-figures.js';
import {
  cancellation,
  confirmed,
  failure,
  orderOf,
  reserved,
  stocked,
  T0,
} from '../support/store-orders.js';
import { claimed, DUE, finished, resultOf } from '../support/store-tasks.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const at = T0 + 5_000;
const claim = (key: string) => ({ caller: 'guest', key, fingerprint: 'fingerprint' });
const openStore = (file: string) => openSqliteStore({ file, batchMax: 64, queueMax: 64 });

interface Before {
  order: StoredOrder;
  events: OrderEvent[];
}

let folder: string;
let made = 0;
/** Orders by what became of them, as the newest schema had them before. */
const before: Record<string, Before> = {};
let levels: unknown;
let template: string;

beforeAll(async () => {
  folder = temporaryFolder();
  template = join(folder, 'newest.db');
  const store = openStore(template);
  const sku = await stocked(store, 50);
  const lines = [{ sku, quantity: 2 }];
  valueIn(await store.putCustomer({ id: '1', email: 'a@example.com', name: 'A', profile: {}, at }));
  await store.secret('access-tokens');
  const key = { id: 'key', name: 'Key', scopes: ['*'], hash: 'hash', at };
  valueIn(await store.putOperatorKey(key));
  const orders = {
    confirmed: await confirmed(store, lines, { claim: claim('confirmed') }),
    cancelled: await confirmed(store, lines),
    failed: await reserved(store, lines, { claim: claim('failed') }),
    parked: await reserved(store, lines, { claim: claim('parked') }),
    pending: await reserved(store, lines),
  };
  valueIn(await store.cancelConfirmed(cancellation(orders.cancelled, at)));
  valueIn(await store.fail(failure(orders.failed, { answer: { status: 402, body: '{}' } })));
  const later = { settleAt: at, holdExpiresAt: at + 1, reference: null, nextAction: null };
  valueIn(await store.park({ orderId: orders.parked, spans: [], at, ...later }));
  for (const [name, orderId] of Object.entries(orders)) {
    const order = await orderOf(store, orderId);
    before[name] = { order, events: await store.orderEvents(orderId, 0) };
  }
  levels = await store.stock(sku);
  await store.close();
  intoOneFile(template);
});
afterAll(() => removeFolder(folder));

const idOf = (name: string): string => before[name]?.order.id as string;

/** There were no credit notes then, and nothing was told of them. */
const older: Record<string, string> = {
  series: "name not like 'CN-%'",
  tasks: 'reference = 0',
};

/** An order as it is without them. */
const withoutRefunds = ({ refunds: _, tasks, ...order }: StoredOrder) => ({
  ...order,
  tasks: tasks.filter(({ reference }) => reference === undefined),
});

/** The same rows in a file of the first schema, which knew neither leases nor attempts at tasks. */
function firstSchema(change = ''): string {
  made += 1;
  const file = join(folder, `first-${made}.db`);
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(migrations[0] as string);
  db.pragma(`application_id = ${Buffer.from('Olom').readInt32BE()}`);
  db.pragma('user_version = 1');
  db.prepare('attach ? as newest').run(template);
  const tables = db
    .prepare<[], string>("select name from main.sqlite_schema where type = 'table'")
    .pluck()
    .all();
  for (const table of tables) {
    const columns = db
      .prepare<[string], string>("select name from pragma_table_info(?, 'main')")
      .pluck()
      .all(table);
    // What is cancelled kept the time that it would have been due at.
    const values = columns.map((name) => (name === 'due_at' ? `coalesce(due_at, ${DUE})` : name));
    const rows = table in older ? `where ${older[table]}` : '';
    db.exec(`insert into main.${table} (${columns}) select ${values} from newest.${table} ${rows}`);
  }
  db.exec(change);
  db.close();
  return file;
}

async function upgraded(file: string, use: (store: Store) => Promise<void>): Promise<void> {
  const store = openStore(file);
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

describe('a ledger of the first schema', () => {
  test('has rows of every kind in it, and nothing that is newer', () => {
    const file = firstSchema();

    const counts = readFrom(file, (db) =>
      ['orders', 'order_documents', 'order_lines', 'payment_attempts', 'idempotency_keys', 'tasks']
        .concat(['order_events', 'series', 'stock', 'stock_moves', 'products', 'customers'])
        .concat(['secrets', 'operator_keys'])
        .map((table) => db.prepare(`select count(*) from ${table}`).pluck().get() as number),
    );
    expect(Math.min(...counts)).toBeGreaterThan(0);
    const states = readFrom(file, (db) =>
      db.prepare('select distinct state from tasks order by state').pluck().all(),
    );
    expect(states).toEqual(['cancelled', 'pending']);
    expect(readFrom(file, (db) => db.pragma('user_version', { simple: true }))).toBe(1);
  });

  test('is opened with every order as it was, its tasks and its history', async () => {
    const file = firstSchema();

    await upgraded(file, async (store) => {
      for (const { order, events } of Object.values(before)) {
        const { confirmedAt, ...rest } = await orderOf(store, order.id);
        expect({ ...rest, confirmedAt: order.confirmedAt }).toEqual(withoutRefunds(order));
        // When exactly an order was confirmed was not kept: its last change is not before that.
        if (order.confirmedAt === null) expect(confirmedAt).toBeNull();
        else expect(confirmedAt).toBeGreaterThanOrEqual(order.confirmedAt);
        expect(await store.orderEvents(order.id, 0)).toEqual(events);
      }
      expect((await orderOf(store, idOf('confirmed'))).confirmedAt).toBe(DUE);
      const sku = before.confirmed?.order.document.lines[0]?.sku as string;
      expect(await store.stock(sku)).toEqual(levels);
      expect(await store.keyAnswer(claim('confirmed'))).toMatchObject({ type: 'answered' });
      expect(await store.operatorKey('hash')).toMatchObject({ id: 'key' });
    });

    expect(readFrom(file, (db) => db.pragma('user_version', { simple: true }))).toBe(
      migrations.length,
    );
    expect(offencesOf(file)).toEqual([]);
  });

  test('owes what it owed, and has it worked off', async () => {
    const file = firstSchema();

    await upgraded(file, async (store) => {
      const tasks = await claimed(store, { at: DUE });

      const owed = [
        ...topics.map((topic) => `${idOf('confirmed')} ${topic}`),
        `${idOf('cancelled')} invoice`,
        `${idOf('cancelled')} analytics`,
      ];
      expect(tasks.map(({ orderId, topic }) => `${orderId} ${topic}`).sort()).toEqual(owed.sort());
      const results = await Promise.all(
        tasks.map((task) => (task.topic === 'analytics' ? counting(store, task) : resultOf(task))),
      );
      expect(await finished(store, ...results)).toBe(owed.length);
      expect((await asked(store)).totals).toMatchObject([{ orders: 2 }]);
    });

    expect(offencesOf(file)).toEqual([]);
  });

  test('is opened with its tasks in any state that the first schema had', async () => {
    const states = ['pending', 'running', 'done', 'dead'];
    const file = firstSchema(
      topics
        .map(
          (topic, index) => `update tasks set state = '${states[index]}', attempts = 1
            where topic = '${topic}'
              and order_seq = (select seq from orders where id = '${idOf('confirmed')}');`,
        )
        .join('\n'),
    );

    await upgraded(file, async (store) => {
      const { tasks } = await orderOf(store, idOf('confirmed'));
      expect(tasks.map(({ topic }) => topic)).toEqual([...topics]);
      expect(tasks.map(({ state }) => state).slice(2)).toEqual(['done', 'dead']);
      // Whoever had it under way is long gone.
      const due = await claimed(store, { at: DUE });
      const own = due.filter(({ orderId }) => orderId === idOf('confirmed'));
      expect(own.map(({ topic }) => topic)).toEqual(topics.slice(0, 2));
    });
  });
});
