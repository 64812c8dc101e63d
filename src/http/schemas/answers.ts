// What callers are answered, for the OpenAPI document; tests hold the answers against it.

import { Type } from 'typebox';
import { paymentStates } from '../../core/order.js';
import { buckets } from '../../core/order-figures.js';
import { allTopics, taskStates } from '../../core/tasks.js';
import { Minor, PrintedPrice } from './amounts.js';
import {
  Address,
  BuyerFacts,
  Currency,
  Customer,
  OrderState,
  PriceBasis,
  Sku,
  VatId,
} from './fields.js';
import { quoteFields } from './quote-answer.js';
import { CreditNoteLink, RefundAnswer } from './refunds.js';

export const Time = Type.String({ format: 'date-time' });

export const Nullable = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

export const OrderAnswer = Type.Object(
  {
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
    buyer: Type.Optional(BuyerFacts),
    payment: Type.Object({
      method: Type.String(),
      state: Type.Enum([...paymentStates], {
        description:
          'action-required: the customer has to do `nextAction`; authorised: taken when the order ' +
          'ships; capture-failed: it could not be taken; refund-failed: the provider refuses, the ' +
          'money has to go back by other means',
      }),
      amount: Minor,
      reference: Nullable(Type.String()),
      declineCode: Type.Optional(Type.String()),
      nextAction: Type.Optional(
        Type.Object(
          {
            type: Type.Enum(['redirect', 'in-page']),
            url: Type.Optional(Type.String({ description: 'Where the customer goes' })),
            clientSecret: Type.Optional(
              Type.String({ description: "For the provider's own script, to stay on the page" }),
            ),
            publishableKey: Type.Optional(Type.String()),
          },
          { description: 'What the customer has to do before the payment goes on: 3-D Secure' },
        ),
      ),
    }),
    invoice: Nullable(
      Type.Object({ number: Type.String(), pdf: Type.String(), xml: Type.String() }),
    ),
    refunds: Type.Optional(Type.Array(RefundAnswer)),
    creditNotes: Type.Optional(Type.Array(CreditNoteLink)),
    tasks: Type.Array(
      Type.Object({
        topic: Type.String(),
        reference: Type.Optional(
          Type.Integer({ description: 'Which refund of the order it is about' }),
        ),
        state: Type.String(),
        attempts: Type.Integer(),
      }),
    ),
    accessToken: Type.Optional(
      Type.String({ description: 'Opens this order without an account; given to guests once' }),
    ),
  },
  { title: 'Order' },
);

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

export const ProductAnswer = Type.Object(
  {
    sku: Sku,
    name: Type.String(),
    category: Type.String(),
    tags: Type.Optional(Type.Array(Type.String())),
    taxCategory: Type.String(),
    prices: Type.Record(
      Currency,
      Type.Object({ unitPrice: PrintedPrice, basis: PriceBasis, currency: Currency }),
    ),
    available: Type.Integer(),
  },
  { title: 'Product' },
);

export const AdminProductAnswer = Type.Object(
  { ...ProductAnswer.properties, withdrawnAt: Nullable(Time) },
  { title: 'AdminProduct' },
);

export const StockAnswer = Type.Object(
  {
    sku: Sku,
    onHand: Type.Integer(),
    reserved: Type.Integer(),
    available: Type.Integer(),
  },
  { title: 'Stock' },
);
export const CustomerAnswer = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    name: Type.String(),
    groups: Type.Optional(Type.Array(Type.String())),
    address: Type.Optional(Address),
  },
  { title: 'Customer' },
);

const LimitLevel = Type.Object(
  { held: Type.Integer(), committed: Type.Integer(), left: Type.Integer() },
  { description: 'What paying orders hold, what confirmed ones have used, and what is left' },
);
export const PromotionAnswer = Type.Object(
  {
    // What is stored, also where it is broken.
    promotion: Type.Object({ id: Type.String() }, { description: 'As it was saved' }),
    faults: Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }), {
      description: 'Why it is not in force; empty when it is',
    }),
    usage: Type.Object({
      uses: Type.Optional(LimitLevel),
      budget: Type.Optional(Type.Record(Currency, LimitLevel)),
    }),
  },
  { title: 'StoredPromotion' },
);

export const TaskAnswer = Type.Object(
  {
    id: Type.String({ description: '`<order id>.<topic>`, and `.<reference>` of a refund' }),
    orderId: Type.String(),
    topic: Type.Enum([...allTopics]),
    state: Type.Enum([...taskStates]),
    attempts: Type.Integer(),
    dueAt: Nullable(Time),
    lastError: Nullable(Type.String()),
  },
  { title: 'Task' },
);

export const TaskCountsAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      topic: Type.Enum([...allTopics]),
      state: Type.Enum([...taskStates]),
      count: Type.Integer(),
      atLeast: Type.Boolean({ description: 'There are more than were counted' }),
    }),
  ),
});

export const ReplayAnswer = Type.Object({ replayed: Type.Integer() });

const sales = {
  currency: Currency,
  orders: Type.Integer(),
  units: Type.Number(),
  gross: Minor,
  net: Minor,
};

export const AnalyticsAnswer = Type.Object(
  {
    bucket: Type.Enum([...buckets]),
    from: Time,
    to: Time,
    items: Type.Array(Type.Object({ startsAt: Time, ...sales })),
    skus: Type.Array(
      Type.Object(
        { sku: Sku, ...sales },
        { description: 'Best sellers; amounts on the basis of their price list, 0 on the other' },
      ),
    ),
    countries: Type.Array(Type.Object({ country: Type.String(), ...sales })),
    steps: Type.Array(
      Type.Object({
        step: Type.String(),
        count: Type.Integer(),
        p50Ms: Type.Number({ description: 'Within 9 % of the measured one' }),
        p90Ms: Type.Number(),
        p99Ms: Type.Number(),
      }),
    ),
  },
  { title: 'Analytics' },
);

/** Figures by pool; which ones depends on the pool. */
export const PoolsAnswer = Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()));

export const StatusAnswer = Type.Object(
  {
    status: Type.String(),
    reason: Type.Optional(Type.String()),
  },
  { title: 'Status' },
);

export const ProblemTypeAnswer = Type.Object(
  {
    type: Type.String(),
    status: Type.Integer(),
    title: Type.String(),
    means: Type.String(),
    remedy: Type.String({ description: 'What to do about it' }),
    retry: Type.Boolean({ description: 'Whether the same request may succeed later' }),
    members: Type.Array(
      Type.Object({
        name: Type.String(),
        description: Type.String(),
        isRequired: Type.Boolean(),
      }),
    ),
    example: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'ProblemType' },
);

export const ProblemDetails = Type.Object(
  {
    type: Type.String({ description: 'Documented at this path' }),
    title: Type.String(),
    status: Type.Integer(),
  },
  { title: 'Problem', description: 'RFC 9457 problem details; further members by type' },
);

const refused = {
  description: 'Refused; the problem type says why',
  content: { 'application/problem+json': { schema: ProblemDetails } },
};

/** Every route may refuse, and always in this form. */
export const problemAnswers = { '4xx': refused, '5xx': refused };
