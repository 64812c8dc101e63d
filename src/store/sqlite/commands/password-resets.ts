// Passwords set by e-mail. A request is written down in the same way whether anybody has the address
// or not; who it is for is looked up when the e-mail is made.

import { ok, type Result, refuse } from '../../../core/result.js';
import type { IssueResetCommand, RequestResetCommand, ResetInvalid } from '../../store.js';
import type { Db } from '../connection.js';
import { type SessionWriter, sessionWriter } from './customers.js';

export function resetCommands(db: Db) {
  // Asked for in the time to come: the clock was set back since.
  const isNew = '(requested_at <= @notAfter or requested_at > @at + 1000)';
  const request = db.prepare(`
    insert into password_resets (address, requested_at, mail_due_at) values (@address, @at, @at)
    on conflict do update set asked = asked + 1,
      mail_due_at = iif(${isNew}, @at, mail_due_at),
      tries = iif(${isNew}, 0, tries),
      requested_at = iif(${isNew}, @at, requested_at)`);
  const issue = db.prepare(`
    update password_resets set customer_id = @customerId, hash = @hash, expires_at = @expiresAt,
      mail_due_at = @retryAt, tries = tries + 1
    where address = @address`);
  const settle = db.prepare('update password_resets set mail_due_at = null where address = ?');
  const purge = db.prepare(`
    delete from password_resets where address in (
      select address from password_resets where requested_at <= @before limit @limit)`);
  return {
    requestReset: ({ address, at, notAfter }: RequestResetCommand) => {
      request.run({ address, at: Math.round(at), notAfter: Math.round(notAfter) });
      return ok(null);
    },
    issueReset: ({ expiresAt, retryAt, ...row }: IssueResetCommand) => {
      issue.run({ ...row, expiresAt: Math.round(expiresAt), retryAt: Math.round(retryAt) });
      return ok(null);
    },
    settleReset: ({ address }: { address: string }) => {
      settle.run(address);
      return ok(null);
    },
    resetPassword: resetCommand(db, sessionWriter(db)),
    purgeResets: ({ before, limit }: { before: number; limit: number }) =>
      ok(purge.run({ before: Math.round(before), limit }).changes),
  };
}

function resetCommand(db: Db, sessions: SessionWriter) {
  const find = db.prepare<[object], { customerId: string; address: string }>(`
    select r.customer_id as customerId, c.address
    from password_resets r join customers c on c.id = r.customer_id and c.address = r.address
    where r.hash = @hash and r.expires_at > @at`);
  const holder = db
    .prepare<[string], string>('select customer_id from credentials where address = ?')
    .pluck();
  const put = db.prepare(`
    insert into credentials (customer_id, address, password, created_at, changed_at)
    values (@customerId, @address, @password, @at, @at)
    on conflict (customer_id) do update set password = @password, changed_at = @at`);
  const drop = db.prepare('delete from password_resets where customer_id = ?');
  return (command: {
    hash: string;
    password: string;
    at: number;
  }): Result<{ customerId: string }, ResetInvalid> => {
    const at = Math.round(command.at);
    const found = find.get({ hash: command.hash, at });
    const other = found && holder.get(found.address);
    if (!found || (other !== undefined && other !== found.customerId)) {
      return refuse({ type: 'reset-invalid' });
    }
    put.run({ ...found, password: command.password, at });
    drop.run(found.customerId);
    sessions.endAll(found.customerId);
    return ok({ customerId: found.customerId });
  };
}
