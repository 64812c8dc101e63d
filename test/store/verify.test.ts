// A clean ledger has no offences; one with a corrupted row has that very offence.

import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LedgerFileError } from '../../src/store/sqlite/connection.js';
import { verifyLedger } from '../../src/store/sqlite/verify.js';
import { type SampleLedger, writeSampleLedger } from '../support/sample-ledger.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';
import { corruptionsOf } from './corruptions.js';

const folder = temporaryFolder();
const sample: SampleLedger = await writeSampleLedger(folder);
const corruptions = corruptionsOf(sample);
let copies = 0;

afterAll(() => removeFolder(folder));

function copy(): Pick<SampleLedger, 'ledger' | 'books'> {
  copies += 1;
  const own = join(folder, String(copies));
  mkdirSync(own);
  const [ledger, books] = [join(own, 'ledger.db'), join(own, 'simulated-payments.db')];
  copyFileSync(sample.ledger, ledger);
  copyFileSync(sample.books, books);
  return { ledger, books };
}

/** Nothing may hold the SQL back: neither checks, nor the protection of the schema. */
function corrupted(sql: string, before: string): Pick<SampleLedger, 'ledger' | 'books'> {
  const { ledger, books } = copy();
  const db = new Database(ledger);
  try {
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    db.pragma('ignore_check_constraints = ON');
    db.prepare('attach ? as provider').run(books);
    db.exec(before);
    expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
  } finally {
    db.close();
  }
  return { ledger, books };
}

describe('a clean ledger', () => {
  let verified: ReturnType<typeof verifyLedger>;
  beforeAll(() => {
    verified = verifyLedger(sample.ledger, sample.books);
  });

  test('has no offences, with orders in it that ended in every way', () => {
    expect(verified.orders).toBe(13);
    expect(verified.offences).toEqual([]);
  });

  test('is checked for everything that a corruption here is known for, and nothing else', () => {
    expect([...verified.checked].sort()).toEqual(
      [...new Set(corruptions.map(({ invariant }) => invariant))].sort(),
    );
  });

  test('needs no books of the simulated provider', () => {
    const alone = verifyLedger(sample.ledger, join(folder, 'no-such-books.db'));

    expect(alone.offences).toEqual([]);
    expect(alone.checked).not.toContain('no-charge-without-an-order');
    expect(existsSync(join(folder, 'no-such-books.db'))).toBe(false);
  });
});

describe('a corrupted ledger', () => {
  for (const { invariant, what, sql, offender, before } of corruptions) {
    test(`offends ${invariant}: ${what}`, () => {
      const { ledger, books } = corrupted(sql, before);

      const { offences } = verifyLedger(ledger, books);

      expect(offences).toContainEqual({ invariant, offender, detail: expect.any(String) });
    });
  }
});

describe('books in which the provider has written nothing yet', () => {
  test('are books without a charge', () => {
    const { ledger } = copy();
    const empty = join(folder, 'empty-books.db');
    new Database(empty).exec('vacuum').close();

    const { offences } = verifyLedger(ledger, empty);

    expect(offences).toContainEqual({
      invariant: 'no-order-without-its-charge',
      offender: sample.orders.confirmed,
      detail: expect.any(String),
    });
  });
});

describe('what is no ledger', () => {
  test('is refused, not verified', () => {
    const { books } = copy();

    expect(() => verifyLedger(books, null)).toThrow(LedgerFileError);
  });
});
