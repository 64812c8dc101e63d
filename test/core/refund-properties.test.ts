// Whatever comes back in whatever helpings: all of it together is the invoice.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrderDocument } from '../../src/core/order.js';
import type { QuoteLine } from '../../src/core/quote.js';
import { isRefundedWhole, type RefundAmounts } from '../../src/core/refund.js';
import { runs } from './arbitraries.js';
import { anyOrder, nonZero, refundAll, tableOf, totalsOf, type Wish, wishes } from './refunded.js';

const holdsForAny = (
  goodwill: fc.Arbitrary<number>,
  check: (document: OrderDocument, refunds: RefundAmounts[]) => void,
): void =>
  fc.assert(
    fc.property(anyOrder, wishes(goodwill), (document: OrderDocument, wished: Wish[]) => {
      check(document, refundAll(document, wished));
    }),
    runs,
  );

const none = fc.constant(0);
const some = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 400 }));
const amountOf = ({ gross, net }: { gross?: number; net?: number }): number => gross ?? net ?? 0;
const sum = (figures: readonly number[]): number => figures.reduce((all, one) => all + one, 0);

describe('all refunds of an order that came back whole', () => {
  test('sum to the totals of the order, each of them', () => {
    holdsForAny(none, (document, refunds) => {
      expect(totalsOf(refunds)).toEqual(nonZero(document.totals));
      expect(isRefundedWhole(document, refunds)).toBe(true);
    });
  });

  test('sum to each row of its tax table', () => {
    holdsForAny(none, (document, refunds) => {
      expect(tableOf(refunds.flatMap(({ taxes }) => taxes))).toEqual(tableOf(document.taxes));
    });
  });

  test('sum to each line, its pieces, its discount and its taxes', () => {
    holdsForAny(none, (document, refunds) => {
      for (const [index, line] of document.lines.entries()) {
        const own = refunds.flatMap(({ lines }) => lines.filter((back) => back.line === index));
        expect(sum(own.map(({ quantity }) => quantity))).toBe(line.quantity);
        expect(sum(own.map(amountOf))).toBe(amountOf(line));
        expect(sum(own.map(({ discount }) => discount))).toBe(line.discount);
        const rows = own.flatMap(({ taxes }) => taxes);
        expect(sum(rows.map(({ amount }) => amount))).toBe(
          sum((line.taxes ?? []).map(({ amount }) => amount)),
        );
        expect(sum(rows.map(({ base }) => base))).toBe(
          sum((line.taxes ?? []).map(({ base }) => base)),
        );
      }
    });
  });

  test('sum to what was paid and to its taxes where goodwill was among them', () => {
    holdsForAny(some, (document, refunds) => {
      const { net, tax, total, payable, withheld = 0 } = document.totals;
      const back = totalsOf(refunds);
      expect([back.net, back.tax, back.total, back.withheld ?? 0, back.payable]).toEqual(
        [net, tax, total, withheld, payable].map((figure, i) =>
          figure === 0 && i !== 3 ? undefined : figure,
        ),
      );
      expect(tableOf(refunds.flatMap(({ taxes }) => taxes))).toEqual(tableOf(document.taxes));
    });
  });
});

describe('each refund', () => {
  test('adds up: what is printed is what is given back', () => {
    holdsForAny(some, ({ priceBasis }, refunds) => {
      for (const { lines, shipping = {}, goodwill = {}, rest, taxes, totals } of refunds) {
        const owed = taxes.filter(({ isWithheld }) => !isWithheld);
        const { allowance = 0, charge = 0, withheld = 0, prepaid = 0, rounding = 0 } = totals;
        expect(totals.subtotal - totals.discount).toBe(sum(lines.map(amountOf)));
        expect(charge).toBe(
          sum((rest?.charges ?? []).map(({ amount }) => amount)) + amountOf(goodwill),
        );
        expect(totals.shipping).toBe(amountOf(shipping));
        const charged = totals.subtotal - totals.discount - allowance + charge + totals.shipping;
        expect(charged).toBe(priceBasis === 'gross' ? totals.total : totals.net);
        expect(sum(owed.map(({ amount }) => amount))).toBe(totals.tax);
        expect(totals.net + totals.tax).toBe(totals.total);
        expect(totals.total - withheld - prepaid + rounding).toBe(totals.payable);
      }
    });
  });

  test('gives back no less than nothing, of anything that it gives back', () => {
    holdsForAny(some, (_, refunds) => {
      for (const { lines, shipping = {}, goodwill = {}, totals } of refunds) {
        const figures = [
          ...lines.flatMap((line) => [amountOf(line), line.discount]),
          ...[shipping, goodwill].map(amountOf),
          ...[totals.total, totals.payable, totals.subtotal],
        ];
        expect(figures.filter((figure) => figure < 0)).toEqual([]);
      }
    });
  });

  test('gives back of each line its share of amount, discount and tax, to a cent', () => {
    holdsForAny(none, (document, refunds) => {
      for (const back of refunds.flatMap(({ lines }) => lines)) {
        const sold = document.lines[back.line] as QuoteLine;
        const share = (figure: number): number => (figure * back.quantity) / Number(sold.quantity);
        const off = (given: number, figure: number): number => Math.abs(given - share(figure));
        expect(off(amountOf(back), amountOf(sold))).toBeLessThanOrEqual(1);
        expect(off(back.discount, sold.discount)).toBeLessThanOrEqual(1);
        for (const [index, tax] of (sold.taxes ?? []).entries()) {
          // The tax follows the amount, which was rounded before; it may be the larger of the two.
          const most = 1 + Math.abs(tax.amount / (amountOf(sold) || 1));
          expect(off(back.taxes[index]?.amount ?? 0, tax.amount)).toBeLessThanOrEqual(most);
        }
      }
    });
  });

  test('is the same whatever came back of other lines before', () => {
    fc.assert(
      fc.property(anyOrder, wishes(none), (document, wished) => {
        const alone = wished.map(({ picks }) => ({ picks, shipping: 0, goodwill: 0 }));
        const lines = (refunds: RefundAmounts[], index: number) =>
          sum(
            refunds
              .slice(0, -1)
              .flatMap((refund) => refund.lines.filter(({ line }) => line === index).map(amountOf)),
          );
        const [first, second] = [refundAll(document, alone), refundAll(document, wished)];
        for (const index of document.lines.keys()) {
          const pieces = (refunds: RefundAmounts[]) =>
            sum(
              refunds
                .slice(0, -1)
                .flatMap((refund) =>
                  refund.lines.filter(({ line }) => line === index).map(({ quantity }) => quantity),
                ),
            );
          if (pieces(first) === pieces(second)) {
            expect(lines(second, index)).toBe(lines(first, index));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
