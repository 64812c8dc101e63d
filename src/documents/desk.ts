// Everything that makes documents, put together for a thread.

import type { Sender } from '../core/email.js';
import type { Invoice } from '../core/invoice.js';
import { composer } from './compose-email.js';
import { documentEmail, type OrderLink } from './confirmation-email.js';
import { renderInvoicePdf } from './invoice-pdf.js';

interface EmailJob {
  orderId: string;
  invoice: Invoice;
  at: number;
  link: OrderLink;
}

export function documentMakers(sender: Sender) {
  const compose = composer(sender);
  return {
    render: renderInvoicePdf,
    compose: (job: EmailJob, pdf: Uint8Array) =>
      compose(documentEmail(job.orderId, job.invoice, pdf, job.link), job.at),
  };
}
