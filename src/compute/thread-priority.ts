import { setPriority } from 'node:os';

/** The lowest priority there is. */
const BACKGROUND_NICENESS = 19;

/**
 * Lets the operating system run the process's other threads first. On Linux niceness belongs to a
 * thread; elsewhere it would slow the whole process down, so there it is left alone.
 */
export function yieldToOtherThreads(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, BACKGROUND_NICENESS);
  } catch {
    // Some sandboxes forbid it; everything works without.
  }
}
