// Sends the e-mails that set passwords. A request waits in the store until its e-mail went out, so a
// crash loses none; the token is made here, and nobody but the e-mail ever has it.
//
//   due ─→ token made, its hash written down ─→ sent ─→ settled
//              ↑                                  │
//              └──────── due again later ─────────┘ not sent, or nobody lived to say so

import { createHash, randomBytes } from 'node:crypto';
import type { ComposedEmail } from '../core/email.js';
import type { Mailer } from '../gateways/email/mailer.js';
import type { DueReset, Store } from '../store/store.js';

export interface ResetMailsOptions {
  store: Pick<Store, 'dueResets' | 'issueReset' | 'settleReset'>;
  mailer: Mailer;
  compose: (mail: {
    id: string;
    customer: NonNullable<DueReset['customer']>;
    token: string;
    at: number;
  }) => Promise<ComposedEmail>;
  ttlMs: number;
  now: () => number;
  log: { warn(fields: Record<string, unknown>, message: string): void };
}

const TOKEN_BYTES = 32;
const AT_ONCE = 16;
/** Longer than a mail server is given, so that none is sent twice while the first is under way. */
const RETRY_MS = 90_000;
const SEND_TIMEOUT_MS = 60_000;
const RETRY_MAX_MS = 30 * 60_000;
const TRIES_MAX = 8;

/** Sends what is due; answers how many went out. */
export async function mailDueResets(options: ResetMailsOptions): Promise<number> {
  const due = await options.store.dueResets({ at: options.now(), limit: AT_ONCE });
  const sent = await Promise.all(due.map((reset) => mail(options, reset)));
  return sent.filter(Boolean).length;
}

async function mail(options: ResetMailsOptions, reset: DueReset): Promise<boolean> {
  const { store, mailer, compose, ttlMs, now, log } = options;
  const { address, tries, customer } = reset;
  if (!customer || tries >= TRIES_MAX) {
    await store.settleReset({ address });
    return false;
  }
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const hash = createHash('sha256').update(token).digest('hex');
  const at = now();
  const issued = await store.issueReset({
    address,
    customerId: customer.id,
    hash,
    expiresAt: at + ttlMs,
    retryAt: at + Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** tries),
  });
  if (!issued.ok) return false;
  const email = await compose({ id: `password-reset.${hash.slice(0, 24)}`, customer, token, at });
  const outcome = await mailer.send(email, AbortSignal.timeout(SEND_TIMEOUT_MS));
  if (outcome.type === 'sent' || outcome.permanent) await store.settleReset({ address });
  // What a server says may quote the address: whose it was stays out of the log.
  if (outcome.type === 'failed') {
    log.warn(
      { customerId: customer.id, tries: tries + 1, permanent: outcome.permanent },
      'a password reset could not be mailed',
    );
  }
  return outcome.type === 'sent';
}
