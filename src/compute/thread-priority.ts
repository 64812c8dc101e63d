import { readdirSync } from 'node:fs';
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

/**
 * Lets the process's other threads run before those that it began with, but for the main one: V8's,
 * which collect garbage and compile, and libuv's, which read files and look up names. V8 has four, and
 * for the tens of milliseconds that marking the heap takes they would keep every order waiting for a
 * processor. To be called before the first worker starts.
 */
export function lowerHelperThreads(): void {
  if (process.platform !== 'linux') return;
  try {
    for (const thread of readdirSync('/proc/self/task').map(Number)) {
      if (thread !== process.pid) setPriority(thread, UNHURRIED_NICENESS);
    }
  } catch {
    // As above: it works without, only with a longer tail.
  }
}
