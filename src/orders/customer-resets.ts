// Passwords that are set by way of an e-mail: who can read it has the address. The link's token is
// random, good once and for a while, and kept as its hash only; so it is made when its e-mail is
// (tasks/reset-mails.ts), and an e-mail that has to be sent again carries a new one.

import { addressKey } from '../core/email-address.js';
import { ok, type Result, refuse } from '../core/result.js';
import {
  type AccountRefusal,
  type AccountsParts,
  admitted,
  checkedPassword,
} from './customer-accounts.js';
import { sessionHash } from './customer-sessions.js';

export type ResetParts = Pick<
  AccountsParts,
  'store' | 'sessions' | 'passwords' | 'devices' | 'limits' | 'now'
>;

/** One e-mail to an address in so long, however often somebody asks. */
const COOLDOWN_MS = 60_000;

/** Does and answers the same whether anybody has the address or not. */
export async function requestReset(
  { store, limits, now }: ResetParts,
  email: string,
  client: string,
): Promise<Result<null, AccountRefusal>> {
  const at = now();
  const ticket = admitted(limits.attempt('reset', client, at));
  if (!ticket.ok) return ticket;
  return store.requestReset({ address: addressKey(email), at, notAfter: at - COOLDOWN_MS });
}

/** Answers the cookie of a device that may sign in from now on without being a stranger. */
export async function resetPassword(
  { store, sessions, passwords, devices, limits, now }: ResetParts,
  given: { token: string; password: string },
  client: string,
): Promise<Result<{ deviceCookie: string }, AccountRefusal>> {
  const at = now();
  const hash = sessionHash(given.token);
  const reset = await store.resetOf({ hash, at });
  if (!reset) {
    const ticket = admitted(limits.attempt('reset', client, at));
    return ticket.ok ? refuse({ type: 'reset-invalid' }) : ticket;
  }
  const checked = checkedPassword(given.password, [reset.email], '/password');
  if (!checked.ok) return checked;
  const hashed = await passwords.hash(checked.value, true);
  if (!hashed.ok) return hashed;
  const done = await store.resetPassword({ hash, password: hashed.value, at: now() });
  if (!done.ok) return done;
  sessions.forget(done.value.customerId);
  return ok({ deviceCookie: devices.cookie(done.value.customerId) });
}
