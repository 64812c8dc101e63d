// What has to happen now and then: recovery, and forgetting old keys and the figures of old minutes.
// Each round starts when the last has ended, so that a slow one never piles up.

import type { Logger } from 'pino';
import type { Unavailable } from './core/refusals.js';
import { ok, type Result } from './core/result.js';
import { recover } from './orders/recover.js';
import type { Shop } from './orders/shop.js';

export interface Maintenance {
  /** Lets the round that is under way finish, and starts no other. */
  stop(): Promise<void>;
}

const RECOVERY_EVERY_MS = 250;
const MAIL_EVERY_MS = 500;
/** While the disk refuses writes, one a round finds out when it takes them again. */
const PURGE_EVERY_MS = 5_000;
const PURGE_ROUNDS = 12;
const PURGE_MAX = 500;
const HOUR_MS = 3_600_000;
const MINUTES_KEPT_MS = 7 * 24 * HOUR_MS;

/** How long what is remembered is kept. */
export interface Kept {
  keyHours: number;
  webhookDays: number;
}

/** What of it is about those who sign in. */
export interface CustomerUpkeep {
  mailResets(): Promise<number>;
  purge(limit: number): Promise<number>;
}

export function startMaintenance(
  shop: Shop,
  customers: CustomerUpkeep,
  kept: Kept,
  logger: Logger,
): Maintenance {
  let rounds = 0;
  const recovery = every(RECOVERY_EVERY_MS, logger, () => recover(shop));
  // An indexed read that finds nothing, but for the seconds in which somebody waits for an e-mail.
  const mails = every(MAIL_EVERY_MS, logger, () => customers.mailResets());
  const purge = every(PURGE_EVERY_MS, logger, async () => {
    rounds += 1;
    if (rounds % PURGE_ROUNDS !== 0 && shop.store.storageProblem() === null) return;
    const before = Math.round(shop.now() - kept.keyHours * HOUR_MS);
    await inHelpings((limit) => shop.store.purgeKeys({ before, limit }));
    await inHelpings((limit) => shop.carts.purgeCarts({ before: Math.floor(shop.now()), limit }));
    const minutesBefore = shop.now() - MINUTES_KEPT_MS;
    await inHelpings((limit) => shop.store.purgeMinutes({ before: minutesBefore, limit }));
    const eventsBefore = shop.now() - kept.webhookDays * 24 * HOUR_MS;
    await inHelpings((limit) => shop.store.purgeWebhookEvents({ before: eventsBefore, limit }));
    await inHelpings(async (limit) => ok(await customers.purge(limit)));
  });
  return {
    stop: async () => {
      await Promise.all([recovery.stop(), mails.stop(), purge.stop()]);
    },
  };
}

/** Small ones, so that no order waits for a long one. */
async function inHelpings(
  purge: (limit: number) => Promise<Result<number, Unavailable>>,
): Promise<void> {
  for (;;) {
    const purged = await purge(PURGE_MAX);
    if (!purged.ok || purged.value < PURGE_MAX) return;
  }
}

function every(ms: number, logger: Logger, work: () => Promise<unknown>) {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      round = run().then(schedule);
    }, ms);
    timer.unref();
  };
  const run = async () => {
    try {
      await work();
    } catch (error) {
      logger.error({ err: error }, 'maintenance failed');
    }
  };
  schedule();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
