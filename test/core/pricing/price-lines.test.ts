import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CartLine } from '../../../src/core/cart.js';
import type { Settings } from '../../../src/core/settings.js';
import { line } from '../carts.js';
import { explained, mugs, priced, pricedLine, priceList, result, tiers } from './price-cases.js';

const cart = (changes: Partial<CartLine>, price = '12.90', quantity: number | string = 1) =>
  mugs(1, { lines: [{ ...line('MUG', price, quantity), ...changes }] });

describe('a line', () => {
  test('of an unknown article is refused with its name', () => {
    expect(result(cart({ product: null, unitPriceMicros: 1 }))).toMatchObject({
      ok: false,
      refusal: { type: 'unknown-sku', sku: 'MUG' },
    });
  });

  const unsoldOf = (lines: CartLine[], lists?: Parameters<typeof result>[1], more = {}) => {
    const refused = result(mugs(1, { lines, ...more }), lists);
    if (refused.ok) throw new Error('the cart was priced');
    return refused.refusal;
  };
  const unknown = (sku: string): CartLine => ({ ...line(sku, null), product: null });

  test('that cannot be sold is named with all the others, each with its place', () => {
    const lines = [
      line('MUG', '12.90'),
      line('VASE', null),
      unknown('GHOST'),
      { ...line('BOWL', null), unitPriceMicros: 1 },
      { ...unknown('SHADOW'), unitPriceMicros: 1 },
      line('LAMP', null),
    ];
    expect(unsoldOf(lines, [priceList({ prices: { LAMP: '1.00' } })])).toEqual({
      type: 'no-price',
      sku: 'VASE',
      currency: 'EUR',
      errors: [
        { pointer: '/lines/1/sku', detail: 'VASE has no price in EUR' },
        { pointer: '/lines/2/sku', detail: 'there is no article GHOST' },
        { pointer: '/lines/4/sku', detail: 'there is no article SHADOW' },
      ],
    });
  });

  test('that cannot be sold is one of twenty at most', () => {
    const lines = Array.from({ length: 300 }, (_, index) => unknown(`GHOST-${index}`));
    const refusal = unsoldOf([line('MUG', '12.90'), ...lines]);
    expect(refusal).toMatchObject({ type: 'unknown-sku', sku: 'GHOST-0' });
    expect('errors' in refusal && refusal.errors.map(({ pointer }) => pointer)).toEqual(
      Array.from({ length: 20 }, (_, index) => `/lines/${index + 1}/sku`),
    );
  });

  test('is named exactly where its cart alone would be refused for it', () => {
    const kinds = [
      line('MUG', '12.90'),
      line('VASE', null),
      unknown('GHOST'),
      { ...line('BOWL', null), unitPriceMicros: 7 },
      line('LISTED', null),
    ];
    const lists = [
      priceList({ id: 'net', basis: 'net', groups: ['trade'], prices: { LISTED: '1.00' } }),
      priceList({ id: 'retail', prices: { LISTED: '2.00' } }),
    ];
    const anyCart = fc.record({
      lines: fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 12 }),
      isTrader: fc.boolean(),
      priceBasis: fc.constantFrom(undefined, 'net' as const, 'gross' as const),
    });
    fc.assert(
      fc.property(anyCart, ({ lines, isTrader, priceBasis }) => {
        const more = {
          ...(isTrader ? { customer: { groups: ['trade'] } } : {}),
          ...(priceBasis ? { priceBasis } : {}),
        };
        const places = lines.flatMap((one, index) =>
          result(mugs(1, { lines: [one], ...more }), lists).ok ? [] : [`/lines/${index}/sku`],
        );
        const whole = result(mugs(1, { lines, ...more }), lists);
        const named =
          !whole.ok && 'errors' in whole.refusal
            ? whole.refusal.errors.map(({ pointer }) => pointer)
            : [];
        expect(named).toEqual(places);
      }),
    );
  });

  test('carries what later steps need', () => {
    const taxes = [{ code: 'VAT', jurisdiction: 'DE', ppm: 70_000 }];
    const product = { name: 'Mug', category: 'Kitchen', tags: ['blue'], taxCategory: 'books' };
    expect(pricedLine(cart({ taxes, product: { ...product, priceMicros: 5_000_000 } }))).toEqual({
      sku: 'MUG',
      ...product,
      taxes,
      quantityMicros: 1_000_000,
      unitPriceMicros: 5_000_000,
      priceQuantityMicros: 1_000_000,
      priceList: null,
      extended: 500,
      allowances: [],
      charges: [],
      subtotal: 500,
      floor: 0,
      remaining: 500,
      giftOf: null,
    });
  });

  test.each([
    ['half-away', 2, 1],
    ['half-even', 2, 0],
    ['half-down', 1, 0],
    ['half-up', 2, 1],
    ['down', 1, 0],
    ['up', 2, 1],
  ] as const)('is rounded once, as the setting says: %s', (rounding, oneAndAHalf, half) => {
    expect(pricedLine(cart({}, '0.005', 3), [], { rounding }).extended).toBe(oneAndAHalf);
    expect(pricedLine(cart({}, '0.005', 1), [], { rounding }).extended).toBe(half);
  });

  test('whose price is for a number of pieces divides by it before rounding', () => {
    const perHundred = { priceQuantityMicros: 100_000_000 };
    expect(pricedLine(cart(perHundred, '3.49', 250)).extended).toBe(873); // 872.5
    expect(pricedLine(cart({ priceQuantityMicros: 3_000_000 }, '1.00', 1)).extended).toBe(33);
  });

  test('is exact where the product is beyond what a float holds', () => {
    // 123456.789012 × 98765.432101 is 12193263111.2635213…
    const fine = cart({ unitPriceMicros: 123_456_789_012 }, '1', '98765.432101');
    const exact = (123_456_789_012n * 98_765_432_101n + 5_000_000_000n) / 10_000_000_000n;
    expect(result(fine)).toMatchObject({ ok: false });
    expect(exact > 900_719_925_474n).toBe(true);
    const smaller = cart({ unitPriceMicros: 12_345_678_901 }, '1', '98765.432101');
    expect(pricedLine(smaller).extended).toBe(
      Number((12_345_678_901n * 98_765_432_101n + 5_000_000_000n) / 10_000_000_000n),
    );
  });

  test('dearer than any amount may be is refused, by list and by catalogue alike', () => {
    const detail = 'MUG: 1000000 × 9007199254 EUR';
    const refusal = { type: 'amount-out-of-range', detail };
    expect(result(cart({}, '9007199254', 1_000_000))).toEqual({ ok: false, refusal });
    for (const mode of ['volume', 'graduated'] as const) {
      const prices = { MUG: tiers(mode, ['1', '9007199254']) };
      const listed = result(cart({}, '1', 1_000_000), [priceList({ prices })]);
      expect(listed).toEqual({ ok: false, refusal });
    }
  });

  test('may take a ten-thousandth of the safe integers, not a minor unit more', () => {
    expect(pricedLine(cart({}, '9007199254.74')).extended).toBe(900_719_925_474);
    expect(result(cart({}, '9007199254.74', 2))).toMatchObject({
      refusal: { type: 'amount-out-of-range' },
    });
    const charges = [{ reason: 'More', amountMinor: 1 }];
    expect(result(cart({ charges }, '9007199254.74'))).toMatchObject({
      refusal: { type: 'amount-out-of-range' },
    });
  });
});

describe('allowances and charges of a line', () => {
  test('are amounts, or percentages of what it was extended to, each rounded once', () => {
    const adjusted = cart(
      {
        allowances: [
          { reason: 'Dent', amountMinor: 100 },
          { reason: 'Loyalty', ppm: 25_000 },
        ],
        charges: [{ reason: 'Engraving', ppm: 100_000 }],
      },
      '12.90',
      3,
    );
    expect(pricedLine(adjusted)).toMatchObject({
      extended: 3_870,
      allowances: [
        { reason: 'Dent', amount: 100 },
        { reason: 'Loyalty', amount: 97 }, // 96.75
      ],
      charges: [{ reason: 'Engraving', amount: 387 }],
      subtotal: 4_060,
      remaining: 4_060,
    });
  });

  test('that take more than there is are refused', () => {
    const allowances = [
      { reason: 'Dent', amountMinor: 1_000 },
      { reason: 'Dent', amountMinor: 291 },
    ];
    expect(result(cart({ allowances }))).toEqual({
      ok: false,
      refusal: { type: 'allowance-too-large', sku: 'MUG', allowance: 1_291, available: 1_290 },
    });
    const charges = [{ reason: 'Box', amountMinor: 1 }];
    expect(pricedLine(cart({ allowances, charges })).subtotal).toBe(0);
  });

  test('are rounded as discounts and as line amounts are', () => {
    const half = [{ reason: 'Half', ppm: 500_000 }];
    const subtotal = (given: object, settings: Partial<Settings>) =>
      pricedLine(cart(given, '0.05'), [], settings).subtotal;
    expect(pricedLine(cart({ allowances: half }, '0.05')).subtotal).toBe(2);
    expect(subtotal({ allowances: half }, { discountRounding: 'half-even' })).toBe(3);
    expect(subtotal({ allowances: half }, { rounding: 'half-even' })).toBe(2);
    expect(subtotal({ charges: half }, { rounding: 'half-even' })).toBe(7);
    expect(subtotal({ charges: half }, { rounding: 'half-away' })).toBe(8);
  });
});

describe('a line that gives money back', () => {
  const returned = (quantity: number) => ({
    ...line('MUG', '12.90'),
    quantityMicros: quantity * 1_000_000,
  });
  const back = (quantity: number) => mugs(1, { lines: [returned(quantity)] });

  test('has a quantity below zero, and is its own floor', () => {
    expect(pricedLine(back(-2))).toMatchObject({
      extended: -2_580,
      subtotal: -2_580,
      floor: -2_580,
    });
  });

  test('is at the price at which as much is sold', () => {
    for (const mode of ['volume', 'graduated'] as const) {
      const lists = [priceList({ prices: { MUG: tiers(mode, ['1', '5.00'], ['3', '3.99']) } })];
      const [sold, taken] = [pricedLine(back(4), lists), pricedLine(back(-4), lists)];
      expect(taken).toMatchObject({
        unitPriceMicros: sold.unitPriceMicros,
        extended: -sold.extended,
      });
    }
  });

  test('is explained as it is', () => {
    const prices = { MUG: tiers('graduated', ['1', '5.00'], ['3', '3.999']) };
    expect(explained(back(-3), [priceList({ prices })])[0]?.text).toContain(
      '-2 × 5 + -1 × 3.999 = -13.999 rounded, a half away from zero, to -14.00 EUR',
    );
  });
});

describe('the floor of a line', () => {
  test.each([
    ['its floor price times its quantity', 5_000_000, 3, 1_500],
    ['rounded up, so that no discount slips through', 3_333_333, 3, 1_000],
    ['never more than the line costs', 99_000_000, 3, 3_870],
  ])('is %s', (_, floorPriceMicros, quantity, expected) => {
    expect(pricedLine(cart({ floorPriceMicros }, '12.90', quantity)).floor).toBe(expected);
  });

  test('is at most what its allowances have left, however large the floor price', () => {
    const allowances = [{ reason: 'Dent', amountMinor: 290 }];
    const floorPriceMicros = Number.MAX_SAFE_INTEGER;
    expect(pricedLine(cart({ allowances, floorPriceMicros })).floor).toBe(1_000);
  });
});

describe('an explanation', () => {
  test('is written only where somebody asked', () => {
    expect(priced(mugs())).toHaveLength(1);
    expect(explained(mugs())).toEqual([
      {
        subject: '/lines/0',
        rule: 'list-price',
        text: 'MUG: 1 × 12.9 = 12.90 EUR (EUR price of the catalogue, including tax)',
        amount: 1_290,
      },
    ]);
  });

  test('names the list and the tier that won, and each price it beat with what decided', () => {
    const volume = tiers('volume', ['1', '10.00'], ['3', '9.50']);
    const lists = [
      priceList({ id: 'vip', name: 'VIP', kind: 'sale', groups: ['vip'], prices: { MUG: volume } }),
      priceList({ id: 'june', name: 'June', kind: 'sale', priority: 5, prices: { MUG: '9.00' } }),
      priceList({ id: 'eu', name: 'Europe', prices: { MUG: '12.00' } }),
      priceList({ id: 'other', name: 'Elsewhere', regions: ['US'], prices: { MUG: '1.00' } }),
    ];
    const [first] = explained(mugs(3, { customer: { groups: ['vip'] } }), lists);
    expect(first).toEqual({
      subject: '/lines/0',
      rule: 'sale-price',
      text:
        'MUG: 3 × 9.5 = 28.50 EUR (sale list "VIP" (vip, for vip), tier from 3, before ' +
        '9 of sale list "June" (june): priority 0 comes before 5 and ' +
        '12 of base list "Europe" (eu): sale comes before base and ' +
        '12.9 of the catalogue, which comes last, including tax)',
      amount: 2_850,
    });
  });

  test('names the tie between lists, and the rounding with the figure before it', () => {
    const lists = [
      priceList({ id: 'b', name: 'B', prices: { MUG: '0.125' } }),
      priceList({ id: 'a', name: 'A', prices: { MUG: '0.125' } }),
      priceList({ id: 'c', name: 'C', prices: { MUG: '0.13' } }),
    ];
    const text = explained(mugs(), lists)[0]?.text;
    expect(text).toContain('1 × 0.125 = 0.125 rounded, a half away from zero, to 0.13 EUR');
    expect(text).toContain('0.125 of base list "B" (b): the same price, and a is first by id');
    expect(text).toContain('0.13 of base list "C" (c): the lower price wins');
  });

  test('shows the parts of a graduated price and what a piece costs on average', () => {
    const prices = { MUG: tiers('graduated', ['1', '5.00'], ['3', '4.00']) };
    const text = explained(mugs(3), [priceList({ prices, per: '2' })])[0]?.text;
    expect(text).toContain('(2 × 5 + 1 × 4) ÷ 2 = 7.00 EUR; 4.666667 on average for 2');
  });

  test('shows a division that never ends as far as it goes', () => {
    const text = explained(cart({ priceQuantityMicros: 3_000_000 }, '1.00'))[0]?.text;
    expect(text).toContain(
      '1 × 1 ÷ 3 = 0.333333333333… rounded, a half away from zero, to 0.33 EUR',
    );
  });

  test('says of a recorded price that it is one, and of the basis what it holds', () => {
    const recorded = { ...cart({ unitPriceMicros: 2_500_000 }), priceBasis: 'net' as const };
    expect(explained(recorded)).toMatchObject([
      {
        rule: 'recorded-price',
        text: 'MUG: 1 × 2.5 = 2.50 EUR (recorded price, which stands before every list, before tax)',
      },
    ]);
  });

  test('goes on with allowances, charges, the subtotal and the floor', () => {
    const adjusted = cart(
      {
        allowances: [{ reason: 'Loyalty', ppm: 25_000 }],
        charges: [{ reason: 'Engraving', amountMinor: 200 }],
        floorPriceMicros: 10_333_333,
      },
      '12.90',
      3,
    );
    expect(explained(adjusted).slice(1)).toEqual([
      {
        subject: '/lines/0/allowances/0',
        rule: 'allowance',
        text: 'Loyalty: 38.70 EUR × 2.5 % = 0.9675 rounded, a half away from zero, to 0.97 EUR',
        amount: 97,
      },
      {
        subject: '/lines/0/charges/0',
        rule: 'charge',
        text: 'Engraving: 2.00 EUR',
        amount: 200,
      },
      {
        subject: '/lines/0',
        rule: 'line-subtotal',
        text: '38.70 EUR − 0.97 EUR + 2.00 EUR = 39.73 EUR',
        amount: 3_973,
      },
      {
        subject: '/lines/0',
        rule: 'floor',
        text: 'no discount below 3 × 10.333333 = 30.999999 rounded up to 31.00 EUR',
        amount: 3_100,
      },
    ]);
  });
});
