// Wall-clock time with the resolution of the monotonic clock; comparable between threads.

export interface Clocks {
  /** Whole milliseconds since the epoch. It is set right now and then, and leaps after a machine has slept. */
  wall: () => number;
  /** Milliseconds, with fractions, since some moment: never set, and stands still while the machine sleeps. */
  monotonic: () => number;
}

/** The wall clock is looked at so often. */
const LOOK_EVERY_MS = 100;
/** So far apart they have not been read at different moments: the wall clock was set, or the machine slept. */
const APART_MS = 100;

/** Milliseconds since the epoch, with fractions: the monotonic clock, as long as the wall clock agrees. */
export function steadyClock({ wall, monotonic }: Clocks, origin: number): () => number {
  let since = origin;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const passed = monotonic();
    if (passed - lookedAt > LOOK_EVERY_MS) {
      lookedAt = passed;
      const apart = wall() - (since + passed);
      if (Math.abs(apart) > APART_MS) since += apart;
    }
    return since + passed;
  };
}

/** Milliseconds since the epoch, with fractions. */
export const now = steadyClock(
  { wall: () => Date.now(), monotonic: () => performance.now() },
  performance.timeOrigin,
);
