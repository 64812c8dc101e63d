// What people change about themselves: their account, their sessions, their password.

import { ok, type Result, refuse } from '../../../core/result.js';
import type {
  ChangeCustomerCommand,
  ChangePasswordCommand,
  EmailTaken,
  EndSessionsCommand,
  NewSession,
  OpenSessionCommand,
  PasswordOutdated,
  RegisterCommand,
} from '../../store.js';
import type { Db } from '../connection.js';

/** Of one customer at once; the one that was idle longest makes way. */
export const SESSIONS_MAX = 50;

export function customerCommands(db: Db) {
  const sessions = sessionWriter(db);
  return {
    ...accountCommands(db, sessions),
    openSession: openSessionCommand(db, sessions),
    touchSession: touchCommand(db),
    endSessions: endCommand(db),
    purgeSessions: purgeCommand(db),
  };
}

export type SessionWriter = ReturnType<typeof sessionWriter>;

export function sessionWriter(db: Db) {
  const insert = db.prepare(`
    insert into sessions (hash, id, customer_id, user_agent, created_at, last_seen_at, expires_at)
    values (@hash, @id, @customerId, @userAgent, @at, @at, @expiresAt)`);
  const trim = db.prepare(`
    delete from sessions where hash in (
      select hash from sessions where customer_id = ?
      order by last_seen_at desc, created_at desc, id desc limit -1 offset ${SESSIONS_MAX})`);
  const endAll = db.prepare('delete from sessions where customer_id = ?');
  const end = db.prepare('delete from sessions where hash = ?');
  return {
    open: (customerId: string, session: NewSession) => {
      const [at, expiresAt] = [Math.round(session.at), Math.round(session.expiresAt)];
      insert.run({ ...session, customerId, at, expiresAt });
      trim.run(customerId);
    },
    end: (hash: string) => end.run(hash),
    endAll: (customerId: string) => endAll.run(customerId),
  };
}

function accountCommands(db: Db, sessions: SessionWriter) {
  const isTaken = addressCheck(db);
  const customer = db.prepare(`
    insert into customers (id, email, name, profile, updated_at, address)
    values (@id, @email, @name, '{}', @at, @address)`);
  const credentials = db.prepare(`
    insert into credentials (customer_id, address, password, created_at, changed_at)
    values (@id, @address, @password, @at, @at)`);
  const setPassword = db.prepare(`
    update credentials set password = @password, changed_at = @at
    where customer_id = @customerId and password = @verified`);
  const dropReset = db.prepare('delete from password_resets where customer_id = ?');
  return {
    register: ({ session, ...account }: RegisterCommand): Result<null, EmailTaken> => {
      if (isTaken(account.address, account.id)) return refuse({ type: 'email-taken' });
      const row = { ...account, at: Math.round(session.at) };
      customer.run(row);
      credentials.run(row);
      sessions.open(account.id, session);
      return ok(null);
    },
    changePassword: (command: ChangePasswordCommand): Result<null, PasswordOutdated> => {
      const { customerId, verified, password, at, session } = command;
      const row = { customerId, verified, password, at: Math.round(at) };
      if (setPassword.run(row).changes === 0) return refuse({ type: 'password-outdated' });
      dropReset.run(customerId);
      sessions.endAll(customerId);
      sessions.open(customerId, session);
      return ok(null);
    },
    changeCustomer: changeCommand(db, isTaken),
  };
}

/** Whether somebody else is known by the address, registered or imported. */
export function addressCheck(db: Db) {
  const other = db.prepare<[object], number>(`
    select 1 from customers where address = @address and id <> @id
    union all select 1 from credentials where address = @address and customer_id <> @id limit 1`);
  return (address: string, id: string): boolean => other.get({ address, id }) !== undefined;
}

function changeCommand(db: Db, isTaken: (address: string, id: string) => boolean) {
  const change = db.prepare(`
    update customers set name = coalesce(@name, name), email = coalesce(@email, email),
      address = coalesce(@address, address), profile = json_patch(profile, @profile),
      updated_at = @at
    where id = @customerId`);
  const moveCredentials = db.prepare(
    'update credentials set address = ? where customer_id = ? and address <> ?',
  );
  const dropReset = db.prepare('delete from password_resets where customer_id = ?');
  return (command: ChangeCustomerCommand): Result<null, EmailTaken> => {
    const { customerId, name = null, email, profile = {}, at } = command;
    if (email && isTaken(email.address, customerId)) return refuse({ type: 'email-taken' });
    change.run({
      customerId,
      name,
      email: email?.email ?? null,
      address: email?.address ?? null,
      profile: JSON.stringify(profile),
      at: Math.round(at),
    });
    if (email && moveCredentials.run(email.address, customerId, email.address).changes > 0) {
      dropReset.run(customerId);
    }
    return ok(null);
  };
}

function openSessionCommand(db: Db, sessions: SessionWriter) {
  const holds = db.prepare<[string, string], number>(
    'select 1 from credentials where customer_id = ? and password = ?',
  );
  return (command: OpenSessionCommand): Result<null, PasswordOutdated> => {
    const { customerId, verified, replaces, session } = command;
    if (!holds.get(customerId, verified)) return refuse({ type: 'password-outdated' });
    if (replaces !== null) sessions.end(replaces);
    sessions.open(customerId, session);
    return ok(null);
  };
}

function touchCommand(db: Db) {
  const touch = db.prepare(
    'update sessions set last_seen_at = max(last_seen_at, @at) where hash = @hash',
  );
  return ({ hash, at }: { hash: string; at: number }) => {
    touch.run({ hash, at: Math.round(at) });
    return ok(null);
  };
}

function endCommand(db: Db) {
  const end = db.prepare<[EndSessionsCommand]>(`
    delete from sessions where customer_id = @customerId
      and (@only is null or id = @only) and (@except is null or id <> @except)`);
  return (command: EndSessionsCommand) => ok(end.run(command).changes);
}

function purgeCommand(db: Db) {
  const purge = db.prepare(`
    delete from sessions where hash in (
      select hash from sessions where expires_at <= @at
      union all select hash from sessions where last_seen_at <= @idleBefore limit @limit)`);
  return ({ at, idleBefore, limit }: { at: number; idleBefore: number; limit: number }) =>
    ok(purge.run({ at: Math.round(at), idleBefore: Math.round(idleBefore), limit }).changes);
}
