// What runs in an invoice worker: a batch of invoices is rendered and filed in one commit, then the
// e-mails are composed with the filed document attached, and posted where that can be done here.

import { type DocumentKind, pdfKindOf } from '../core/document-kind.js';
import type { ComposedEmail, EmailOutcome } from '../core/email.js';
import type { Invoice } from '../core/invoice.js';

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
    put(documents: FreshDocument[]): void;
  };
}

interface FreshDocument {
  orderId: string;
  kind: DocumentKind;
  bytes: Uint8Array;
}

interface Rendered {
  job: DocumentJob;
  pdf: Uint8Array;
}

export function documentBatch({ render, compose, post, archive }: Desk) {
  const pdfOf = ({ orderId, invoice }: DocumentJob, fresh: FreshDocument[]): Uint8Array => {
    const kind = pdfKindOf(invoice);
    const filed = archive.find(orderId, kind);
    if (filed) return filed.bytes;
    const bytes = render(invoice);
    fresh.push({ orderId, kind, bytes });
    return bytes;
  };

  const emailOf = async ({ job, pdf }: Rendered): Promise<MadeEmail | null> => {
    if (job.kind === 'invoice') return null;
    const email = await compose(job, pdf);
    return post ? post(email) : email;
  };

  return async (jobs: DocumentJob[]): Promise<DocumentAnswer[]> => {
    const fresh: FreshDocument[] = [];
    const rendered = jobs.map((job) => guarded(() => ({ job, pdf: pdfOf(job, fresh) })));
    // Nothing leaves this thread that is not filed: what is sent is what was issued.
    if (fresh.length > 0) archive.put(fresh);
    const answers: DocumentAnswer[] = [];
    for (const made of rendered) {
      if ('fault' in made) answers.push(made);
      else answers.push(await answered(() => emailOf(made)));
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
