// Everything that makes documents, put together for a thread.

import type { Sender } from '../core/email.js';
import type { Invoice } from '../core/invoice.js';
import { composer } from './compose-email.js';
import { documentEmail, type OrderLink } from './confirmation-email.js';
import { renderInvoicePdf } from './invoice-pdf.js';
import { embeddedCii } from './xml/e-invoice.js';

/** The PDF of an invoice or a credit note, with the e-invoice inside: what is filed and sent. */
export const renderHybridInvoice = (invoice: Invoice): Buffer =>
  renderInvoicePdf(invoice, embeddedCii(invoice));

interface EmailJob {
  orderId: string;
  invoice: Invoice;
  at: number;
  link: OrderLink;
}

export function documentMakers(sender: Sender) {
  const compose = composer(sender);
  return {
    render: renderHybridInvoice,
    compose: (job: EmailJob, pdf: Uint8Array) =>
      compose(documentEmail(job.orderId, job.invoice, pdf, job.link), job.at),
  };
}
