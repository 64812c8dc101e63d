import { ok, type Result } from '../../../core/result.js';
import type { IdempotencyClaim, KeyTaken } from '../../store.js';
import type { Db } from '../connection.js';

interface KeyRow {
  id: number;
  fingerprint: string;
  order_id: string | null;
  status: number | null;
  body: string | null;
}

/** What a key that is in the table already means for somebody who brings it again. */
export function keyTaken(row: KeyRow, fingerprint: string): KeyTaken {
  if (row.fingerprint !== fingerprint) return { type: 'idempotency-key-reused' };
  if (row.status === null || row.body === null) return { type: 'request-in-progress' };
  return {
    type: 'answered',
    answer: { status: row.status, body: row.body, orderId: row.order_id },
  };
}

export const keySql =
  'select id, fingerprint, order_id, status, body from idempotency_keys where caller = ? and key = ?';

export function keyClaims(db: Db) {
  const insert = db.prepare(`
    insert into idempotency_keys (caller, key, fingerprint, order_id, created_at)
    values (?, ?, ?, ?, ?)`);
  const find = db.prepare<[string, string], KeyRow>(keySql);
  return {
    taken: ({ caller, key, fingerprint }: IdempotencyClaim): KeyTaken | null => {
      const row = find.get(caller, key);
      return row ? keyTaken(row, fingerprint) : null;
    },
    /** Answers the row's id. Only for a key that is not taken. */
    claim: (
      { caller, key, fingerprint }: IdempotencyClaim,
      orderId: string | null,
      at: number,
    ): number =>
      Number(insert.run(caller, key, fingerprint, orderId, Math.round(at)).lastInsertRowid),
  };
}

/**
 * Stores the first answer to a key, and only the first. The order is named as well: a key that has
 * expired is gone, and its row's number may be another key's by now.
 */
export function answerOf(db: Db) {
  const store = db.prepare(
    'update idempotency_keys set status = ?, body = ? where id = ? and order_id is ? and status is null',
  );
  const body = db
    .prepare<[number, string], string>(
      'select body from idempotency_keys where id = ? and order_id = ?',
    )
    .pluck();
  return {
    store: (keyId: number, orderId: string | null, status: number, text: string) =>
      void store.run(status, text, keyId, orderId),
    storedBody: (keyId: number, orderId: string): string | null => body.get(keyId, orderId) ?? null,
  };
}

export function keyCommands(db: Db) {
  const keys = keyClaims(db);
  const { store } = answerOf(db);
  // Row ids grow with time, so the oldest keys are the first: no scan when none has expired.
  const purge = db.prepare(`
    delete from idempotency_keys where id in (
      select id from (select id, created_at from idempotency_keys order by id limit ?)
      where created_at < ?)`);
  return {
    /** For an answer that was reached without an order: the key is claimed and answered at once. */
    rememberAnswer: (
      command: IdempotencyClaim & { status: number; body: string; at: number },
    ): Result<KeyTaken | null, never> => {
      const taken = keys.taken(command);
      if (taken) return ok(taken);
      store(keys.claim(command, null, command.at), null, command.status, command.body);
      return ok(null);
    },
    purgeKeys: ({ before, limit }: { before: number; limit: number }): Result<number, never> =>
      ok(purge.run(limit, before).changes),
  };
}
