// Everything that makes documents, put together for a thread.

import type { Sender } from '../core/email.js';
import type { Invoice } from '../core/invoice.js';
import { composer } from './compose-email.js';
import { confirmationEmail } from './confirmation-email.js';
import { renderInvoicePdf } from './invoice-pdf.js';

export function documentMakers(sender: Sender) {
  const compose = composer(sender);
  return {
    render: renderInvoicePdf,
    compose: (job: { orderId: string; invoice: Invoice; at: number }, pdf: Uint8Array) =>
      compose(confirmationEmail(job.orderId, job.invoice, pdf), job.at),
  };
}
