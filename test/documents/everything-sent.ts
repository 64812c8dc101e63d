/** Everything that is sent of an order, in the language of its customer's country. */

import { creditNoteOf } from '../../src/core/invoice/credit-note.js';
import { type Invoice, invoiceOf } from '../../src/core/invoice.js';
import type { OrderFacts } from '../../src/core/order.js';
import { everythingLeft, type RefundAmounts, type RefundRequest } from '../../src/core/refund.js';
import { creditNoteFacts } from '../../src/core/refund-facts.js';
import { documentEmail } from '../../src/documents/confirmation-email.js';
import { renderInvoicePdf } from '../../src/documents/invoice-pdf.js';
import { eInvoiceXml } from '../../src/documents/xml/e-invoice.js';
import { orderPage } from '../../src/web/order-page.js';
import { automatic, line, rulesOf } from '../core/carts.js';
import { refunded } from '../core/refunded.js';
import { pdfText } from '../support/pdf-text.js';
import { cologne, seller as demo, orderOf, sampleQuote } from './sample-orders.js';

const seller = { ...demo, name: 'Töpferei Söhne', email: 'post@laden.example' };
const lines = [
  line('TASSE', '12.90', 3, { name: 'Tasse' }),
  line('KANNE', '59.00', 1, { name: 'Kanne' }),
];
const promotions = [automatic({ name: 'Sommerglück' })];
const link = { url: 'https://laden.example/x', goodUntil: '2026-09-01' };

/** Of texts of the shop's own there is no English one. */
function orderIn(country: string, more: Partial<OrderFacts> = {}, isNet = false): OrderFacts {
  const basis = isNet ? ({ priceBasis: 'net' } as const) : {};
  const quote = sampleQuote({ lines, prepaidMinor: 500, ...basis }, { ...rulesOf(), promotions });
  const billed = { ...cologne, country };
  return orderOf(quote, {
    document: {
      shippingAddress: { ...billed, name: 'Otto Nagel' },
      billingAddress: billed,
      vatId: 'DE123456788',
      buyer: { reference: 'KST 7' },
    },
    payment: { method: 'card', amount: quote.totals.payable },
    order: more,
  });
}

const invoiceIn = (order: OrderFacts): Invoice => invoiceOf(order, seller, '2026-06-15');

function creditNoteIn(
  order: OrderFacts,
  already: RefundAmounts[],
  request: Partial<RefundRequest>,
): Invoice {
  const amounts = refunded(order.document, already, request);
  const refund = {
    ...{ position: 1, creditNoteNumber: 'CN-2026-000001', at: 0, reason: 'cancelled', amounts },
    ...{ state: 'refunded' as const, isRestocked: true, attempts: [] },
  };
  const own = order.state === 'cancelled' ? refund : { ...refund, reason: 'Glasur' };
  return creditNoteOf(invoiceIn(order), creditNoteFacts(order, own, '2026-06-20'));
}

/** By name: what is sent, as its reader sees it. */
export async function everythingSentTo(country: string): Promise<Record<string, string>> {
  const order = orderIn(country);
  const goodwill = { goodwill: { amount: 300, reason: 'Kulanz' } };
  const first = refunded(order.document, [], goodwill);
  const all = everythingLeft(order.document, []);
  const invoices: Record<string, Invoice> = {
    invoice: invoiceIn(order),
    'invoice of net prices': invoiceIn(orderIn(country, {}, true)),
    goodwill: creditNoteIn(order, [], goodwill),
    'pieces after goodwill': creditNoteIn(order, [first], {
      lines: [{ sku: 'TASSE', quantity: 2 }],
      shipping: true,
    }),
    cancellation: creditNoteIn(orderIn(country, { state: 'cancelled' }), [], all),
  };
  const sent: Record<string, string> = {};
  for (const [name, invoice] of Object.entries(invoices)) {
    sent[`${name}, PDF`] = await pdfText(renderInvoicePdf(invoice));
    const xml = eInvoiceXml(invoice, { format: 'ubl' });
    if (!xml.ok) throw new Error(`${name}: ${JSON.stringify(xml.refusal)}`);
    sent[`${name}, XML`] = textIn(xml.value);
    const email = documentEmail('order', invoice, new Uint8Array(), link);
    sent[`${name}, e-mail`] = `${email.subject} ${email.text} ${textIn(email.html)}`;
  }
  const page = orderPage({
    frame: '<title></title><!-- content -->',
    order,
    events: [],
    seller,
    language: invoiceIn(order).language,
    timeZone: 'Europe/Berlin',
    token: null,
  });
  return { ...sent, page: textIn(page) };
}

const textIn = (markup: string): string =>
  markup.replace(/<style>.*?<\/style>/gs, ' ').replace(/<[^>]*>/g, ' ');

/** Every word that the texts of a language say, of four letters and more. */
export const wordsIn = (texts: unknown): Set<string> =>
  new Set(
    stringsIn(texts).flatMap((text) => text.replace(/\{\w+\}/g, ' ').match(/\p{L}{4,}/gu) ?? []),
  );

export function stringsIn(texts: unknown): string[] {
  if (typeof texts === 'string') return [texts];
  if (typeof texts !== 'object' || texts === null) return [];
  return Object.values(texts).flatMap(stringsIn);
}
