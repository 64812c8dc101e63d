import { ok, type Result } from '../../../core/result.js';
import type { Db } from '../connection.js';
import type { LedgerInput } from '../ledger-commands.js';

/** Keys of operators: their secrets come and go as SHA-256 only. */
export function operatorKeyCommands(db: Db) {
  const put = db.prepare(`
    insert into operator_keys (id, name, scopes, hash, created_at, expires_at)
    values (?, ?, ?, ?, ?, ?) on conflict do nothing`);
  const rotate = db.prepare(`
    update operator_keys set previous_hash = hash, previous_until = ?, hash = ?
    where id = ? and revoked_at is null`);
  const revoke = db.prepare(
    'update operator_keys set revoked_at = ? where id = ? and revoked_at is null',
  );
  const touch = db.prepare(
    'update operator_keys set last_used_at = max(coalesce(last_used_at, 0), ?) where id = ?',
  );
  return {
    putOperatorKey: (command: LedgerInput<'putOperatorKey'>): Result<null, never> => {
      const { id, name, scopes, hash, expiresAt = null, at } = command;
      put.run(id, name, JSON.stringify(scopes), hash, Math.round(at), expiresAt);
      return ok(null);
    },
    rotateOperatorKey: ({ id, hash, previousUntil }: LedgerInput<'rotateOperatorKey'>) =>
      ok(rotate.run(Math.round(previousUntil), hash, id).changes === 1),
    revokeOperatorKey: ({ id, at }: LedgerInput<'revokeOperatorKey'>) =>
      ok(revoke.run(Math.round(at), id).changes === 1),
    touchOperatorKey: ({ id, at }: LedgerInput<'touchOperatorKey'>): Result<null, never> => {
      touch.run(Math.round(at), id);
      return ok(null);
    },
  };
}
