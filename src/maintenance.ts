// What has to happen now and then: recovery, forgetting old keys, and a look whether the disk takes
// writes. Each round starts when the last has ended, so that a slow one never piles up.

import type { Logger } from 'pino';
import { recover } from './orders/recover.js';
import type { Shop } from './orders/shop.js';

export interface Maintenance {
  /** Why nothing can be written at the moment, or `null`. */
  storageProblem(): string | null;
  /** Lets the round that is under way finish, and starts no other. */
  stop(): Promise<void>;
}

const RECOVERY_EVERY_MS = 250;
const PURGE_EVERY_MS = 5_000;
const PURGE_MAX = 500;
const HOUR_MS = 3_600_000;

export function startMaintenance(shop: Shop, keyTtlHours: number, logger: Logger): Maintenance {
  let storageProblem: string | null = null;
  const recovery = every(RECOVERY_EVERY_MS, logger, () => recover(shop));
  const purge = every(PURGE_EVERY_MS, logger, async () => {
    const before = Math.round(shop.now() - keyTtlHours * HOUR_MS);
    const purged = await shop.store.purgeKeys({ before, limit: PURGE_MAX });
    storageProblem = purged.ok ? null : `storage: ${purged.refusal.detail}`;
  });
  return {
    storageProblem: () => storageProblem,
    stop: async () => {
      await Promise.all([recovery.stop(), purge.stop()]);
    },
  };
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
