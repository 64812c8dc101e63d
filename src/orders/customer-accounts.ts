// What people do with their account: register, sign in, change it, and prove who they are before
// they change what matters.
//
//   limits ─→ verify or hash (a thread of its own) ─→ one transaction ─→ a session with a new token
//
// An unknown address and a wrong password take the same way and get the same answer.

import type { Admission, AttemptLimits, CounterName, Ticket } from '../core/attempt-limits.js';
import type { CustomerRefusal } from '../core/customer-refusals.js';
import { addressKey } from '../core/email-address.js';
import { checkPassword, normalisedPassword, passwordFaults } from '../core/password-rules.js';
import type { Unavailable } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { Passwords } from '../gateways/passwords.js';
import type { ChangeCustomerCommand, Credentials, Store } from '../store/store.js';
import type { CustomerDevices } from './customer-devices.js';
import type { CustomerSessions } from './customer-sessions.js';

export interface AccountsParts {
  store: Store;
  sessions: CustomerSessions;
  passwords: Passwords;
  devices: CustomerDevices;
  limits: AttemptLimits;
  now: () => number;
  newId: () => string;
}

/** Where a request comes from, as far as it matters here. */
export interface Visitor {
  /** Its network address as `clientKey` has it. */
  client: string;
  userAgent: string;
  /** The cookies, where there are any. */
  device: string | null;
  session: string | null;
}

export interface SignedIn {
  customer: { id: string; email: string; name: string };
  token: string;
  deviceCookie: string;
}

export type AccountRefusal = CustomerRefusal | Unavailable;
export type SignInResult = Result<SignedIn, AccountRefusal>;

/** Who is signed in, as the doors know it. */
export interface SignedInCaller {
  id: string;
  sessionId: string;
  email: string;
  name: string;
}

const wrong = { type: 'wrong-credentials' } as const;

export class CustomerAccounts {
  readonly #parts: AccountsParts;

  constructor(parts: AccountsParts) {
    this.#parts = parts;
  }

  async register(
    person: { email: string; password: string; name: string },
    visitor: Visitor,
  ): Promise<SignInResult> {
    const { store, sessions, passwords, newId } = this.#parts;
    const { email, name } = person;
    const checked = checkedPassword(person.password, [email, name], '/password');
    if (!checked.ok) return checked;
    const admitted = this.attempt('registration', visitor.client);
    if (!admitted.ok) return admitted;
    const hash = await passwords.hash(checked.value, false);
    if (!hash.ok) return hash;
    const { token, session } = sessions.draft(visitor.userAgent);
    const id = newId();
    const address = addressKey(email);
    const account = { id, email, name, address, password: hash.value, session };
    const registered = await store.register(account);
    return registered.ok ? this.#signedIn({ id, email, name }, token) : registered;
  }

  async signIn(
    given: { email: string; password: string },
    visitor: Visitor,
  ): Promise<SignInResult> {
    const { store, sessions } = this.#parts;
    const address = addressKey(given.email);
    const credentials = await store.credentials(address);
    const verified = await this.#verify(given.password, credentials, address, visitor);
    if (!verified.ok) return verified;
    const customer = await store.customer(verified.value.customerId);
    if (!customer) return refuse(wrong);
    const { token, session } = sessions.draft(visitor.userAgent);
    const opened = await store.openSession({
      customerId: customer.id,
      verified: verified.value.password,
      replaces: visitor.session === null ? null : sessions.hashOf(visitor.session),
      session,
    });
    if (visitor.session !== null) sessions.drop(visitor.session);
    if (opened.ok) return this.#signedIn(customer, token);
    return refuse(opened.refusal.type === 'password-outdated' ? wrong : opened.refusal);
  }

  /** Ends every session there is, and begins a new one for the browser that asks. */
  async changePassword(
    caller: SignedInCaller,
    given: { password: string; newPassword: string },
    visitor: Visitor,
  ): Promise<SignInResult> {
    const { store, sessions, passwords, now } = this.#parts;
    const checked = checkedPassword(given.newPassword, [caller.email, caller.name], '/newPassword');
    if (!checked.ok) return checked;
    const own = await this.prove(caller, given.password);
    if (!own.ok) return own;
    const hash = await passwords.hash(checked.value, true);
    if (!hash.ok) return hash;
    const { token, session } = sessions.draft(visitor.userAgent);
    const changed = await store.changePassword({
      customerId: caller.id,
      verified: own.value.password,
      password: hash.value,
      at: now(),
      session,
    });
    sessions.forget(caller.id);
    if (changed.ok) return this.#signedIn(caller, token);
    return refuse(changed.refusal.type === 'password-outdated' ? wrong : changed.refusal);
  }

  async change(
    caller: SignedInCaller,
    { email, ...change }: Pick<ChangeCustomerCommand, 'name' | 'profile'> & { email?: string },
  ): Promise<Result<null, AccountRefusal>> {
    const { store, sessions, now } = this.#parts;
    const changed = await store.changeCustomer({
      customerId: caller.id,
      ...change,
      ...(email === undefined ? {} : { email: { email, address: addressKey(email) } }),
      at: now(),
    });
    sessions.forget(caller.id);
    return changed;
  }

  /** That it is the customer, and not somebody who found the browser open. */
  async prove(
    { id, sessionId }: SignedInCaller,
    password: string,
  ): Promise<Result<Credentials, AccountRefusal>> {
    const credentials = await this.#parts.store.credentialsOf(id);
    const attempt = { client: '', account: id, device: `session ${sessionId}` };
    const admission = this.#parts.limits.signIn(attempt, this.#parts.now());
    return this.#verifyAdmitted(password, credentials, admission, true);
  }

  attempt(counter: CounterName, key: string): Result<Ticket, AccountRefusal> {
    return admitted(this.#parts.limits.attempt(counter, key, this.#parts.now()));
  }

  #verify(
    password: string,
    credentials: Credentials | undefined,
    account: string,
    { client, device: cookie }: Visitor,
  ): Promise<Result<Credentials, AccountRefusal>> {
    const { devices, limits, now } = this.#parts;
    const device = credentials ? devices.deviceOf(cookie, credentials.customerId) : null;
    const admission = limits.signIn({ client, account, device }, now());
    return this.#verifyAdmitted(password, credentials, admission, device !== null);
  }

  async #verifyAdmitted(
    password: string,
    credentials: Credentials | undefined,
    admission: Admission,
    isKnown: boolean,
  ): Promise<Result<Credentials, AccountRefusal>> {
    const { passwords, limits } = this.#parts;
    const ticket = admitted(admission);
    if (!ticket.ok) return ticket;
    const hash = credentials?.password ?? null;
    const verified = await passwords.verify(normalisedPassword(password), hash, isKnown);
    if (!verified.ok) {
      limits.takeBack(ticket.value);
      return verified;
    }
    if (!verified.value || !credentials) return refuse(wrong);
    limits.succeeded(ticket.value);
    return ok(credentials);
  }

  #signedIn({ id, email, name }: SignedIn['customer'], token: string): SignInResult {
    const deviceCookie = this.#parts.devices.cookie(id);
    return ok({ customer: { id, email, name }, token, deviceCookie });
  }
}

const SECOND_MS = 1_000;

export function admitted(admission: Admission): Result<Ticket, AccountRefusal> {
  if (admission.type === 'admitted') return ok(admission.ticket);
  const retryAfterSeconds = Math.max(1, Math.ceil(admission.retryAfterMs / SECOND_MS));
  return refuse({ type: 'too-many-attempts', retryAfterSeconds });
}

export function checkedPassword(
  password: string,
  about: readonly string[],
  pointer: string,
): Result<string, CustomerRefusal> {
  const checked = checkPassword(password, about);
  if (checked.ok) return checked;
  const reason = checked.refusal;
  return refuse({ type: 'weak-password', pointer, reason, detail: passwordFaults[reason] });
}
