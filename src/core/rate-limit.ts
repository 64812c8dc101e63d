// The generic cell rate algorithm: a token bucket that needs one number for each caller, the time at
// which its bucket would be full again.

export interface RateRule {
  /** Requests in a window; as many may come at once. */
  limit: number;
  windowMs: number;
}

export interface RateDecision {
  isAllowed: boolean;
  /** Requests that may come at once now. */
  remaining: number;
  /** Until the bucket is full again, or, where this one was refused, until the next may come. */
  waitMs: number;
  /** What is to be kept for this caller: when its bucket is full. */
  fullAt: number;
}

/** So much longer than a window until it is full: the clock was set back, for which nobody is to wait. */
const SET_BACK_MS = 1_000;

/** `fullAt`: what was kept at the last decision; 0 for a caller that is not known. */
export function takeOne({ limit, windowMs }: RateRule, fullAt: number, now: number): RateDecision {
  const interval = windowMs / limit;
  const left = Math.max(fullAt, now) - now;
  const used = left > windowMs + SET_BACK_MS ? 0 : left;
  const next = used + interval;
  if (next > windowMs) {
    return { isAllowed: false, remaining: 0, waitMs: next - windowMs, fullAt };
  }
  const remaining = Math.floor((windowMs - next) / interval);
  return { isAllowed: true, remaining, waitMs: next, fullAt: now + next };
}
