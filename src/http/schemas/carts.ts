// Carts, as they are asked for and answered.

import { type Static, Type } from 'typebox';
import { cartLimits } from '../../core/saved-cart.js';
import { Minor, PrintedPrice } from './amounts.js';
import { ProblemDetails } from './answers.js';
import {
  Address,
  Country,
  Coupon,
  Currency,
  Customer,
  closed,
  Sku,
  Text,
  VatId,
} from './fields.js';
import { QuoteAnswer } from './quote-answer.js';

const Nullable = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

export const NewCartBody = Type.Union(
  [
    Type.Object(
      { currency: Type.Optional(Currency), country: Type.Optional(Country) },
      { ...closed, examples: [{ currency: 'EUR', country: 'DE' }] },
    ),
    Type.Null(),
  ],
  { description: 'The shop’s own currency and country where they are absent' },
);

const { email, name } = Customer.properties;

export const CartDetailsBody = Type.Object(
  {
    currency: Type.Optional(Currency),
    country: Type.Optional({
      ...Country,
      description:
        'Where the goods go, which decides the tax; a shipping address in another country is put away',
    }),
    shippingAddress: Type.Optional(Nullable(Address)),
    billingAddress: Type.Optional(Nullable(Address)),
    shippingMethod: Type.Optional(Nullable(Text(64))),
    vatId: Type.Optional(Nullable(VatId)),
    customer: Type.Optional(Nullable(Type.Object({ email, name }, closed))),
  },
  {
    ...closed,
    title: 'CartDetails',

    description: 'Only what is to change; null takes it back',
    examples: [{ shippingMethod: 'express' }],
  },
);
export type CartDetailsBody = Static<typeof CartDetailsBody>;

export const CartLineBody = Type.Object(
  {
    quantity: Type.Integer({
      minimum: 0,
      maximum: cartLimits.quantity,
      description: 'How many pieces there are to be; 0 removes the line',
    }),
  },
  { ...closed, title: 'CartLineRequest', examples: [{ quantity: 2 }] },
);

const CartId = Type.String({ minLength: 1, maxLength: 64, description: 'Its id' });
export const CartQuery = Type.Object(
  {
    explain: Type.Optional(
      Type.Enum(['true', 'false'], {
        description: 'Whether the quote says why each price, discount and tax is what it is',
      }),
    ),
  },
  closed,
);
export const CartParams = Type.Object({ id: CartId });
export const CartLineParams = Type.Object({ id: CartId, sku: Sku });
export const CartCouponParams = Type.Object({
  id: CartId,
  code: { ...Coupon, description: 'Of the coupon' },
});

const { explanation, ...quoteFields } = QuoteAnswer.properties;
const CartQuote = Type.Object({
  ...quoteFields,
  explanation: Type.Optional({ ...explanation, description: 'Where `explain=true` asks for it' }),
});

export const CartAnswer = Type.Object(
  {
    id: Type.String({ description: 'All that a guest needs to know to open it: keep it secret' }),
    version: Type.Integer({ description: 'Grows with each change' }),
    currency: Currency,
    country: Country,
    lines: Type.Array(
      Type.Object({
        sku: Sku,
        name: Type.String(),
        quantity: Type.Integer(),
        available: Type.Integer({ description: 'Pieces that can be sold now; nothing is held' }),
        unitPrice: Nullable(PrintedPrice),
        discount: Nullable(Minor),
        gross: Type.Optional(Nullable(Minor)),
        net: Type.Optional({ ...Minor, description: 'Instead of `gross` where prices are net' }),
      }),
    ),
    coupons: Type.Array(Coupon),
    shippingAddress: Nullable(Address),
    billingAddress: Nullable(Address),
    shippingMethod: Nullable(Type.String()),
    vatId: Nullable(VatId),
    customer: Nullable(Type.Object({ email: Type.String(), name: Type.String() })),
    quote: Type.Union([CartQuote, Type.Null()], {
      description: 'As `POST /v1/quotes` answers; null where the cart is empty or has `problems`',
    }),
    problems: Type.Array(ProblemDetails, { description: 'Why it cannot be priced' }),
    expiresAt: Type.String({ format: 'date-time', description: 'Unless it is changed again' }),
    orderId: Type.Union([Type.String(), Type.Null()], {
      description: 'The order that it has become: nothing of it can be changed any more',
    }),
  },
  { title: 'Cart' },
);
