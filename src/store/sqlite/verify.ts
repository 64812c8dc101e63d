// Recomputes every invariant of the ledger from its rows. Each is a query that answers offenders;
// what cannot be said in SQL is checked on the orders' documents, one by one.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { auditInvariants } from './audit-invariants.js';
import { archiveInvariants, chargeInvariants } from './books-invariants.js';
import { assertOurs, type Db, openReader } from './connection.js';
import { customerInvariants } from './customer-invariants.js';
import { type Invariant, invariants } from './invariants.js';
import { promotionInvariants } from './promotion-invariants.js';
import { refundInvariants } from './refund-invariants.js';
import { documentFaults } from './verify-documents.js';
import { refundFaults } from './verify-refunds.js';
import { webhookInvariants } from './webhook-invariants.js';

export interface Offence {
  invariant: string;
  /** What is wrong: a SKU, an order id, a number. */
  offender: string;
  detail: string;
}

export interface Verified {
  orders: number;
  checked: string[];
  offences: Offence[];
}

/** Offenders listed for each invariant. */
const OFFENDERS_MAX = 100;

/**
 * Checks a ledger, also while an engine is writing it: the files cannot be read at one instant,
 * so what looks wrong is looked at once more, and only what is wrong both times is an offence.
 * @throws LedgerFileError when the file is no intact ledger.
 */
export function verifyLedger(
  file: string,
  providerFile: string | null,
  archiveFile: string | null = null,
): Verified {
  const db = openReader(file);
  try {
    assertOurs(db, file);
    db.function('sha256', { deterministic: true }, sha256);
    const attached = (name: string, other: string | null): boolean => {
      if (other === null || !existsSync(other)) return false;
      db.prepare(`attach ? as ${name}`).run(other);
      return true;
    };
    const rows = [
      ...invariants,
      ...promotionInvariants,
      ...refundInvariants,
      ...customerInvariants,
      ...webhookInvariants,
      ...auditInvariants,
      ...(attached('provider', providerFile) ? onBooks(db) : []),
      ...(attached('archive', archiveFile) ? archiveInvariants : []),
    ];
    const first = round(db, rows);
    const offences = first.length === 0 ? first : inBoth(first, round(db, rows));
    const orders = db.prepare('select count(*) from orders').pluck().get() as number;
    return { orders, checked: [...rows.map(({ name }) => name), ...otherChecks], offences };
  } finally {
    db.close();
  }
}

const sha256 = (bytes: unknown): string =>
  createHash('sha256')
    .update(bytes as Uint8Array)
    .digest('hex');

const emptyTables = {
  charges: '(select null as key, null as state, 0 as amount, null as currency where 0)',
  refunds: '(select null as key, null as charge, null as state, 0 as amount where 0)',
};

/** Books in which nothing was ever written are books without a charge; older ones know no refunds. */
function onBooks(db: Db): readonly Invariant[] {
  const has = db.prepare('select 1 from provider.sqlite_schema where name = ?');
  const missing = Object.entries(emptyTables).filter(([table]) => has.get(table) === undefined);
  return chargeInvariants.map(({ name, sql }) => ({
    name,
    sql: missing.reduce((text, [table, none]) => text.replaceAll(`provider.${table}`, none), sql),
  }));
}

const otherChecks = ['file-is-intact', 'amounts-add-up', 'refunds-add-up'];

/** One snapshot for all invariants. */
function round(db: Db, rows: readonly Invariant[]): Offence[] {
  return db.transaction(() => [
    ...integrity(db),
    ...rows.flatMap(({ name, sql }) =>
      db
        .prepare<[], Omit<Offence, 'invariant'>>(`select * from (${sql}) limit ${OFFENDERS_MAX}`)
        .all()
        .map((row) => ({ invariant: name, ...row })),
    ),
    ...documentFaults(db, OFFENDERS_MAX).map((row) => ({ invariant: 'amounts-add-up', ...row })),
    ...refundFaults(db, OFFENDERS_MAX).map((row) => ({ invariant: 'refunds-add-up', ...row })),
  ])();
}

function integrity(db: Db): Offence[] {
  const rows = db.pragma('integrity_check(10)') as { integrity_check: string }[];
  return rows
    .filter(({ integrity_check }) => integrity_check !== 'ok')
    .map(({ integrity_check }) => ({
      invariant: 'file-is-intact',
      offender: 'ledger.db',
      detail: integrity_check,
    }));
}

function inBoth(first: Offence[], second: Offence[]): Offence[] {
  const keys = new Set(second.map(({ invariant, offender }) => `${invariant} ${offender}`));
  return first.filter(({ invariant, offender }) => keys.has(`${invariant} ${offender}`));
}
