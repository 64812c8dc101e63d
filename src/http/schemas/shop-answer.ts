// What the shop offers, as its pages read it.

import { Type } from 'typebox';
import { Country, Currency, PriceBasis } from './fields.js';

export const ShopAnswer = Type.Object(
  {
    name: Type.String(),
    country: Type.String({ description: "The seller's" }),
    demo: Type.Boolean({ description: 'Payments are simulated; nothing is really sold' }),
    currencies: Type.Array(Type.Object({ currency: Currency, basis: PriceBasis })),
    countries: Type.Array(
      Type.Object({
        code: Country,
        regions: Type.Optional(
          Type.Array(Type.Object({ code: Type.String(), name: Type.String() }), {
            description: 'An address in this country must name one of them',
          }),
        ),
      }),
    ),
    categories: Type.Array(Type.String(), { description: 'Of what is sold; words to search for' }),
    shippingMethods: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        prices: Type.Record(Currency, Type.String(), { description: 'In major units' }),
      }),
    ),
    paymentMethods: Type.Array(
      Type.Object({
        method: Type.String(),
        publishableKey: Type.Optional(
          Type.String({ description: "For the provider's own fields in the page" }),
        ),
      }),
    ),
  },
  { title: 'Shop' },
);
