import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Promotion } from '../../src/core/rules.js';
import { type PricingCase, pricingCase, runs } from './arbitraries.js';
import { automatic, cartOf, line, promotion, quoted, rulesOf } from './carts.js';

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
        text: 'MUG-BLUE: 2 × 12.9 = 25.80 EUR (EUR price of the catalogue, including tax)',
        amount: 2_580,
      },
      {
        subject: '/discounts/0',
        rule: 'promotion',
        text: 'Welcome (coupon WELCOME10): 25.80 EUR × 10 ÷ 100 = 2.58 EUR',
        amount: 258,
      },
      {
        subject: '/lines/0',
        rule: 'promotion',
        text: 'Welcome: 2.58 EUR × 25.80 EUR ÷ 25.80 EUR = 2.58 EUR',
        amount: 258,
      },
      {
        subject: '/lines/0',
        rule: 'line-amount',
        text: '25.80 EUR − 2.58 EUR = 23.22 EUR',
        amount: 2_322,
      },
      {
        subject: '/shipping',
        rule: 'shipping',
        text: 'standard: 4.90 EUR including tax',
        amount: 490,
      },
      {
        subject: '/taxes',
        rule: 'whose-tax',
        text: 'standard: DE → DE: taxes of the destination (test), by the rule taxed',
        amount: 0,
      },
      {
        subject: '/taxes/0',
        rule: 'tax',
        text: 'VAT DE 19 %: 28.12 EUR × 19 ÷ (100 + 19) = 4.49 EUR, rounded once per rate, ties away from zero; of it the lines bear 3.71 EUR, 0.78 EUR: each what it adds to the rounded tax of those before it',
        amount: 449,
      },
      { subject: '/totals/subtotal', rule: 'sum', text: '25.80 EUR = 25.80 EUR', amount: 2_580 },
      { subject: '/totals/discount', rule: 'sum', text: '2.58 EUR = 2.58 EUR', amount: 258 },
      {
        subject: '/totals/net',
        rule: 'sum',
        text: '19.51 EUR + 4.12 EUR = 23.63 EUR',
        amount: 2_363,
      },
      { subject: '/totals/tax', rule: 'sum', text: '4.49 EUR = 4.49 EUR', amount: 449 },
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
      'MUG-BLUE: 2 × 12.9 = 25.80 USD (USD price of the catalogue, before tax)',
    );
    expect(texts).toContain(
      'VAT DE 19 %: 25.80 USD × 19 ÷ 100 = 4.90 USD, rounded once per rate, ties away from zero',
    );
  });

  test('says which price was recorded and not taken from a list', () => {
    const lines = [{ ...line('MUG', '12.90'), unitPriceMicros: 62_500 }];
    expect(explained(cartOf({ lines }))[0]).toMatchObject({
      rule: 'recorded-price',
      text: 'MUG: 1 × 0.0625 = 0.0625 rounded, a half away from zero, to 0.06 EUR (recorded price, which stands before every list, including tax)',
    });
  });

  test.each<[string, Partial<Promotion>, string[]]>([
    [
      'an amount off each piece',
      { action: { type: 'fixed', amounts: { EUR: '1.00' }, per: 'unit' } },
      ['2 × 1.00 EUR = 2.00 EUR', '1 × 1.00 EUR = 1.00 EUR, limited to 0.55 EUR'],
    ],
    [
      'a price of each piece',
      { action: { type: 'fixed-price', amounts: { EUR: '0.40' }, per: 'unit' } },
      ['20.02 EUR − 2 × 0.40 EUR = 19.22 EUR', '0.55 EUR − 1 × 0.40 EUR = 0.15 EUR'],
    ],
    [
      'a part of some pieces',
      {
        action: { type: 'percentage', percent: '50' },
        target: { type: 'order', unitsPerOrder: 1 },
      },
      ['1 of 2 MUG for 10.01 EUR, 10.01 EUR × 50 ÷ 100 = 5.01 EUR'],
    ],
    [
      'a tier',
      {
        action: {
          type: 'tiers',
          by: 'subtotal',
          tiers: [
            { from: { EUR: '5' }, action: { type: 'percentage', percent: '5' } },
            { from: { EUR: '20' }, action: { type: 'percentage', percent: '10' } },
          ],
        },
      },
      ['the tier from 20.00 EUR: 20.57 EUR × 10 ÷ 100 = 2.06 EUR'],
    ],
  ])('spells out %s', (_, changes, expected) => {
    const rules = rulesOf({ promotions: [automatic({ name: 'P', ...changes })] });
    const lines = [line('MUG', '10.01', 2), line('PEN', '0.55')];
    const texts = explained(cartOf({ lines }), rules).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(expected.map((text) => `P: ${text}`)));
  });

  test('says whose taxes are owed, and why a VAT id does not count', () => {
    const of = (vatId: string) =>
      explained(cartOf({ country: 'JP', customer: { vatId } })).find(
        ({ rule }) => rule === 'whose-tax',
      )?.text;
    const rule = 'standard: DE → JP: taxes of the destination (test), by the rule taxed';
    expect(of('FR40303265045')).toBe(`${rule}; the VAT id FR40303265045 stands the test`);
    expect(of('FR41303265045')).toBe(
      `${rule}; taxed as a consumer, since the VAT id "FR41303265045" has a wrong check digit for FR`,
    );
  });

  test('of net amounts that are rounded first spells out the net', () => {
    const lines = [line('MUG', '2.99', 1, { taxCategory: 'books' })];
    const net = { ...cartOf({ lines }), settings: { grossSplit: 'net' as const } };
    expect(explained(net).map(({ text }) => text)).toContain(
      'VAT DE 7 %: 2.99 EUR × 100 ÷ (100 + 7) = 2.79 EUR net, 0.20 EUR tax, the net amount rounded once per rate, ties away from zero',
    );
  });

  test('writes yen without decimals', () => {
    const cart = cartOf({ currency: 'JPY', country: 'JP', lines: [line('MUG', '2100', 3)] });
    expect(explained(cart).at(-1)?.text).toBe('net 5727 JPY + tax 573 JPY = 6300 JPY');
  });
});

describe('properties', () => {
  const holdsForAny = (check: (given: PricingCase) => void): void =>
    fc.assert(fc.property(pricingCase(), check), runs);

  const explainedQuote = ({ cart, rules }: PricingCase) => {
    const quote = quoted({ ...cart, explains: true }, rules);
    return { quote, explanation: quote.explanation ?? [] };
  };

  /** The amount that the quote has at an explanation's JSON pointer, once a rule has done its part. */
  function amountAt(
    quote: ReturnType<typeof quoted>,
    subject: string,
    rule: string,
  ): number | null {
    const [, part, key] = subject.split('/') as [string, string, string | undefined];
    // What did not apply is explained too, beside the list of what did.
    if (part === 'discounts' && key === undefined) return null;
    if (part === 'shipping') return (quote.shipping.gross ?? quote.shipping.net) as number;
    if (part === 'totals') return quote.totals[key as 'total'];
    if (part === 'discounts') return quote.discounts[Number(key)]?.amount as number;
    if (rule === 'whose-tax') return null;
    if (part === 'taxes') return quote.taxes[Number(key)]?.amount as number;
    const printed = quote.lines[Number(key)];
    const amount = (printed?.gross ?? printed?.net) as number;
    if (rule === 'line-amount') return amount;
    return rule === 'list-price' ? amount + (printed?.discount as number) : null;
  }

  test('every amount that is explained is the one of the quote', () => {
    holdsForAny((given) => {
      const { quote, explanation } = explainedQuote(given);
      for (const { subject, rule, amount } of explanation) {
        const expected = amountAt(quote, subject, rule);
        if (expected !== null) expect(amount).toBe(expected);
      }
    });
  });

  test('every line, discount and tax is explained, and the explanation adds up', () => {
    holdsForAny((given) => {
      const { quote, explanation } = explainedQuote(given);
      const of = (wanted: string, place: string): number[] =>
        explanation
          .filter(({ rule, subject }) => rule === wanted && subject.startsWith(place))
          .map(({ amount }) => amount);
      const sum = (wanted: string, place: string): number =>
        of(wanted, place).reduce((a, b) => a + b, 0);
      expect(of('list-price', '/lines/')).toHaveLength(quote.lines.length);
      expect(of('promotion', '/discounts/')).toHaveLength(quote.discounts.length);
      expect(of('tax', '/taxes/')).toHaveLength(quote.taxes.length);
      expect(sum('promotion', '/lines/')).toBe(sum('promotion', '/discounts/'));
      const before =
        sum('list-price', '/lines/') - sum('promotion', '/lines/') + sum('shipping', '/shipping');
      expect(before + (quote.priceBasis === 'net' ? sum('tax', '/taxes/') : 0)).toBe(
        quote.totals.total,
      );
    });
  });

  test('each product, quotient and sum in it is right to the rounding that it names', () => {
    holdsForAny((given) => {
      for (const { rule, text, amount } of explainedQuote(given).explanation) {
        if (rule !== 'tax' || text.includes('nothing on')) continue;
        const [, left = '', right = '', figure] =
          /: ([\d.]+) \w+ × (.+?) = ([\d.]+) /.exec(text) ?? [];
        const [numerator, denominator] = right.split(' ÷ ');
        const divisor = denominator === '100' ? 100 : 100 + Number(numerator);
        const exact = (Number(left) * Number(numerator)) / divisor;
        const minor = given.cart.currency === 'JPY' ? 1 : 0.01;
        expect(Math.abs(exact - Number(figure))).toBeLessThanOrEqual(minor / 2 + 1e-6);
        expect(Math.round(Number(figure) / minor)).toBe(amount);
      }
    });
  });

  test('asking for it changes nothing of the quote', () => {
    holdsForAny((given) => {
      const { explanation: _, ...rest } = explainedQuote(given).quote;
      expect(rest).toEqual(quoted(given.cart, given.rules));
    });
  });
});
