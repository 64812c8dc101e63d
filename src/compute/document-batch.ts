// What runs in an invoice worker: a job is a name. Its order is read, its document is rendered and filed
// where that has not been done, and then the e-mails are composed with the filed document attached, and
// written to files where they become some.

import { type DocumentKind, type DocumentName, pdfKindOf } from '../core/document-kind.js';
import type { ComposedEmail, EmailDraft, EmailFailed } from '../core/email.js';
import {
  creditNoteFor,
  type InvoiceFailed,
  type Issuer,
  invoiceFor,
} from '../core/invoice/issued-document.js';
import type { Invoice } from '../core/invoice.js';
import type { OrderFacts } from '../core/order.js';
import { isCalledOff, type OrderState } from '../core/order-states.js';
import { ok, type Result, refuse } from '../core/result.js';
import { type FilingAttempt, type FreshDocument, groupFiling } from './filing.js';

export interface DocumentJob extends DocumentName {
  /** Where it is sent to its customer as well. */
  email: EmailFacts | null;
}

/** What an e-mail says that no invoice does. */
export interface EmailFacts {
  /** Dates it; milliseconds since the epoch. */
  at: number;
  /** Leads to the order's page, up to the end of that day. */
  link: { url: string; goodUntil: string };
}

/** An e-mail to be sent, or its draft where it becomes a file, or why that could not be written. */
export type MadeEmail = ComposedEmail | EmailDraft | EmailFailed;

export type NotMade = InvoiceFailed | { type: 'not-found'; detail: string };
/** Of an order that came to nothing, nothing is announced; its invoice's number is given all the same. */
export type CalledOff = { type: 'called-off'; state: OrderState };

export interface DocumentAnswer {
  /** It is filed, or why not. */
  document: Result<null, NotMade>;
  /** `null` where none was asked for. */
  email: Result<MadeEmail, NotMade | CalledOff> | null;
}

/** Reads what documents are made of: on the thread that makes them, so that no other is held up by it. */
export interface OrderSource {
  order(id: string): OrderFacts | undefined;
  close(): void;
}

interface Desk {
  orders: Pick<OrderSource, 'order'>;
  issuer: Issuer;
  render: (invoice: Invoice) => Uint8Array;
  compose: (
    job: { orderId: string; invoice: Invoice } & EmailFacts,
    pdf: Uint8Array,
  ) => Promise<ComposedEmail>;
  /** Absent where e-mails are sent over a network. */
  draft?: ((email: ComposedEmail) => EmailDraft | EmailFailed) | undefined;
  archive: {
    find(orderId: string, kind: DocumentKind): { bytes: Uint8Array } | undefined;
    put(documents: readonly FreshDocument[]): FilingAttempt;
  };
}

/** A job whose document is there or cannot be, and whose e-mail is still to be written. */
interface Rendered {
  job: DocumentJob;
  /** Of the order, where there is one. */
  state: OrderState | null;
  made: Result<Made, NotMade>;
}

/** What the e-mail is made of. */
interface Made {
  invoice: Invoice;
  document: FreshDocument;
}

export function documentBatch({ orders, issuer, render, compose, draft, archive }: Desk) {
  const file = groupFiling(archive);

  const filedBefore = (orderId: string, kind: DocumentKind): FreshDocument | null => {
    const filed = archive.find(orderId, kind);
    return filed ? { orderId, kind, bytes: filed.bytes } : null;
  };

  const documentOf = (orderId: string, invoice: Invoice, fresh: FreshDocument[]): Made => {
    const kind = pdfKindOf(invoice);
    const filed = filedBefore(orderId, kind);
    if (filed) return { invoice, document: filed };
    const document = { orderId, kind, bytes: render(invoice) };
    fresh.push(document);
    return { invoice, document };
  };

  const renderedOf = (job: DocumentJob, fresh: FreshDocument[]): Rendered => {
    const rendered: Rendered = { job, state: null, made: notFound('the order is not there') };
    try {
      const order = orders.order(job.orderId);
      if (!order) return rendered;
      rendered.state = order.state;
      const model = modelOf(issuer, order, job);
      rendered.made = model.ok ? ok(documentOf(job.orderId, model.value, fresh)) : model;
    } catch (error) {
      rendered.made = failedBy(error as Error);
    }
    return rendered;
  };

  /** What was issued, also where somebody else was first. */
  const issued = (document: FreshDocument, kept: ReadonlySet<FreshDocument>): Uint8Array =>
    ((kept.has(document) && filedBefore(document.orderId, document.kind)) || document).bytes;

  const emailOf = async (
    { job, state, made }: Rendered,
    kept: ReadonlySet<FreshDocument>,
  ): Promise<DocumentAnswer['email']> => {
    const { orderId, refund, email: facts } = job;
    if (!facts) return null;
    if (refund === null && state !== null && isCalledOff(state))
      return refuse({ type: 'called-off', state });
    if (!made.ok) return made;
    const { invoice, document } = made.value;
    const email = await compose({ orderId, invoice, ...facts }, issued(document, kept));
    return ok(draft ? draft(email) : email);
  };

  return async (jobs: DocumentJob[]): Promise<DocumentAnswer[]> => {
    const fresh: FreshDocument[] = [];
    const batch = jobs.map((job) => renderedOf(job, fresh));
    // Nothing leaves this thread that is not filed: what is sent is what was issued.
    const kept = fresh.length > 0 ? await file(fresh) : new Set<FreshDocument>();
    const answers: DocumentAnswer[] = [];
    for (const rendered of batch) {
      const document = rendered.made.ok ? ok(null) : rendered.made;
      answers.push({ document, email: await emailOf(rendered, kept).catch(failedBy) });
    }
    return answers;
  };
}

function modelOf(
  issuer: Issuer,
  order: OrderFacts,
  { refund: position }: DocumentName,
): Result<Invoice, NotMade> {
  if (position === null) return invoiceFor(issuer, order);
  const refund = order.refunds?.find((one) => one.position === position);
  return refund ? creditNoteFor(issuer, order, refund) : notFound('the refund is not there');
}

const notFound = (detail: string) => refuse({ type: 'not-found' as const, detail });

const failedBy = (error: Error) =>
  refuse({ type: 'invoice-failed' as const, detail: error.message });
