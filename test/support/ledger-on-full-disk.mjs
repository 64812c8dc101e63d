// A ledger thread whose file may not grow while the mark `.full` lies beside it.
import { existsSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const PAGES_MAX = 4_000_000;
const mark = `${workerData.file}.full`;

// The limit belongs to the connection, which the ledger keeps to itself.
let connection;
const { prepare } = Database.prototype;
Database.prototype.prepare = function (sql) {
  connection = this;
  return prepare.call(this, sql);
};
const { default: ledger } = await import('../../dist/workers/ledger.js');

export default (batch) => {
  // SQLite takes a limit below the present size for the present size.
  connection.pragma(`max_page_count = ${existsSync(mark) ? 1 : PAGES_MAX}`);
  return ledger(batch);
};
