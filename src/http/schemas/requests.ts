// What callers may send: validation and types in one.

import { type Static, Type } from 'typebox';
import { eInvoiceFormats } from '../../core/e-invoice/e-invoice-request.js';
import { enProfiles } from '../../core/e-invoice/rules/rule.js';
import { buckets } from '../../core/order-figures.js';
import { orderStates } from '../../core/order-states.js';
import { allTopics } from '../../core/tasks.js';
import {
  Address,
  BuyerFacts,
  Coupon,
  Currency,
  Customer,
  closed,
  limits,
  operatorOnly,
  PriceBasis,
  Quantity,
  Sku,
  Text,
  UnitPrice,
  VatId,
} from './fields.js';

const OrderLine = Type.Object(
  {
    sku: Sku,
    quantity: Quantity,
    unitPrice: Type.Optional({ ...UnitPrice, description: operatorOnly }),
  },
  closed,
);

export const OrderBody = Type.Object(
  {
    cartId: Type.Optional({
      ...Text(64),
      description:
        'Takes from this cart what the order leaves out; without one, `customer`, `currency`, `lines` and `shippingAddress` are needed',
    }),
    customer: Type.Optional(
      Type.Object(Customer.properties, {
        ...closed,
        description: 'May be left out by whoever is signed in',
      }),
    ),
    currency: Type.Optional(Currency),
    lines: Type.Optional(Type.Array(OrderLine, { minItems: 1, maxItems: limits.lines })),
    coupons: Type.Optional(Type.Array(Coupon, { maxItems: limits.coupons, uniqueItems: true })),
    shippingAddress: Type.Optional(Address),
    billingAddress: Type.Optional(Address),
    vatId: Type.Optional(VatId),
    buyer: Type.Optional(BuyerFacts),
    shippingMethod: Type.Optional(Text(64)),
    payment: Type.Object(
      { method: Text(64), token: Type.String({ minLength: 1, maxLength: 255 }) },
      closed,
    ),
    expectedTotal: Type.Optional(Type.Integer({ minimum: 0 })),
    priceBasis: Type.Optional({ ...PriceBasis, description: operatorOnly }),
  },
  {
    ...closed,
    title: 'OrderRequest',
    examples: [
      {
        customer: { email: 'customer@example.com', name: 'Example Customer' },
        currency: 'EUR',
        lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
        coupons: ['WELCOME10'],
        shippingAddress: {
          name: 'Example Customer',
          line1: 'Invalidenstr. 1',
          city: 'Berlin',
          postalCode: '10115',
          country: 'DE',
        },
        shippingMethod: 'standard',
        payment: { method: 'simulated', token: 'tok_approve' },
      },
      {
        cartId: 'q0Wm3cY1n5Rk2uXo8sTz7vAb4eE',
        payment: { method: 'simulated', token: 'tok_approve' },
        expectedTotal: 2812,
      },
    ],
  },
);
export type OrderBody = Static<typeof OrderBody>;
/** With everything that an order needs, whoever has said it. */
export type CompleteOrderBody = OrderBody &
  Required<Pick<OrderBody, 'customer' | 'currency' | 'lines' | 'shippingAddress'>>;

const Tags = Type.Array(Text(64), {
  maxItems: 50,
  uniqueItems: true,
  description: 'What promotions and price lists pick by',
});

export const ProductBody = Type.Object(
  {
    name: Text(500),
    category: Text(100),
    tags: Type.Optional(Tags),
    taxCategory: Text(64),
    // What is no code is refused by its name: no value of it would be looked at.
    prices: Type.Record(Currency, UnitPrice, closed),
  },
  {
    ...closed,
    examples: [
      {
        name: 'Mug, blue',
        category: 'Mugs',
        tags: ['kitchen'],
        taxCategory: 'standard',
        prices: { EUR: '12.90', USD: '14.50' },
      },
    ],
  },
);
export type ProductBody = Static<typeof ProductBody>;

export const CustomerBody = Type.Object(
  {
    email: Customer.properties.email,
    name: Customer.properties.name,
    groups: Type.Optional(Tags),
    address: Type.Optional(Address),
  },
  closed,
);

const LEVEL_MAX = 1_000_000_000_000;
export const StockBody = Type.Object(
  {
    onHand: Type.Integer({ minimum: 0, maximum: LEVEL_MAX }),
    reason: Type.Optional(Text(200)),
  },
  closed,
);
export const StockAdjustment = Type.Object(
  { delta: Type.Integer({ minimum: -LEVEL_MAX, maximum: LEVEL_MAX }), reason: Text(200) },
  closed,
);

export const SkuParams = Type.Object({ sku: Sku });
export const IdParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64, description: 'Its id' }),
});
const Token = Type.Optional(
  Type.String({ maxLength: 128, description: "The order's token, where no header can be sent" }),
);
export const TokenQuery = Type.Object({ token: Token }, closed);
export const EInvoiceQuery = Type.Object(
  {
    token: Token,
    format: Type.Optional(
      Type.Enum([...eInvoiceFormats], {
        description: 'UBL 2.1, or the Cross Industry Invoice D16B of Factur-X; ubl when absent',
      }),
    ),
    profile: Type.Optional(
      Type.Enum([...enProfiles], {
        description:
          'EN 16931 alone, Peppol BIS Billing 3, or XRechnung 3; peppol when absent and the invoice ' +
          'fits it, else en16931',
      }),
    ),
  },
  closed,
);
const PageSize = Type.String({
  pattern: '^([1-9]\\d?|100)$',
  description: 'Entries of a page, 1–100',
});
const Cursor = Type.String({
  maxLength: 256,
  description: 'The `nextCursor` of the page before',
});
export const OrderListQuery = Type.Object(
  {
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(PageSize),
    state: Type.Optional(Type.Enum([...orderStates], { description: 'Only orders in this state' })),
  },
  closed,
);
export const ProductListQuery = Type.Object(
  {
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(PageSize),
    q: Type.Optional({ ...Text(100), description: 'Searched in name, SKU and category' }),
  },
  closed,
);
export const PageQuery = Type.Object(
  { cursor: Type.Optional(Cursor), limit: Type.Optional(PageSize) },
  closed,
);
export const TaskParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128, description: '`<order id>.<topic>`' }),
});
export const DeadLetterBody = Type.Union([
  Type.Object(
    {
      id: Type.Optional(Type.String({ maxLength: 128 })),
      topic: Type.Optional(Type.Enum([...allTopics])),
    },
    closed,
  ),
  Type.Null(),
]);
export const AnalyticsQuery = Type.Object(
  {
    bucket: Type.Optional(
      Type.Enum([...buckets], {
        description: 'How much time one row sums up; an hour when absent',
      }),
    ),
    from: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339' })),
    to: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; now by default' })),
  },
  closed,
);
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      pattern: '^[ -~]+$',
      description:
        'One for each order: the same key with the same body gets the first answer again. All guests together are one caller: take a key that nobody guesses, such as a UUID',
    }),
  ),
});
