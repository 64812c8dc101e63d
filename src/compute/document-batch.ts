// What runs in an invoice worker: a batch of invoices is rendered and filed in one commit, and e-mails
// are composed with the filed document attached.

import { type DocumentKind, pdfKindOf } from '../core/document-kind.js';
import type { ComposedEmail } from '../core/email.js';
import type { Invoice } from '../core/invoice.js';

export type DocumentJob =
  | { kind: 'invoice'; orderId: string; invoice: Invoice }
  | ({ kind: 'email'; orderId: string; invoice: Invoice } & EmailFacts);

/** What an e-mail says that no invoice does. */
export interface EmailFacts {
  /** Dates it; milliseconds since the epoch. */
  at: number;
  /** Leads to the order's page, up to the end of that day. */
  link: { url: string; goodUntil: string };
}

/** `fault`: why it could not be made. */
export type DocumentAnswer = { email: ComposedEmail | null } | { fault: string };

interface Desk {
  render: (invoice: Invoice) => Uint8Array;
  compose: (
    job: { orderId: string; invoice: Invoice } & EmailFacts,
    pdf: Uint8Array,
  ) => Promise<ComposedEmail>;
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

export function documentBatch({ render, compose, archive }: Desk) {
  return async (jobs: DocumentJob[]): Promise<DocumentAnswer[]> => {
    const fresh: FreshDocument[] = [];

    const pdfOf = ({ orderId, invoice }: DocumentJob): Uint8Array => {
      const kind = pdfKindOf(invoice);
      const filed = archive.find(orderId, kind);
      if (filed) return filed.bytes;
      const bytes = render(invoice);
      fresh.push({ orderId, kind, bytes });
      return bytes;
    };

    const make = async (job: DocumentJob): Promise<DocumentAnswer> => {
      try {
        const pdf = pdfOf(job);
        return { email: job.kind === 'email' ? await compose(job, pdf) : null };
      } catch (error) {
        return { fault: (error as Error).message };
      }
    };

    const answers: DocumentAnswer[] = [];
    for (const job of jobs) answers.push(await make(job));
    // Nothing leaves this thread that is not filed: what is sent is what was issued.
    if (fresh.length > 0) archive.put(fresh);
    return answers;
  };
}
