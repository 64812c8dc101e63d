// Bodies of quotes that use every field of the schema, in any combination: most of them can be
// priced, and the others have to be refused in order.

import fc from 'fast-check';
import { roundingModes, settingChoices } from '../../src/core/settings.js';
import type { QuoteBody } from '../../src/http/schemas/quote-request.js';

/** Currencies of 0, 2, 3 and 4 digits, and one whose smallest coin is a fifth. */
const digits = { EUR: 2, JPY: 0, KWD: 3, CLF: 4, MGA: 2, CHF: 2 };
type Code = keyof typeof digits;

const SKUS = ['A', 'B', 'C', 'D'];
const sku = fc.constantFrom(...SKUS);
const percent = fc.constantFrom('0', '5', '7', '9.975', '12.5', '19', '33.3333', '50', '100');

const decimal = (max: number, places: number) =>
  fc.nat({ max: max * 10 ** places }).map((units) => (units / 10 ** places).toFixed(places));

/** Each of the fields there or not. */
const some = <Fields extends Record<string, fc.Arbitrary<unknown>>>(fields: Fields) =>
  fc.record(fields, { requiredKeys: [] });

const taxCodes = ['VAT', 'GST', 'QST'];
const taxes = fc
  .array(
    some({
      rate: percent,
      withheld: fc.boolean(),
      reason: fc.constant('why'),
      isCompound: fc.boolean(),
    }),
    { maxLength: 3 },
  )
  .map((list) =>
    list.map(({ rate = '19', isCompound, ...tax }, index) => ({
      ...{ ...tax, code: taxCodes[index] as string, rate },
      ...(isCompound && index > 0 ? { compoundOn: [taxCodes[index - 1] as string] } : {}),
    })),
  );
const taxCategory = fc.constantFrom('standard', 'books', 'food', 'services');

const adjustment = (code: Code) =>
  fc.oneof(
    fc.record({ reason: fc.constant('x'), amount: decimal(3, digits[code]) }),
    fc.record({ reason: fc.constant('y'), percent }),
  );
const adjustments = (code: Code) => fc.array(adjustment(code), { maxLength: 2 });
const documentAmounts = (code: Code) =>
  fc.array(
    fc
      .tuple(adjustment(code), some({ taxes, taxCategory }))
      .map(([amount, own]) => ({ ...amount, ...own })),
    { maxLength: 2 },
  );

const quantity = fc.oneof(
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: -3, max: -1 }),
  decimal(4, 3).map((text) => (Number(text) === 0 ? '1' : text)),
);
const line = (code: Code) =>
  fc
    .tuple(
      fc.record({
        quantity,
        unitPrice: fc.oneof(fc.nat({ max: 5_000 }), decimal(60, digits[code]), decimal(60, 6)),
      }),
      some({
        sku,
        category: fc.constantFrom('c1', 'c2'),
        tags: fc.constant(['t1']),
        priceQuantity: fc.constantFrom(10, '0.5', 100),
        ...{ taxCategory, taxes },
        floorPrice: decimal(20, 2),
        allowances: adjustments(code),
        charges: adjustments(code),
      }),
    )
    .map(([needed, more]) => ({ ...needed, ...more }));

const selector = some({
  skus: fc.array(sku, { minLength: 1, maxLength: 2 }),
  tags: fc.constant(['t1']),
});
const amounts = (code: Code) => decimal(30, digits[code]).map((text) => ({ [code]: text }));
const positive = (code: Code) => fc.constantFrom('1', '4', '10').map((text) => ({ [code]: text }));

const action = (code: Code) =>
  fc.oneof(
    fc.record({ type: fc.constant('percentage'), percent }),
    fc.record({
      type: fc.constant('fixed'),
      amounts: amounts(code),
      per: fc.constantFrom('order', 'line', 'unit', 'each'),
    }),
    fc.record({
      type: fc.constant('fixed-price'),
      amounts: amounts(code),
      per: fc.constantFrom('order', 'line', 'unit'),
    }),
    fc.record({
      type: fc.constant('deal'),
      parts: fc.tuple(
        fc.record({ of: selector, quantity: fc.integer({ min: 1, max: 2 }) }),
        fc.record({ of: selector, quantity: fc.constant(1), percentOff: fc.constant('100') }),
      ),
    }),
    fc.record({
      type: fc.constant('deal'),
      parts: fc.tuple(fc.record({ of: selector, quantity: fc.integer({ min: 1, max: 3 }) })),
      price: amounts(code),
    }),
    fc.record({ type: fc.constant('gift'), sku, quantity: fc.constant(1) }),
  );
const condition = (code: Code) =>
  fc.oneof(
    fc.record({ subtotal: fc.record({ atLeast: amounts(code) }) }),
    fc.record({ not: fc.record({ contains: fc.record({ skus: fc.constant(['A']) }) }) }),
    fc.record({ any: fc.constant([{ weekday: [1, 2, 3] }, { quantity: { atLeast: 3 } }]) }),
  );
const promotions = (code: Code) =>
  fc
    .array(
      fc.tuple(
        action(code),
        some({
          target: fc.oneof(
            fc.constant({ type: 'order' }),
            fc.constant({ type: 'shipping' }),
            fc.record({
              type: fc.constant('items'),
              unitsPerOrder: fc.integer({ min: 1, max: 3 }),
            }),
          ),
          condition: condition(code),
          group: fc.constantFrom('g1', 'g2'),
          stop: fc.boolean(),
          maximum: positive(code),
          on: fc.constantFrom('remaining', 'original'),
        }),
        fc.nat({ max: 2 }),
      ),
      { maxLength: 3 },
    )
    .map((list) =>
      list.map(([action, more, priority], index) => ({
        ...{ id: `p${index}`, name: `P${index}`, priority, since: '2020-01-01', until: null },
        action,
        ...(action.type === 'deal' || action.type === 'gift' ? {} : more),
      })),
    );

const choices = Object.fromEntries(
  Object.entries(settingChoices).map(([name, list]) => [name, fc.constantFrom(...list)]),
);
const settings = some({
  ...choices,
  cashRounding: fc.constantFrom(...roundingModes),
  cashStep: fc.constantFrom('currency', '1', null),
  taxStep: fc.constantFrom('1', '0.1', null),
  dealSteps: fc.constant(1_000),
});

const bodyIn = (code: Code) =>
  fc
    .tuple(
      fc.record({
        currency: fc.constant(code),
        country: fc.constantFrom('DE', 'FR', 'CH', 'US', 'GB', 'ES', 'JP', 'BR'),
        lines: fc.array(line(code), { minLength: 1, maxLength: 5 }),
      }),
      some({
        postalCode: fc.constantFrom('35001', 'BT1 1AA'),
        vatId: fc.constantFrom('FR40303265045', 'DE136695976'),
        customer: some({ exemption: fc.constant({ reason: 'embassy' }), firstOrder: fc.boolean() }),
        date: fc.constantFrom('2020-07-01', '2024-09-01', '2026-02-28'),
        priceBasis: fc.constantFrom('gross', 'net'),
        shipping: fc.option(
          fc
            .tuple(fc.record({ amount: decimal(9, digits[code]) }), some({ taxes, taxCategory }))
            .map(([amount, own]) => ({ ...amount, ...own })),
        ),
        discounts: documentAmounts(code),
        charges: documentAmounts(code),
        promotions: promotions(code),
        settings,
        prepaid: decimal(30, digits[code]),
      }),
    )
    .map(([needed, more]) => ({ ...needed, ...more }) as unknown as QuoteBody);

export const anyQuoteBody: fc.Arbitrary<QuoteBody> = fc.oneof(
  ...(Object.keys(digits) as Code[]).map(bodyIn),
);
