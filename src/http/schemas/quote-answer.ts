// What a quote is answered with, and what an order has in common with it.

import { Type } from 'typebox';
import { taxSources, taxTreatments } from '../../core/cart.js';
import { Currency, PriceBasis, Sku, UnitPrice } from './fields.js';

export const Minor = Type.Integer({ description: 'Minor units of the currency' });
export const PrintedPrice = Type.Union([Minor, UnitPrice]);

const taxRow = {
  code: Type.String(),
  jurisdiction: Type.String(),
  rate: Type.String({ description: 'Percent' }),
  base: Minor,
  amount: Minor,
};
const LineTaxes = Type.Array(Type.Object(taxRow), {
  description: 'Its part of the rows of the tax table; absent in orders of earlier versions',
});
const adjustment = { reason: Type.String(), amount: Minor };
const Adjustments = Type.Array(Type.Object(adjustment));
const DocumentAmounts = (description: string) =>
  Type.Optional(Type.Array(Type.Object({ ...adjustment, taxes: LineTaxes }), { description }));

export const quoteFields = {
  priceBasis: PriceBasis,
  lines: Type.Array(
    Type.Object({
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
    }),
  ),
  discounts: Type.Array(
    Type.Object({
      promotion: Type.Optional(Type.String()),
      name: Type.String(),
      coupon: Type.Optional(Type.String()),
      amount: { ...Minor, description: 'Off lines and shipping together' },
      shippingAmount: Type.Optional(Minor),
    }),
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
  taxes: Type.Array(
    Type.Object({
      ...taxRow,
      treatment: Type.Optional(
        Type.Enum([...taxTreatments], {
          description: 'UNCL 5305; when absent S, or Z at a rate of 0',
        }),
      ),
      reason: Type.Optional(Type.String({ description: 'Why no tax is due' })),
      isWithheld: Type.Optional(Type.Boolean()),
    }),
  ),
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
  totals: Type.Object(
    {
      subtotal: Minor,
      discount: Minor,
      allowance: Type.Optional(Minor),
      charge: Type.Optional(Minor),
      shipping: Minor,
      net: Minor,
      tax: Minor,
      total: Minor,
      withheld: Type.Optional(Minor),
      prepaid: Type.Optional(Minor),
      rounding: Type.Optional(Minor),
      payable: Type.Optional({ ...Minor, description: 'Absent in orders of earlier versions' }),
    },
    {
      description:
        'subtotal − discount − allowance + charge + shipping = total (gross prices) or = net; net + tax = total; total − withheld − prepaid + rounding = payable',
    },
  ),
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
