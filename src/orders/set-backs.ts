// The shop's clock may be set back while it runs. What it has written down to be done later is then moved
// as well: it waits for so long, not for a time of day.

import type { Store } from '../store/store.js';

export interface SetBackOptions {
  store: Pick<Store, 'moveDueTimes'>;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Milliseconds since some moment; never set. */
  monotonic: () => number;
  log: { warn(fields: Record<string, unknown>, message: string): void };
}

/** Less is no matter, and may be how the two are read. */
const SET_BACK_MS = 1_000;

/** To be called now and then: catches up with what happened to the clock since. */
export function watchSetBacks({ store, now, monotonic, log }: SetBackOptions) {
  let apart = now() - monotonic();
  return async (): Promise<void> => {
    const at = now();
    const apartNow = at - monotonic();
    const by = apart - apartNow;
    if (Math.abs(by) < SET_BACK_MS) return;
    if (by > 0) {
      const moved = await store.moveDueTimes({ at, by });
      // Tried again at the next call.
      if (!moved.ok) return;
      log.warn({ byMs: Math.round(by), moved: moved.value }, 'the clock was set back');
    }
    apart = apartNow;
  };
}
