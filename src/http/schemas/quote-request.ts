// The body of `POST /v1/quotes` and of `orderloom quote FILE.json`: a shop's cart, or an arbitrary
// invoice that brings its own prices, taxes, discounts, charges, promotions and settings.

import { type Static, Type } from 'typebox';
import { taxTreatments } from '../../core/cart.js';
import {
  Amount,
  BuyerFacts,
  Country,
  Coupon,
  Currency,
  Customer,
  closed,
  DecimalQuantity,
  Destination,
  JurisdictionCode,
  limits,
  operatorOnly,
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
import { quoteExamples } from './quote-examples.js';
import { PriceListSchema, PromotionSchema } from './rule-schemas.js';
import { SettingsBody } from './settings-body.js';

const TaxComponent = Type.Object(
  {
    code: Type.String({
      pattern: '^[!-~][ -~]{0,31}$',
      description: 'What one row of the tax table is named: `VAT`, `GST`, `QST`, `IRPF` …',
    }),
    rate: { ...Percent, description: 'Percent: an integer, or a decimal string such as `"9.975"`' },
    jurisdiction: Type.Optional({
      ...JurisdictionCode,
      description: 'Whose tax it is, as it is printed: `DE`, `CA-QC`; `country` when absent',
    }),
    compoundOn: Type.Optional(
      Type.Array(Type.String({ maxLength: 32 }), {
        maxItems: limits.taxes,
        description:
          'Codes of taxes before this one whose amounts belong to its base; the price alone when absent',
      }),
    ),
    withheld: Type.Optional(
      Type.Boolean({
        description:
          'Kept back by the customer and paid to the tax office: of the net amount, no part of `tax` and `total`, taken off what is payable',
      }),
    ),
    added: Type.Optional(
      Type.Boolean({ description: 'On top of a price even where prices contain their taxes' }),
    ),
    treatment: Type.Optional(
      Type.Enum([...taxTreatments], {
        description:
          'UNCL 5305: S standard, Z zero-rated, E exempt, AE reverse charge, K intra-community supply, G export, O not subject, L IGIC, M IPSI; only S, L and M go with a rate above 0',
      }),
    ),
    reason: Type.Optional({ ...Text(500), description: 'Why no tax is due, as it is printed' }),
  },
  closed,
);

const Taxes = Type.Array(TaxComponent, {
  maxItems: limits.taxes,
  description:
    'The taxes that are owed, instead of those that `taxCategory` comes to where the goods go; an empty list is untaxed',
});
const TaxCategory = (description: string) => ({ ...Text(64), description });

const adjustment = {
  reason: Type.Optional({ ...Text(200), description: 'As it is printed' }),
  amount: Type.Optional({
    ...Amount,
    description:
      'An integer of minor units, or a decimal string in major units; either this or `percent`',
  }),
  percent: Type.Optional(Percent),
};
const LineAdjustments = (description: string) =>
  Type.Array(Type.Object(adjustment, closed), { maxItems: limits.adjustments, description });
const DocumentAdjustments = (description: string) =>
  Type.Array(
    Type.Object(
      {
        ...adjustment,
        percent: Type.Optional({
          ...Percent,
          description: 'Percent of what the lines come to after promotions',
        }),
        taxCategory: Type.Optional(
          TaxCategory('A tax of its own: that of this category where the goods go'),
        ),
        taxes: Type.Optional({ ...Taxes, description: 'Taxes of its own' }),
      },
      closed,
    ),
    { maxItems: limits.adjustments, description },
  );

const QuoteLineBody = Type.Object(
  {
    sku: Type.Optional({
      ...Sku,
      description:
        'The article, of the catalogue or any other whose price the request brings; `LINE-1` and so on when absent',
    }),
    quantity: {
      ...SignedQuantity,
      description: `An integer, or a decimal string with at most six decimals; not 0. Below 0, what comes back: ${operatorOnly.toLowerCase()}`,
    },
    unitPrice: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0 }), UnitPrice], {
        description: `Minor units, or a decimal string in major units with at most six decimals; with or without tax as \`priceBasis\` says. The price lists when absent. ${operatorOnly}`,
      }),
    ),
    priceQuantity: Type.Optional(
      Type.Union([Quantity, DecimalQuantity], {
        description: 'The unit price is for so many pieces (a price per 100); 1 when absent',
      }),
    ),
    name: Type.Optional({
      ...Text(500),
      description: 'As it is printed; the catalogue’s, or the SKU, when absent',
    }),
    category: Type.Optional({ ...Text(100), description: 'Of articles; promotions select by it' }),
    tags: Type.Optional(
      Type.Array(Text(64), { maxItems: 50, description: 'Promotions select by them' }),
    ),
    taxCategory: Type.Optional(
      TaxCategory(
        'A key of `data/tax/categories.json`: `standard`, `books`, `food`, `services` …; the catalogue’s, or `standard`, when absent',
      ),
    ),
    taxes: Type.Optional(Taxes),
    floorPrice: Type.Optional({
      ...UnitPrice,
      description:
        'No promotion or document discount takes a piece below this; a decimal string in major units',
    }),
    allowances: Type.Optional(
      LineAdjustments(
        'Taken off the line before any promotion; percentages are of quantity × unit price',
      ),
    ),
    charges: Type.Optional(
      LineAdjustments(
        'Added to the line before any promotion; percentages are of quantity × unit price',
      ),
    ),
  },
  closed,
);

const GivenShipping = Type.Object(
  {
    name: Type.Optional({ ...Text(200), description: '`shipping` when absent' }),
    amount: {
      ...Amount,
      description: 'Minor units, or a decimal string in major units, on the basis of the prices',
    },
    taxCategory: Type.Optional(TaxCategory('`standard` when absent')),
    taxes: Type.Optional(Taxes),
  },
  closed,
);

const QuoteCustomer = Type.Object(
  {
    ...Type.Partial(Customer).properties,
    groups: Type.Optional(
      Type.Array(Text(64), {
        maxItems: 50,
        description: `Groups that price lists and promotions are for. ${operatorOnly}`,
      }),
    ),
    firstOrder: Type.Optional(
      Type.Boolean({ description: `For promotions on first orders. ${operatorOnly}` }),
    ),
    exemption: Type.Optional(
      Type.Object(
        {
          reason: { ...Text(500), description: 'As the invoice has to say it' },
          codes: Type.Optional(
            Type.Array(Text(32), {
              maxItems: limits.taxes,
              description: 'Only these taxes (`VAT`, `PST` …); all of them when absent',
            }),
          ),
        },
        {
          ...closed,
          description: `This customer owes no tax on what takes its tax from \`taxCategory\`. ${operatorOnly}`,
        },
      ),
    ),
  },
  { ...closed, description: 'Who asks, and what is known of them' },
);

export const QuoteBody = Type.Object(
  {
    currency: Currency,
    lines: Type.Array(QuoteLineBody, { minItems: 1, maxItems: limits.lines }),
    coupons: Type.Optional(
      Type.Array(Coupon, {
        maxItems: limits.coupons,
        uniqueItems: true,
        description: 'Codes as they are written, capitals included',
      }),
    ),
    country: Type.Optional({
      ...Country,
      description:
        'ISO 3166-1 alpha-2: where the goods go, which decides the tax. Needed here or in `shippingAddress`',
    }),
    region: Type.Optional(Region),
    postalCode: Type.Optional({
      ...Text(20),
      description: 'Where tax depends on it: the Canary Islands, Northern Ireland …',
    }),
    shippingAddress: Type.Optional({
      ...Destination,
      description: 'Instead of `country`, `region` and `postalCode`',
    }),
    shippingMethod: Type.Optional({
      ...Text(64),
      description:
        'As for an order, `standard` when absent; nothing is shipped where all lines bring prices and this is absent',
    }),
    shipping: Type.Optional(
      Type.Union([GivenShipping, Type.Null()], {
        description: `Shipping that is given, or none (null), instead of a method. ${operatorOnly}`,
      }),
    ),
    customer: Type.Optional(QuoteCustomer),
    vatId: Type.Optional({
      ...VatId,
      description:
        'The customer’s, with its country’s prefix. One that stands the test of form and checksum makes a business of the customer: reverse charge, intra-community supply',
    }),
    buyer: Type.Optional({
      ...BuyerFacts,
      description: 'As for an order, and checked as there; prices do not depend on it',
    }),
    paymentMethod: Type.Optional({ ...Text(64), description: 'Promotions may depend on it' }),
    date: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
        description: `YYYY-MM-DD: the date that prices, promotions and tax rates hold on; today in the shop’s time zone when absent. ${operatorOnly}`,
      }),
    ),
    priceBasis: Type.Optional({
      ...PriceBasis,
      description: `Whether prices and amounts include tax (\`gross\`) or not (\`net\`); when absent as the first of \`priceLists\` that prices a line, else as the shop’s prices in the currency, \`gross\` where it has none. ${operatorOnly}`,
    }),
    discounts: Type.Optional(
      DocumentAdjustments(
        `Off the whole document: with a tax of its own beside the lines, else spread over them. ${operatorOnly}`,
      ),
    ),
    charges: Type.Optional(
      DocumentAdjustments(
        `On the whole document; without a tax of its own it shares the lines’, by what they cost. ${operatorOnly}`,
      ),
    ),
    promotions: Type.Optional(
      Type.Array(PromotionSchema, {
        maxItems: limits.promotions,
        description: `Instead of the shop’s own. ${operatorOnly}`,
      }),
    ),
    priceLists: Type.Optional(
      Type.Array(PriceListSchema, {
        maxItems: limits.priceLists,
        description: `Instead of the shop’s further lists (data/price-lists). ${operatorOnly}`,
      }),
    ),
    settings: Type.Optional(SettingsBody),
    prepaid: Type.Optional({
      ...Amount,
      description: `Paid already, taken off what is payable. ${operatorOnly}`,
    }),
  },
  { ...closed, title: 'QuoteRequest', examples: quoteExamples },
);
export type QuoteBody = Static<typeof QuoteBody>;
