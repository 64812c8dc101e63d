/** Every sale has its invoice and every refund its credit note: each is asked for once. */
import { type Client, field } from './client.js';
import type { Failure } from './orders.js';

export interface DocumentReport {
  readonly invoices: number;
  readonly creditNotes: number;
  readonly failures: readonly Failure[];
}

/** Rendered on the spot where the shop has not come to it yet. */
export async function fetchDocument(
  client: Client,
  invoice: string,
  path: string,
): Promise<Failure | null> {
  const { status, body } = await client.send({ method: 'GET', path });
  const isPdf = status === 200 && typeof body === 'string' && body.startsWith('%PDF-');
  return isPdf ? null : { invoice, status, problem: body };
}

export const invoicePath = (orderId: string): string =>
  `/v1/orders/${encodeURIComponent(orderId)}/invoice.pdf`;

/** Where a refund's answer says that its credit note is. */
export function creditNotePath(refund: unknown): string | null {
  const path = field(field(refund, 'creditNote'), 'pdf');
  return typeof path === 'string' ? path : null;
}
