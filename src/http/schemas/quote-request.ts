// The body of `POST /v1/quotes` and of `orderloom quote FILE.json`: a shop's cart, or an arbitrary
// invoice that brings its own prices, taxes, discounts, charges, promotions and settings.

import { type Static, Type } from 'typebox';
import { taxTreatments } from '../../core/cart.js';
import { type Choices, roundingModes, settingChoices } from '../../core/settings.js';
import {
  Amount,
  Country,
  Coupon,
  Currency,
  Customer,
  closed,
  DecimalQuantity,
  Destination,
  JurisdictionCode,
  limits,
  Percent,
  PriceBasis,
  Quantity,
  Region,
  SignedQuantity,
  Sku,
  Text,
  UnitPrice,
  VatId,
} from './fields.js';
import { PriceListSchema, PromotionSchema } from './rule-schemas.js';

const operatorOnly = 'Only for operators with the scope orders:price';

const TaxComponent = Type.Object(
  {
    code: Type.String({ pattern: '^[!-~][ -~]{0,31}$', description: '`VAT`, `GST`, `QST` …' }),
    rate: { ...Percent, description: 'Percent, at most four decimals' },
    jurisdiction: Type.Optional(JurisdictionCode),
    compoundOn: Type.Optional(
      Type.Array(Type.String({ maxLength: 32 }), {
        maxItems: limits.taxes,
        description: 'Codes of taxes that belong to the base of this one',
      }),
    ),
    withheld: Type.Optional(
      Type.Boolean({ description: 'Kept back by the customer: lowers what is payable' }),
    ),
    added: Type.Optional(
      Type.Boolean({ description: 'On top of a price even where prices contain their taxes' }),
    ),
    treatment: Type.Optional(Type.Enum([...taxTreatments], { description: 'UNCL 5305' })),
    reason: Type.Optional({ ...Text(500), description: 'Why no tax is due' }),
  },
  closed,
);

const Taxes = Type.Array(TaxComponent, {
  maxItems: limits.taxes,
  description: 'Instead of the taxes that the tax category comes to; an empty list is untaxed',
});

const adjustment = {
  reason: Type.Optional(Text(200)),
  amount: Type.Optional(Amount),
  percent: Type.Optional(Percent),
};
const LineAdjustments = (description: string) =>
  Type.Array(Type.Object(adjustment, closed), { maxItems: limits.adjustments, description });
const DocumentAdjustments = (description: string) =>
  Type.Array(
    Type.Object(
      { ...adjustment, taxCategory: Type.Optional(Text(64)), taxes: Type.Optional(Taxes) },
      closed,
    ),
    { maxItems: limits.adjustments, description },
  );

const QuoteLineBody = Type.Object(
  {
    sku: Type.Optional({ ...Sku, description: '`LINE-1` and so on when absent' }),
    quantity: {
      ...SignedQuantity,
      description: `An integer, or a decimal string with at most six decimals; not 0. Below 0, what comes back: ${operatorOnly.toLowerCase()}`,
    },
    unitPrice: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0 }), UnitPrice], {
        description: `Minor units, or a decimal string in major units. ${operatorOnly}`,
      }),
    ),
    priceQuantity: Type.Optional(
      Type.Union([Quantity, DecimalQuantity], {
        description: 'The unit price is for so many pieces; 1 when absent',
      }),
    ),
    name: Type.Optional(Text(500)),
    category: Type.Optional(Text(100)),
    tags: Type.Optional(Type.Array(Text(64), { maxItems: 50 })),
    taxCategory: Type.Optional(Text(64)),
    taxes: Type.Optional(Taxes),
    floorPrice: Type.Optional({
      ...UnitPrice,
      description: 'No discount takes a piece below this; a decimal string in major units',
    }),
    allowances: Type.Optional(LineAdjustments('Taken off the line before any promotion, in order')),
    charges: Type.Optional(LineAdjustments('Added to the line before any promotion')),
  },
  closed,
);

const choice = <Name extends keyof typeof settingChoices>(name: Name) =>
  Type.Optional(Type.Unsafe<Choices[Name]>({ type: 'string', enum: [...settingChoices[name]] }));
const Step = Type.Union([UnitPrice, Type.Null()]);

/** See the table of settings in the README. */
export const SettingsBody = Type.Object(
  {
    taxRounding: choice('taxRounding'),
    rounding: choice('rounding'),
    discountRounding: choice('discountRounding'),
    grossSplit: choice('grossSplit'),
    discountSpread: choice('discountSpread'),
    promotions: choice('promotions'),
    exclusivity: choice('exclusivity'),
    fixedEach: choice('fixedEach'),
    buyGet: choice('buyGet'),
    budget: choice('budget'),
    shippingTax: choice('shippingTax'),
    shippingDiscount: choice('shippingDiscount'),
    taxStep: Type.Optional({
      ...Step,
      description:
        'What taxes are rounded to, in major units: "0.001", "1"; the minor unit when null',
    }),
    cashStep: Type.Optional(
      Type.Union([Type.Literal('currency'), UnitPrice, Type.Null()], {
        description: 'The smallest coin that the payable amount is rounded to; "currency": its own',
      }),
    ),
    cashRounding: Type.Optional(Type.Enum([...roundingModes])),
    couponsMax: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
    dealSteps: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  },
  { ...closed, description: `How this quote is computed. ${operatorOnly}` },
);
export type SettingsBody = Static<typeof SettingsBody>;

export const QuoteBody = Type.Object(
  {
    currency: Currency,
    lines: Type.Array(QuoteLineBody, { minItems: 1, maxItems: limits.lines }),
    coupons: Type.Optional(Type.Array(Coupon, { maxItems: limits.coupons, uniqueItems: true })),
    country: Type.Optional(Country),
    region: Type.Optional(Region),
    postalCode: Type.Optional(Text(20)),
    shippingAddress: Type.Optional(Destination),
    shippingMethod: Type.Optional({
      ...Text(64),
      description:
        'As for an order; nothing is shipped where all lines bring prices and this is absent',
    }),
    shipping: Type.Optional(
      Type.Union(
        [
          Type.Object(
            {
              name: Type.Optional(Text(200)),
              amount: Amount,
              taxCategory: Type.Optional(Text(64)),
              taxes: Type.Optional(Taxes),
            },
            closed,
          ),
          Type.Null(),
        ],
        { description: `Shipping that is given, or none (null). ${operatorOnly}` },
      ),
    ),
    customer: Type.Optional(
      Type.Object(
        {
          ...Type.Partial(Customer).properties,
          groups: Type.Optional(Type.Array(Text(64), { maxItems: 50, description: operatorOnly })),
          firstOrder: Type.Optional(Type.Boolean({ description: operatorOnly })),
          exemption: Type.Optional(
            Type.Object(
              {
                reason: Text(500),
                codes: Type.Optional(Type.Array(Text(32), { maxItems: limits.taxes })),
              },
              { ...closed, description: operatorOnly },
            ),
          ),
        },
        closed,
      ),
    ),
    vatId: Type.Optional(VatId),
    paymentMethod: Type.Optional(Text(64)),
    date: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
        description: `The date that prices, promotions and taxes hold on. ${operatorOnly}`,
      }),
    ),
    priceBasis: Type.Optional({ ...PriceBasis, description: operatorOnly }),
    discounts: Type.Optional(
      DocumentAdjustments(
        `Off the whole document: with a tax of its own beside the lines, else spread over them. ${operatorOnly}`,
      ),
    ),
    charges: Type.Optional(DocumentAdjustments(`On the whole document. ${operatorOnly}`)),
    promotions: Type.Optional(
      Type.Array(PromotionSchema, {
        maxItems: limits.promotions,
        description: `Instead of the shop’s own. ${operatorOnly}`,
      }),
    ),
    priceLists: Type.Optional(
      Type.Array(PriceListSchema, {
        maxItems: limits.priceLists,
        description: `Instead of the shop’s further lists. ${operatorOnly}`,
      }),
    ),
    settings: Type.Optional(SettingsBody),
    prepaid: Type.Optional({ ...Amount, description: `Paid already. ${operatorOnly}` }),
  },
  {
    ...closed,
    examples: [
      {
        currency: 'EUR',
        country: 'DE',
        lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
        coupons: ['WELCOME10'],
      },
      {
        currency: 'CAD',
        country: 'CA',
        priceBasis: 'net',
        shipping: null,
        lines: [
          {
            name: 'Chair',
            quantity: 3,
            unitPrice: '49.99',
            allowances: [{ reason: 'scratched', percent: '10' }],
            taxes: [
              { code: 'GST', rate: '5' },
              { code: 'QST', rate: '9.975' },
            ],
          },
        ],
        settings: { cashStep: '0.05' },
      },
      {
        currency: 'EUR',
        country: 'DE',
        shipping: null,
        lines: [
          { sku: 'A', quantity: 3, unitPrice: '10.00' },
          { sku: 'B', quantity: 1, unitPrice: '25.00' },
        ],
        promotions: [
          {
            id: 'three-for-two',
            name: 'Three for two',
            priority: 1,
            since: '2026-01-01',
            until: null,
            action: {
              type: 'deal',
              parts: [
                { of: { skus: ['A'] }, quantity: 2 },
                { of: { skus: ['A'] }, quantity: 1, percentOff: '100' },
              ],
            },
          },
        ],
      },
    ],
  },
);
export type QuoteBody = Static<typeof QuoteBody>;
