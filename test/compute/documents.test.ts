import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type DocumentJob,
  documentBatch,
  type MadeEmail,
} from '../../src/compute/document-batch.js';
import { Documents, type DocumentsOptions } from '../../src/compute/documents.js';
import type { Invoice } from '../../src/core/invoice.js';
import { documentMakers, renderHybridInvoice } from '../../src/documents/desk.js';
import {
  openArchiveReader,
  openArchiveWriter,
  prepareArchive,
} from '../../src/store/sqlite/document-archive.js';
import { composed } from '../support/composed.js';
import { mailboxes, only, partOf, readMime } from '../support/mime.js';
import { refusalIn, valueIn } from '../support/result.js';
import { readFrom } from '../support/sqlite-store.js';
import { address, documentOf } from '../support/store-orders.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const sender = { name: 'Töpferei & Söhne', address: 'orders@shop.example' };
const worker = fileURLToPath(new URL('../fixtures/poisonous-invoices.mjs', import.meta.url));

/** Different in number, buyer and total, so that none could be taken for another unnoticed. */
function invoiceOf(number: number, article = 'MUG'): Invoice {
  const { totals, taxes, shipping } = documentOf([{ sku: article, quantity: number + 1 }]);
  return {
    kind: 'invoice',
    corrects: null,
    reason: null,
    number: `INV-2026-${String(number).padStart(6, '0')}`,
    issueDate: '2026-06-01',
    supplyDate: '2026-06-01',
    orderNumber: `2026-${String(number).padStart(6, '0')}`,
    language: 'en',
    currency: 'EUR',
    priceBasis: 'gross',
    seller: {
      ...{ name: 'Shop', line1: 'Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' },
      vatId: 'DE123456788',
    },
    buyer: { name: `Buyer ${number}`, address, email: `buyer.${number}@example.com` },
    deliveryAddress: address,
    lines: [
      {
        sku: article,
        name: article,
        quantity: number + 1,
        unitPrice: 1190,
        priceQuantity: 1,
        allowances: [],
        charges: [],
        subtotal: totals.total,
        discount: 0,
        amount: totals.total,
        taxes: taxes.map((row) => ({ ...row, base: totals.net, amount: totals.tax })),
      },
    ],
    discounts: [],
    allowances: [],
    charges: [],
    shipping: { method: shipping.method, amount: 0, discount: 0, taxes: [] },
    accounting: null,
    taxes,
    totals,
    payment: { method: 'simulated', reference: 'ref', state: 'captured', amount: totals.total },
    notes: [],
  };
}

const idOf = (number: number): string => `order-${number}`;
const poisonous = (death: string): Invoice => invoiceOf(99, `POISON-${death}`);

let folder: string;
let file: string;
let documents: Documents;
/** Jobs that were done on this thread. */
let inlined: DocumentJob[][];

function open(options: Partial<DocumentsOptions> = {}): Documents {
  documents = new Documents({
    threads: 1,
    queueMax: 1_000,
    file,
    sender,
    archive: openArchiveReader(file),
    inline: async () => {
      const archive = openArchiveWriter(file);
      const work = documentBatch({ ...documentMakers(sender), archive });
      return (jobs) => {
        inlined.push(jobs);
        return work(jobs);
      };
    },
    ...options,
  });
  return documents;
}

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'documents.db');
  inlined = [];
  prepareArchive(file);
});
afterEach(async () => {
  await documents.close();
  removeFolder(folder);
});

const filed = (): { order_id: string; sha256: string; bytes: Buffer }[] =>
  readFrom(file, (db) =>
    db
      .prepare<[], { order_id: string; sha256: string; bytes: Buffer }>(
        'select order_id, sha256, bytes from documents order by order_id',
      )
      .all(),
  );

const issue = (number: number, invoice = invoiceOf(number)) =>
  documents.issue(idOf(number), invoice);

/** When e-mails are dated. */
const AT = Date.UTC(2026, 5, 1, 12);
const link = { url: 'https://shop.example/orders/x', goodUntil: '2026-08-30' };
const compose = (number: number, invoice = invoiceOf(number), at = AT) =>
  documents.email(idOf(number), invoice, { at, link });

const attachedTo = (email: MadeEmail): Buffer =>
  partOf(readMime(composed(email).raw), 'application/pdf').content;

function readWrite(work: (db: Database.Database) => unknown): void {
  const db = new Database(file);
  work(db);
  db.close();
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each([
  ['inline', 0],
  ['by one thread', 1],
  ['by two threads', 2],
])('invoices rendered %s', (_, threads) => {
  test('are filed, each its own, with the bytes of the pure function', async () => {
    open({ threads });
    const numbers = Array.from({ length: 20 }, (_unused, number) => number);
    expect(await Promise.all(numbers.map((number) => issue(number)))).toEqual(
      numbers.map(() => ({ ok: true, value: null })),
    );
    expect(filed()).toHaveLength(20);
    for (const { order_id, sha256: kept, bytes } of filed()) {
      const number = numbers.find((candidate) => idOf(candidate) === order_id) as number;
      const expected = renderHybridInvoice(invoiceOf(number));
      expect(bytes.equals(expected)).toBe(true);
      expect(kept).toBe(sha256(expected));
    }
    expect(inlined.flat()).toHaveLength(threads === 0 ? 20 : 0);
  });

  test('asked for by many at once are rendered once, and everybody gets the same', async () => {
    open({ threads });
    // Each asks with another one, so that whose was rendered is seen.
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_unused, index) => documents.pdf('same', invoiceOf(index + 1))),
    );
    expect(filed()).toHaveLength(1);
    const expected = renderHybridInvoice(invoiceOf(1));
    for (const answer of answers) {
      if (!answer.ok) throw new Error(answer.refusal.detail);
      expect(answer.value.sha256).toBe(sha256(expected));
      expect(answer.value.bytes.equals(expected)).toBe(true);
    }
    expect(documents.figures()).toMatchObject({ batchSize: { count: 1, max: 1 } });
  });

  test('that are filed already stay as they were issued', async () => {
    open({ threads });
    await issue(1);
    const before = filed();
    const [{ bytes, sha256: kept }] = before as [(typeof before)[0]];
    for (const other of [invoiceOf(2), { ...invoiceOf(1), lines: null } as unknown as Invoice]) {
      expect(await documents.issue(idOf(1), other)).toEqual({ ok: true, value: null });
      const issued = await documents.pdf(idOf(1), other);
      expect(issued).toEqual({ ok: true, value: { bytes, sha256: kept } });
    }
    expect(filed()).toEqual(before);
    expect(documents.figures()).toMatchObject({ batchSize: { count: 1, max: 1 } });
  });

  test('that cannot be made cost their neighbours nothing', async () => {
    open({ threads });
    const broken = { ...invoiceOf(7), lines: null } as unknown as Invoice;
    const [first, refused, last] = await Promise.all([issue(1), issue(7, broken), issue(2)]);
    expect(first).toEqual({ ok: true, value: null });
    expect(last).toEqual({ ok: true, value: null });
    expect(refused).toEqual({
      ok: false,
      refusal: { type: 'invoice-failed', detail: expect.stringMatching(/\S/) as string },
    });
    expect(filed().map(({ order_id }) => order_id)).toEqual([idOf(1), idOf(2)]);
    // Once the order is mended, so is its invoice.
    expect(await issue(7)).toEqual({ ok: true, value: null });
  });

  test('are refused as overloaded where the queue is full, and the others are filed', async () => {
    open({ threads, queueMax: 3 });
    const answers = await Promise.all([0, 1, 2, 3, 4].map((number) => issue(number)));
    const overloaded = { ok: false, refusal: { type: 'overloaded' } };
    expect(answers).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: true },
      overloaded,
      overloaded,
    ]);
    expect(filed()).toHaveLength(3);
    expect(await issue(4)).toEqual({ ok: true, value: null });
  });

  test('are refused where the file cannot be written, and can be asked for again', async () => {
    open({ threads });
    await issue(1);
    readWrite((db) =>
      db.exec(`create trigger no_room before insert on documents
        begin select raise(abort, 'no room'); end`),
    );
    const failed = { ok: false, refusal: { type: 'invoice-failed' } };
    expect(await issue(2)).toMatchObject(failed);
    expect(await documents.pdf(idOf(2), invoiceOf(2))).toMatchObject(failed);
    // Nothing is sent that is not filed; what is filed can be sent.
    expect(await compose(2)).toMatchObject(failed);
    expect(await compose(1)).toMatchObject({ ok: true });
    readWrite((db) => db.exec('drop trigger no_room'));
    expect(await issue(2)).toEqual({ ok: true, value: null });
    expect(filed()).toHaveLength(2);
  });
});

describe.each([
  ['inline', 0],
  ['by one thread', 1],
  ['by two threads', 2],
])('e-mails composed %s', (_, threads) => {
  test('are each to its buyer, dated, with the very bytes that were filed', async () => {
    open({ threads });
    const numbers = Array.from({ length: 12 }, (_unused, number) => number);
    // Some were issued before, and the rest is issued for the e-mail.
    await Promise.all(numbers.slice(0, 4).map((number) => issue(number)));
    const emails = (await Promise.all(numbers.map((number) => compose(number)))).map((made) =>
      composed(valueIn(made)),
    );
    const kept = new Map(filed().map(({ order_id, bytes }) => [order_id, bytes]));
    expect([...kept.keys()].sort()).toEqual(numbers.map(idOf).sort());
    for (const [number, email] of emails.entries()) {
      const address = `buyer.${number}@example.com`;
      expect(email).toEqual({
        id: `confirmation.${idOf(number)}`,
        messageId: `<confirmation.${idOf(number)}@shop.example>`,
        envelope: { from: sender.address, to: [address] },
        raw: expect.any(String) as string,
      });
      const { headers } = readMime(email.raw);
      expect(only(headers, 'message-id')).toBe(email.messageId);
      expect(mailboxes(only(headers, 'from') as string)).toEqual([sender]);
      expect(mailboxes(only(headers, 'to') as string)).toEqual([
        { name: `Buyer ${number}`, address },
      ]);
      expect(Date.parse(only(headers, 'date') as string)).toBe(AT);
      expect(attachedTo(email).equals(kept.get(idOf(number)) as Buffer)).toBe(true);
      expect(attachedTo(email).equals(renderHybridInvoice(invoiceOf(number)))).toBe(true);
    }
    // Not one of them on the thread that the orders need, but for where there is no other.
    expect(inlined.flat()).toHaveLength(threads === 0 ? 16 : 0);
  });

  test('have what was issued, and not what would be rendered by now', async () => {
    open({ threads });
    const issued = Buffer.from('%PDF-1.7 of an older version, \u0000\r\n.\r\n\u00ff', 'latin1');
    const archive = openArchiveWriter(file);
    archive.put([{ orderId: idOf(1), kind: 'invoice-pdf', bytes: issued }]);
    expect(attachedTo(valueIn(await compose(1))).equals(issued)).toBe(true);
    expect(filed().map(({ bytes }) => bytes)).toEqual([issued]);
  });

  test('again have the same id, recipient and bytes, and are dated anew', async () => {
    open({ threads });
    const first = composed(valueIn(await compose(1)));
    const second = composed(valueIn(await compose(1, invoiceOf(1), AT + 60_000)));
    expect({ ...second, raw: '' }).toEqual({ ...first, raw: '' });
    expect(attachedTo(second).equals(attachedTo(first))).toBe(true);
    expect(Date.parse(only(readMime(second.raw).headers, 'date') as string)).toBe(AT + 60_000);
    expect(filed()).toHaveLength(1);
  });

  test('wait for an invoice that is under way, and have it rendered once', async () => {
    open({ threads });
    const [, email, pdf] = await Promise.all([
      issue(1),
      compose(1),
      documents.pdf(idOf(1), invoiceOf(1)),
    ]);
    expect(attachedTo(valueIn(email)).equals(valueIn(pdf).bytes)).toBe(true);
    // One job for both.
    expect(documents.figures()).toMatchObject({ batchSize: { count: 1, max: 1 } });
  });

  test('that cannot be made cost their neighbours nothing, and leave what is filed', async () => {
    open({ threads });
    await issue(7);
    const broken = { ...invoiceOf(7), lines: null } as unknown as Invoice;
    const [first, refused, last] = await Promise.all([compose(1), compose(7, broken), compose(2)]);
    expect(refusalIn(refused)).toEqual({
      type: 'invoice-failed',
      detail: expect.stringMatching(/\S/) as string,
    });
    for (const [number, email] of [first, last].entries()) {
      expect(attachedTo(valueIn(email)).equals(renderHybridInvoice(invoiceOf(number + 1)))).toBe(
        true,
      );
    }
    expect(filed().map(({ order_id }) => order_id)).toEqual([1, 2, 7].map(idOf));
    expect(await compose(7)).toMatchObject({ ok: true });
  });

  test('are refused as overloaded where the queue is full, and the others are composed', async () => {
    open({ threads, queueMax: 3 });
    const answers = await Promise.all([0, 1, 2, 3, 4].map((number) => compose(number)));
    const overloaded = { ok: false, refusal: { type: 'overloaded' } };
    expect(answers).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: true },
      overloaded,
      overloaded,
    ]);
    expect(await compose(4)).toMatchObject({ ok: true });
  });
});

describe('e-mails that become files', () => {
  const eml = (number: number) => join(folder, 'mail', `confirmation.${idOf(number)}.eml`);

  test('are written by the thread that composed them, with what was filed', async () => {
    open({ mailFolder: join(folder, 'mail') });
    expect(valueIn(await compose(1))).toEqual({ type: 'sent' });
    const [document] = filed() as [ReturnType<typeof filed>[0]];
    const attached = partOf(readMime(readFileSync(eml(1))), 'application/pdf').content;
    expect(attached.equals(document.bytes)).toBe(true);
  });

  test('that cannot be written say so, and what they were to carry stays filed', async () => {
    open({ mailFolder: join(folder, 'mail') });
    await compose(1);
    rmSync(join(folder, 'mail'), { recursive: true });
    const [email, issued] = await Promise.all([compose(2), issue(2)]);
    expect(valueIn(email)).toMatchObject({ type: 'failed', permanent: false });
    expect(issued).toEqual({ ok: true, value: null });
    expect(filed().map(({ order_id }) => order_id)).toEqual([1, 2].map(idOf));
  });

  test('are not written where the document could not be filed', async () => {
    open({ mailFolder: join(folder, 'mail') });
    await compose(1);
    readWrite((db) =>
      db.exec(`create trigger no_room before insert on documents
        begin select raise(abort, 'no room'); end`),
    );
    expect(await compose(2)).toMatchObject({ ok: false, refusal: { type: 'invoice-failed' } });
    expect(existsSync(eml(2))).toBe(false);
  });
});

describe('an invoice that kills its thread', () => {
  // A small heap, so that running out of it is quick and harms nobody else on the machine.
  const openPoisonable = () => open({ worker, heapMb: 96 });

  const failed = {
    ok: false,
    refusal: { type: 'invoice-failed', detail: expect.stringMatching(/\S/) as string },
  };

  test.each([
    ['ends it', 'EXIT'],
    ['eats all memory', 'MEMORY'],
    ['makes it throw', 'THROW'],
    ['makes it throw outside of the invoice', 'UNCAUGHT'],
  ])('because it %s fails alone', async (_, death) => {
    openPoisonable();
    const batch = [issue(1), issue(2), issue(99, poisonous(death)), issue(3), issue(4)];
    const fine = { ok: true, value: null };
    expect(await Promise.all(batch)).toEqual([fine, fine, failed, fine, fine]);
    expect(filed().map(({ order_id }) => order_id)).toEqual([1, 2, 3, 4].map(idOf));
    expect(await Promise.all([issue(5), issue(6)])).toEqual([fine, fine]);
  });

  test('is counted, and tried anew when it is asked for again', async () => {
    openPoisonable();
    expect(await issue(99, poisonous('EXIT'))).toEqual(failed);
    expect(documents.figures()).toMatchObject({ threads: 1, deaths: 2 });
    expect(await issue(99)).toEqual({ ok: true, value: null });
  });

  test.each(['EXIT', 'MEMORY', 'THROW', 'UNCAUGHT'])(
    'when its e-mail is composed fails alone as well, and stays filed: %s',
    async (death) => {
      openPoisonable();
      await issue(99);
      const emails = [compose(1), compose(99, poisonous(death)), compose(2)];
      const fine = { ok: true, value: { id: expect.stringMatching(/^confirmation/) as string } };
      expect(await Promise.all(emails)).toMatchObject([fine, failed, fine]);
      expect(filed().map(({ order_id }) => order_id)).toEqual([1, 2, 99].map(idOf));
      expect(await compose(99)).toMatchObject(fine);
    },
  );
});

test('a document that two processes render at once is filed once', async () => {
  open({ threads: 1 });
  const others = new Documents({
    threads: 1,
    queueMax: 10,
    file,
    sender,
    archive: openArchiveReader(file),
    inline: () => Promise.reject(new Error('not inline')),
  });
  const [mine, theirs] = await Promise.all([issue(1), others.issue(idOf(1), invoiceOf(1))]);
  await others.close();
  expect([mine.ok, theirs.ok]).toEqual([true, true]);
  expect(filed()).toHaveLength(1);
});
