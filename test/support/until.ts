/** Waits for something that a thread or a process of its own does, and says so if it does not. */
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 5;

/** The first value that is neither `undefined`, `null` nor `false`. @throws Error at the deadline. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value> | Value,
  deadlineMs = 20_000,
): Promise<Exclude<Value, undefined | null | false>> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== null && value !== false) {
      return value as Exclude<Value, undefined | null | false>;
    }
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}
