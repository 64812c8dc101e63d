// Rows of an import that have been checked, in a file of their own and in the order of their keys: a
// million of them sorted is a walk through the ledger's pages, at random it would be a search for
// each. It is on the disk once it is closed; until then nothing waits for that.

import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';

const schema = `
  create table rows (key text primary key, line integer not null, payload text not null)
  strict, without rowid`;

export interface Staging {
  /** Answers the line that has the key already, or `null`: then the row is kept. */
  add(key: string, line: number, payload: string): number | null;
  close(): void;
}

export function createStaging(file: string): Staging {
  const db = new Database(file);
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -8000');
  db.exec(schema);
  const insert = db.prepare('insert into rows values (?, ?, ?) on conflict do nothing');
  const lineOf = db.prepare<[string], number>('select line from rows where key = ?').pluck();
  db.exec('begin');
  return {
    add: (key, line, payload) =>
      insert.run(key, line, payload).changes === 0 ? (lineOf.get(key) as number) : null,
    close: () => {
      db.exec('commit');
      db.close();
      // What is applied from here on must still be here after a power cut.
      const descriptor = openSync(file, 'r');
      fsyncSync(descriptor);
      closeSync(descriptor);
    },
  };
}

export interface StagedRow {
  key: string;
  line: number;
  payload: string;
}

export function openStaging(file: string) {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  const after = db.prepare<[string, number], StagedRow>(
    'select key, line, payload from rows where key > ? order by key limit ?',
  );
  return {
    after: (key: string, limit: number): StagedRow[] => after.all(key, limit),
    close: () => void db.close(),
  };
}
