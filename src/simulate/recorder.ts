// Who did what when, in milliseconds since everybody pressed *Place order*.

export interface Recorded {
  customer: number;
  step: string;
  startedMs: number;
  endedMs: number;
  outcome: string;
}

export type CustomerOutcome = 'got one' | 'sold out' | 'declined' | 'refused';

export interface CustomerResult {
  customer: number;
  outcome: CustomerOutcome;
  answerMs: number;
  /** The order's number, or the type of the refusal. */
  detail: string;
}

/** One batch at a thread of a pool. */
export interface RecordedBatch {
  pool: string;
  lane: number;
  startedMs: number;
  endedMs: number;
}

export interface Listener {
  started?(customer: number, step: string, startedMs: number): void;
  batch?(batch: RecordedBatch): void;
  step?(recorded: Recorded): void;
  answered?(result: CustomerResult): void;
}

export class Recorder {
  readonly #startedAt = performance.now();
  readonly #open = new Map<string, number>();
  readonly #listener: Listener;
  readonly steps: Recorded[] = [];
  readonly results: CustomerResult[] = [];

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  elapsedMs = (): number => performance.now() - this.#startedAt;

  note(customer: number, step: string, phase: 'started' | 'ended', outcome: string): void {
    const name = `${customer} ${step}`;
    const at = this.elapsedMs();
    if (phase === 'started') {
      this.#open.set(name, at);
      this.#listener.started?.(customer, step, at);
      return;
    }
    const startedMs = this.#open.get(name) ?? at;
    const recorded = { customer, step, startedMs, endedMs: at, outcome };
    this.steps.push(recorded);
    this.#listener.step?.(recorded);
  }

  noteBatch(pool: string, lane: number, phase: 'started' | 'ended'): void {
    const name = `${pool} ${lane}`;
    const at = this.elapsedMs();
    const startedMs = this.#open.get(name);
    if (phase === 'started') this.#open.set(name, at);
    else if (startedMs !== undefined) {
      this.#listener.batch?.({ pool, lane, startedMs, endedMs: at });
    }
  }

  answered(result: Omit<CustomerResult, 'answerMs'>): void {
    const answered = { ...result, answerMs: this.elapsedMs() };
    this.results.push(answered);
    this.#listener.answered?.(answered);
  }
}
