// The steps of one order: runs them, times them, and keeps the spans until a command writes them.

import { setTimeout as delay } from 'node:timers/promises';
import type { Span } from '../core/timeline.js';
import { now } from '../telemetry/clock.js';

export const orderSteps = ['stock', 'quote', 'reserve', 'pay', 'confirm'] as const;
export type OrderStep = (typeof orderSteps)[number];

/** Milliseconds that each step waits before it begins, for demonstrations. */
export type StepDelays = Partial<Record<OrderStep, number>>;

/** Is told when a step begins and, with its outcome, when it has ended. */
export type StepWatcher = (step: OrderStep, phase: 'started' | 'ended', outcome: string) => void;

type Outcome = { ok: true } | { ok: false; refusal: { type: string } } | { type: string };

export class Steps {
  readonly #delays: StepDelays;
  readonly #watch: StepWatcher | undefined;
  #unwritten: Span[] = [];

  constructor(delays: StepDelays = {}, watch?: StepWatcher) {
    this.#delays = delays;
    this.#watch = watch;
  }

  /**
   * Runs one step. `work` gets the spans that no command has written yet, this step's own among
   * them, still open (`endedAt` 0): the ledger closes it when it writes it.
   */
  async run<Value extends Outcome>(
    step: OrderStep,
    work: (spans: Span[]) => Promise<Value>,
  ): Promise<Value> {
    const span: Span = { step, startedAt: now(), endedAt: 0, outcome: 'ok' };
    this.#watch?.(step, 'started', '');
    const waitMs = this.#delays[step];
    if (waitMs) await delay(waitMs);
    const value = await work([...this.#unwritten, span]);
    span.endedAt = now();
    span.outcome = outcomeOf(value);
    this.#watch?.(step, 'ended', span.outcome);
    this.#unwritten.push(span);
    return value;
  }

  /** The spans that are still to be written. */
  get unwritten(): Span[] {
    return this.#unwritten;
  }

  /** To be called when a command has written what there was. */
  written(): void {
    this.#unwritten = [];
  }
}

function outcomeOf(value: Outcome): string {
  if (!('ok' in value)) return value.type;
  return value.ok ? 'ok' : value.refusal.type;
}

/** The same two steps side by side, or one after the other. */
export async function inMode<A, B>(
  mode: 'parallel' | 'sequential',
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[A, B]> {
  return mode === 'parallel' ? Promise.all([first(), second()]) : [await first(), await second()];
}
