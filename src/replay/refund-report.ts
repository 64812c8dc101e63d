/** What became of a file's cancellations: refunded to the penny, not found, or failed. */
import {
  type Matched,
  type Refund,
  UNMATCHED_REASONS,
  type UnmatchedReason,
} from './cancellations.js';
import type { Failure } from './orders.js';
import type { RefundOutcome } from './refunds.js';
import type { SalesFile } from './sales.js';

/** A refund that came to another net amount than its pieces were paid with. */
export interface RefundMismatch {
  readonly invoice: string;
  readonly expectedMinor: number;
  readonly netMinor: number;
}

/** Amounts are pence. */
export interface RefundReport {
  /** Cancellations in the file, and their lines. */
  readonly count: number;
  readonly lines: number;
  readonly linesMatched: number;
  readonly unmatched: Readonly<Record<UnmatchedReason, number>>;
  /** `netMinor`: what the pieces were paid with, which the refunds must add up to. */
  readonly expected: { readonly count: number; readonly netMinor: number };
  readonly refunded: { readonly count: number; readonly netMinor: number };
  readonly replayed: number;
  readonly failures: readonly Failure[];
  readonly mismatches: readonly RefundMismatch[];
  /** Cancellations at another price than that of the sale: what the file says less what was paid. */
  readonly otherPrice: { readonly count: number; readonly differenceMinor: number };
  readonly ok: boolean;
}

/** Gathers outcomes in whatever order they arrive. */
export class RefundTally {
  #count = 0;
  #netMinor = 0;
  #replayed = 0;
  readonly #failures: Failure[] = [];
  readonly #mismatches: RefundMismatch[] = [];

  add({ invoice, netMinor: expectedMinor }: Refund, outcome: RefundOutcome): void {
    if (outcome.replayed) this.#replayed += 1;
    if (outcome.type === 'failed') {
      this.#failures.push(outcome.failure);
      return;
    }
    const { netMinor } = outcome;
    this.#count += 1;
    this.#netMinor += netMinor;
    if (netMinor !== expectedMinor) this.#mismatches.push({ invoice, expectedMinor, netMinor });
  }

  /** Its sale was not placed, so that there is nothing to give back. */
  skip({ invoice, sale }: Refund): void {
    const problem = { detail: `the sale ${sale.invoice} was not placed` };
    this.#failures.push({ invoice, status: null, problem });
  }

  report({ cancellations }: SalesFile, { refunds, unmatched }: Matched): RefundReport {
    const lines = cancellations.reduce((sum, { lines: { length } }) => sum + length, 0);
    const others = refunds.filter(({ netMinor, fileMinor }) => netMinor !== fileMinor);
    const expectedMinor = sumOf(refunds.map(({ netMinor }) => netMinor));
    return {
      count: cancellations.length,
      lines,
      linesMatched: lines - unmatched.length,
      unmatched: countsOf(unmatched),
      expected: { count: refunds.length, netMinor: expectedMinor },
      refunded: { count: this.#count, netMinor: this.#netMinor },
      replayed: this.#replayed,
      failures: this.#failures.toSorted(byInvoice),
      mismatches: this.#mismatches.toSorted(byInvoice),
      otherPrice: {
        count: others.length,
        differenceMinor: sumOf(others.map(({ netMinor, fileMinor }) => fileMinor - netMinor)),
      },
      ok: this.#count === refunds.length && this.#mismatches.length === 0,
    };
  }
}

function countsOf(unmatched: Matched['unmatched']): Record<UnmatchedReason, number> {
  const counts = Object.fromEntries(UNMATCHED_REASONS.map((reason) => [reason, 0]));
  for (const { reason } of unmatched) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts as Record<UnmatchedReason, number>;
}

const sumOf = (amounts: readonly number[]): number =>
  amounts.reduce((sum, amount) => sum + amount, 0);

const byInvoice = (a: { invoice: string }, b: { invoice: string }): number =>
  a.invoice < b.invoice ? -1 : 1;
