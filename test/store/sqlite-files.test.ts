// Which files are opened, how, and which are refused and left as they are.

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  LedgerFileError,
  openReader,
  openWriter,
  prepareLedgerFile,
} from '../../src/store/sqlite/connection.js';
import { migrations } from '../../src/store/sqlite/migrations.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { intoOneFile, readFrom } from '../support/sqlite-store.js';
import { confirmed, orderOf, stocked } from '../support/store-orders.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

let folder: string;
let ledger: string;
let made = 0;

beforeAll(async () => {
  folder = temporaryFolder();
  ledger = join(folder, 'template.db');
  const store = openSqliteStore({ file: ledger, batchMax: 64, queueMax: 64 });
  const sku = await stocked(store, 500);
  for (let n = 0; n < 100; n += 1) await confirmed(store, [{ sku, quantity: 1 }]);
  await store.close();
  intoOneFile(ledger);
});
afterAll(() => removeFolder(folder));

const digest = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

const openStore = (file: string) => openSqliteStore({ file, batchMax: 64, queueMax: 64 });

/** A file of its own folder, so that everything that is left beside it can be seen. */
function newFile(): string {
  made += 1;
  const own = join(folder, String(made));
  mkdirSync(own);
  return join(own, 'ledger.db');
}

describe('the connection that writes', () => {
  test('keeps a write-ahead log and waits for the disk at every commit', () => {
    const file = newFile();
    prepareLedgerFile(file);

    const db = openWriter(file);

    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    db.close();
  });

  test('is refused where there can be no write-ahead log', () => {
    expect(() => openWriter(':memory:')).toThrow(LedgerFileError);
  });
});

describe('the connection that reads', () => {
  test('cannot write', () => {
    const db = openReader(ledger);

    expect(() => db.exec('delete from orders')).toThrow(/readonly/);
    db.close();
  });
});

describe('a new file', () => {
  test('is marked as a ledger of the newest schema', () => {
    const file = newFile();

    prepareLedgerFile(file);

    const [id, version] = readFrom(file, (db) => [
      db.pragma('application_id', { simple: true }),
      db.pragma('user_version', { simple: true }),
    ]);
    expect(id).toBe(Buffer.from('Olom').readInt32BE());
    expect(version).toBe(migrations.length);
  });

  test('may be an empty one that is there already', () => {
    const file = newFile();
    writeFileSync(file, '');

    prepareLedgerFile(file);

    expect(readFrom(file, (db) => db.prepare('select count(*) from orders').pluck().get())).toBe(0);
  });

  test('is refused in a folder that is not there', () => {
    expect(() => prepareLedgerFile(join(folder, 'nowhere', 'ledger.db'))).toThrow(LedgerFileError);
  });
});

describe('a ledger that is there', () => {
  test('is opened again and again with everything in it', async () => {
    const file = newFile();
    const first = openStore(file);
    const sku = await stocked(first, 5);
    const orderId = await confirmed(first, [{ sku, quantity: 2 }]);
    const order = await orderOf(first, orderId);
    await first.close();

    const second = openStore(file);

    expect(await second.order(orderId)).toEqual(order);
    expect(await second.stock(sku)).toEqual({ sku, onHand: 3, reserved: 0 });
    await second.close();
  });

  test('of any older schema is brought to the newest', () => {
    for (const [done] of migrations.entries()) {
      const file = newFile();
      if (done > 0) {
        const old = new Database(file);
        for (const sql of migrations.slice(0, done)) old.exec(sql);
        old.pragma(`application_id = ${Buffer.from('Olom').readInt32BE()}`);
        old.pragma(`user_version = ${done}`);
        old.close();
      }

      prepareLedgerFile(file);

      const version = readFrom(file, (db) => db.pragma('user_version', { simple: true }));
      expect(version).toBe(migrations.length);
    }
  });
});

describe('a file that is no intact ledger of ours', () => {
  const spoilt: Record<string, { make: (file: string) => void; says: RegExp }> = {
    "another program's database": {
      make: (file) => {
        const db = new Database(file);
        db.exec("create table notes (text text); insert into notes values ('dear diary')");
        db.close();
      },
      says: /another program/,
    },
    "another program's database with its own mark": {
      make: (file) => {
        const db = new Database(file);
        db.pragma('journal_mode = WAL');
        db.pragma('application_id = 1196444487');
        db.exec('create table features (id integer primary key)');
        db.close();
      },
      says: /another program/,
    },
    'a text file': {
      make: (file) => writeFileSync(file, 'sku,quantity\n'.repeat(1_000)),
      says: /not an intact database/,
    },
    'a ledger of a newer Orderloom': {
      make: (file) => {
        copyFileSync(ledger, file);
        const db = new Database(file);
        db.pragma(`user_version = ${migrations.length + 1}`);
        db.close();
      },
      says: /newer Orderloom/,
    },
    'a ledger of which half is missing': {
      make: (file) => {
        copyFileSync(ledger, file);
        truncateSync(file, Math.floor(readFileSync(file).length / 2));
      },
      says: /damaged|not an intact database/,
    },
    'a ledger with garbage in its middle': {
      make: (file) => {
        const bytes = readFileSync(ledger);
        bytes.fill(0xa5, Math.floor(bytes.length / 4), Math.floor(bytes.length / 2));
        writeFileSync(file, bytes);
      },
      says: /damaged|not an intact database/,
    },
    'a ledger with a spoilt header': {
      make: (file) => {
        const bytes = readFileSync(ledger);
        bytes.fill(0, 0, 16);
        writeFileSync(file, bytes);
      },
      says: /not an intact database/,
    },
    'a folder': {
      make: (file) => mkdirSync(file),
      says: /cannot be opened/,
    },
  };

  let file: string;
  beforeEach(() => {
    file = newFile();
  });

  for (const [kind, { make, says }] of Object.entries(spoilt)) {
    test(`is refused, named and left as it was: ${kind}`, () => {
      make(file);
      const isFile = kind !== 'a folder';
      const before = isFile ? digest(file) : readdirSync(file);

      const open = () => openStore(file);

      expect(open).toThrow(LedgerFileError);
      expect(open).toThrow(says);
      expect(open).toThrow(file);
      expect(isFile ? digest(file) : readdirSync(file)).toEqual(before);
    });
  }
});
