/** What a replay found: its figures, the reconciliation to the penny, and how to read them. */

import { UNMATCHED_REASONS } from './cancellations.js';
import { formatMicros, formatMinor } from './decimal.js';
import type { DocumentReport } from './documents.js';
import type { Failure, Outcome } from './orders.js';
import type { RefundReport } from './refund-report.js';
import { LEFT_OUT_REASONS, type LeftOutReason, type Sale, type SalesFile } from './sales.js';

const LISTED_MAX = 20;
const PROBLEM_SHOWN_MAX = 300;

/** A sale whose order came to another net amount than its lines in the file. */
export interface Mismatch {
  readonly invoice: string;
  readonly expectedMinor: number;
  readonly netMinor: number;
}

/** Amounts are pounds: `…Minor` in pence, `sum` as an exact decimal text. */
export interface ReplayReport {
  readonly file: string;
  readonly rows: number;
  /** `netMinor`: the sum with each line rounded to the penny, which the orders must add up to. */
  readonly sales: { readonly count: number; readonly sum: string; readonly netMinor: number };
  readonly leftOut: Readonly<Record<LeftOutReason, number>>;
  readonly invoicesWithoutSale: number;
  /** Sales whose country is none; they were taken as sold in GB. */
  readonly countryNotKnown: number;
  readonly products: number;
  readonly customers: number;
  readonly placed: { readonly count: number; readonly netMinor: number };
  /** Answers that the engine gave again from an earlier run or request; among the placed. */
  readonly replayed: number;
  readonly failures: readonly Failure[];
  /** The file less the orders; `sales` are those that were placed at another amount. */
  readonly difference: {
    readonly count: number;
    readonly netMinor: number;
    readonly sales: readonly Mismatch[];
  };
  readonly refunds: RefundReport;
  readonly documents: DocumentReport;
  readonly ok: boolean;
  /** From the first order sent to the last settled; reading, preparing and refunds are not in it. */
  readonly durationMs: number;
  readonly ordersPerSecond: number;
}

/** What a report is made of, beside the outcomes. */
interface ReportFacts extends Pick<ReplayReport, 'file' | 'refunds' | 'documents'> {
  read: SalesFile;
  durationMs: number;
}

/** Gathers outcomes in whatever order they arrive. */
export class Tally {
  #placed = 0;
  #netMinor = 0;
  #replayed = 0;
  readonly #failures: Failure[] = [];
  readonly #mismatches: Mismatch[] = [];

  add(sale: Sale, outcome: Outcome): void {
    if (outcome.replayed) this.#replayed += 1;
    if (outcome.type === 'failed') this.#failures.push(outcome.failure);
    else this.#addPlaced(sale, outcome.netMinor);
  }

  report({ file, read, durationMs, refunds, documents }: ReportFacts): ReplayReport {
    const difference = {
      count: read.sales.length - this.#placed,
      netMinor: read.netMinor - this.#netMinor,
      sales: byInvoice(this.#mismatches),
    };
    return {
      file,
      ...figuresOf(read),
      placed: { count: this.#placed, netMinor: this.#netMinor },
      replayed: this.#replayed,
      failures: byInvoice(this.#failures),
      difference,
      refunds,
      documents,
      // Mismatches count by themselves: a penny too much and one too little add up to none.
      ok:
        this.#failures.length + this.#mismatches.length + documents.failures.length === 0 &&
        isNone(difference) &&
        refunds.ok,
      durationMs: Math.round(durationMs),
      ordersPerSecond: perSecond(this.#placed, durationMs),
    };
  }

  #addPlaced(sale: Sale, netMinor: number): void {
    const { invoice, netMinor: expectedMinor } = sale;
    this.#placed += 1;
    this.#netMinor += netMinor;
    if (netMinor !== expectedMinor) this.#mismatches.push({ invoice, expectedMinor, netMinor });
  }
}

function figuresOf(read: SalesFile) {
  return {
    rows: read.rows,
    sales: {
      count: read.sales.length,
      sum: formatMicros(read.sumMicros),
      netMinor: read.netMinor,
    },
    leftOut: read.leftOut,
    invoicesWithoutSale: read.invoicesWithoutSale,
    countryNotKnown: read.sales.filter((sale) => !sale.country.known).length,
    products: read.products.length,
    customers: read.customerIds.length,
  };
}

function isNone(difference: { count: number; netMinor: number }): boolean {
  return difference.count === 0 && difference.netMinor === 0;
}

function byInvoice<Entry extends { invoice: string }>(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => (a.invoice < b.invoice ? -1 : 1));
}

function perSecond(count: number, durationMs: number): number {
  return durationMs > 0 ? Math.round((count * 10_000) / durationMs) / 10 : 0;
}

/** Writes the report as lines of text, each with its newline. */
export function printReport(report: ReplayReport, write: (text: string) => void): void {
  const lines = [...summary(report), '', verdict(report), ...offenders(report)];
  for (const line of lines) write(`${line}\n`);
}

function summary(report: ReplayReport): string[] {
  const { sales, placed } = report;
  return [
    `Replay of ${report.file}`,
    row('rows read', report.rows),
    row('sales', sales.count, `${grouped(sales.sum)} GBP${roundingNote(report)}`),
    ...LEFT_OUT_REASONS.map((reason) => row('lines left out', report.leftOut[reason], reason)),
    row('invoices', report.invoicesWithoutSale, 'without a line to sell'),
    ...countryNote(report),
    row('products', report.products),
    row('customers', report.customers),
    row('placed', placed.count, `${pounds(placed.netMinor)} GBP net`),
    row('replayed', report.replayed, 'answered again, not done again'),
    row('failed', report.failures.length),
    ...refundRows(report.refunds),
    row('issued', report.documents.invoices, 'invoices'),
    ...(report.documents.creditNotes === 0
      ? []
      : [row('issued', report.documents.creditNotes, 'credit notes')]),
    row('seconds', (report.durationMs / 1_000).toFixed(1), `${report.ordersPerSecond} orders/s`),
  ];
}

function refundRows(refunds: RefundReport): string[] {
  if (refunds.lines === 0) return [];
  const { otherPrice } = refunds;
  const note = `${pounds(otherPrice.differenceMinor)} GBP less than the file says: other prices`;
  const reasons = UNMATCHED_REASONS.filter((reason) => refunds.unmatched[reason] > 0);
  return [
    row('cancellations', refunds.count, `${grouped(String(refunds.lines))} lines`),
    ...reasons.map((reason) => row('  not found', refunds.unmatched[reason], reason)),
    row('  found', refunds.linesMatched, 'lines'),
    row('refunded', refunds.refunded.count, `${pounds(refunds.refunded.netMinor)} GBP net`),
    ...(otherPrice.count === 0 ? [] : [row('  of these', otherPrice.count, note)]),
    ...(refunds.failures.length === 0 ? [] : [row('  failed', refunds.failures.length)]),
  ];
}

function row(label: string, value: number | string, note = ''): string {
  const figure = typeof value === 'number' ? grouped(String(value)) : value;
  return `  ${label.padEnd(16)}${figure.padStart(10)}  ${note}`.trimEnd();
}

function roundingNote({ sales }: ReplayReport): string {
  const net = formatMinor(sales.netMinor);
  return net === sales.sum ? '' : `, ${grouped(net)} with each line rounded to the penny`;
}

function countryNote(report: ReplayReport): string[] {
  if (report.countryNotKnown === 0) return [];
  return [row('sales', report.countryNotKnown, 'country not known, taken as GB')];
}

function verdict({ difference, refunds, documents, ok }: ReplayReport): string {
  if (ok) return 'no difference';
  const { count, netMinor, sales } = difference;
  const notes = [`${grouped(String(count))} sales not placed`, `${pounds(netMinor)} GBP`];
  if (sales.length > 0) notes.push(`${grouped(String(sales.length))} placed at another amount`);
  if (!refunds.ok) {
    const { expected, refunded } = refunds;
    const open = expected.netMinor - refunded.netMinor;
    notes.push(`${expected.count - refunded.count} not refunded, ${pounds(open)} GBP`);
  }
  if (documents.failures.length > 0) {
    notes.push(`${grouped(String(documents.failures.length))} documents missing`);
  }
  return `difference: ${notes.join(', ')}`;
}

function offenders(report: ReplayReport): string[] {
  const all = [
    ...report.failures.map(failureLine),
    ...report.difference.sales.map((one) => mismatchLine(one, 'order')),
    ...report.refunds.failures.map(failureLine),
    ...report.refunds.mismatches.map((one) => mismatchLine(one, 'refund')),
    ...report.documents.failures.map(failureLine),
  ];
  const unlisted = all.length - LISTED_MAX;
  if (unlisted <= 0) return all;
  return [...all.slice(0, LISTED_MAX), `  … and ${grouped(String(unlisted))} more`];
}

// As JSON, so that a server's text cannot move the terminal's cursor.
function failureLine({ invoice, status, problem }: Failure): string {
  const shown = JSON.stringify(problem) ?? '';
  return `  ${invoice}  ${status ?? '–'}  ${shown.slice(0, PROBLEM_SHOWN_MAX)}`;
}

function mismatchLine({ invoice, expectedMinor, netMinor }: Mismatch, by: string): string {
  return `  ${invoice}  file ${pounds(expectedMinor)}, ${by} ${pounds(netMinor)}`;
}

function pounds(minor: number): string {
  return grouped(formatMinor(minor));
}

/** Commas between the thousands of the whole part: "823746.14" → "823,746.14". */
function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}
