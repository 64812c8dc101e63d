// Lets a thread rest while orders are under way: its niceness alone does not give back what it takes
// of the memory and the caches that all threads share.

const ROWS_A_LOOK = 100;
/** A rest is so many times as long as the work before it. */
const REST_SHARE = 4;
const REST_MAX_MS = 200;

/** `busy` is shared with the main loop, which puts a 1 there while orders are under way. */
export function makingWay<Arguments extends unknown[], Answer>(
  busy: SharedArrayBuffer,
  work: (...input: Arguments) => Answer,
): (...input: Arguments) => Answer {
  const flag = new Int32Array(busy);
  let rows = 0;
  let since = performance.now();
  return (...input) => {
    rows += 1;
    if (rows % ROWS_A_LOOK === 0) {
      const restMs = Math.min(REST_MAX_MS, (performance.now() - since) * REST_SHARE);
      // Ends early when the orders do.
      Atomics.wait(flag, 0, 1, restMs);
      since = performance.now();
    }
    return work(...input);
  };
}
