// Wall-clock time with the resolution of the monotonic clock; comparable between threads.

/** Milliseconds since the epoch, with fractions. */
export const now = (): number => performance.timeOrigin + performance.now();
