// What runs in an invoice worker: a batch of invoices is rendered and filed, then the
// e-mails are composed with the filed document attached, and posted where that can be done here.

import { type DocumentKind, pdfKindOf } from '../core/document-kind.js';
import type { ComposedEmail, EmailOutcome } from '../core/email.js';
import type { Invoice } from '../core/invoice.js';
import { type FilingAttempt, type FreshDocument, groupFiling } from './filing.js';

export type DocumentJob = InvoiceJob | EmailJob;

interface InvoiceJob {
  kind: 'invoice';
  orderId: string;
  invoice: Invoice;
}

/** Renders and files the document as well, where that has not been done. */
interface EmailJob extends EmailFacts {
  kind: 'email';
  orderId: string;
  invoice: Invoice;
}

/** What an e-mail says that no invoice does. */
export interface EmailFacts {
  /** Dates it; milliseconds since the epoch. */
  at: number;
  /** Leads to the order's page, up to the end of that day. */
  link: { url: string; goodUntil: string };
}

/** An e-mail to be sent, or what became of it where it has been posted already. */
export type MadeEmail = ComposedEmail | EmailOutcome;

/** `fault`: why it could not be made. */
export type DocumentAnswer = { email: MadeEmail | null } | { fault: string };

interface Desk {
  render: (invoice: Invoice) => Uint8Array;
  compose: (
    job: { orderId: string; invoice: Invoice } & EmailFacts,
    pdf: Uint8Array,
  ) => Promise<ComposedEmail>;
  /** Absent where e-mails are sent by who asked for them. */
  post?: ((email: ComposedEmail) => Promise<EmailOutcome>) | undefined;
  archive: {
    find(orderId: string, kind: DocumentKind): { bytes: Uint8Array } | undefined;
    put(documents: readonly FreshDocument[]): FilingAttempt;
  };
}

interface Rendered {
  job: DocumentJob;
  document: FreshDocument;
}

export function documentBatch({ render, compose, post, archive }: Desk) {
  const file = groupFiling(archive);

  const filedBefore = (orderId: string, kind: DocumentKind): FreshDocument | null => {
    const filed = archive.find(orderId, kind);
    return filed ? { orderId, kind, bytes: filed.bytes } : null;
  };

  const documentOf = ({ orderId, invoice }: DocumentJob, fresh: FreshDocument[]): FreshDocument => {
    const kind = pdfKindOf(invoice);
    const filed = filedBefore(orderId, kind);
    if (filed) return filed;
    const document = { orderId, kind, bytes: render(invoice) };
    fresh.push(document);
    return document;
  };

  /** What was issued, also where somebody else was first. */
  const issued = (document: FreshDocument, kept: ReadonlySet<FreshDocument>): Uint8Array =>
    ((kept.has(document) && filedBefore(document.orderId, document.kind)) || document).bytes;

  const emailOf = async (job: DocumentJob, pdf: Uint8Array): Promise<MadeEmail | null> => {
    if (job.kind === 'invoice') return null;
    const email = await compose(job, pdf);
    return post ? post(email) : email;
  };

  return async (jobs: DocumentJob[]): Promise<DocumentAnswer[]> => {
    const fresh: FreshDocument[] = [];
    const rendered = jobs.map((job) =>
      guarded((): Rendered => ({ job, document: documentOf(job, fresh) })),
    );
    // Nothing leaves this thread that is not filed: what is sent is what was issued.
    const kept = fresh.length > 0 ? await file(fresh) : new Set<FreshDocument>();
    const answers: DocumentAnswer[] = [];
    for (const made of rendered) {
      if ('fault' in made) answers.push(made);
      else answers.push(await answered(() => emailOf(made.job, issued(made.document, kept))));
    }
    return answers;
  };
}

function guarded<Value>(make: () => Value): Value | { fault: string } {
  try {
    return make();
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

async function answered(email: () => Promise<MadeEmail | null>): Promise<DocumentAnswer> {
  try {
    return { email: await email() };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
