// What a quote is answered with, and what an order has in common with it.

import { Type } from 'typebox';
import { taxSources } from '../../core/cart.js';
import {
  Adjustments,
  LineTaxes,
  Minor,
  PrintedPrice,
  TaxedAdjustments,
  TaxTable,
  Totals,
} from './amounts.js';
import { Currency, PriceBasis, Sku } from './fields.js';

const DocumentAmounts = (description: string) =>
  Type.Optional({ ...TaxedAdjustments, description });

const QuotedLine = Type.Object(
  {
    sku: Sku,
    name: Type.String(),
    quantity: Type.Union([Type.Integer(), Type.String()]),
    unitPrice: PrintedPrice,
    priceQuantity: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
    priceList: Type.Optional(Type.String()),
    allowances: Type.Optional(Adjustments),
    charges: Type.Optional(Adjustments),
    discount: Minor,
    gross: Type.Optional(Minor),
    net: Type.Optional(Minor),
    giftOf: Type.Optional(Type.String({ description: 'The promotion that gave it away' })),
    taxes: Type.Optional(LineTaxes),
  },
  { title: 'QuotedLine' },
);

export const quoteFields = {
  priceBasis: PriceBasis,
  lines: Type.Array(QuotedLine),
  discounts: Type.Array(
    Type.Object({
      promotion: Type.Optional(Type.String()),
      name: Type.String(),
      coupon: Type.Optional(Type.String()),
      amount: { ...Minor, description: 'Off lines and shipping together' },
      shippingAmount: Type.Optional(Minor),
    }),
  ),
  deal: Type.Optional(
    Type.Object(
      {
        saving: Minor,
        bound: { ...Minor, description: 'No combination of promotions saves more' },
        isProven: Type.Boolean({ description: 'Whether no combination is better than this one' }),
      },
      { description: 'Where the settings ask for the best deal' },
    ),
  ),
  allowances: DocumentAmounts(
    'Discounts on the document with a tax of their own; taxes below zero',
  ),
  charges: DocumentAmounts('Charges on the document'),
  shipping: Type.Object({
    method: Type.String(),
    discount: Type.Optional(Minor),
    gross: Type.Optional(Minor),
    net: Type.Optional(Minor),
    taxes: Type.Optional(LineTaxes),
  }),
  taxes: TaxTable,
  taxSource: Type.Optional(
    Type.Enum([...taxSources], {
      description: 'Whose tax rates hold; only where a tax provider is configured',
    }),
  ),
  settings: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Those of the settings of this computation that are not the default',
    }),
  ),
  totals: Totals,
};

export const QuoteAnswer = Type.Object(
  {
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
  },
  { title: 'Quote' },
);
