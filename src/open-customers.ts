// Everything that people who sign in need, put together: passwords, sessions, limits, and the
// e-mails of those who have forgotten theirs.

import type { Logger } from 'pino';
import type { Config } from './config.js';
import { AttemptLimits, type AttemptPolicy } from './core/attempt-limits.js';
import { languageOf, type Seller } from './core/invoice.js';
import type { Mailer } from './gateways/email/mailer.js';
import { openPasswords, type Passwords } from './gateways/passwords.js';
import { senderOf } from './open-documents.js';
import { CustomerAccounts } from './orders/customer-accounts.js';
import { type CustomerCarts, customerCarts } from './orders/customer-carts.js';
import { CustomerDevices } from './orders/customer-devices.js';
import type { ResetParts } from './orders/customer-resets.js';
import { CustomerSessions } from './orders/customer-sessions.js';
import type { Shop } from './orders/shop.js';
import { mailDueResets, type ResetMailsOptions } from './tasks/reset-mails.js';

export interface Customers {
  accounts: CustomerAccounts;
  sessions: CustomerSessions;
  carts: CustomerCarts;
  resets: ResetParts;
  passwords: Passwords;
  /** Sends the resets that are due; to be called now and then. */
  mailResets(): Promise<number>;
  /** Forgets sessions and resets that are over; answers how many, `limit` of each at the most. */
  purge(limit: number): Promise<number>;
}

export interface CustomersOptions {
  config: Config;
  logger: Logger;
  shop: Shop;
  mailer: Mailer;
  seller: Seller | null;
  /** The engine's own address, known once it listens. */
  address: { url: string };
  /** Whether there are orders now. */
  hasOrders: () => boolean;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Requests for addresses that nobody has are kept as long as any other. */
const RESETS_KEPT_MS = 24 * HOUR_MS;

export async function openCustomers(options: CustomersOptions): Promise<Customers> {
  const { config, logger, shop, mailer } = options;
  const { store, now } = shop;
  const settings = {
    idleMs: config.SESSION_IDLE_HOURS * HOUR_MS,
    maxAgeMs: config.SESSION_MAX_DAYS * 24 * HOUR_MS,
  };
  const sessions = new CustomerSessions({ store, settings, now });
  const passwords = openPasswords({
    threads: config.PASSWORD_THREADS,
    queueMax: config.PASSWORD_QUEUE_MAX,
    hasOrders: options.hasOrders,
  });
  const devices = new CustomerDevices(await store.secret('device-cookies'));
  const parts = { store, sessions, passwords, devices, limits: attemptLimits(config), now };
  const mails: ResetMailsOptions = {
    store,
    mailer,
    compose: resetComposer(options),
    ttlMs: config.PASSWORD_RESET_TTL_MINUTES * MINUTE_MS,
    now,
    log: { warn: (fields, message) => logger.warn(fields, message) },
  };
  return {
    accounts: new CustomerAccounts({ ...parts, newId: shop.newOrderId }),
    sessions,
    carts: customerCarts(shop),
    resets: parts,
    passwords,
    mailResets: () => mailDueResets(mails),
    purge: async (limit) => {
      const ended = await sessions.purge(limit);
      const forgotten = await store.purgeResets({ before: now() - RESETS_KEPT_MS, limit });
      return Math.max(ended.ok ? ended.value : 0, forgotten.ok ? forgotten.value : 0);
    },
  };
}

/** A counter takes about 200 bytes: all of them together stay below 50 MB, whoever tries. */
const COUNTERS_MAX = 50_000;

function attemptLimits(config: Config): AttemptLimits {
  const policy = (free: number, firstWaitMs: number, waitMaxMs: number): AttemptPolicy => ({
    free,
    firstWaitMs,
    waitMaxMs,
    forgetMs: HOUR_MS,
  });
  const { SIGN_IN_FAILURES_FREE: own, CLIENT_FAILURES_FREE: client } = config;
  const tenth = Math.ceil(client / 10);
  return new AttemptLimits({
    countersMax: COUNTERS_MAX,
    policies: {
      device: policy(own, 10 * SECOND_MS, 15 * MINUTE_MS),
      pair: policy(own, 10 * SECOND_MS, 15 * MINUTE_MS),
      // Many people may share an address: it is slowed down, never shut out for long.
      client: policy(client, SECOND_MS, 30 * SECOND_MS),
      // Only counted; what it means is the limits' own business.
      account: policy(Number.MAX_SAFE_INTEGER, 0, 0),
      registration: policy(tenth, 5 * SECOND_MS, 5 * MINUTE_MS),
      reset: policy(tenth, 5 * SECOND_MS, 5 * MINUTE_MS),
    },
  });
}

/** Where customers choose a new password. After `#`, a token is never sent to any server's log. */
const RESET_PATH = '/account/reset#';

function resetComposer({
  config,
  seller,
  address,
}: CustomersOptions): ResetMailsOptions['compose'] {
  // The library costs some megabytes: only where somebody has forgotten their password.
  const load = async () => {
    const [{ composer }, { resetEmail }] = await Promise.all([
      import('./documents/compose-email.js'),
      import('./documents/reset-email.js'),
    ]);
    return { compose: composer(senderOf(config, seller)), resetEmail };
  };
  let loaded: ReturnType<typeof load> | null = null;
  return async ({ id, customer, token, at }) => {
    loaded ??= load();
    const { compose, resetEmail } = await loaded;
    const base = (config.PUBLIC_URL || address.url).replace(/\/+$/, '');
    const content = resetEmail({
      id,
      to: { name: customer.name, address: customer.email },
      language: languageOf(customer.country ?? seller?.country ?? ''),
      sender: senderOf(config, seller).name,
      url: `${base}${RESET_PATH}${token}`,
      minutes: config.PASSWORD_RESET_TTL_MINUTES,
    });
    return compose(content, at);
  };
}
