// Amounts, taxes and totals, as quotes, orders and refunds are answered.

import { Type } from 'typebox';
import { taxTreatments } from '../../core/cart.js';
import { UnitPrice } from './fields.js';

export const Minor = Type.Integer({ description: 'Minor units of the currency' });
export const PrintedPrice = Type.Union([Minor, UnitPrice]);

const treated = {
  treatment: Type.Optional(
    Type.Enum([...taxTreatments], { description: 'UNCL 5305; when absent S, or Z at a rate of 0' }),
  ),
  reason: Type.Optional(Type.String({ description: 'Why no tax is due' })),
  isWithheld: Type.Optional(Type.Boolean()),
  isAdded: Type.Optional(Type.Boolean()),
};
const Tax = Type.Object(
  {
    code: Type.String(),
    jurisdiction: Type.String(),
    rate: Type.String({ description: 'Percent' }),
    base: Minor,
    amount: Minor,
    ...treated,
  },
  { title: 'Tax' },
);
export const LineTaxes = Type.Array(Tax, {
  description: 'Its part of the rows of the tax table; absent in orders of earlier versions',
});
export const Adjustments = Type.Array(Type.Object({ reason: Type.String(), amount: Minor }));
export const TaxedAdjustments = Type.Array(
  Type.Object({ reason: Type.String(), amount: Minor, taxes: Type.Optional(LineTaxes) }),
);

export const TaxTable = Type.Array(Tax);

export const Totals = Type.Object(
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
    title: 'Totals',
    description:
      'subtotal − discount − allowance + charge + shipping = total (gross prices) or = net; net + tax = total; total − withheld − prepaid + rounding = payable',
  },
);
