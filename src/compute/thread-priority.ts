import { setPriority } from 'node:os';

/** The lowest priority there is: for what nobody waits for. */
const BACKGROUND_NICENESS = 19;
/** For what somebody waits for, and may: a tenth of the others' weight, several times the lowest. */
export const UNHURRIED_NICENESS = 10;

/**
 * Lets the operating system run the process's other threads first. On Linux niceness belongs to a
 * thread; elsewhere it would slow the whole process down, so there it is left alone.
 */
export function yieldToOtherThreads(niceness = BACKGROUND_NICENESS): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, niceness);
  } catch {
    // Some sandboxes forbid it; everything works without.
  }
}
