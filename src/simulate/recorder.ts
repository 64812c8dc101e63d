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

export interface Listener {
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
      return;
    }
    const startedMs = this.#open.get(name) ?? at;
    const recorded = { customer, step, startedMs, endedMs: at, outcome };
    this.steps.push(recorded);
    this.#listener.step?.(recorded);
  }

  answered(result: Omit<CustomerResult, 'answerMs'>): void {
    const answered = { ...result, answerMs: this.elapsedMs() };
    this.results.push(answered);
    this.#listener.answered?.(answered);
  }
}
