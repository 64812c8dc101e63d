import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

/** The lowest priority there is: for what nobody waits for. */
const BACKGROUND_NICENESS = 19;
/** For what somebody waits for, and may: a tenth of the others' weight, several times the lowest. */
export const UNHURRIED_NICENESS = 10;
const CHRT_MS = 1_000;

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
 * Lets this thread run where no other one wants to, and stop as soon as one does (Linux's
 * `SCHED_IDLE`); one of low priority first uses up its slice, milliseconds of it. There is no way back
 * without privileges, and where all processors are kept busy next to no time. Node.js cannot ask for
 * it, so that the system's `chrt` does; where there is none, the thread is as it was.
 */
export function useSpareTimeOnly(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = basename(readlinkSync('/proc/thread-self'));
    execFileSync('chrt', ['-i', '-p', '0', thread], { stdio: 'ignore', timeout: CHRT_MS });
  } catch {
    // As above.
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
