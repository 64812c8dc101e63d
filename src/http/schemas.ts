// The HTTP contract as JSON Schema: validation, types and the OpenAPI document in one.

import { type Static, Type } from 'typebox';
import { orderStates } from '../core/order-states.js';

/** Limits on what one request may carry. */
export const limits = {
  bodyBytes: 1024 * 1024,
  lines: 1_000,
  coupons: 10,
  quantity: 1_000_000,
  pageSize: 100,
} as const;

const closed = { additionalProperties: false } as const;

/** Printable text without control characters. */
const Text = (maxLength: number, minLength = 1) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\p{Cc}]*$' });

/** Printable ASCII, no space at either end. */
export const Sku = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[!-~]([ -~]*[!-~])?$',
  description: 'Stock keeping unit',
});
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code' });
const Country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2 code' });
const UnitPrice = Type.String({
  pattern: '^\\d{1,10}(\\.\\d{1,6})?$',
  description: 'Decimal string in major units, up to six decimals',
});
const PriceBasis = Type.Union([Type.Literal('gross'), Type.Literal('net')]);
const Quantity = Type.Integer({ minimum: 1, maximum: limits.quantity });
const DecimalQuantity = Type.String({ pattern: '^\\d{1,7}(\\.\\d{1,6})?$' });
const Coupon = Text(64);

const Customer = Type.Object(
  {
    id: Type.Optional(Text(64)),
    email: Type.String({ maxLength: 254, pattern: '^[^@\\s\\p{Cc}]+@[^@\\s\\p{Cc}]+$' }),
    name: Text(200),
  },
  closed,
);

const addressFields = {
  name: Text(200),
  line1: Text(200),
  line2: Type.Optional(Text(200)),
  city: Text(100),
  region: Type.Optional(Text(100)),
  postalCode: Text(20),
  country: Country,
};
const Address = Type.Object(addressFields, closed);
const Destination = Type.Object(
  { ...Type.Partial(Type.Object(addressFields)).properties, country: Country },
  closed,
);

const VatId = Type.String({ pattern: '^[A-Z]{2}[A-Z0-9+*.]{2,13}$' });

const operatorOnly = 'Only for operators with the scope orders:price';

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
    customer: Customer,
    currency: Currency,
    lines: Type.Array(OrderLine, { minItems: 1, maxItems: limits.lines }),
    coupons: Type.Optional(Type.Array(Coupon, { maxItems: limits.coupons, uniqueItems: true })),
    shippingAddress: Address,
    billingAddress: Type.Optional(Address),
    vatId: Type.Optional(VatId),
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
    ],
  },
);
export type OrderBody = Static<typeof OrderBody>;

export const QuoteBody = Type.Object(
  {
    currency: Currency,
    lines: Type.Array(
      Type.Object(
        {
          sku: Sku,
          quantity: Type.Union([Quantity, DecimalQuantity]),
          unitPrice: Type.Optional({ ...UnitPrice, description: operatorOnly }),
        },
        closed,
      ),
      { minItems: 1, maxItems: limits.lines },
    ),
    coupons: OrderBody.properties.coupons,
    country: Type.Optional(Country),
    shippingAddress: Type.Optional(Destination),
    shippingMethod: OrderBody.properties.shippingMethod,
    customer: Type.Optional(Type.Partial(Customer, closed)),
    vatId: Type.Optional(VatId),
    priceBasis: OrderBody.properties.priceBasis,
  },
  closed,
);
export type QuoteBody = Static<typeof QuoteBody>;

const Minor = Type.Integer({ description: 'Minor units of the currency' });
const Time = Type.String({ format: 'date-time' });
const PrintedPrice = Type.Union([Minor, UnitPrice]);

const quoteFields = {
  priceBasis: PriceBasis,
  lines: Type.Array(
    Type.Object({
      sku: Sku,
      name: Type.String(),
      quantity: Type.Union([Type.Integer(), Type.String()]),
      unitPrice: PrintedPrice,
      discount: Minor,
      gross: Type.Optional(Minor),
      net: Type.Optional(Minor),
    }),
  ),
  discounts: Type.Array(
    Type.Object({
      promotion: Type.String(),
      name: Type.String(),
      coupon: Type.Optional(Type.String()),
      amount: Minor,
    }),
  ),
  shipping: Type.Object({
    method: Type.String(),
    gross: Type.Optional(Minor),
    net: Type.Optional(Minor),
  }),
  taxes: Type.Array(
    Type.Object({
      code: Type.String(),
      jurisdiction: Type.String(),
      rate: Type.String({ description: 'Percent' }),
      base: Minor,
      amount: Minor,
    }),
  ),
  totals: Type.Object({
    subtotal: Minor,
    discount: Minor,
    shipping: Minor,
    net: Minor,
    tax: Minor,
    total: Minor,
  }),
};

export const QuoteAnswer = Type.Object({
  currency: Currency,
  ...quoteFields,
  explanation: Type.Array(
    Type.Object({
      subject: Type.String({ description: 'JSON pointer into the quote' }),
      rule: Type.String(),
      text: Type.String(),
      amount: Minor,
    }),
  ),
});

const Nullable = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

export const OrderState = Type.Enum([...orderStates]);

export const OrderAnswer = Type.Object({
  id: Type.String(),
  number: Nullable(Type.String()),
  state: OrderState,
  currency: Currency,
  createdAt: Time,
  customer: Customer,
  ...quoteFields,
  shippingAddress: Address,
  billingAddress: Type.Optional(Address),
  vatId: Type.Optional(VatId),
  payment: Type.Object({
    method: Type.String(),
    state: Type.String(),
    amount: Minor,
    reference: Nullable(Type.String()),
    declineCode: Type.Optional(Type.String()),
  }),
  invoice: Nullable(Type.Object({ number: Type.String() })),
  tasks: Type.Array(
    Type.Object({ topic: Type.String(), state: Type.String(), attempts: Type.Integer() }),
  ),
  accessToken: Type.Optional(
    Type.String({ description: 'Opens this order without an account; given to guests once' }),
  ),
});

export const TimelineAnswer = Type.Array(
  Type.Object({
    step: Type.String(),
    startedAt: Time,
    endedAt: Time,
    durationMs: Type.Number(),
    outcome: Type.String(),
  }),
);

export const ListOf = <Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) =>
  Type.Object({ items: Type.Array(schema), nextCursor: Nullable(Type.String()) });

export const ProductAnswer = Type.Object({
  sku: Sku,
  name: Type.String(),
  category: Type.String(),
  taxCategory: Type.String(),
  prices: Type.Record(
    Currency,
    Type.Object({ unitPrice: PrintedPrice, basis: PriceBasis, currency: Currency }),
  ),
  available: Type.Integer(),
});

export const ProductBody = Type.Object(
  {
    name: Text(500),
    category: Text(100),
    taxCategory: Text(64),
    prices: Type.Record(Currency, UnitPrice),
  },
  closed,
);
export type ProductBody = Static<typeof ProductBody>;

export const CustomerBody = Type.Object(
  {
    email: Customer.properties.email,
    name: Customer.properties.name,
    address: Type.Optional(Address),
  },
  closed,
);

export const StockAnswer = Type.Object({
  sku: Sku,
  onHand: Type.Integer(),
  reserved: Type.Integer(),
  available: Type.Integer(),
});
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
export const IdParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });
export const TokenQuery = Type.Object(
  { token: Type.Optional(Type.String({ maxLength: 128 })) },
  closed,
);
const PageSize = Type.String({ pattern: '^([1-9]\\d?|100)$', description: '1–100, default 20' });
export const OrderListQuery = Type.Object(
  {
    cursor: Type.Optional(Type.String({ maxLength: 64 })),
    limit: Type.Optional(PageSize),
    state: Type.Optional(OrderState),
  },
  closed,
);
export const ProductListQuery = Type.Object(
  {
    cursor: Type.Optional(Sku),
    limit: Type.Optional(PageSize),
    q: Type.Optional(Text(100)),
  },
  closed,
);
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, pattern: '^[ -~]+$' }),
  ),
});

export const ProblemAnswer = Type.Object(
  {
    type: Type.String({ description: 'Documented at this path' }),
    title: Type.String(),
    status: Type.Integer(),
  },
  { description: 'RFC 9457 problem details; further members by type' },
);
