// Invoices, credit notes and the e-mails that carry them, made by worker threads in batches, or inline with no
// thread at all. Whoever needs an invoice first has it rendered; everybody else waits for the same. An
// e-mail that meets its invoice still in the queue goes along with it: the two are one job.

import { type DocumentKind, pdfKindOf } from '../core/document-kind.js';
import type { Sender } from '../core/email.js';
import type { Invoice } from '../core/invoice.js';
import type { Unavailable } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import { Batcher, QueueFullError } from './batcher.js';
import type { DocumentAnswer, DocumentJob, EmailFacts, MadeEmail } from './document-batch.js';
import type { LaneWatch } from './lanes.js';
import { retriedOneByOne } from './one-by-one.js';
import { Turnstile } from './turnstile.js';
import { WorkerThreadPool } from './worker-thread-pool.js';

export interface DocumentsOptions {
  /** 0 makes them on the calling thread. */
  threads: number;
  queueMax: number;
  /** Where documents are filed. */
  file: string;
  /** Whom e-mails are from. */
  sender: Sender;
  /** Where e-mails become files as soon as they are composed; absent where somebody else sends them. */
  mailFolder?: string | undefined;
  /** Looks documents up, on the calling thread. */
  archive: {
    has(orderId: string, kind: DocumentKind): boolean;
    find(orderId: string, kind: DocumentKind): IssuedPdf | undefined;
    close(): void;
  };
  /** Makes and files on the calling thread; asked for only where there are no others. */
  inline: () => Promise<(jobs: DocumentJob[]) => Promise<DocumentAnswer[]>>;
  /** Another worker module, for tests of what happens when it dies. */
  worker?: string;
  /** Another limit, for tests of what happens when it is reached. */
  heapMb?: number;
  watch?: LaneWatch | undefined;
}

export type InvoiceRefusal =
  | Extract<Unavailable, { type: 'overloaded' }>
  | { type: 'invoice-failed'; detail: string };

export interface IssuedPdf {
  bytes: Buffer;
  sha256: string;
}

/** Documents a batch: one commit's cost is shared by enough of them, and none waits for long. */
const BATCH_MAX = 16;
/** Lines a batch: reading and writing it must not hold the main loop up. */
const BATCH_LINES_MAX = 200;
const linesOf = ({ lines }: Invoice): number =>
  // One that is broken is the worker's to find out, alone among its neighbours.
  lines?.length ?? 1;

/** Batches that a thread holds: the next one is there when one ends, or waits to be filed. */
const BATCHES_PER_THREAD = 2;

/** A document on its way, and the job that makes it. */
interface Making {
  job: DocumentJob;
  /** Until it has left for a thread: then nothing can be added to it any more. */
  isQueued: boolean;
  answer: Promise<Result<MadeEmail | null, InvoiceRefusal>>;
}

export class Documents {
  readonly #archive: DocumentsOptions['archive'];
  readonly #batcher: Batcher<DocumentJob, DocumentAnswer>;
  readonly #pool: WorkerThreadPool<DocumentJob[], DocumentAnswer[]> | null;
  readonly #underWay = new Map<string, Making>();
  readonly #turnstile: Turnstile;
  #lastLines = 1;

  constructor(options: DocumentsOptions) {
    const { threads, queueMax, file, sender, mailFolder, archive, watch, heapMb } = options;
    const { worker = 'invoice' } = options;
    const workerData = { file, sender, mailFolder };
    this.#archive = archive;
    this.#pool =
      threads === 0
        ? null
        : new WorkerThreadPool({
            worker,
            threads,
            tasksPerThread: BATCHES_PER_THREAD,
            workerData,
            watch,
            heapMb,
          });
    this.#batcher = new Batcher({
      send: this.#departing(this.#pool ? threadSender(this.#pool) : inlineSender(options.inline)),
      batchMax: BATCH_MAX,
      weight: { of: ({ invoice }) => linesOf(invoice), max: BATCH_LINES_MAX },
      queueMax,
      concurrency: Math.max(1, threads * BATCHES_PER_THREAD),
      departAt: BATCH_MAX,
    });
    this.#turnstile = new Turnstile({
      queued: () => this.#batcher.queuedWeight,
      last: () => this.#lastLines,
      max: BATCH_LINES_MAX * Math.max(1, threads),
    });
  }

  /**
   * Resolves when the threads will soon be ready for this order's document. For those who can wait: a
   * hundred large invoices, made long before their turn, are memory and work for the collector.
   */
  room(orderId: string): Promise<void> {
    return this.#turnstile.enter(orderId);
  }

  /** The order's invoice or credit note is filed when this answers. */
  async issue(orderId: string, invoice: Invoice): Promise<Result<null, InvoiceRefusal>> {
    if (this.#isFiled(orderId, invoice)) return ok(null);
    const making =
      this.#makingOf(orderId, invoice) ?? this.#make({ kind: 'invoice', orderId, invoice });
    const made = await making.answer;
    // An e-mail that failed after it had its document filed is no matter of the document's.
    return made.ok || this.#isFiled(orderId, invoice) ? ok(null) : made;
  }

  /** The issued PDF, rendered now if it has to be. */
  async pdf(orderId: string, invoice: Invoice): Promise<Result<IssuedPdf, InvoiceRefusal>> {
    const issued = await this.issue(orderId, invoice);
    if (!issued.ok) return issued;
    const pdf = this.#archive.find(orderId, pdfKindOf(invoice));
    if (!pdf) throw new Error(`${invoice.number} of ${orderId} was filed and is not there`);
    return ok(pdf);
  }

  /**
   * What the customer is told, with the issued invoice or credit note attached. Where e-mails become
   * files, that has been done when this answers.
   */
  async email(
    orderId: string,
    invoice: Invoice,
    facts: EmailFacts,
  ): Promise<Result<MadeEmail, InvoiceRefusal>> {
    const job = { kind: 'email', orderId, invoice, ...facts } as const;
    const making = this.#makingOf(orderId, invoice);
    const isJoined = making?.isQueued === true && making.job.kind === 'invoice';
    if (isJoined) Object.assign(making.job, job);
    else if (making) {
      const before = await making.answer;
      if (!before.ok && making.job.kind === 'invoice') return before;
    }
    const made = await (isJoined ? making : this.#make(job)).answer;
    return made.ok ? ok(made.value as MadeEmail) : made;
  }

  figures = () => ({ ...(this.#pool?.figures() ?? { threads: 0 }), ...this.#batcher.figures() });

  async close(): Promise<void> {
    await this.#pool?.close();
    this.#archive.close();
  }

  #isFiled = (orderId: string, invoice: Invoice): boolean =>
    this.#archive.has(orderId, pdfKindOf(invoice));

  #makingOf = (orderId: string, invoice: Invoice): Making | undefined =>
    this.#underWay.get(nameOf(orderId, invoice));

  #make(job: DocumentJob): Making {
    const name = nameOf(job.orderId, job.invoice);
    this.#lastLines = linesOf(job.invoice);
    const making: Making = { job, isQueued: true, answer: this.#answerTo(job) };
    this.#underWay.set(name, making);
    void making.answer
      .catch(() => {})
      .finally(() => {
        if (this.#underWay.get(name) === making) this.#underWay.delete(name);
      });
    return making;
  }

  async #answerTo(job: DocumentJob): Promise<Result<MadeEmail | null, InvoiceRefusal>> {
    try {
      const answer = await this.#batcher.run(job);
      if ('email' in answer) return ok(answer.email);
      return refuse({ type: 'invoice-failed', detail: answer.fault });
    } catch (error) {
      if (!(error instanceof QueueFullError)) throw error;
      return refuse({ type: 'overloaded', detail: 'the queue for invoices is full' });
    }
  }

  #departing(send: (jobs: DocumentJob[]) => Promise<DocumentAnswer[]>) {
    return (jobs: DocumentJob[]): Promise<DocumentAnswer[]> => {
      for (const { orderId, invoice } of jobs) {
        const making = this.#makingOf(orderId, invoice);
        if (making) making.isQueued = false;
      }
      this.#turnstile.look();
      return send(jobs);
    };
  }
}

/** A name for what is rendered once. */
const nameOf = (orderId: string, invoice: Invoice): string => `${orderId} ${pdfKindOf(invoice)}`;

const threadSender = (pool: WorkerThreadPool<DocumentJob[], DocumentAnswer[]>) =>
  retriedOneByOne<DocumentJob, DocumentAnswer>({
    run: (jobs) => pool.run(jobs),
    failed: ({ message }) => ({ fault: `making it failed twice: ${message}` }),
  });

function inlineSender(inline: DocumentsOptions['inline']) {
  let work: ReturnType<DocumentsOptions['inline']> | null = null;
  return async (jobs: DocumentJob[]): Promise<DocumentAnswer[]> => {
    try {
      work ??= inline();
      return await (await work)(jobs);
    } catch (error) {
      return jobs.map(() => ({ fault: (error as Error).message }));
    }
  };
}
