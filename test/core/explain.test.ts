import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PricingCase, pricingCase } from './arbitraries.js';
import { cartOf, line, promotion, quoted, rulesOf } from './carts.js';

const explained = (cart: ReturnType<typeof cartOf>, rules = rulesOf()) =>
  quoted({ ...cart, explains: true }, rules).explanation ?? [];

describe('an explanation', () => {
  test('lets a person recompute the quote of the documentation with pen and paper', () => {
    const rules = rulesOf({ promotions: [promotion({ name: 'Welcome', coupon: 'WELCOME10' })] });
    const cart = cartOf({ coupons: ['WELCOME10'], shippingMethod: 'standard' });
    expect(explained(cart, rules)).toEqual([
      {
        subject: '/lines/0',
        rule: 'list-price',
        text: 'MUG-BLUE: 2 × 12.9 EUR (EUR price list, including tax) = 25.80 EUR; discounts −2.58 EUR',
        amount: 2_580,
      },
      {
        subject: '/discounts/0',
        rule: 'promotion',
        text: 'Welcome (coupon WELCOME10): −2.58 EUR, spread over its lines by what they still cost, largest remainder first',
        amount: 258,
      },
      {
        subject: '/shipping',
        rule: 'shipping',
        text: 'standard: 4.90 EUR including tax',
        amount: 490,
      },
      {
        subject: '/taxes/0',
        rule: 'tax',
        text: 'VAT DE 19 %: 28.12 EUR × 19 ÷ (100 + 19) = 4.49 EUR, rounded once per rate',
        amount: 449,
      },
      {
        subject: '/totals/total',
        rule: 'total',
        text: 'net 23.63 EUR + tax 4.49 EUR = 28.12 EUR',
        amount: 2_812,
      },
    ]);
  });

  test('of a net price list adds the tax instead of taking it out', () => {
    const texts = explained(cartOf({ currency: 'USD' })).map(({ text }) => text);
    expect(texts).toContain(
      'MUG-BLUE: 2 × 12.9 USD (USD price list, before tax) = 25.80 USD; discounts −0.00 USD',
    );
    expect(texts).toContain('VAT DE 19 %: 25.80 USD × 19 ÷ 100 = 4.90 USD, rounded once per rate');
  });

  test('says which price was recorded and not taken from a list', () => {
    const lines = [{ ...line('MUG', '12.90'), unitPriceMicros: 62_500 }];
    expect(explained(cartOf({ lines }))[0]).toMatchObject({
      rule: 'recorded-price',
      text: 'MUG: 1 × 0.0625 EUR (recorded price, including tax) = 0.06 EUR; discounts −0.00 EUR',
    });
  });

  test('writes yen without decimals', () => {
    const cart = cartOf({ currency: 'JPY', country: 'JP', lines: [line('MUG', '2100', 3)] });
    expect(explained(cart).at(-1)?.text).toBe('net 5727 JPY + tax 573 JPY = 6300 JPY');
  });
});

describe('properties', () => {
  const holdsForAny = (check: (given: PricingCase) => void): void =>
    fc.assert(fc.property(pricingCase(), check), { numRuns: 200 });

  /** The amount that the quote has at an explanation's JSON pointer. */
  function amountAt(quote: ReturnType<typeof quoted>, subject: string): number {
    const [, part, key] = subject.split('/') as [string, string, string];
    if (part === 'shipping') return (quote.shipping.gross ?? quote.shipping.net) as number;
    if (part === 'totals') return quote.totals.total;
    if (part === 'discounts') return quote.discounts[Number(key)]?.amount as number;
    if (part === 'taxes') return quote.taxes[Number(key)]?.amount as number;
    const printed = quote.lines[Number(key)];
    return ((printed?.gross ?? printed?.net) as number) + (printed?.discount as number);
  }

  test('every amount that is explained is the one of the quote', () => {
    holdsForAny(({ cart, rules }) => {
      const quote = quoted(cart, rules);
      for (const { subject, amount } of explain(cart, quote)) {
        expect(amount).toBe(amountAt(quote, subject));
      }
    });
  });

  test('every line, discount and tax is explained, and the explanation adds up', () => {
    holdsForAny(({ cart, rules }) => {
      const quote = quoted(cart, rules);
      const of = (...wanted: string[]): number[] =>
        explain(cart, quote)
          .filter(({ rule }) => wanted.includes(rule))
          .map(({ amount }) => amount);
      const sum = (...wanted: string[]): number => of(...wanted).reduce((a, b) => a + b, 0);
      expect(of('list-price')).toHaveLength(quote.lines.length);
      expect(of('promotion')).toHaveLength(quote.discounts.length);
      expect(of('tax')).toHaveLength(quote.taxes.length);
      const before = sum('list-price') - sum('promotion') + sum('shipping');
      expect(before + (quote.priceBasis === 'net' ? sum('tax') : 0)).toBe(sum('total'));
    });
  });
});
