import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CartLine } from '../../../src/core/cart.js';
import { formatMicros, MICROS } from '../../../src/core/decimal.js';
import type { ListedPrice, PriceList } from '../../../src/core/rules.js';
import { line } from '../carts.js';
import { mugs, priced, pricedLine, priceList } from './price-cases.js';

const RUNS = { numRuns: 10_000 };
const SKUS = ['MUG', 'BOWL', 'CUP'];

const price = fc.oneof(
  fc.nat({ max: 50_000 }).map((cents) => (cents / 100).toFixed(2)),
  fc.nat({ max: 9_999_999 }).map(formatMicros),
);
/** Whole pieces, and parts of one. */
const quantityMicros = fc.oneof(
  fc.integer({ min: 1, max: 200 }).map((pieces) => pieces * MICROS),
  fc.integer({ min: 1, max: 200 * MICROS }),
);

interface Steps {
  first: 0 | 1;
  steps: { gap: number; price: string }[];
}

const steps: fc.Arbitrary<Steps> = fc.record({
  first: fc.constantFrom(0 as const, 1 as const),
  steps: fc.array(fc.record({ gap: fc.integer({ min: 1, max: 40 }), price }), {
    minLength: 1,
    maxLength: 5,
  }),
});

function tiersOf(mode: 'volume' | 'graduated', { first, steps }: Steps): ListedPrice {
  let from: number = first;
  const tiers = steps.map(({ gap, price }, index) => {
    from += index === 0 ? 0 : gap;
    return { from: String(from), price };
  });
  return { mode, tiers };
}

const lineOf = (sku: string, micros: number): CartLine => ({
  ...line(sku, '7.77'),
  quantityMicros: micros,
});

const extendedOf = (listed: ListedPrice, micros: number): number =>
  pricedLine(mugs(1, { lines: [lineOf('MUG', micros)] }), [priceList({ prices: { MUG: listed } })])
    .extended;

const listed: fc.Arbitrary<ListedPrice> = fc.oneof(
  price,
  steps.map((each) => tiersOf('volume', each)),
  steps.map((each) => tiersOf('graduated', each)),
);

const lists: fc.Arbitrary<PriceList[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('override' as const, 'sale' as const, 'base' as const),
      priority: fc.integer({ min: 0, max: 2 }),
      basis: fc.constantFrom('gross' as const, 'net' as const),
      groups: fc.option(fc.subarray(['vip', 'trade'], { minLength: 1 })),
      regions: fc.option(fc.subarray(['DE', 'FR'], { minLength: 1 })),
      prices: fc.dictionary(fc.constantFrom(...SKUS), listed, { noNullPrototype: true }),
    }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map(({ groups, regions, ...rest }, index) =>
      priceList({
        id: `l${index}`,
        ...rest,
        ...(groups ? { groups } : {}),
        ...(regions ? { regions } : {}),
      }),
    ),
  );

const cart = fc
  .record({
    lines: fc.array(fc.tuple(fc.constantFrom(...SKUS), quantityMicros), {
      minLength: 1,
      maxLength: 4,
    }),
    groups: fc.subarray(['vip', 'trade']),
    country: fc.constantFrom('DE', 'FR', 'AT'),
  })
  .map(({ lines, groups, country }) =>
    mugs(1, {
      lines: lines.map(([sku, micros]) => lineOf(sku, micros)),
      customer: { groups },
      country,
      priceBasis: 'gross',
    }),
  );

describe('properties', () => {
  test('a permutation of the lists changes nothing', () => {
    const orders = lists.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(cart, orders, (asked, [all, shuffled]) => {
        expect(priced(asked, shuffled)).toEqual(priced(asked, all));
      }),
      RUNS,
    );
  });

  test('a permutation of the lines changes no line', () => {
    fc.assert(
      fc.property(cart, lists, (asked, all) => {
        const reversed = { ...asked, lines: [...asked.lines].reverse() };
        expect(priced(reversed, all).reverse()).toEqual(priced(asked, all));
      }),
      RUNS,
    );
  });

  test('of lists that differ in price alone, no line costs more than on any of them', () => {
    const alike = fc.array(listed, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(alike, quantityMicros, (all, micros) => {
        const together = all.map((each, index) =>
          priceList({ id: `l${index}`, prices: { MUG: each } }),
        );
        const cost = pricedLine(mugs(1, { lines: [lineOf('MUG', micros)] }), together).extended;
        for (const each of all) expect(cost).toBeLessThanOrEqual(extendedOf(each, micros));
      }),
      RUNS,
    );
  });

  test('more pieces never cost less where each tier is graduated', () => {
    fc.assert(
      fc.property(steps, quantityMicros, quantityMicros, (each, a, b) => {
        const graduated = tiersOf('graduated', each);
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        expect(extendedOf(graduated, few)).toBeLessThanOrEqual(extendedOf(graduated, many));
      }),
      RUNS,
    );
  });

  test('where prices fall from tier to tier, a piece on average never gets dearer with more of them', () => {
    const falling = steps.map(
      ({ first, steps: each }): Steps => ({
        first,
        steps: [...each.map(({ price: text }) => text)]
          .sort((a, b) => Number(b) - Number(a))
          .map((text, index) => ({ gap: each[index]?.gap as number, price: text })),
      }),
    );
    const mode = fc.constantFrom('volume' as const, 'graduated' as const);
    fc.assert(
      fc.property(falling, mode, quantityMicros, quantityMicros, (each, how, a, b) => {
        const list = [priceList({ prices: { MUG: tiersOf(how, each) } })];
        const average = (micros: number) =>
          pricedLine(mugs(1, { lines: [lineOf('MUG', micros)] }), list).unitPriceMicros;
        expect(average(Math.max(a, b))).toBeLessThanOrEqual(average(Math.min(a, b)));
      }),
      RUNS,
    );
  });

  test('a graduated total does not jump at the border of a tier', () => {
    fc.assert(
      fc.property(steps, fc.nat({ max: 4 }), (each, at) => {
        const graduated = tiersOf('graduated', each);
        if (typeof graduated === 'string') throw new Error('no tiers');
        const from = Number(graduated.tiers[at % graduated.tiers.length]?.from) - each.first;
        const border = Math.max(from, 1) * MICROS;
        // A millionth of a piece costs less than a cent, so that rounding can tell them apart by one.
        const [below, on, above] = [border - 1, border, border + 1].map((micros) =>
          extendedOf(graduated, micros),
        ) as [number, number, number];
        expect(on - below).toBeLessThanOrEqual(1);
        expect(above - on).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  test('tiers at one price cost what the price costs without tiers', () => {
    fc.assert(
      fc.property(steps, price, quantityMicros, (each, flat, micros) => {
        const same = { ...each, steps: each.steps.map(({ gap }) => ({ gap, price: flat })) };
        const expected = extendedOf(flat, micros);
        expect(extendedOf(tiersOf('volume', same), micros)).toBe(expected);
        expect(extendedOf(tiersOf('graduated', same), micros)).toBe(expected);
      }),
      RUNS,
    );
  });

  test('a currency with one digit more, at prices a tenth as high, has the same amounts', () => {
    const scaled = [
      ['JPY', 1],
      ['EUR', 100],
      ['BHD', 1_000],
      ['CLF', 10_000],
    ] as const;
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), quantityMicros, (units, micros) => {
        const amounts = scaled.map(([currency, divisor]) => {
          // In hundredths of a minor unit, so that there is something to round.
          const unitPriceMicros = (units * MICROS) / 100 / divisor;
          const lines = [{ ...lineOf('MUG', micros), unitPriceMicros }];
          return pricedLine(mugs(1, { lines, currency })).extended;
        });
        expect(new Set(amounts).size).toBe(1);
      }),
      RUNS,
    );
  });

  test('subtotal, allowances and charges add up, and the floor lies within', () => {
    const adjustment = fc.record({ reason: fc.constant('Why'), ppm: fc.nat({ max: 300_000 }) });
    const some = fc.array(adjustment, { maxLength: 3 });
    fc.assert(
      fc.property(
        quantityMicros,
        some,
        some,
        fc.nat({ max: 9_000_000 }),
        (micros, off, on, floor) => {
          const adjusted = { allowances: off, charges: on, floorPriceMicros: floor };
          const lines = [{ ...lineOf('MUG', micros), ...adjusted }];
          const { extended, allowances, charges, subtotal, ...rest } = pricedLine(
            mugs(1, { lines }),
          );
          const sum = (all: readonly { amount: number }[]) =>
            all.reduce((total, { amount }) => total + amount, 0);
          expect(extended - sum(allowances) + sum(charges)).toBe(subtotal);
          expect(rest.floor).toBeGreaterThanOrEqual(0);
          expect(rest.floor).toBeLessThanOrEqual(subtotal);
        },
      ),
      RUNS,
    );
  });
});
