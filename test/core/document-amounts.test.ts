import { describe, expect, test } from 'vitest';
import type { Cart, TaxComponent } from '../../src/core/cart.js';
import { MICROS } from '../../src/core/decimal.js';
import { cartOf, line, quoted } from './carts.js';

const vat = (percent: number): TaxComponent[] => [
  { code: 'VAT', jurisdiction: 'DE', ppm: percent * 10_000 },
];
const goods = (price: string, pieces: number, percent = 19) => ({
  ...line('MUG', price),
  quantityMicros: pieces * MICROS,
  taxes: vat(percent),
});
const document = (changes: Partial<Cart>) =>
  quoted(cartOf({ priceBasis: 'net', explains: true, ...changes }));

const texts = ({ explanation = [] }: ReturnType<typeof quoted>, rule: string): string[] =>
  explanation.filter((entry) => entry.rule === rule).map(({ text }) => text);

describe('a charge without a tax of its own', () => {
  test('is in the totals where the goods all come back', () => {
    const { totals, taxes } = document({
      lines: [goods('100.00', -1), goods('50.00', -2, 7)],
      charges: [{ reason: 'Handling', amountMinor: 1_000 }],
    });

    expect(totals).toMatchObject({ subtotal: -20_000, charge: 1_000, net: -19_000, tax: -2_470 });
    expect(taxes.map(({ base, amount }) => [base, amount])).toEqual([
      [-9_500, -1_805],
      [-9_500, -665],
    ]);
  });

  test('says what of it is under which tax, and so does shipping', () => {
    const quote = document({
      lines: [goods('30.00', 1), goods('5.00', 2, 7)],
      charges: [{ reason: 'Handling', amountMinor: 120 }],
      shipping: { name: 'Post', amountMinor: 490 },
      settings: { shippingTax: 'lines' },
    });

    expect(texts(quote, 'tax-sharing')).toEqual([
      'shared by what the lines of each tax cost, largest remainder first: 0.90 EUR under VAT 19 %, 0.30 EUR under VAT 7 %',
      'shared by what the lines of each tax cost, largest remainder first: 3.68 EUR under VAT 19 %, 1.22 EUR under VAT 7 %',
    ]);
  });

  test('that is a part of what comes back is given back with it', () => {
    const { totals } = document({
      lines: [goods('100.00', -1)],
      charges: [{ reason: 'Insurance', ppm: 50_000 }],
    });

    expect(totals).toMatchObject({ charge: -500, net: -10_500, tax: -1_995, total: -12_495 });
  });
});

describe('a discount without a tax of its own', () => {
  test('that is a part of what comes back lowers what is given for it', () => {
    const { totals, lines, discounts } = document({
      lines: [goods('100.00', -1), goods('30.00', 1)],
      discounts: [{ reason: 'Season', ppm: 100_000 }],
    });

    expect(discounts).toEqual([{ name: 'Season', amount: -700 }]);
    expect(lines.map(({ discount }) => discount)).toEqual([-700, 0]);
    expect(totals).toMatchObject({ subtotal: -7_000, discount: -700, net: -6_300, tax: -1_197 });
  });

  test('says what each line bears of it, by which rule, and what floors keep back', () => {
    const quote = document({
      lines: [
        { ...goods('10.00', 1), floorPriceMicros: 9_900_000 },
        goods('10.00', 1),
        goods('10.00', 1),
      ],
      discounts: [
        { reason: 'Nothing', amountMinor: 0 },
        { reason: 'Loyalty', ppm: 33_333 },
      ],
    });

    expect(texts(quote, 'document-discount')).toEqual([
      'Loyalty: 3.3333 % of the lines’ 30.00 EUR = 1.00 EUR, spread over the lines by what they cost',
      'Loyalty: 1.00 EUR × 10.00 EUR ÷ 30.00 EUR = 0.33333, limited to 0.10 EUR',
      'Loyalty: 1.00 EUR × 10.00 EUR ÷ 30.00 EUR = 0.33333, with its part of what limited lines could not bear, largest remainder first, of equal ones the first line: 0.45 EUR',
      'Loyalty: 1.00 EUR × 10.00 EUR ÷ 30.00 EUR = 0.33333, with its part of what limited lines could not bear, largest remainder first, of equal ones the first line: 0.45 EUR',
    ]);
    expect(quote.lines.map(({ discount }) => discount)).toEqual([10, 45, 45]);
  });

  test('that is more than the lines can bear says how much they can', () => {
    const quote = document({
      lines: [goods('10.00', 1)],
      discounts: [{ reason: 'Voucher', amountMinor: 1_500 }],
    });

    expect(texts(quote, 'document-discount')[0]).toBe(
      'Voucher: 15.00 EUR, of which the lines can bear 10.00 EUR, spread over the lines by what they cost',
    );
  });
});
