import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCalendar } from '../../src/calendar.js';
import type { DocumentJob, MadeEmail } from '../../src/compute/document-batch.js';
import { Documents, type DocumentsOptions } from '../../src/compute/documents.js';
import { creditNoteFor, invoiceFor } from '../../src/core/invoice/issued-document.js';
import type { OrderFacts, OrderRefund } from '../../src/core/order.js';
import { refundOf } from '../../src/core/refund.js';
import { openDocumentDesk } from '../../src/document-desk.js';
import { renderHybridInvoice } from '../../src/documents/desk.js';
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
const seller = {
  ...{ name: 'Shop', line1: 'Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' },
  vatId: 'DE123456788',
};
const timeZone = 'Europe/Berlin';
const worker = fileURLToPath(new URL('../fixtures/poisonous-invoices.mjs', import.meta.url));

/** Different in number, buyer and total, so that none could be taken for another unnoticed. */
function orderOf(number: number, article = 'MUG'): OrderFacts {
  const document = documentOf([{ sku: article, quantity: number + 1 }]);
  const running = String(number).padStart(6, '0');
  return {
    id: idOf(number),
    number: `2026-${running}`,
    invoiceNumber: `INV-2026-${running}`,
    state: 'confirmed',
    currency: 'EUR',
    createdAt: AT,
    confirmedAt: AT,
    document: {
      ...document,
      customer: { name: `Buyer ${number}`, email: `buyer.${number}@example.com` },
      shippingAddress: { ...address, name: `Buyer ${number}` },
    },
    payment: {
      ...{ method: 'simulated', reference: 'ref', state: 'captured' },
      amount: document.totals.total,
    },
    tasks: [],
  };
}

/** A piece of the order's only line. */
const refundOfPiece = ({ document }: OrderFacts, position: number): OrderRefund => ({
  ...{ position, state: 'refunded', creditNoteNumber: `CN-2026-00000${position}` },
  ...{ at: AT, reason: 'returned', isRestocked: true, attempts: [] },
  amounts: valueIn(
    refundOf({ document, currency: 'EUR' }, [], { lines: [{ sku: 'MUG', quantity: 1 }] }),
  ),
});

/** What the threads are to make of it. */
const rendered = (order: OrderFacts): Buffer =>
  renderHybridInvoice(valueIn(invoiceFor({ seller, calendar: createCalendar(timeZone) }, order)));

/** One of which no invoice can be made. */
const broken = (number: number): OrderFacts => {
  const order = orderOf(number);
  return { ...order, document: { ...order.document, lines: null as never } };
};

/** When orders are confirmed, and e-mails are dated. */
const AT = Date.UTC(2026, 5, 1, 12);
const link = { url: 'https://shop.example/orders/x', goodUntil: '2026-08-30' };

const idOf = (number: number): string => `order-${number}`;
const poisonous = (death: string): OrderFacts => orderOf(99, `POISON-${death}`);

let folder: string;
let file: string;
let documents: Documents;
/** Jobs that were done on this thread. */
let inlined: DocumentJob[][];

const deskSettings = () => ({
  file,
  orders: {
    module: new URL('../fixtures/kept-orders.mjs', import.meta.url).href,
    options: { folder },
  },
  ...{ seller, timeZone, sender },
});

function open({ desk, ...options }: Partial<DocumentsOptions> = {}): Documents {
  const settings = { ...deskSettings(), ...desk };
  documents = new Documents({
    threads: 1,
    queueMax: 1_000,
    desk: settings,
    archive: openArchiveReader(file),
    inline: async () => {
      const { make, close } = await openDocumentDesk(settings);
      return {
        make: (jobs) => {
          inlined.push(jobs);
          return make(jobs);
        },
        close,
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

/** From now on, the order of that number is this one. */
const keep = (order: OrderFacts): void =>
  writeFileSync(join(folder, `${order.id}.json`), JSON.stringify(order));

const filed = (): { order_id: string; sha256: string; bytes: Buffer }[] =>
  readFrom(file, (db) =>
    db
      .prepare<[], { order_id: string; sha256: string; bytes: Buffer }>(
        'select order_id, sha256, bytes from documents order by order_id',
      )
      .all(),
  );

const nameOf = (number: number) => ({
  ...{ orderId: idOf(number), refund: null, kind: 'invoice-pdf' as const },
});

function issue(number: number, order = orderOf(number)) {
  keep(order);
  return documents.issue(nameOf(number));
}

function pdfOf(number: number, order = orderOf(number)) {
  keep(order);
  return documents.pdf(nameOf(number));
}

function compose(number: number, order = orderOf(number), at = AT) {
  keep(order);
  return documents.email({ orderId: idOf(number), refund: null }, { at, link });
}

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
      const expected = rendered(orderOf(number));
      expect(bytes.equals(expected)).toBe(true);
      expect(kept).toBe(sha256(expected));
    }
    expect(inlined.flat()).toHaveLength(threads === 0 ? 20 : 0);
  });

  test('asked for by many at once are rendered once, and everybody gets the same', async () => {
    open({ threads });
    const answers = await Promise.all(Array.from({ length: 50 }, () => pdfOf(1)));
    expect(filed()).toHaveLength(1);
    const expected = rendered(orderOf(1));
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
    for (const other of [{ ...orderOf(2), id: idOf(1) }, broken(1)]) {
      expect(await issue(1, other)).toEqual({ ok: true, value: null });
      const issued = await pdfOf(1, other);
      expect(issued).toEqual({ ok: true, value: { bytes, sha256: kept } });
    }
    expect(filed()).toEqual(before);
    expect(documents.figures()).toMatchObject({ batchSize: { count: 1, max: 1 } });
  });

  test('that cannot be made cost their neighbours nothing', async () => {
    open({ threads });
    const [first, refused, last] = await Promise.all([issue(1), issue(7, broken(7)), issue(2)]);
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
    expect(await pdfOf(2)).toMatchObject(failed);
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
      expect(attachedTo(email).equals(rendered(orderOf(number)))).toBe(true);
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
    const second = composed(valueIn(await compose(1, orderOf(1), AT + 60_000)));
    expect({ ...second, raw: '' }).toEqual({ ...first, raw: '' });
    expect(attachedTo(second).equals(attachedTo(first))).toBe(true);
    expect(Date.parse(only(readMime(second.raw).headers, 'date') as string)).toBe(AT + 60_000);
    expect(filed()).toHaveLength(1);
  });

  test('wait for an invoice that is under way, and have it rendered once', async () => {
    open({ threads });
    const [, email, pdf] = await Promise.all([issue(1), compose(1), pdfOf(1)]);
    expect(attachedTo(valueIn(email)).equals(valueIn(pdf).bytes)).toBe(true);
    // One job for both.
    expect(documents.figures()).toMatchObject({ batchSize: { count: 1, max: 1 } });
  });

  test('that cannot be made cost their neighbours nothing, and leave what is filed', async () => {
    open({ threads });
    await issue(7);
    const [first, refused, last] = await Promise.all([
      compose(1),
      compose(7, broken(7)),
      compose(2),
    ]);
    expect(refusalIn(refused)).toEqual({
      type: 'invoice-failed',
      detail: expect.stringMatching(/\S/) as string,
    });
    for (const [number, email] of [first, last].entries()) {
      expect(attachedTo(valueIn(email)).equals(rendered(orderOf(number + 1)))).toBe(true);
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

describe.each([
  ['inline', 0],
  ['by one thread', 1],
])('a document whose order is read %s', (_, threads) => {
  test('is refused for good where the order or its refund is not there', async () => {
    open({ threads });
    const gone = (detail: string) => ({ ok: false, refusal: { type: 'not-found', detail } });
    expect(await documents.issue(nameOf(1))).toEqual(gone('the order is not there'));
    const name = { orderId: idOf(1), refund: null };
    expect(await documents.email(name, { at: AT, link })).toEqual(gone('the order is not there'));
    keep(orderOf(1));
    const second = await documents.email({ ...name, refund: 2 }, { at: AT, link });
    expect(second).toEqual(gone('the refund is not there'));
    expect(filed()).toEqual([]);
  });

  test.each(['cancelled', 'refunded'] as const)(
    'is issued, and not announced, when the order was %s',
    async (state) => {
      open({ threads });
      const order = { ...orderOf(1), state };
      const [issued, email] = await Promise.all([issue(1, order), compose(1, order)]);
      expect(issued).toEqual({ ok: true, value: null });
      expect(email).toEqual({ ok: false, refusal: { type: 'called-off', state } });
      expect(filed().map(({ bytes }) => bytes.equals(rendered(orderOf(1))))).toEqual([true]);
      // Nobody can be told of what nobody issues; that it was called off is known all the same.
      expect(await compose(2, { ...broken(2), state })).toEqual({
        ...{ ok: false, refusal: { type: 'called-off', state } },
      });
    },
  );

  test('names what is missing where no seller is configured, and is made once one is', async () => {
    open({ threads, desk: { ...deskSettings(), seller: null } });
    const detail = expect.stringContaining('SELLER_FILE') as string;
    const refused = { ok: false, refusal: { type: 'invoice-failed', detail } };
    for (const ask of [issue, pdfOf, compose]) expect(await ask(1)).toEqual(refused);
    expect(filed()).toEqual([]);
    await documents.close();
    open({ threads });
    expect(await issue(1)).toEqual({ ok: true, value: null });
  });

  test('says so where its currency has no rate on that day', async () => {
    const accounting = { currency: 'EUR', rates: [] };
    open({ threads, desk: { ...deskSettings(), seller: { ...seller, accounting } } });
    const refusal = refusalIn(await issue(1, { ...orderOf(1), currency: 'GBP' }));
    expect(refusal).toMatchObject({
      ...{ type: 'invoice-failed', detail: expect.stringContaining('GBP') as string },
    });
    expect(await issue(2)).toEqual({ ok: true, value: null });
  });

  test('is the credit note of the refund that it names, beside the invoice', async () => {
    open({ threads });
    const refunds = [1, 2].map((position) => refundOfPiece(orderOf(1), position));
    const order = { ...orderOf(1), refunds };
    keep(order);
    const kind = 'credit-note-pdf CN-2026-000002' as const;
    const issued = await documents.pdf({ orderId: order.id, refund: 2, kind });
    const issuer = { seller, calendar: createCalendar(timeZone) };
    const expected = renderHybridInvoice(
      valueIn(creditNoteFor(issuer, order, refunds[1] as OrderRefund)),
    );
    expect(valueIn(issued).bytes.equals(expected)).toBe(true);
    const email = await documents.email({ orderId: order.id, refund: 2 }, { at: AT, link });
    expect(attachedTo(valueIn(email)).equals(expected)).toBe(true);
    expect(await issue(1, order)).toEqual({ ok: true, value: null });
    expect(filed()).toHaveLength(2);
  });
});

test('a document that somebody waits for goes before those that wait for their tasks', async () => {
  open({ threads: 0 });
  const issues = Array.from({ length: 30 }, (_unused, number) => issue(number));
  const awaited = [pdfOf(29), pdfOf(30)];
  expect(await Promise.all([...issues, ...awaited])).toHaveLength(32);
  const order = inlined.flat().map(({ orderId }) => orderId);
  // Sixteen had left already.
  expect(order.slice(16, 19)).toEqual([30, 29, 16].map(idOf));
  expect(order).toHaveLength(31);
});

test('a thread gets half of its time beside orders, and all of it where there are none', async () => {
  let hasOrders = true;
  open({ worker: fileURLToPath(new URL('../fixtures/telling-share.mjs', import.meta.url)) });
  const shareTold = async () => refusalIn(await issue(1)).detail;
  expect(await shareTold()).toBe('100');
  documents.makeWayFor(() => hasOrders);
  expect(await shareTold()).toBe('50');
  hasOrders = false;

  expect(await shareTold()).toBe('100');
});

describe('e-mails that become files', () => {
  const inFiles = () => ({ ...deskSettings(), mailFolder: join(folder, 'mail') });
  const draftOf = (number: number) => join(folder, 'mail', `confirmation.${idOf(number)}.eml.part`);

  test('are written by the thread that composed them, with what was filed', async () => {
    open({ desk: inFiles() });
    expect(valueIn(await compose(1))).toEqual({ draft: `confirmation.${idOf(1)}` });
    const [document] = filed() as [ReturnType<typeof filed>[0]];
    const attached = partOf(readMime(readFileSync(draftOf(1))), 'application/pdf').content;
    expect(attached.equals(document.bytes)).toBe(true);
  });

  test('that cannot be written say so, and what they were to carry stays filed', async () => {
    open({ desk: inFiles() });
    await compose(1);
    rmSync(join(folder, 'mail'), { recursive: true });
    const [email, issued] = await Promise.all([compose(2), issue(2)]);
    expect(valueIn(email)).toMatchObject({ type: 'failed', permanent: false });
    expect(issued).toEqual({ ok: true, value: null });
    expect(filed().map(({ order_id }) => order_id)).toEqual([1, 2].map(idOf));
  });

  test('are not written where the document could not be filed', async () => {
    open({ desk: inFiles() });
    await compose(1);
    readWrite((db) =>
      db.exec(`create trigger no_room before insert on documents
        begin select raise(abort, 'no room'); end`),
    );
    expect(await compose(2)).toMatchObject({ ok: false, refusal: { type: 'invoice-failed' } });
    expect(existsSync(draftOf(2))).toBe(false);
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
    desk: deskSettings(),
    archive: openArchiveReader(file),
    inline: () => Promise.reject(new Error('not inline')),
  });
  const [mine, theirs] = await Promise.all([issue(1), others.issue(nameOf(1))]);
  await others.close();
  expect([mine.ok, theirs.ok]).toEqual([true, true]);
  expect(filed()).toHaveLength(1);
});
