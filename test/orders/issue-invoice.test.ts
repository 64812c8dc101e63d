import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentBatch } from '../../src/compute/document-batch.js';
import { Documents } from '../../src/compute/documents.js';
import type { Seller } from '../../src/core/invoice.js';
import { documentMakers } from '../../src/documents/desk.js';
import {
  confirmationEmail,
  type InvoicedShop,
  invoicePdf,
  issueInvoice,
} from '../../src/orders/issue-invoice.js';
import type { Shop } from '../../src/orders/shop.js';
import {
  openArchiveReader,
  openArchiveWriter,
  prepareArchive,
} from '../../src/store/sqlite/document-archive.js';
import type { StoredOrder } from '../../src/store/store.js';
import { composed } from '../support/composed.js';
import { partOf, readMime, textOf } from '../support/mime.js';
import { valueIn } from '../support/result.js';
import { openSqlite, type SqliteUnderTest } from '../support/sqlite-store.js';
import { confirmed, orderOf, stocked, T0 } from '../support/store-orders.js';
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
const calendar = { date: () => '2026-06-01', startOfDay: () => T0 };

let folder: string;
let sqlite: SqliteUnderTest;
let documents: Documents;
let order: StoredOrder;

beforeEach(async () => {
  folder = temporaryFolder();
  sqlite = openSqlite();
  const { store } = sqlite;
  const lines = [{ sku: await stocked(store, 1), quantity: 1 }];
  order = await orderOf(store, await confirmed(store, lines));
  const file = join(folder, 'documents.db');
  prepareArchive(file);
  documents = new Documents({
    threads: 0,
    queueMax: 10,
    file,
    sender,
    archive: openArchiveReader(file),
    inline: async () =>
      documentBatch({ ...documentMakers(sender), archive: openArchiveWriter(file) }),
  });
});
afterEach(async () => {
  await documents.close();
  await sqlite.close();
  removeFolder(folder);
});

const orderLink = (id: string) => ({
  url: `https://shop.example/orders/${id}`,
  goodUntil: '2026-08-30',
});
const shopOf = (by: Seller | null): InvoicedShop & Pick<Shop, 'now' | 'orderLink'> => ({
  calendar,
  documents,
  seller: by,
  orderLink,
  now: () => T0,
});

describe('where no seller is configured', () => {
  test.each([
    ['no invoice is issued', issueInvoice],
    ['no invoice is shown', invoicePdf],
    ['no confirmation is composed', confirmationEmail],
  ])('%s, and the answer says what is missing', async (_, make) => {
    expect(await make(shopOf(null), order)).toEqual({
      ok: false,
      refusal: {
        type: 'invoice-failed',
        detail: expect.stringContaining('SELLER_FILE') as string,
      },
    });
    expect(documents.figures()).toMatchObject({ batchSize: { count: 0 } });
  });

  test('they can be made once one is', async () => {
    expect(await issueInvoice(shopOf(null), order)).toMatchObject({ ok: false });
    expect(await issueInvoice(shopOf(seller), order)).toEqual({ ok: true, value: null });
    const { bytes } = valueIn(await invoicePdf(shopOf(seller), order));
    const { raw, envelope } = composed(valueIn(await confirmationEmail(shopOf(seller), order)));
    expect(textOf(readMime(raw), 'text/plain')).toContain(
      `https://shop.example/orders/${order.id}\n`,
    );
    expect(envelope.to).toEqual([order.document.customer.email]);
    expect(partOf(readMime(raw), 'application/pdf').content.equals(bytes)).toBe(true);
  });
});
