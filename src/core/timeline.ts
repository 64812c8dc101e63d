// What ran when. A span is one step of one order; overlapping spans ran in parallel.

export interface Span {
  step: string;
  /** Milliseconds since the epoch, with fractions. */
  startedAt: number;
  endedAt: number;
  /** `ok`, or the type of the refusal. */
  outcome: string;
}

export function spanView({ step, startedAt, endedAt, outcome }: Span) {
  return {
    step,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    // The clock may have been set back in between.
    durationMs: Math.max(0, Math.round((endedAt - startedAt) * 1000) / 1000),
    outcome,
  };
}
