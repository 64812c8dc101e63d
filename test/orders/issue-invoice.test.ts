// What the task handlers and the routes ask of invoices, on orders of a real ledger.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Documents } from '../../src/compute/documents.js';
import { workerFile } from '../../src/compute/worker-thread-pool.js';
import type { Seller } from '../../src/core/invoice.js';
import { openDocumentDesk } from '../../src/document-desk.js';
import { confirmationEmail, invoicePdf, issueInvoice } from '../../src/orders/issue-invoice.js';
import { openArchiveReader, prepareArchive } from '../../src/store/sqlite/document-archive.js';
import { composed } from '../support/composed.js';
import { partOf, readMime, textOf } from '../support/mime.js';
import { valueIn } from '../support/result.js';
import { openSqlite, type SqliteUnderTest } from '../support/sqlite-store.js';
import { confirmed, orderOf, reserved, stocked, T0 } from '../support/store-orders.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const seller: Seller = {
  name: 'Shop',
  line1: 'Street 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
  vatId: 'DE123456788',
};
const sender = { name: 'Shop', address: 'orders@shop.example' };

let folder: string;
let sqlite: SqliteUnderTest;
let documents: Documents | undefined;
let orderId: string;

beforeEach(async () => {
  folder = temporaryFolder();
  sqlite = openSqlite();
  const { store } = sqlite;
  orderId = await confirmed(store, [{ sku: await stocked(store, 1), quantity: 1 }]);
});
afterEach(async () => {
  await documents?.close();
  documents = undefined;
  await sqlite.close();
  removeFolder(folder);
});

const orderLink = (id: string) => ({
  url: `https://shop.example/orders/${id}`,
  goodUntil: '2026-08-30',
});

function shopOf(by: Seller | null, threads: number) {
  const file = join(folder, 'documents.db');
  prepareArchive(file);
  const module = pathToFileURL(workerFile('sqlite-orders')).href;
  const orders = { module, options: { file: sqlite.file } };
  const desk = { file, orders, seller: by, timeZone: 'UTC', sender };
  const queueMax = 10;
  const archive = openArchiveReader(file);
  const inline = () => openDocumentDesk(desk);
  documents = new Documents({ threads, queueMax, desk, archive, inline });
  return { documents, orderLink, now: () => T0 };
}

describe.each([
  ['inline', 0],
  ['by a thread', 1],
])('invoices made %s', (_, threads) => {
  test('are of the order that the ledger has, and go with its e-mail', async () => {
    const shop = shopOf(seller, threads);
    expect(await issueInvoice(shop, orderId)).toEqual({ ok: true, value: null });
    const { bytes } = valueIn(await invoicePdf(shop, orderId));
    const { raw, envelope } = composed(valueIn(await confirmationEmail(shop, orderId)));
    expect(textOf(readMime(raw), 'text/plain')).toContain(
      `https://shop.example/orders/${orderId}\n`,
    );
    const order = await orderOf(sqlite.store, orderId);
    expect(envelope.to).toEqual([order.document.customer.email]);
    expect(partOf(readMime(raw), 'application/pdf').content.equals(bytes)).toBe(true);
  });

  test('are of orders as they were committed last', async () => {
    const shop = shopOf(seller, threads);
    expect(await issueInvoice(shop, orderId)).toMatchObject({ ok: true });
    const { store } = sqlite;
    for (let count = 0; count < 5; count += 1) {
      const later = await confirmed(store, [{ sku: await stocked(store, 1), quantity: 1 }]);
      expect(await issueInvoice(shop, later)).toEqual({ ok: true, value: null });
    }
  });

  test('are none while an order is not confirmed, or not there', async () => {
    const shop = shopOf(seller, threads);
    const { store } = sqlite;
    const open = await reserved(store, [{ sku: await stocked(store, 1), quantity: 1 }]);
    expect(await issueInvoice(shop, open)).toMatchObject({
      refusal: { type: 'invoice-failed', detail: `Order ${open} has no invoice number` },
    });
    expect(await confirmationEmail(shop, 'nobody')).toEqual({
      ...{ ok: false, refusal: { type: 'not-found', detail: 'the order is not there' } },
    });
  });

  test.each([
    ['issued', issueInvoice],
    ['shown', invoicePdf],
    ['sent', confirmationEmail],
  ])('are not %s where no seller is configured, and the answer says so', async (_what, make) => {
    expect(await make(shopOf(null, threads), orderId)).toEqual({
      ok: false,
      refusal: {
        type: 'invoice-failed',
        detail: expect.stringContaining('SELLER_FILE') as string,
      },
    });
  });
});
