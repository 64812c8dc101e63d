// Lets a thread rest while orders want the machine: its niceness alone does not give back what it
// takes of the memory and the caches that all threads share.

/** Of its time a thread works at least so much, that a file comes in however long a rush lasts. */
export const WORK_SHARE_MIN = 0.2;
const REST_MAX_MS = 200;
const FREE = 100;
const CALLED_OFF = -1;

/** What the thread does is not wanted any more. */
export class CalledOff extends Error {}

export interface Resting {
  now(): number;
  /** Until `cell` is no longer `value`, or so long. */
  wait(cell: Int32Array, value: number, ms: number): void;
}

const thread: Resting = {
  now: () => performance.now(),
  wait: (cell, value, ms) => void Atomics.wait(cell, 0, value, ms),
};

/** How long to rest after work of so long, when background work may use `share` (0 to 1) of its room. */
export function restAfter(workedMs: number, share: number): number {
  return Math.min(REST_MAX_MS, workedMs * (1 / Math.max(share, WORK_SHARE_MIN) - 1));
}

/** The main loop's side: tells the thread its share, and wakes it when that has changed. */
export function tellShare(cell: Int32Array, share: number): void {
  const now = Math.ceil(share * FREE);
  if (Atomics.exchange(cell, 0, now) !== now) Atomics.notify(cell, 0);
}

/** The main loop's side: the thread's work ends with this helping, if it is resting at once. */
export function callOff(cell: Int32Array): void {
  Atomics.store(cell, 0, CALLED_OFF);
  Atomics.notify(cell, 0);
}

/** The thread's side: to be called after each helping of work. @throws CalledOff */
export function makingWay(cell: Int32Array, resting: Resting = thread): () => void {
  const { now } = resting;
  let since = now();
  return () => {
    rest(cell, { since, until: now() }, resting);
    since = now();
  };
}

/** The same around work whose answer somebody waits for: what it has cost is rested before the next. */
export function makingWayBefore<Task, Answer>(
  cell: Int32Array,
  work: (task: Task) => Answer | Promise<Answer>,
  resting: Resting = thread,
): (task: Task) => Promise<Answer> {
  const { now } = resting;
  let last = { since: 0, until: 0 };
  return async (task) => {
    rest(cell, last, resting);
    const since = now();
    try {
      return await work(task);
    } finally {
      last = { since, until: now() };
    }
  };
}

/** What is left of the rest that belongs to a piece of work. */
function rest(cell: Int32Array, work: { since: number; until: number }, { now, wait }: Resting) {
  const workedMs = work.until - work.since;
  for (;;) {
    const share = Atomics.load(cell, 0);
    if (share === CALLED_OFF) throw new CalledOff('called off');
    const leftMs = restAfter(workedMs, share / FREE) - (now() - work.until);
    if (leftMs <= 0) return;
    // Ends early when there is more room.
    wait(cell, share, leftMs);
  }
}
