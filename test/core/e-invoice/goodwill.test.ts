// The smallest credit notes: a cent's share of a tax may be nothing, or the whole cent.

import { describe, expect, test } from 'vitest';
import { enInvoiceOf } from '../../../src/core/e-invoice/en-invoice-of.js';
import { checkEnInvoice } from '../../../src/core/e-invoice/rules/check-en-invoice.js';
import { creditNoteOf } from '../../../src/core/invoice/credit-note.js';
import { type Invoice, invoiceOf } from '../../../src/core/invoice.js';
import type { OrderFacts } from '../../../src/core/order.js';
import { type RefundAmounts, type RefundRequest, refundOf } from '../../../src/core/refund.js';
import { creditNoteFacts } from '../../../src/core/refund-facts.js';
import { cologne, orderOf } from '../../documents/sample-orders.js';
import { valueIn } from '../../support/result.js';
import { cartOf, line, quoted, rulesOf } from '../carts.js';
import { exchanging, methods, taxCases } from './matrix.js';

const AMOUNTS = Array.from({ length: 100 }, (_, index) => index + 1);
const bases = ['gross', 'net'] as const;
const cases = Object.keys(taxCases).flatMap((name) => bases.map((basis) => [name, basis] as const));

function orderWith(name: string, priceBasis: 'gross' | 'net'): OrderFacts {
  const taxes = taxCases[name] ?? [];
  const quote = quoted(
    cartOf({
      currency: 'EUR',
      priceBasis,
      lines: ['12.90', '0.35', '7.77'].map((price, index) => ({
        ...line(`SKU-${index}`, price, index + 1),
        taxes: taxes[index % taxes.length] ?? [],
      })),
      shippingMethod: 'standard',
      shippingTaxes: taxes[0] ?? [],
    }),
    rulesOf({ shippingMethods: methods }),
  );
  const isForeign = name === 'reverse charge' || name === 'intra-community';
  return orderOf(quote, {
    document: isForeign
      ? { shippingAddress: { ...cologne, country: 'AT' }, vatId: 'ATU13585627' }
      : {},
  });
}

function creditNote(order: OrderFacts, amounts: RefundAmounts): Invoice {
  const refund = {
    ...{ position: 1, creditNoteNumber: 'CN-2026-000001', at: 0, reason: '', amounts },
    ...{ state: 'refunded' as const, isRestocked: false, attempts: [] },
  };
  const invoice = invoiceOf(order, exchanging, '2026-06-15');
  return creditNoteOf(invoice, creditNoteFacts(order, refund, '2026-06-20'));
}

function faultsOf(order: OrderFacts, amounts: RefundAmounts): unknown {
  const note = creditNote(order, amounts);
  const said = enInvoiceOf(note);
  if (!said.ok) return said.refusal;
  const { gross } = said.value.totals;
  return gross === note.totals.total ? checkEnInvoice(said.value) : `says ${gross}`;
}

const refunded = (order: OrderFacts, already: RefundAmounts[], request: RefundRequest) =>
  valueIn(refundOf(order, already, request));

const goodwill = (amount: number): RefundRequest => ({
  lines: [],
  goodwill: { amount, reason: 'Late' },
});

describe.each(cases)(
  'taxes %s, prices %s: each rule of EN 16931 is kept by a credit note',
  (name, basis) => {
    const order = orderWith(name, basis);

    test.each([
      ['of goodwill', goodwill],
      ['of shipping', (amount: number): RefundRequest => ({ lines: [], shipping: amount })],
      [
        'of shipping and goodwill',
        (amount: number): RefundRequest => ({ ...goodwill(amount), shipping: amount }),
      ],
    ])('%s, from one cent to a hundred', (_, request) => {
      const broken = AMOUNTS.flatMap((amount) => {
        const faults = faultsOf(order, refunded(order, [], request(amount)));
        return JSON.stringify(faults) === '[]' ? [] : [{ amount, faults }];
      });
      expect(broken).toEqual([]);
    });

    test('of a cent of goodwill, a hundred times', () => {
      const already: RefundAmounts[] = [];
      const broken: unknown[] = [];
      for (const _ of AMOUNTS) {
        const amounts = refunded(order, already, goodwill(1));
        already.push(amounts);
        const faults = faultsOf(order, amounts);
        if (JSON.stringify(faults) !== '[]') broken.push({ index: already.length, faults });
      }
      expect(broken).toEqual([]);
    });
  },
);
