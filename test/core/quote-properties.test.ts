import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cart } from '../../src/core/cart.js';
import type { Quote, QuoteLine } from '../../src/core/quote.js';
import type { Promotion } from '../../src/core/rules.js';
import {
  lines,
  type PricingCase,
  pricingCase,
  promotions,
  runs,
  wholeOrder,
} from './arbitraries.js';
import { automatic, cartOf, line, quoted, rulesOf } from './carts.js';

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
const amountOf = ({ gross, net }: Pick<QuoteLine, 'gross' | 'net'>): number =>
  (gross ?? net) as number;
const linesOf = ({ lines }: Quote): number => sum(lines.map(amountOf));

const holdsForAny = (
  check: (quote: Quote, given: PricingCase) => void,
  arbitrary = pricingCase(),
): void =>
  fc.assert(
    fc.property(arbitrary, (given) => check(quoted(given.cart, given.rules), given)),
    runs,
  );

/** The case, and the same cart with its lines in another order. */
const shuffled = (arbitrary: fc.Arbitrary<PricingCase>) =>
  arbitrary.chain((given) =>
    fc
      .shuffledSubarray(given.cart.lines, { minLength: given.cart.lines.length })
      .map((other) => ({ ...given, other: { ...given.cart, lines: other } as Cart })),
  );

describe('properties', () => {
  test('the lines that are printed add up to the totals that are printed', () => {
    holdsForAny((quote) => {
      const { subtotal, discount, shipping, net, total } = quote.totals;
      expect(subtotal - discount).toBe(linesOf(quote));
      expect(linesOf(quote) + shipping).toBe(quote.priceBasis === 'gross' ? total : net);
      expect(amountOf(quote.shipping)).toBe(shipping);
    });
  });

  test('discounts add up to the same by promotion and by line', () => {
    holdsForAny(({ lines, discounts, totals }) => {
      expect(sum(discounts.map(({ amount }) => amount))).toBe(totals.discount);
      expect(sum(lines.map(({ discount }) => discount))).toBe(totals.discount);
      expect(discounts.filter(({ amount }) => amount <= 0)).toEqual([]);
    });
  });

  test('tax rows add up to the totals, and net and tax to the total', () => {
    holdsForAny(({ taxes, totals }) => {
      expect(sum(taxes.map(({ base }) => base))).toBe(totals.net);
      expect(sum(taxes.map(({ amount }) => amount))).toBe(totals.tax);
      expect(totals.net + totals.tax).toBe(totals.total);
    });
  });

  test('each tax is its exact share of its rows, rounded once', () => {
    const rates: Record<string, { rate: string; ppm: number }> = {
      standard: { rate: '19', ppm: 190_000 },
      books: { rate: '5.5', ppm: 55_000 },
      zero: { rate: '0', ppm: 0 },
    };
    holdsForAny((quote, { cart }) => {
      for (const [category, { rate, ppm }] of Object.entries(rates)) {
        const rows = quote.lines.filter((_, i) => cart.lines[i]?.product?.taxCategory === category);
        const charged = category === 'standard' ? quote.totals.shipping : 0;
        const taxed = BigInt(sum(rows.map(amountOf)) + charged);
        const tax = quote.taxes.find((row) => row.rate === rate);
        const divisor = BigInt(quote.priceBasis === 'gross' ? 1_000_000 + ppm : 1_000_000);
        const off = BigInt(tax?.amount ?? 0) * divisor - taxed * BigInt(ppm);
        expect(2n * (off < 0n ? -off : off) <= divisor).toBe(true);
        const owed = (tax?.base ?? 0) + (quote.priceBasis === 'gross' ? (tax?.amount ?? 0) : 0);
        expect(BigInt(owed)).toBe(taxed);
      }
    });
  });

  test('no discount exceeds what its line costs, and no amount is negative', () => {
    holdsForAny(({ lines, taxes, totals }) => {
      for (const printed of lines) {
        expect(amountOf(printed)).toBeGreaterThanOrEqual(0);
        expect(printed.discount).toBeGreaterThanOrEqual(0);
      }
      const all = [
        ...taxes.flatMap(({ base, amount }) => [base, amount]),
        ...Object.values(totals),
      ];
      expect(all.filter((amount) => amount < 0 || !Number.isSafeInteger(amount))).toEqual([]);
    });
  });

  test('a line that no promotion is about costs its list price', () => {
    holdsForAny((quote, { cart, rules }) => {
      const isMeant = (promotion: Promotion, category: string | undefined) =>
        promotion.target?.type !== 'items' || promotion.target.categories?.includes(category ?? '');
      for (const [index, { discount }] of quote.lines.entries()) {
        const category = cart.lines[index]?.product?.category;
        if (!rules.promotions.some((promotion) => isMeant(promotion, category))) {
          expect(discount).toBe(0);
        }
      }
    });
  });

  test('the same cart gets the same quote, and is left as it was', () => {
    holdsForAny((quote, { cart, rules }) => {
      const before = structuredClone(cart);
      expect(quoted(cart, rules)).toEqual(quote);
      expect(cart).toEqual(before);
    });
  });
});

// Largest remainder gives a tie to the line that comes first. So the order of the lines may decide
// which of two lines bears a cent, and with it under which rate that cent is taxed, and what a later
// promotion finds when it is about some of the lines only. The customer's total cannot move by it
// as long as every promotion is about the whole order and prices contain the tax; with one tax rate
// nothing at all can.
describe('properties: the order of the lines', () => {
  const orderWide = promotions(wholeOrder);

  const holdsForAnyOrder = (
    arbitrary: fc.Arbitrary<PricingCase>,
    check: (first: Quote, second: Quote) => void,
  ): void =>
    fc.assert(
      fc.property(shuffled(arbitrary), ({ cart, other, rules }) =>
        check(quoted(cart, rules), quoted(other, rules)),
      ),
      runs,
    );

  test('never changes the subtotal, the shipping or the first discount', () => {
    holdsForAnyOrder(pricingCase(), (first, second) => {
      expect(second.totals.subtotal).toBe(first.totals.subtotal);
      expect(second.totals.shipping).toBe(first.totals.shipping);
      expect(second.discounts[0]).toEqual(first.discounts[0]);
    });
  });

  test('changes no total when promotions are about the order and there is one rate', () => {
    const given = pricingCase({ promotions: orderWide, lines: lines(['standard']) });
    holdsForAnyOrder(given, (first, second) => {
      expect(second.totals).toEqual(first.totals);
      expect(second.taxes).toEqual(first.taxes);
      expect(second.discounts).toEqual(first.discounts);
    });
  });

  test('does not change what is paid when promotions are about the order and prices are gross', () => {
    const given = pricingCase({ promotions: orderWide, basis: fc.constant('gross') });
    holdsForAnyOrder(given, (first, second) => {
      expect(second.totals.total).toBe(first.totals.total);
      expect(second.totals.discount).toBe(first.totals.discount);
    });
  });

  test('changes no total when nothing is discounted', () => {
    holdsForAnyOrder(pricingCase({ promotions: fc.constant([]) }), (first, second) => {
      expect(second.totals).toEqual(first.totals);
    });
  });

  test('may decide which of two rates a tied cent is taxed under', () => {
    const cent = automatic({ action: { type: 'fixed', amounts: { EUR: '0.01' } } });
    const rules = rulesOf({ promotions: [cent] });
    const mug = line('MUG', '0.10');
    const book = line('BOOK', '0.10', 1, { taxCategory: 'books' });
    const mugFirst = quoted(cartOf({ lines: [mug, book] }), rules);
    const bookFirst = quoted(cartOf({ lines: [book, mug] }), rules);
    // 19 % of 9 + 7 % of 10 is 1.44 → 1 and 0.65 → 1; 19 % of 10 + 7 % of 9 is 1.60 → 2 and 0.59 → 1.
    expect(mugFirst.totals).toMatchObject({ total: 19, tax: 2 });
    expect(bookFirst.totals).toMatchObject({ total: 19, tax: 3 });
  });
});
