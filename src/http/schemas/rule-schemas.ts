// Promotions and price lists as they are sent. The schema describes them and keeps out what is too
// large or misspelt at the top; what they must not contradict is checked when they are compiled.

import { Type } from 'typebox';
import type { Condition, PriceList, Promotion } from '../../core/rules.js';
import { Currency, closed, Text, UnitPrice } from './fields.js';

const Amounts = {
  type: 'object',
  description: 'Decimal strings in major units by ISO 4217 code',
  additionalProperties: { type: 'string' },
  maxProperties: 200,
};
const codes = { type: 'array', items: { type: 'string', maxLength: 64 }, maxItems: 1_000 };
const selector = {
  type: 'object',
  description: 'Articles that any of the lists names and `except` does not; all of them when empty',
  properties: { skus: codes, categories: codes, tags: codes, except: { type: 'object' } },
};
const day = { type: 'string', description: 'YYYY-MM-DD' };

const condition = {
  type: 'object',
  description: 'One member; `all`, `any` and `not` hold further conditions',
  minProperties: 1,
  maxProperties: 1,
  properties: {
    all: { type: 'array', items: { type: 'object' } },
    any: { type: 'array', items: { type: 'object' } },
    not: { type: 'object' },
    subtotal: { type: 'object', properties: { atLeast: Amounts, below: Amounts, of: selector } },
    quantity: {
      type: 'object',
      properties: { atLeast: { type: 'number' }, below: { type: 'number' }, of: selector },
    },
    contains: selector,
    customerGroup: codes,
    firstOrder: { type: 'boolean' },
    country: codes,
    date: { type: 'object', properties: { since: day, until: day } },
    weekday: { type: 'array', items: { type: 'integer', minimum: 1, maximum: 7 } },
    coupon: { type: 'string' },
    paymentMethod: codes,
  },
};

const percent = { type: 'string', description: 'Percent, at most four decimals' };
const action = {
  type: 'object',
  required: ['type'],
  properties: {
    type: { type: 'string', enum: ['percentage', 'fixed', 'fixed-price', 'tiers', 'deal', 'gift'] },
    percent,
    amounts: Amounts,
    per: { type: 'string', enum: ['order', 'line', 'unit', 'each'] },
    by: { type: 'string', enum: ['subtotal', 'quantity'] },
    tiers: { type: 'array', items: { type: 'object' } },
    parts: {
      type: 'array',
      items: {
        type: 'object',
        properties: { of: selector, quantity: { type: 'integer' }, percentOff: percent },
      },
    },
    price: Amounts,
    amountOff: Amounts,
    percentOff: percent,
    times: { type: 'integer' },
    take: { type: 'string', enum: ['cheapest', 'dearest'] },
    sku: { type: 'string' },
    quantity: { type: 'integer' },
  },
};

const target = {
  type: 'object',
  required: ['type'],
  properties: {
    type: { type: 'string', enum: ['order', 'items', 'shipping'] },
    ...selector.properties,
    unitsPerLine: { type: 'integer' },
    unitsPerOrder: { type: 'integer' },
    take: { type: 'string', enum: ['cheapest', 'dearest'] },
  },
};

const promotionFields = {
  id: { type: 'string', minLength: 1, maxLength: 64 },
  name: { type: 'string', minLength: 1, maxLength: 200 },
  coupon: { type: 'string', description: 'The code that unlocks it; automatic when absent' },
  priority: { type: 'integer', description: 'Lower applies first' },
  condition,
  action,
  target,
  since: day,
  until: { type: ['string', 'null'], description: 'The first day on which it no longer holds' },
  minimumSubtotal: Amounts,
  group: { type: 'string', description: 'Of the promotions that share a group, one applies' },
  stop: { type: 'boolean', description: 'When it has applied, none after it does' },
  maximum: { ...Amounts, description: 'The most that it takes off one order' },
  on: { type: 'string', enum: ['remaining', 'original'] },
  limit: {
    type: 'object',
    description: 'Shared by all orders and never exceeded',
    properties: {
      uses: { type: 'integer' },
      usesPerCustomer: { type: 'integer' },
      budget: Amounts,
    },
  },
};

export const ConditionSchema = Type.Unsafe<Condition>(condition);

export const PromotionSchema = Type.Unsafe<Promotion>({
  type: 'object',
  required: ['id', 'name', 'priority', 'action', 'since', 'until'],
  properties: promotionFields,
  additionalProperties: false,
});

export const PriceListSchema = Type.Unsafe<PriceList>(
  Type.Object(
    {
      id: Text(64),
      name: Text(200),
      kind: Type.Enum(['override', 'sale', 'base']),
      currency: Currency,
      basis: Type.Enum(['gross', 'net']),
      priority: Type.Optional(Type.Integer()),
      groups: Type.Optional(Type.Array(Text(64), { maxItems: 50 })),
      regions: Type.Optional(Type.Array(Type.String({ maxLength: 10 }), { maxItems: 500 })),
      since: Type.Optional(Type.String()),
      until: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      prices: Type.Record(
        Type.String({ maxLength: 64 }),
        Type.Union([
          UnitPrice,
          Type.Object(
            {
              mode: Type.Enum(['volume', 'graduated']),
              tiers: Type.Array(
                Type.Object({ from: Type.String(), price: Type.String() }, closed),
                { minItems: 1, maxItems: 100 },
              ),
            },
            closed,
          ),
        ]),
      ),
    },
    closed,
  ),
);
