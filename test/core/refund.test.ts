// What goes back of an order, by example.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creditNoteOf } from '../../src/core/invoice/credit-note.js';
import { invoiceOf } from '../../src/core/invoice.js';
import type { OrderFacts, OrderRefund } from '../../src/core/order.js';
import { everythingLeft, isRefundedWhole, type RefundAmounts } from '../../src/core/refund.js';
import { creditNoteFacts } from '../../src/core/refund-facts.js';
import { automatic, cartOf, line, quoted, rulesOf, taxRate } from './carts.js';
import { anyOrder, documentOf, exceeding, refundAll, refunded, wishes } from './refunded.js';

/** Three mugs at 3.33 with 1.00 off the order, a book at 7 %, and shipping. */
const order = documentOf(
  quoted(
    cartOf({
      lines: [
        line('MUG', '3.33', 3),
        line('BOOK', '10.00', 1, { taxCategory: 'books' }),
        line('MUG', '3.33', 1),
      ],
      shippingMethod: 'standard',
    }),
    rulesOf({ promotions: [automatic({ action: { type: 'fixed', amounts: { EUR: '1.00' } } })] }),
  ),
);

describe('a line', () => {
  test('comes back piece by piece, with its shares of discount and tax', () => {
    const [mugs] = order.lines;
    const first = refunded(order, [], { lines: [{ sku: 'MUG', quantity: 1 }] });
    const second = refunded(order, [first], { lines: [{ sku: 'MUG', quantity: 1 }] });
    const third = refunded(order, [first, second], { lines: [{ sku: 'MUG', quantity: 1 }] });

    expect(mugs).toMatchObject({ discount: 43, gross: 956, taxes: [{ base: 803, amount: 153 }] });
    expect([first, second, third].map(({ lines }) => lines[0])).toMatchObject([
      { discount: 14, gross: 319, taxes: [{ base: 268, amount: 51 }] },
      { discount: 15, gross: 318, taxes: [{ base: 267, amount: 51 }] },
      { discount: 14, gross: 319, taxes: [{ base: 268, amount: 51 }] },
    ]);
  });

  test('of a SKU that stands on several is filled in their order', () => {
    const { lines } = refunded(order, [], { lines: [{ sku: 'MUG', quantity: 4 }] });

    expect(lines.map(({ line, quantity }) => [line, quantity])).toEqual([
      [0, 3],
      [2, 1],
    ]);
  });

  test('cannot come back in more pieces than are left, over all of its lines', () => {
    const before = refunded(order, [], { lines: [{ sku: 'MUG', quantity: 2 }] });

    expect(
      exceeding(order, [before], {
        lines: [
          { sku: 'MUG', quantity: 2 },
          { sku: 'MUG', quantity: 1 },
          { sku: 'CUP', quantity: 1 },
        ],
      }),
    ).toEqual([
      { pointer: '/lines/1/quantity', sku: 'MUG', requested: 1, left: 0 },
      { pointer: '/lines/2/quantity', sku: 'CUP', requested: 1, left: 0 },
    ]);
  });
});

describe('goodwill', () => {
  const goodwill = { amount: 500, reason: 'Late' };

  test('takes its tax from what the goods are taxed with, by what they cost', () => {
    const { taxes, totals, lines, goodwill: given } = refunded(order, [], { goodwill });

    expect(lines).toEqual([]);
    expect(given?.parts.map(({ line, amount }) => [line, amount])).toEqual([
      [0, 214],
      [1, 214],
      [2, 72],
    ]);
    expect(taxes.map(({ rate, base, amount }) => [rate, base, amount])).toEqual([
      ['19', 240, 46],
      ['7', 200, 14],
    ]);
    expect(totals).toMatchObject({ charge: 500, total: 500, tax: 60, net: 440, payable: 500 });
  });

  test('is not given a second time when the goods come back', () => {
    const first = refunded(order, [], { goodwill });
    const rest = refunded(order, [first], everythingLeft(order, [first]));

    expect(first.totals.total + rest.totals.total).toBe(order.totals.total);
    expect(rest.lines.map(({ creditedBefore }) => creditedBefore)).toEqual([214, 214, 72]);
    expect(isRefundedWhole(order, [first, rest])).toBe(true);
  });

  test('takes from shipping only what the goods are not worth', () => {
    const { goodwill: given } = refunded(order, [], {
      goodwill: { amount: 2_400, reason: 'Lost' },
    });

    const goods = order.totals.total - 490;
    expect(given?.parts.at(-1)).toMatchObject({ line: null, amount: 2_400 - goods });
  });

  test('of everything is everything, and one cent more is too much', () => {
    const { total } = order.totals;
    const all = refunded(order, [], { goodwill: { amount: total, reason: 'Lost' } });

    expect(all.totals).toMatchObject({ total, tax: order.totals.tax, payable: total });
    expect(isRefundedWhole(order, [all])).toBe(true);
    expect(exceeding(order, [], { goodwill: { amount: total + 1, reason: 'Lost' } })).toEqual([
      { pointer: '/goodwill/amount', requested: total + 1, left: total },
    ]);
  });
});

describe('shipping', () => {
  test('comes back in parts, and whole only once', () => {
    const part = refunded(order, [], { shipping: 190 });
    const rest = refunded(order, [part], { shipping: true });

    expect([part.totals.total, rest.totals.total]).toEqual([190, 300]);
    expect(part.totals.tax + rest.totals.tax).toBe(78);
    expect(exceeding(order, [part], { shipping: 301 })).toEqual([
      { pointer: '/shipping', requested: 301, left: 300 },
    ]);
    expect(exceeding(order, [part, rest], { shipping: true })).toHaveLength(1);
  });
});

test('at net prices amounts are net, and the tax comes on top', () => {
  const rules = rulesOf({ priceLists: { EUR: { basis: 'net' } }, taxRates: [taxRate()] });
  const net = documentOf(quoted(cartOf({ lines: [line('MUG', '10.00', 3)] }), rules));

  const { lines, totals } = refunded(net, [], {
    lines: [{ sku: 'MUG', quantity: 1 }],
    goodwill: { amount: 100, reason: 'Late' },
  });

  expect(lines[0]).toMatchObject({ net: 1_000 });
  expect(totals).toMatchObject({ net: 1_100, tax: 209, total: 1_309, payable: 1_309 });
});

test('an order of an earlier version, that says no taxes of its lines, sums all the same', () => {
  const { lines, shipping, ...rest } = order;
  const older = {
    ...rest,
    lines: lines.map(({ taxes: _, ...old }) => old),
    shipping: { method: shipping.method, gross: 490 },
  };
  const first = refunded(older, [], { lines: [{ sku: 'MUG', quantity: 2 }] });
  const second = refunded(older, [first], everythingLeft(older, [first]));

  const taxOf = (rate: string) =>
    [first, second]
      .flatMap(({ taxes }) => taxes.filter((tax) => tax.rate === rate))
      .reduce((sum, { amount }) => sum + amount, 0);
  for (const { rate, amount } of older.taxes) expect(taxOf(rate)).toBe(amount);
  expect(first.totals.total + second.totals.total).toBe(order.totals.total);
});

test('whatever is refunded, its credit note comes to the same totals and taxes', () => {
  const seller = { name: 'S', line1: 'L', city: 'C', postalCode: '1', country: 'DE' };
  fc.assert(
    fc.property(anyOrder, wishes(fc.nat({ max: 400 })), (document, wished) => {
      const facts: OrderFacts = {
        ...{ id: '01J', number: '2026-000001', invoiceNumber: 'INV-2026-000001' },
        ...{ state: 'refunded', currency: 'EUR', createdAt: 0, confirmedAt: 0, document },
        payment: { method: 'simulated', state: 'refunded', amount: 0, reference: 'r' },
        tasks: [],
      };
      const invoice = invoiceOf(facts, seller, '2026-06-15');
      for (const [index, amounts] of refundAll(document, wished).entries()) {
        const note = creditNoteOf(
          invoice,
          creditNoteFacts(facts, refundAs(index, amounts), '2026-06-16'),
        );
        expect(note.totals).toEqual(amounts.totals);
        expect(note.taxes).toEqual(amounts.taxes);
      }
    }),
    { numRuns: 300 },
  );
});

const refundAs = (index: number, amounts: RefundAmounts): OrderRefund => ({
  position: index + 1,
  state: 'refunded',
  creditNoteNumber: `CN-2026-00000${index + 1}`,
  at: 0,
  reason: 'returned',
  isRestocked: true,
  amounts,
  attempts: [{ at: 0, state: 'refunded' }],
});
