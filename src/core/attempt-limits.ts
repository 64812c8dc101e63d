// How often somebody may try: counters of failures, each with a number that is free and then a wait
// that doubles. Nobody is ever locked out for what somebody else does:
//
//   a device that has signed in to the account before   counts its own failures, and those alone
//   anybody else                                        counts by client and account, and by client
//
// Many failures of strangers at one account (guessing from many places) leave each further stranger
// fewer free tries, and never none. An attempt is counted before it is made, so that a thousand at
// once are a thousand; one that succeeds is taken back.

export interface AttemptPolicy {
  /** Failures that cost no wait. */
  free: number;
  firstWaitMs: number;
  waitMaxMs: number;
  /** After so long without a further failure all is forgotten. */
  forgetMs: number;
}

export interface AttemptLimitsOptions {
  policies: Readonly<Record<CounterName, AttemptPolicy>>;
  /** Counters kept of each kind; the one unused longest makes room. */
  countersMax: number;
}

export type CounterName = 'device' | 'pair' | 'client' | 'account' | 'registration' | 'reset';

/** Who tries to get in. */
export interface SignInAttempt {
  /** The network address, as `clientKey` has it. */
  client: string;
  account: string;
  /** Of a device that has proved to have signed in to this account before; else `null`. */
  device: string | null;
}

export type Admission =
  | { type: 'admitted'; ticket: Ticket }
  | { type: 'refused'; retryAfterMs: number };

/** What an admitted attempt has counted, to be taken back where it was no failure. */
export type Ticket = readonly { counter: CounterName; key: string }[];

interface Counter {
  failures: number;
  lastAt: number;
  /** When the next attempt is admitted. */
  openAt: number;
}

/** Failures of strangers at one account after which each further one has fewer free tries. */
const UNDER_ATTACK = 50;
const FREE_UNDER_ATTACK = 1;
/** So long before the last failure: the clock was set back, and a wait would be as much longer. */
const SET_BACK_MS = 1_000;

export class AttemptLimits {
  readonly #options: AttemptLimitsOptions;
  readonly #counters = new Map<CounterName, Map<string, Counter>>();

  constructor(options: AttemptLimitsOptions) {
    this.#options = options;
  }

  signIn({ client, account, device }: SignInAttempt, at: number): Admission {
    if (device !== null) return this.#admit([{ counter: 'device', key: device }], at);
    const pair = { counter: 'pair', key: `${client} ${account}` } as const;
    const attacked = (this.#counter('account', account, at)?.failures ?? 0) >= UNDER_ATTACK;
    const admission = this.#admit([pair, { counter: 'client', key: client }], at, attacked);
    if (admission.type === 'refused') return admission;
    const noted = { counter: 'account', key: account } as const;
    this.#count(noted.counter, noted.key, at, false);
    return { type: 'admitted', ticket: [...admission.ticket, noted] };
  }

  /** For what counts by one key alone, such as registrations by client. */
  attempt(counter: CounterName, key: string, at: number): Admission {
    return this.#admit([{ counter, key }], at);
  }

  /** It was no failure after all. */
  takeBack(ticket: Ticket): void {
    for (const { counter, key } of ticket) {
      const counters = this.#counters.get(counter);
      const found = counters?.get(key);
      if (!found) continue;
      found.failures -= 1;
      found.openAt = found.lastAt;
      if (found.failures <= 0) counters?.delete(key);
    }
  }

  /** Whoever knows the password was no attacker: their earlier failures are forgotten too. */
  succeeded(ticket: Ticket): void {
    this.takeBack(ticket);
    for (const { counter, key } of ticket) {
      if (counter === 'device' || counter === 'pair') this.#counters.get(counter)?.delete(key);
    }
  }

  get size(): number {
    return [...this.#counters.values()].reduce((sum, counters) => sum + counters.size, 0);
  }

  /** All of them, or none: a refused attempt counts nowhere. */
  #admit(keys: Ticket, at: number, isAttacked = false): Admission {
    const openAt = Math.max(
      ...keys.map(({ counter, key }) => this.#counter(counter, key, at)?.openAt ?? at),
    );
    if (openAt > at) return { type: 'refused', retryAfterMs: openAt - at };
    for (const { counter, key } of keys) this.#count(counter, key, at, isAttacked);
    return { type: 'admitted', ticket: keys };
  }

  #count(name: CounterName, key: string, at: number, isAttacked: boolean): void {
    const { policies, countersMax } = this.#options;
    const policy = policies[name];
    const counters = this.#counters.get(name) ?? new Map<string, Counter>();
    this.#counters.set(name, counters);
    const failures = (this.#counter(name, key, at)?.failures ?? 0) + 1;
    const free = isAttacked ? Math.min(FREE_UNDER_ATTACK, policy.free) : policy.free;
    counters.delete(key);
    counters.set(key, { failures, lastAt: at, openAt: at + waitMs(policy, failures - free) });
    if (counters.size > countersMax) counters.delete(counters.keys().next().value as string);
  }

  #counter(name: CounterName, key: string, at: number): Counter | undefined {
    const counters = this.#counters.get(name);
    const found = counters?.get(key);
    if (!found) return undefined;
    const agoMs = at - found.lastAt;
    if (agoMs > -SET_BACK_MS && agoMs < this.#options.policies[name].forgetMs) return found;
    counters?.delete(key);
    return undefined;
  }
}

/** How long to wait after so many failures that were not free. */
export function waitMs({ firstWaitMs, waitMaxMs }: AttemptPolicy, failures: number): number {
  if (failures < 0) return 0;
  // 2 to the 30th of anything is beyond every maximum.
  return Math.min(waitMaxMs, firstWaitMs * 2 ** Math.min(failures, 30));
}

/** An IPv6 network of 64 bits is one client: whoever has one address of it has them all. */
export function clientKey(text: string): string {
  if (!text.includes(':')) return text;
  const address = withoutPort(text);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1] as string;
  if (!address.includes(':')) return address;
  const [plain = ''] = address.split('%');
  const [head = '', tail] = plain.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** Some proxies add the caller's port, which is another one for each connection. */
const withoutPort = (text: string): string =>
  text.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
