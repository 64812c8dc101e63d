// Invoices, credit notes and the e-mails that carry them, made by worker threads in batches, or inline with no
// thread at all. Whoever needs an invoice first has it rendered; everybody else waits for the same. An
// e-mail that meets its invoice still in the queue goes along with it: the two are one job.
//
// What crosses to a thread is the document's name. The thread reads its order by itself: reading a large
// one, and making and printing its invoice, would hold up whatever the main loop does for customers.

import type { DocumentKind, DocumentName } from '../core/document-kind.js';
import type { Sender } from '../core/email.js';
import type { FormerSeller } from '../core/invoice/former-sellers.js';
import type { Seller } from '../core/invoice.js';
import type { Unavailable } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import { Batcher, QueueFullError } from './batcher.js';
import type {
  CalledOff,
  DocumentAnswer,
  DocumentJob,
  EmailFacts,
  MadeEmail,
  NotMade,
} from './document-batch.js';
import type { LaneWatch } from './lanes.js';
import { tellShare } from './making-way.js';
import { retriedOneByOne } from './one-by-one.js';
import { WorkerThreadPool } from './worker-thread-pool.js';

export interface DocumentsOptions {
  /** 0 makes them on the calling thread. */
  threads: number;
  queueMax: number;
  desk: DeskSettings;
  /** Looks documents up, on the calling thread. */
  archive: {
    has(orderId: string, kind: DocumentKind): boolean;
    find(orderId: string, kind: DocumentKind): IssuedPdf | undefined;
    close(): void;
  };
  /** Makes and files on the calling thread; asked for only where there are no others. */
  inline: () => Promise<DocumentDesk>;
  /** Another worker module, for tests of what happens when it dies. */
  worker?: string;
  /** Another limit, for tests of what happens when it is reached. */
  heapMb?: number;
  watch?: LaneWatch | undefined;
}

/** Makes documents and files them. */
export interface DocumentDesk {
  make(jobs: DocumentJob[]): Promise<DocumentAnswer[]>;
  close(): void | Promise<void>;
}

/** What each thread opens its own desk with: plain data. */
export interface DeskSettings {
  /** Where documents are filed. */
  file: string;
  /** Where orders are read: the URL of a module whose default export opens an `OrderSource`. */
  orders: { module: string; options: unknown };
  /** Who issues the documents, and by whose calendar; `null` where nobody is configured. */
  seller: Seller | null;
  /** Whoever it was before, for what is of then. */
  formerSellers?: readonly FormerSeller[];
  timeZone: string;
  /** Whom e-mails are from. */
  sender: Sender;
  /** Where drafts of e-mails are written as soon as they are composed; absent where a server takes them. */
  mailFolder?: string | undefined;
}

export type InvoiceRefusal = Extract<Unavailable, { type: 'overloaded' }> | NotMade;

/** A document by its name, and under what it is filed. */
export interface FiledDocument extends DocumentName {
  kind: DocumentKind;
}

export interface IssuedPdf {
  bytes: Buffer;
  sha256: string;
}

/** Documents a batch: one commit's cost is shared by enough of them, and none waits for long. */
const BATCH_MAX = 16;
/**
 * Milliseconds a batch, by what a document took in the last one: large ones go alone, so that nobody who
 * asks for a document waits for a dozen of them.
 */
const BATCH_MS = 100;

/** Batches that a thread holds: the next one is there when one ends, or waits to be filed. */
const BATCHES_PER_THREAD = 2;
/**
 * More than other threads have: what a batch of large documents is made of outlives less. Beside another
 * such thread there is no core to spare for collections, and twice the room pays.
 */
const nurseryMb = (threads: number): number => (threads > 1 ? 32 : 16);

/** Of a thread's time: niceness alone does not give back what it takes of the memory and the caches. */
const SHARE_BESIDE_ORDERS = 1 / 2;

/** A document on its way, and the job that makes it. */
interface Making {
  job: DocumentJob;
  /** Until it has left for a thread: then nothing can be added to it any more. */
  isQueued: boolean;
  answer: Promise<Result<DocumentAnswer, InvoiceRefusal>>;
}

export class Documents {
  readonly #archive: DocumentsOptions['archive'];
  readonly #batcher: Batcher<DocumentJob, DocumentAnswer>;
  readonly #pool: WorkerThreadPool<DocumentJob[], DocumentAnswer[]> | null;
  readonly #inline: DocumentDesk;
  readonly #underWay = new Map<string, Making>();
  readonly #share = new Int32Array(new SharedArrayBuffer(4));
  #hasOrders = () => false;
  #documentMs = 0;

  constructor(options: DocumentsOptions) {
    const { threads, queueMax, desk, archive, watch, heapMb } = options;
    const { worker = 'invoice' } = options;
    this.#archive = archive;
    this.#pool =
      threads === 0
        ? null
        : new WorkerThreadPool({
            worker,
            threads,
            tasksPerThread: BATCHES_PER_THREAD,
            workerData: { ...desk, share: this.#share.buffer },
            nurseryMb: nurseryMb(threads),
            watch,
            heapMb,
          });
    this.#inline = inlineDesk(options.inline);
    this.#batcher = new Batcher({
      send: this.#departing(this.#pool ? threadSender(this.#pool) : this.#inline.make),
      batchMax: BATCH_MAX,
      weight: { of: () => this.#documentMs, max: BATCH_MS },
      queueMax,
      concurrency: Math.max(1, threads * BATCHES_PER_THREAD),
      departAt: BATCH_MAX,
    });
  }

  /**
   * The order's invoice or credit note is filed when this answers. `isAwaited`: by somebody, and not by a
   * task; it goes first.
   */
  async issue(document: FiledDocument, isAwaited = false): Promise<Result<null, InvoiceRefusal>> {
    if (this.#isFiled(document)) return ok(null);
    const making = this.#makingOf(document) ?? this.#make(document, null);
    if (isAwaited) this.#batcher.hasten(making.job);
    const made = await making.answer;
    if (made.ok && made.value.document.ok) return ok(null);
    // An e-mail that killed its thread after it had its document filed is no matter of the document's.
    if (this.#isFiled(document)) return ok(null);
    return made.ok ? made.value.document : made;
  }

  /** The issued PDF, rendered now if it has to be. */
  async pdf(document: FiledDocument): Promise<Result<IssuedPdf, InvoiceRefusal>> {
    const issued = await this.issue(document, true);
    if (!issued.ok) return issued;
    const pdf = this.#archive.find(document.orderId, document.kind);
    if (!pdf) throw new Error(`${document.kind} of ${document.orderId} was filed and is not there`);
    return ok(pdf);
  }

  /**
   * What the customer is told, with the issued invoice or credit note attached. Where e-mails become
   * files, its draft is written when this answers.
   */
  async email(
    document: DocumentName,
    facts: EmailFacts,
  ): Promise<Result<MadeEmail, InvoiceRefusal | CalledOff>> {
    const making = this.#makingOf(document);
    const isAlone = making?.job.email === null;
    const isJoined = isAlone && making.isQueued;
    if (isJoined) making.job.email = facts;
    else if (making) {
      const before = await making.answer;
      if (!before.ok && isAlone) return before;
    }
    const made = await (isJoined ? making : this.#make(document, facts)).answer;
    if (!made.ok) return made;
    if (!made.value.email) throw new Error(`no e-mail was made of ${nameOf(document)}`);
    return made.value.email;
  }

  /** From now on the threads rest beside orders, as long as there are some. */
  makeWayFor(hasOrders: () => boolean): void {
    this.#hasOrders = hasOrders;
  }

  figures = () => ({ ...(this.#pool?.figures() ?? { threads: 0 }), ...this.#batcher.figures() });

  async close(): Promise<void> {
    await this.#pool?.close();
    await this.#inline.close();
    this.#archive.close();
  }

  #isFiled = ({ orderId, kind }: FiledDocument): boolean => this.#archive.has(orderId, kind);

  #makingOf = (document: DocumentName): Making | undefined => this.#underWay.get(nameOf(document));

  #make({ orderId, refund }: DocumentName, email: EmailFacts | null): Making {
    const job = { orderId, refund, email };
    const name = nameOf(job);
    const making: Making = { job, isQueued: true, answer: this.#answerTo(job) };
    this.#underWay.set(name, making);
    void making.answer
      .catch(() => {})
      .finally(() => {
        if (this.#underWay.get(name) === making) this.#underWay.delete(name);
      });
    return making;
  }

  async #answerTo(job: DocumentJob): Promise<Result<DocumentAnswer, InvoiceRefusal>> {
    try {
      return ok(await this.#batcher.run(job));
    } catch (error) {
      if (!(error instanceof QueueFullError)) throw error;
      return refuse({ type: 'overloaded', detail: 'the queue for invoices is full' });
    }
  }

  #departing(send: (jobs: DocumentJob[]) => Promise<DocumentAnswer[]>) {
    return async (jobs: DocumentJob[]): Promise<DocumentAnswer[]> => {
      for (const job of jobs) {
        const making = this.#makingOf(job);
        if (making) making.isQueued = false;
      }
      const left = performance.now();
      tellShare(this.#share, this.#hasOrders() ? SHARE_BESIDE_ORDERS : 1);
      try {
        return await send(jobs);
      } finally {
        this.#documentMs = (performance.now() - left) / jobs.length;
      }
    };
  }
}

/** A name for what is rendered once. */
const nameOf = ({ orderId, refund }: DocumentName): string => `${orderId} ${refund ?? 'invoice'}`;

/** Neither the document nor the e-mail, as far as anybody knows. */
function failed(detail: string): DocumentAnswer {
  const refused = refuse({ type: 'invoice-failed' as const, detail });
  return { document: refused, email: refused };
}

const threadSender = (pool: WorkerThreadPool<DocumentJob[], DocumentAnswer[]>) =>
  retriedOneByOne<DocumentJob, DocumentAnswer>({
    run: (jobs) => pool.run(jobs),
    failed: ({ message }) => failed(`making it failed twice: ${message}`),
  });

function inlineDesk(open: DocumentsOptions['inline']): DocumentDesk {
  let opened: Promise<DocumentDesk> | null = null;
  const make = async (jobs: DocumentJob[]): Promise<DocumentAnswer[]> => {
    try {
      opened ??= open();
      return await (await opened).make(jobs);
    } catch (error) {
      return jobs.map(() => failed((error as Error).message));
    }
  };
  const close = async () => (await opened?.catch(() => null))?.close();
  return { make, close };
}
