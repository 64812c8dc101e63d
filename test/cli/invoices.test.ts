// `orderloom invoices` and `orderloom tax-report`, on a stopped shop and beside a running one.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { invoiceOf } from '../../src/core/invoice.js';
import { renderHybridInvoice } from '../../src/documents/desk.js';
import { loadSeller } from '../../src/shop-data.js';
import { run } from '../support/command-line.js';
import { OPERATOR_KEY as as, orderBody } from '../support/http-client.js';
import { readZip } from '../support/read-zip.js';
import { startShop, type TestShop } from '../support/shop.js';
import { readFrom, writeTo } from '../support/sqlite-store.js';
import { address } from '../support/store-orders.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

/** The day on which the shop sells: the commands are asked for it on whatever day this runs. */
const DAY = vi.hoisted(() => '2026-06-15');

vi.mock('../../src/telemetry/clock.js', () => {
  const behind = Date.now() - Date.parse(`${DAY}T12:00:00Z`);
  return { now: () => Date.now() - behind };
});

/** Orders of which the shop has filed the first only. */
const ORDERS = 5;

let shop: TestShop;
let out: string;
let lastId: string;
let settings: Record<string, string>;

beforeAll(async () => {
  out = temporaryFolder();
  const put = async () => ({ type: 'done' as const });
  // What the tasks would file is left to the command.
  shop = await startShop(
    {},
    {
      handlers: (real) => ({
        ...real,
        invoice: { run: put },
        'confirmation-email': { run: put },
      }),
    },
  );
  const { client } = shop;
  const abroad = { ...address, country: 'FR', city: 'Paris' };
  for (let index = 0; index < ORDERS; index += 1) {
    const lines = [{ sku: 'MUG-BLUE', quantity: index + 1 }];
    const more = index % 2 === 0 ? {} : { shippingAddress: abroad };
    await client.place(orderBody({ lines, ...more }));
  }
  await client.place(orderBody({ currency: 'GBP', shippingAddress: abroad }));
  const orders = await client.orders();
  const [last, first] = [orders[0], orders.at(-1)];
  lastId = last?.id ?? '';
  await client.get(`/v1/orders/${first?.id}/invoice.pdf`, { as });
  settings = { DATA_DIR: shop.dataDir, INVOICE_THREADS: '1' };
});
afterAll(async () => {
  await shop.end();
  removeFolder(out);
});

const collect = async (name: string, from = DAY, to = DAY, more = {}) => {
  const zip = join(out, name);
  const ended = await run(['invoices', '--from', from, '--to', to, '--zip', zip, '--json'], {
    ...settings,
    ...more,
  });
  expect(ended.stderr).toBe('');
  return { ...ended, counts: JSON.parse(ended.stdout), entries: readZip(readFileSync(zip)) };
};

const filedNow = (): number =>
  readFrom(join(shop.dataDir, 'documents.db'), (db) =>
    db.prepare<[], number>('select count(*) from documents').pluck().get(),
  ) as number;

describe('beside a running shop', () => {
  test('every invoice is collected by number, and none is filed in its place', async () => {
    const before = filedNow();
    const { code, counts, entries } = await collect('running.zip');

    expect(code).toBe(0);
    expect(counts).toMatchObject({ documents: 6, filed: 1, rendered: 0, notFiled: 5, failed: [] });
    expect(entries.map(({ name }) => name)).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `INV-2026-00000${number}.pdf`),
    );
    expect(filedNow()).toBe(before);
  });

  test('they are the documents that the shop itself issues, byte by byte', async () => {
    const { entries } = await collect('bytes.zip');
    const seller = loadSeller('', true);
    if (!seller) throw new Error('the demo shop has a seller');
    for (const order of await shop.client.orders()) {
      const stored = await shop.engine.shop.store.order(order.id);
      if (!stored) throw new Error(`${order.id} is not there`);
      const payment = { ...stored.payment, state: 'captured' as const };
      const expected = renderHybridInvoice(invoiceOf({ ...stored, payment }, seller, DAY));
      const entry = entries.find(({ name }) => name === `${stored.invoiceNumber}.pdf`);
      expect(entry?.bytes.equals(expected)).toBe(true);
    }
  });

  test('of a period without orders there is an empty file', async () => {
    const { code, counts, entries } = await collect('empty.zip', '2001-01', '2001-12');
    expect(code).toBe(0);
    expect(counts).toMatchObject({ documents: 0 });
    expect(entries).toEqual([]);
  });

  test('periods that are none, and data that is not there, are told in one line', async () => {
    const zip = join(out, 'none.zip');
    const wrong = await run(['invoices', '--from', 'x', '--to', 'y', '--zip', zip], settings);
    expect([wrong.code, wrong.stderr.trim().split('\n').length]).toEqual([1, 1]);
    const nowhere = await run(['invoices', '--from', '2026-01', '--to', '2026-01', '--zip', zip], {
      DATA_DIR: join(out, 'nowhere'),
    });
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('no books') });
    expect(statSync(zip, { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('the tax report', () => {
  const report = async (...more: string[]) => {
    const words = ['tax-report', '--month', DAY.slice(0, 7), '--out', '-', ...more];
    const { code, stdout, stderr } = await run(words, settings);
    expect(code).toBe(0);
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    return { rows, stderr };
  };
  const minor = (text = '0'): number => Math.round(Number(text) * 100);
  const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

  test('comes to the sums of the orders’ own tax rows, to the cent', async () => {
    const { rows } = await report();
    const orders = await shop.client.orders();
    for (const currency of ['EUR', 'GBP']) {
      const taxes = orders.filter((one) => one.currency === currency).flatMap((one) => one.taxes);
      const own = rows.filter((row) => row.currency === currency);
      expect(sum(own.map(({ base }) => minor(base)))).toBe(sum(taxes.map(({ base }) => base)));
      expect(sum(own.map(({ tax }) => minor(tax)))).toBe(sum(taxes.map(({ amount }) => amount)));
    }
    expect(
      rows.map(({ country, rate, currency, invoices }) => [country, rate, currency, invoices]),
    ).toEqual([
      ['DE', '19', 'EUR', '3'],
      ['FR', '20', 'EUR', '2'],
      ['FR', '20', 'GBP', '1'],
    ]);
  });

  test('for the One-Stop-Shop has other states only, and asks for the rate of other currencies', async () => {
    const without = await report('--layout', 'oss');
    expect(without.rows.map(({ member_state, currency }) => [member_state, currency])).toEqual([
      ['FR', 'EUR'],
      ['FR', 'GBP'],
    ]);
    expect(without.stderr).toContain('--rate GBP=');

    const converted = await report('--layout', 'oss', '--rate', 'GBP=1.15');
    expect(converted.stderr).toBe('');
    expect(converted.rows).toHaveLength(1);
    const [euro, pound] = without.rows;
    expect(minor(converted.rows[0]?.tax)).toBe(
      minor(euro?.tax) + Math.round(minor(pound?.tax) * 1.15),
    );
  });
});

describe('on a stopped shop', () => {
  test('what was never filed is filed as issued, once', async () => {
    const running = await collect('before.zip');
    await shop.engine.stop();

    const first = await collect('first.zip');
    expect(first.counts).toMatchObject({ documents: 6, filed: 1, rendered: 5, notFiled: 0 });
    expect(filedNow()).toBe(6);
    const second = await collect('second.zip');
    expect(second.counts).toMatchObject({ documents: 6, filed: 6, rendered: 0 });
    expect(second.entries).toEqual(first.entries);
    expect(second.entries).toEqual(running.entries);
  });

  test('an invoice that cannot be made is named, and the others are there', async () => {
    const db = new Database(join(shop.dataDir, 'documents.db'));
    db.prepare('delete from documents where order_id = ?').run(lastId);
    db.close();
    // Nobody is configured, nor was before.
    writeTo(join(shop.dataDir, 'ledger.db'), (ledger) => ledger.exec('delete from sellers'));
    const { code, counts, entries } = await collect('no-seller.zip', DAY, DAY, {
      DEMO: 'false',
    });
    expect(code).toBe(1);
    expect(counts.failed).toEqual([
      {
        number: 'INV-2026-000006',
        detail: expect.stringContaining('SELLER_FILE'),
      },
    ]);
    expect([counts.documents, entries.length]).toEqual([6, 5]);
  });
});
