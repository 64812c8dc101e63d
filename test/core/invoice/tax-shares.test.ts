import { describe, expect, test } from 'vitest';
import { enInvoiceOf } from '../../../src/core/e-invoice/en-invoice-of.js';
import { checkEnInvoice } from '../../../src/core/e-invoice/rules/check-en-invoice.js';
import { type Invoice, invoiceOf } from '../../../src/core/invoice.js';
import type { OrderFacts } from '../../../src/core/order.js';
import type { Quote } from '../../../src/core/quote.js';
import { orderOf, sampleQuote, seller } from '../../documents/sample-orders.js';
import { line } from '../carts.js';

/** As orders were frozen before lines knew their taxes and totals what is payable. */
function older(quote: Quote): OrderFacts {
  const order = structuredClone(orderOf(quote));
  for (const each of order.document.lines) delete each.taxes;
  delete order.document.shipping.taxes;
  delete (order.document.totals as { payable?: number }).payable;
  return order;
}

const invoiceOfOlder = (quote: Quote): Invoice => invoiceOf(older(quote), seller, '2026-06-15');

describe('an order of an earlier version', () => {
  const oneRate = sampleQuote({
    lines: [line('A', '12.90', 2), line('B', '0.01'), line('C', '7')],
  });

  test('of one rate has its tax shared out over its lines, to the cent', () => {
    const { lines, shipping, taxes, totals } = invoiceOfOlder(oneRate);
    const shares = [...lines, shipping].map((each) => each.taxes[0] ?? { base: 0, amount: 0 });
    expect(shares.reduce((sum, { base }) => sum + base, 0)).toBe(taxes[0]?.base);
    expect(shares.reduce((sum, { amount }) => sum + amount, 0)).toBe(taxes[0]?.amount);
    expect(totals.payable).toBe(totals.total);
  });

  test('of one rate makes a sound e-invoice', () => {
    const mapped = enInvoiceOf(invoiceOfOlder(oneRate));
    expect(mapped.ok && checkEnInvoice(mapped.value)).toEqual([]);
  });

  test('of several rates says no taxes of lines, and makes no e-invoice', () => {
    const invoice = invoiceOfOlder(sampleQuote());
    expect(invoice.lines.map(({ taxes }) => taxes)).toEqual([[], []]);
    expect(enInvoiceOf(invoice)).toMatchObject({
      ok: false,
      refusal: expect.stringContaining('earlier version') as string,
    });
  });
});
