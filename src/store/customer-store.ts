// What the store knows of the people who sign in: see store.ts.
//
// Address      an e-mail address as sign-ins compare it (core/email-address.ts)
// Credentials  the address and the hashed password of a customer; who never set one has none
// Session      a browser that is signed in, known by the hash of its cookie's token

import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';

export interface Credentials {
  customerId: string;
  address: string;
  /** argon2id in PHC form. */
  password: string;
  createdAt: number;
  changedAt: number;
}

export interface StoredSession {
  id: string;
  customerId: string;
  createdAt: number;
  /** Within some minutes: not every request is worth a write. */
  lastSeenAt: number;
  /** However busy it is. */
  expiresAt: number;
  /** What the browser calls itself, so that its owner can tell one from another. */
  userAgent: string;
}

/** A session with whose it is, as one read. */
export interface KnownSession extends StoredSession {
  email: string;
  name: string;
}

export interface NewSession {
  id: string;
  /** SHA-256 of the token; the token itself is kept nowhere. */
  hash: string;
  at: number;
  expiresAt: number;
  userAgent: string;
}

export interface RegisterCommand {
  id: string;
  email: string;
  address: string;
  name: string;
  password: string;
  session: NewSession;
}

export type EmailTaken = { type: 'email-taken' };
/** What was verified is not what holds any more: the password was changed meanwhile. */
export type PasswordOutdated = { type: 'password-outdated' };
/** The link of an e-mail was used, replaced by a newer one, or is too old. */
export type ResetInvalid = { type: 'reset-invalid' };
export type OrdersOpen = { type: 'orders-open'; orderIds: string[] };

export interface OpenSessionCommand {
  customerId: string;
  /** The hash that the given password was verified against. */
  verified: string;
  /** The hash of the session that the browser had before, which ends. */
  replaces: string | null;
  session: NewSession;
}

export interface ChangePasswordCommand {
  customerId: string;
  verified: string;
  password: string;
  at: number;
  /** Takes the place of all the sessions that there were. */
  session: NewSession;
}

export interface EndSessionsCommand {
  customerId: string;
  /** The only one to end, or `null`. */
  only: string | null;
  /** The one to leave, or `null`. */
  except: string | null;
}

export interface ChangeCustomerCommand {
  customerId: string;
  name?: string;
  email?: { email: string; address: string };
  /** Members to be replaced; `null` removes one. */
  profile?: Record<string, unknown>;
  at: number;
}

export interface RequestResetCommand {
  address: string;
  at: number;
  /** Of an address that was asked for after this, no further e-mail is due. */
  notAfter: number;
}

/** Whom the mail of a reset goes to; `null` where nobody has the address. */
export interface DueReset {
  address: string;
  tries: number;
  customer: { id: string; email: string; name: string } | null;
}

export interface IssueResetCommand {
  address: string;
  customerId: string;
  /** SHA-256 of the token that the e-mail is going to carry. */
  hash: string;
  expiresAt: number;
  /** When the e-mail is tried again, should nobody have said that it went out. */
  retryAt: number;
}

export interface CustomerStore {
  credentials(address: string): Promise<Credentials | undefined>;
  credentialsOf(customerId: string): Promise<Credentials | undefined>;
  register(command: RegisterCommand): Promise<Result<null, EmailTaken | Unavailable>>;
  session(hash: string): Promise<KnownSession | undefined>;
  /** Newest first. */
  sessionsOf(customerId: string): Promise<StoredSession[]>;
  openSession(command: OpenSessionCommand): Promise<Result<null, PasswordOutdated | Unavailable>>;
  touchSession(command: { hash: string; at: number }): Promise<Result<null, Unavailable>>;
  /** Answers how many. */
  endSessions(command: EndSessionsCommand): Promise<Result<number, Unavailable>>;
  purgeSessions(command: {
    at: number;
    idleBefore: number;
    limit: number;
  }): Promise<Result<number, Unavailable>>;
  changePassword(
    command: ChangePasswordCommand,
  ): Promise<Result<null, PasswordOutdated | Unavailable>>;
  changeCustomer(command: ChangeCustomerCommand): Promise<Result<null, EmailTaken | Unavailable>>;
  /** Costs the same whether somebody has the address or nobody. */
  requestReset(command: RequestResetCommand): Promise<Result<null, Unavailable>>;
  dueResets(query: { at: number; limit: number }): Promise<DueReset[]>;
  issueReset(command: IssueResetCommand): Promise<Result<null, Unavailable>>;
  /** The e-mail went out, or there is nobody to send it to. */
  settleReset(command: { address: string }): Promise<Result<null, Unavailable>>;
  /** Whose password the token of that hash may set. */
  resetOf(query: {
    hash: string;
    at: number;
  }): Promise<{ customerId: string; email: string } | undefined>;
  /** Sets the password, ends every session and the link itself. */
  resetPassword(command: {
    hash: string;
    password: string;
    at: number;
  }): Promise<Result<{ customerId: string }, ResetInvalid | Unavailable>>;
  purgeResets(command: { before: number; limit: number }): Promise<Result<number, Unavailable>>;
  /** Removes the person; what the law has kept stays without what it does not need. */
  eraseCustomer(command: {
    customerId: string;
    at: number;
  }): Promise<Result<null, OrdersOpen | Unavailable>>;
}
