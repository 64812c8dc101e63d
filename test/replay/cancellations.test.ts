import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchCancellations } from '../../src/replay/cancellations.js';
import { rowReader } from '../../src/replay/columns.js';
import { SalesCollector, type SalesFile } from '../../src/replay/sales.js';
import { HEADER, row } from './sales-csv.js';

const read = (...rows: string[]): SalesFile => {
  const sales = new SalesCollector();
  const toRow = rowReader(HEADER.split(','));
  for (const text of rows) sales.add(toRow(text.split(',')));
  return sales.finish();
};

/** What goes back, as `cancellation ← sale: quantity × article`, and what does not, with its reason. */
function matched(...rows: string[]) {
  const { sales, cancellations } = read(...rows);
  const { refunds, unmatched } = matchCancellations(sales, cancellations);
  return {
    refunds: refunds.map(({ invoice, sale, lines }) => {
      const pieces = lines.map(({ sku, quantity }) => `${quantity} × ${sku}`);
      return `${invoice} ← ${sale.invoice}: ${pieces.join(', ')}`;
    }),
    unmatched: unmatched.map(({ invoice, line, reason }) => `${invoice} ${line.sku}: ${reason}`),
    amounts: refunds.map(({ netMinor, fileMinor }) => [netMinor, fileMinor]),
  };
}

const sale = (invoice: number, quantity: number, more: Partial<Parameters<typeof row>[0]> = {}) =>
  row({ invoice: String(invoice), quantity, ...more });
const cancel = (invoice: number, quantity: number, more: Partial<Parameters<typeof row>[0]> = {}) =>
  row({ invoice: `C${invoice}`, quantity: -quantity, ...more });

describe('a cancellation', () => {
  test('takes back of the sale of the same customer and article', () => {
    const { refunds, unmatched, amounts } = matched(
      sale(1, 6),
      sale(2, 6, { customer: '2' }),
      sale(3, 6, { sku: 'OTHER' }),
      cancel(4, 2),
    );
    expect(refunds).toEqual(['C4 ← 1: 2 × 71053']);
    expect(unmatched).toEqual([]);
    expect(amounts).toEqual([[510, 510]]);
  });

  test('takes of several sales the latest before it that has enough left', () => {
    expect(matched(sale(1, 9), sale(2, 9), sale(3, 1), cancel(4, 5), sale(5, 9)).refunds).toEqual([
      'C4 ← 2: 5 × 71053',
    ]);
  });

  test('prefers a sale at its own price to a later one at another', () => {
    const { refunds } = matched(sale(1, 9), sale(2, 9, { price: '3.00' }), cancel(3, 5));
    expect(refunds).toEqual(['C3 ← 1: 5 × 71053']);
  });

  test('gives back what was paid where its price is another, and says what the file said', () => {
    const { refunds, amounts } = matched(sale(1, 9), cancel(2, 2, { price: '3.00' }));
    expect(refunds).toEqual(['C2 ← 1: 2 × 71053']);
    expect(amounts).toEqual([[510, 600]]);
  });

  test('of several lines goes to one sale where one has them all', () => {
    const [a, b] = [{ sku: 'A' }, { sku: 'B' }];
    const { refunds } = matched(
      sale(1, 5, a),
      sale(1, 5, b),
      sale(2, 5, a),
      sale(3, 5, b),
      cancel(4, 1, a),
      cancel(4, 2, b),
    );
    expect(refunds).toEqual(['C4 ← 1: 1 × A, 2 × B']);
  });

  test('of several lines goes to several sales where it has to', () => {
    const [a, b] = [{ sku: 'A' }, { sku: 'B' }];
    const { refunds } = matched(sale(1, 5, a), sale(2, 5, b), cancel(3, 1, a), cancel(3, 2, b));
    expect(refunds.toSorted()).toEqual(['C3 ← 1: 1 × A', 'C3 ← 2: 2 × B']);
  });

  test('takes no piece twice, and sums lines of an article', () => {
    const { refunds, unmatched } = matched(
      sale(1, 5),
      cancel(2, 2),
      cancel(2, 2),
      cancel(3, 2),
      cancel(4, 1),
    );
    expect(refunds).toEqual(['C2 ← 1: 4 × 71053', 'C4 ← 1: 1 × 71053']);
    expect(unmatched).toEqual(['C3 71053: more than is left of any sale']);
  });

  test.each([
    ['customer not named', [sale(1, 5, { customer: '' }), cancel(2, 1, { customer: '' })]],
    ['never sold to this customer', [sale(1, 5, { customer: '2' }), cancel(2, 1)]],
    ['sold to this customer only later', [cancel(2, 1), sale(3, 5)]],
    ['more than is left of any sale', [sale(1, 5), cancel(2, 6)]],
    ['nothing to take back', [sale(1, 5), cancel(2, 0)]],
  ])('is reported with its reason: %s', (reason, rows) => {
    const { refunds, unmatched } = matched(...rows);
    expect(refunds).toEqual([]);
    expect(unmatched).toEqual([`C2 71053: ${reason}`]);
  });

  test('shares a line of fine prices so that its parts sum to the whole', () => {
    const { amounts } = matched(
      sale(1, 3, { price: '0.125' }),
      cancel(2, 1, { price: '0.125' }),
      cancel(3, 1, { price: '0.125' }),
      cancel(4, 1, { price: '0.125' }),
    );
    // 3 × 0.125 is 38 pence.
    expect(amounts.map(([net]) => net)).toEqual([13, 12, 13]);
  });
});

describe('any file', () => {
  const entry = fc.record({
    isSale: fc.boolean(),
    invoice: fc.integer({ min: 1, max: 6 }),
    sku: fc.constantFrom('A', 'B'),
    customer: fc.constantFrom('1', '2', ''),
    quantity: fc.integer({ min: 1, max: 5 }),
    price: fc.constantFrom('1.00', '0.333', '2.50'),
  });
  type Entry = typeof entry extends fc.Arbitrary<infer Value> ? Value : never;
  const printed = ({ isSale, invoice, quantity, ...more }: Entry) =>
    (isSale ? sale : cancel)(invoice, quantity, more);

  test('has each line of a cancellation once: taken back or reported, and never more than was sold', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 25 }), (entries) => {
        const { sales, cancellations } = read(...entries.map(printed));
        const { refunds, unmatched } = matchCancellations(sales, cancellations);
        const cancelled = cancellations.flatMap(({ lines }) => lines);
        const pieces = (lines: readonly { quantity: number }[]) =>
          lines.reduce((sum, { quantity }) => sum + quantity, 0);
        const back = refunds.flatMap(({ lines }) => lines);
        expect(pieces(back) + pieces(unmatched.map(({ line }) => line))).toBe(pieces(cancelled));
        for (const one of sales) {
          const own = refunds.filter((refund) => refund.sale === one);
          const net = own.reduce((sum, { netMinor }) => sum + netMinor, 0);
          expect(net).toBeLessThanOrEqual(one.netMinor);
          for (const sku of ['A', 'B']) {
            const of = <Line extends { sku: string }>(lines: readonly Line[]) =>
              lines.filter((line) => line.sku === sku);
            const returned = pieces(of(own.flatMap(({ lines }) => lines)));
            expect(returned).toBeLessThanOrEqual(pieces(of(one.lines)));
            if (pieces(own.flatMap(({ lines }) => lines)) === pieces(one.lines)) {
              expect(net).toBe(one.netMinor);
            }
          }
        }
      }),
    );
  });
});
