// Refunds: what operators may send, and what callers are answered.

import { Type } from 'typebox';
import { refundStates } from '../../core/order.js';
import {
  Adjustments,
  LineTaxes,
  Minor,
  PrintedPrice,
  TaxedAdjustments,
  TaxTable,
  Totals,
} from './amounts.js';
import { Currency, closed, limits, Quantity, Sku, VisibleText } from './fields.js';

const AMOUNT_MAX = 1_000_000_000_000;
const Given = Type.Integer({
  minimum: 1,
  maximum: AMOUNT_MAX,
  description: "Minor units, on the order's price basis: with the tax in it where prices are gross",
});

export const RefundBody = Type.Object(
  {
    lines: Type.Optional(
      Type.Array(Type.Object({ sku: Sku, quantity: Quantity }, closed), {
        maxItems: limits.lines,
        description: 'Several lines of one SKU are filled in their order',
      }),
    ),
    shipping: Type.Optional(
      Type.Union([Type.Literal(true), Given], { description: '`true`: all that is left of it' }),
    ),
    goodwill: Type.Optional(
      Type.Object(
        { amount: Given, reason: VisibleText(200) },
        {
          ...closed,
          description: 'For nothing returned; what comes back later is worth so much less',
        },
      ),
    ),
    restock: Type.Optional(
      Type.Boolean({ default: true, description: 'Whether the pieces can be sold again' }),
    ),
    reason: VisibleText(500),
  },
  {
    ...closed,
    title: 'RefundRequest',
    examples: [{ lines: [{ sku: 'MUG-BLUE', quantity: 1 }], restock: true, reason: 'Too blue' }],
  },
);

const optionalBasis = { gross: Type.Optional(Minor), net: Type.Optional(Minor) };

export const CreditNoteLink = Type.Object(
  { number: Type.String(), pdf: Type.String(), xml: Type.String() },
  { title: 'CreditNoteLink' },
);

export const RefundAnswer = Type.Object(
  {
    id: Type.String({ description: '`<order id>.<position>`' }),
    state: Type.Enum([...refundStates], {
      description: '`failed`: the provider refuses; the money has to go back by other means',
    }),
    amount: { ...Minor, description: 'What goes back to the customer' },
    currency: Currency,
    createdAt: Type.String({ format: 'date-time' }),
    reason: Type.String(),
    restocked: Type.Boolean(),
    lines: Type.Array(
      Type.Object({
        sku: Sku,
        name: Type.String(),
        quantity: Type.Integer(),
        unitPrice: PrintedPrice,
        priceQuantity: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
        allowances: Type.Optional(Adjustments),
        charges: Type.Optional(Adjustments),
        discount: Minor,
        creditedBefore: Type.Optional({
          ...Minor,
          description: 'What goodwill had given back of these pieces before',
        }),
        ...optionalBasis,
        taxes: LineTaxes,
      }),
    ),
    shipping: Type.Optional(
      Type.Object({
        method: Type.String(),
        discount: Type.Optional(Minor),
        ...optionalBasis,
        taxes: LineTaxes,
      }),
    ),
    goodwill: Type.Optional(
      Type.Object({ reason: Type.String(), ...optionalBasis, taxes: LineTaxes }),
    ),
    allowances: Type.Optional(TaxedAdjustments),
    charges: Type.Optional(TaxedAdjustments),
    taxes: TaxTable,
    totals: Totals,
    attempts: Type.Array(
      Type.Object({
        startedAt: Type.String({ format: 'date-time' }),
        state: Type.Enum([...refundStates]),
      }),
      { description: 'Asking the provider for it, oldest first; none where no money had to move' },
    ),
    creditNote: CreditNoteLink,
  },
  { title: 'Refund' },
);

export const RefundParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64, description: "The order's id" }),
  position: Type.String({
    pattern: '^[1-9]\\d{0,5}$',
    description: 'Which refund of the order it is: 1, 2 …',
  }),
});

export const CreditNoteParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64, description: "The order's id" }),
  number: Type.String({ minLength: 1, maxLength: 64, description: 'Of the credit note' }),
});
