// The filed documents are checked with the ledger: what was issued is there, and never changed.

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { openArchiveWriter, prepareArchive } from '../../src/store/sqlite/document-archive.js';
import { verifyLedger } from '../../src/store/sqlite/verify.js';
import { writeSampleLedger } from '../support/sample-ledger.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const sample = await writeSampleLedger(folder);
const clean = join(folder, 'documents.db');
const done = invoicedOrders();
prepareArchive(clean);
openArchiveWriter(clean).put(
  done.map((orderId) => ({ orderId, kind: 'invoice-pdf', bytes: Buffer.from(`%PDF ${orderId}`) })),
);
afterAll(() => removeFolder(folder));

function invoicedOrders(): string[] {
  const db = new Database(sample.ledger, { readonly: true });
  const ids = db
    .prepare(
      "select o.id from tasks t join orders o on o.seq = t.order_seq where t.topic = 'invoice' and t.state = 'done'",
    )
    .pluck()
    .all() as string[];
  db.close();
  return ids;
}

let copies = 0;

function offencesAfter(sql: string) {
  copies += 1;
  const file = join(folder, `documents-${copies}.db`);
  const source = new Database(clean);
  source.pragma('wal_checkpoint(TRUNCATE)');
  source.close();
  copyFileSync(clean, file);
  const db = new Database(file);
  expect(db.prepare(sql).run().changes).toBe(1);
  db.close();
  return verifyLedger(sample.ledger, sample.books, file).offences;
}

describe('filed documents', () => {
  test('that are all there as they were issued offend nothing', () => {
    const { checked, offences } = verifyLedger(sample.ledger, sample.books, clean);
    expect(done.length).toBeGreaterThan(0);
    expect(offences).toEqual([]);
    expect(checked).toEqual(
      expect.arrayContaining(['done-invoices-are-filed', 'filed-documents-are-unchanged']),
    );
  });

  test.each([
    ['a changed byte', "update documents set bytes = cast(bytes || '!' as blob)"],
    ['another hash', "update documents set sha256 = 'ab'"],
    ['no bytes at all', "update documents set bytes = x''"],
  ])('with %s are named', (_, sql) => {
    const [orderId] = done;
    expect(offencesAfter(`${sql} where order_id = '${orderId}'`)).toEqual([
      {
        invariant: 'filed-documents-are-unchanged',
        offender: orderId,
        detail: expect.stringMatching(
          /^invoice-pdf: its bytes have the SHA-256 [0-9a-f]{64}, filed was /,
        ),
      },
    ]);
  });

  test('that are missing are named', () => {
    const [orderId] = done;
    expect(offencesAfter(`delete from documents where order_id = '${orderId}'`)).toEqual([
      {
        invariant: 'done-invoices-are-filed',
        offender: orderId,
        detail: 'its invoice is done and not filed',
      },
    ]);
  });

  test('that are missing though they were sent are named, by the number of the credit note', () => {
    const ledger = join(folder, 'sent.db');
    copyFileSync(sample.ledger, ledger);
    const db = new Database(ledger);
    const sent = db
      .prepare<[], { id: string; number: string }>(
        `select o.id, r.series || '-00000' || r.series_number as number from refunds r
         join orders o on o.seq = r.order_seq order by r.series_number limit 1`,
      )
      .get();
    db.prepare(
      `update tasks set state = 'done', due_at = null where topic = 'credit-note-email' and reference = 1
         and order_seq = (select seq from orders where id = ?)`,
    ).run(sent?.id);
    db.close();
    const missing = () =>
      verifyLedger(ledger, null, clean).offences.filter(
        ({ invariant }) => invariant === 'sent-credit-notes-are-filed',
      );
    expect(missing()).toEqual([
      {
        invariant: 'sent-credit-notes-are-filed',
        offender: sent?.id,
        detail: `its credit note ${sent?.number} was sent and is not filed`,
      },
    ]);

    const bytes = Buffer.from('%PDF');
    const kind = `credit-note-pdf ${sent?.number}` as const;
    openArchiveWriter(clean).put([{ orderId: sent?.id ?? '', kind, bytes }]);
    expect(missing()).toEqual([]);
  });
});
