// Orders that come back in several refunds, in currencies with decimals and without: whatever comes back
// first, all credit notes together are the invoice, rate by rate, and also yen have their e-invoices.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EnInvoice } from '../../../src/core/e-invoice/en-invoice.js';
import { enInvoiceOf } from '../../../src/core/e-invoice/en-invoice-of.js';
import {
  checkEnInvoice,
  normRules,
  profileRules,
} from '../../../src/core/e-invoice/rules/check-en-invoice.js';
import { creditNoteOf } from '../../../src/core/invoice/credit-note.js';
import { type Invoice, invoiceOf } from '../../../src/core/invoice.js';
import type { OrderFacts } from '../../../src/core/order.js';
import type { RefundAmounts, RefundRequest } from '../../../src/core/refund.js';
import { everythingLeft, refundOf } from '../../../src/core/refund.js';
import { creditNoteFacts } from '../../../src/core/refund-facts.js';
import { orderOf, seller } from '../../documents/sample-orders.js';
import { valueIn } from '../../support/result.js';
import { cartOf, line, quoted, rulesOf } from '../carts.js';
import { anyOrder, refundAll, wishes } from '../refunded.js';

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 500);
const digits = { JPY: 0, ISK: 0, EUR: 2 } as const;
type Currency = keyof typeof digits;

/** Rounded once a rate, by lines of their own rates; a small price is one of a few units. */
interface Sold {
  priceBasis: 'gross' | 'net';
  lines: { price: number; quantity: number; rate: number }[];
  shipping: number;
}

function orderIn(currency: Currency, { priceBasis, lines, shipping }: Sold): OrderFacts {
  const perMajor = 10 ** digits[currency];
  const vat = (rate: number) => [{ code: 'VAT', jurisdiction: 'DE', ppm: rate * 10_000 }];
  const method = { id: 'standard', name: 'Standard', taxCategory: 'standard' };
  const cart = cartOf({
    currency: currency as 'EUR',
    priceBasis,
    lines: lines.map(({ price, quantity, rate }, index) => ({
      ...line(`SKU-${index}`, '0', quantity),
      unitPriceMicros: Math.round((price * 1_000_000) / perMajor),
      taxes: vat(rate),
    })),
    shippingMethod: 'standard',
    shippingTaxes: vat(lines[0]?.rate ?? 0),
  });
  const prices = { [currency]: (shipping / perMajor).toFixed(digits[currency]) };
  return orderOf(quoted(cart, rulesOf({ shippingMethods: [{ ...method, prices }] })));
}

const anySold = (rates: readonly number[]): fc.Arbitrary<Sold> =>
  fc.record({
    priceBasis: fc.constantFrom('gross', 'net'),
    lines: fc.array(
      fc.record({
        price: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9_999 })),
        quantity: fc.integer({ min: 1, max: 7 }),
        rate: fc.constantFrom(...rates),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    shipping: fc.constantFrom(0, 800),
  });

const anyWishes = wishes(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 400 })));

function creditNotesOf(order: OrderFacts, refunds: readonly RefundAmounts[]): Invoice[] {
  const invoice = invoiceOf(order, seller, '2026-06-15');
  return refunds.map((amounts, index) => {
    const refund = {
      ...{ position: index + 1, creditNoteNumber: `CN-2026-00000${index}`, at: 0, reason: '' },
      ...{ state: 'refunded' as const, isRestocked: false, attempts: [], amounts },
    };
    return creditNoteOf(invoice, creditNoteFacts(order, refund, '2026-06-20'));
  });
}

/** Of the profile's own rules those that count. */
const rules = [
  ...normRules,
  ...profileRules.peppol.filter(({ id }) => /EN16931-R(005|055|12\d)/.test(id)),
];

function eInvoiceOf(note: Invoice): EnInvoice {
  const said = enInvoiceOf(note);
  if (!said.ok) throw new Error(said.refusal);
  expect(checkEnInvoice(said.value, rules)).toEqual([]);
  return said.value;
}

const sum = (figures: readonly number[]): number => figures.reduce((all, one) => all + one, 0);

type Table = Record<string, { base: number; amount: number }>;

/** By rate; what is nothing is not there. */
function tableOf(taxes: readonly { rate: string; base: number; amount: number }[]): Table {
  const table: Table = {};
  for (const { rate, base, amount } of taxes) {
    const row = table[rate] ?? { base: 0, amount: 0 };
    table[rate] = { base: row.base + base, amount: row.amount + amount };
  }
  return Object.fromEntries(
    Object.entries(table).filter(([, { base, amount }]) => base !== 0 || amount !== 0),
  );
}

describe.each([
  ['JPY', [8, 10]],
  ['JPY', [10, 8]],
  ['ISK', [24, 11]],
  ['EUR', [19, 7]],
] as const)('of an order in %s at %j %% that comes back in parts', (currency, rates) => {
  const holds = (check: (order: OrderFacts, refunds: RefundAmounts[]) => void): void =>
    fc.assert(
      fc.property(anySold(rates), anyWishes, (sold, wished) => {
        const order = orderIn(currency, sold);
        check(order, refundAll(order.document, wished, currency));
      }),
      { numRuns },
    );

  test('what was given of each rate and what is left of it are the invoice’s, after each refund', () => {
    holds((order, refunds) => {
      const { taxes, totals } = order.document;
      for (const [index] of refunds.entries()) {
        const given = refunds.slice(0, index);
        const left = refundOf(order, given, everythingLeft(order.document, given));
        const notes = creditNotesOf(order, [...given, valueIn(left)]);
        expect(tableOf(notes.flatMap((note) => note.taxes))).toEqual(tableOf(taxes));
        expect(sum(notes.map((note) => note.totals.payable))).toBe(totals.total);
      }
    });
  });

  test('each credit note’s lines sum to the taxes that it says', () => {
    holds((_order, refunds) => {
      for (const { lines, shipping, goodwill, taxes } of refunds) {
        const parts = [...lines, ...[shipping ?? [], goodwill ?? []].flat()];
        expect(tableOf(parts.flatMap((part) => part.taxes))).toEqual(tableOf(taxes));
      }
    });
  });

  test('the first two credit notes have their e-invoice, which says what is printed', () => {
    holds((order, refunds) => {
      for (const note of creditNotesOf(order, refunds.slice(0, 2))) {
        const { taxes, totals } = eInvoiceOf(note);
        const rated = taxes.map(({ vat, ...row }) => ({ ...row, rate: vat.rate ?? '' }));
        expect(tableOf(rated)).toEqual(tableOf(note.taxes));
        const { net, tax, total, payable } = note.totals;
        expect([totals.net, totals.tax, totals.gross]).toEqual([net, tax, total]);
        expect([totals.paid, totals.due]).toEqual([payable, 0]);
      }
    });
  });
});

test('taxes that were rounded otherwise are shared by line, in yen as in euros', () => {
  const rounded = anyOrder.filter(({ settings }) => settings?.taxRounding !== undefined);
  fc.assert(
    fc.property(rounded, anyWishes, (document, wished) => {
      expect(refundAll(document, wished, 'JPY')).toEqual(refundAll(document, wished, 'EUR'));
    }),
    { numRuns },
  );
});

const piece = (sku: string, quantity = 1): RefundRequest => ({ lines: [{ sku, quantity }] });

function refundedBy(order: OrderFacts, requests: readonly RefundRequest[]): RefundAmounts[] {
  const refunds: RefundAmounts[] = [];
  for (const request of requests) refunds.push(valueIn(refundOf(order, refunds, request)));
  return refunds;
}

test('the same figures are shared by rate in yen, and by line in a currency with decimals', () => {
  const lines = [1, 2, 3].map(() => ({ price: 1_006, quantity: 2, rate: 10 }));
  const bothOf = (currency: Currency) => {
    const order = orderIn(currency, { priceBasis: 'gross', lines, shipping: 0 });
    return refundedBy(order, [{ lines: [...piece('SKU-0').lines, ...piece('SKU-1').lines] }]);
  };
  const [yen, euros] = [bothOf('JPY'), bothOf('EUR')];
  const taxesOf = (refunds: RefundAmounts[]) =>
    refunds.flatMap(({ taxes }) => taxes.map(({ base, amount }) => [base, amount]));
  // 2,012 × 10 ÷ 110 = 182.9; each line's share of its tax is 91.5.
  expect(taxesOf(yen)).toEqual([[1_829, 183]]);
  expect(taxesOf(euros)).toEqual([[1_828, 184]]);
});

test('four pieces of 6 krónur can say a tax of 1 each, their order says 5: the last has no e-invoice', () => {
  const line = { price: 6, quantity: 4, rate: 24 };
  const order = orderIn('ISK', { priceBasis: 'gross', lines: [line], shipping: 0 });
  expect(order.document.totals).toMatchObject({ net: 19, tax: 5, total: 24 });
  const pieces = [1, 2, 3, 4].map(() => piece('SKU-0'));
  const notes = creditNotesOf(order, refundedBy(order, pieces));
  expect(notes.map(({ totals }) => [totals.tax, totals.payable])).toEqual([
    [1, 6],
    [1, 6],
    [1, 6],
    [2, 6],
  ]);
  for (const note of notes.slice(0, 3)) eInvoiceOf(note);
  const last = enInvoiceOf(notes[3] as Invoice);
  expect(last).toMatchObject({ ok: false, refusal: expect.stringContaining('BR-CO-17') });
});

test('a refund that was recorded line by line keeps its figures, and the others give what is left', () => {
  const lines = [1, 2, 3].map(() => ({ price: 1_006, quantity: 2, rate: 10 }));
  const order = orderIn('JPY', { priceBasis: 'gross', lines, shipping: 0 });
  const [even] = refundedBy(order, [{ lines: [...piece('SKU-0').lines, ...piece('SKU-1').lines] }]);
  if (!even) throw new Error('nothing came back');
  const taxed = (base: number, amount: number) => [{ ...even.taxes[0], base, amount }];
  // As it was before taxes were even by rate: 184 of a base of 1,828.
  const recorded = {
    ...even,
    lines: even.lines.map((line) => ({ ...line, taxes: taxed(914, 92) })),
    taxes: taxed(1_828, 184),
    totals: { ...even.totals, net: 1_828, tax: 184 },
  } as RefundAmounts;
  const [note] = creditNotesOf(order, [recorded]);
  expect(note).toMatchObject({ taxes: [{ base: 1_828, amount: 184 }], totals: { tax: 184 } });
  const left = valueIn(
    refundOf(order, [recorded], {
      lines: order.document.lines.map(({ sku }, index) => ({ sku, quantity: index === 2 ? 2 : 1 })),
    }),
  );
  const { base, amount } = order.document.taxes[0] as { base: number; amount: number };
  expect(left.taxes).toMatchObject([{ base: base - 1_828, amount: amount - 184 }]);
  expect(left.totals.total + recorded.totals.total).toBe(order.document.totals.total);
});
