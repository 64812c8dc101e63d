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
const any = (of: string) => ({ ...codes, description: `Any of these ${of}` });
const conditions = { type: 'array', items: { type: 'object' } };
const pieces = { type: 'number', description: 'Pieces, with six decimals at most' };
const selector = {
  type: 'object',
  description: 'Articles that any of the lists names and `except` does not; all of them when empty',
  properties: {
    skus: any('articles'),
    categories: any('categories'),
    tags: any('tags'),
    except: {
      type: 'object',
      description: 'Articles that are not meant, selected in the same way',
    },
  },
};
const day = { type: 'string', description: 'YYYY-MM-DD, the first day' };
const end = {
  type: 'string',
  description: 'YYYY-MM-DD, the first day on which it no longer holds',
};

const condition = {
  type: 'object',
  description: 'One member; `all`, `any` and `not` hold further conditions',
  minProperties: 1,
  maxProperties: 1,
  properties: {
    all: { ...conditions, description: 'Every one of these conditions' },
    any: { ...conditions, description: 'One of these conditions at least' },
    not: { type: 'object', description: 'Not this condition' },
    subtotal: {
      type: 'object',
      description:
        'What the articles (all when `of` is absent) cost: by the amounts that the promotions before have left, or the original ones, as `on` says',
      properties: { atLeast: Amounts, below: Amounts, of: selector },
    },
    quantity: {
      type: 'object',
      description: 'How many pieces of the articles (of all when `of` is absent) the cart has',
      properties: { atLeast: pieces, below: pieces, of: selector },
    },
    contains: { ...selector, description: 'Any of these articles is in the cart' },
    customerGroup: { ...codes, description: 'The customer is in any of these groups' },
    firstOrder: { type: 'boolean', description: 'Whether it is the customer’s first order' },
    country: { ...codes, description: 'Where the goods go, ISO 3166-1 alpha-2' },
    date: {
      type: 'object',
      description: 'The day of the order, in the shop’s time zone',
      properties: { since: day, until: end },
    },
    weekday: {
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 7 },
      description: '1 is Monday',
    },
    coupon: { type: 'string', description: 'A code that the cart has' },
    paymentMethod: any('payment methods'),
  },
};

const percent = { type: 'string', description: 'Percent, at most four decimals' };
const take = { type: 'string', enum: ['cheapest', 'dearest'] };
const fields = (type: string, names: string) => `Of \`${type}\`: ${names}`;
const action = {
  type: 'object',
  required: ['type'],
  description: 'What it does; each type has fields of its own',
  properties: {
    type: {
      type: 'string',
      enum: ['percentage', 'fixed', 'fixed-price', 'tiers', 'deal', 'gift'],
      description:
        '`percentage` (percent); `fixed` amounts off (amounts, per); `fixed-price`: what it costs from now on (amounts, per); `tiers` (by, tiers); `deal`: units that belong together, as buy-X-get-Y, bundles and any-k-from-a-set (parts, price or amountOff or percentOff, times, take); `gift`: units at no cost (sku, quantity)',
    },
    percent,
    amounts: Amounts,
    per: {
      type: 'string',
      enum: ['order', 'line', 'unit', 'each'],
      description:
        'What an amount is off, or a price is for: all targets together, each line or each unit; `each` (fixed only) as the setting `fixedEach` says. When absent the order for `fixed`, the unit for `fixed-price`',
    },
    by: {
      type: 'string',
      enum: ['subtotal', 'quantity'],
      description: fields('tiers', 'what their `from` is compared with'),
    },
    tiers: {
      type: 'array',
      description:
        'Ascending; the highest that is reached applies: `from` a number of pieces, or amounts by currency',
      items: {
        type: 'object',
        properties: {
          from: { anyOf: [{ type: 'number' }, Amounts] },
          action: { type: 'object', description: '`percentage` or `fixed` over all targets' },
        },
      },
    },
    parts: {
      type: 'array',
      description: fields('deal', 'so many units of these articles, each unit in one part only'),
      items: {
        type: 'object',
        properties: {
          of: selector,
          quantity: { type: 'integer', description: 'Units each time' },
          percentOff: { ...percent, description: 'Off the units of this part; `"100"` is free' },
        },
      },
    },
    price: { ...Amounts, description: fields('deal', 'what all its units cost together') },
    amountOff: { ...Amounts, description: fields('deal', 'off all its units together') },
    percentOff: { ...percent, description: fields('deal', 'off all its units') },
    times: {
      type: 'integer',
      description: fields('deal', 'how often it may repeat; as often as it can when absent'),
    },
    take: {
      ...take,
      description: fields('deal', 'which units are reduced; as the setting `buyGet` when absent'),
    },
    sku: { type: 'string', description: fields('gift', 'the article') },
    quantity: { type: 'integer', description: fields('gift', 'how many') },
  },
};

const target = {
  type: 'object',
  required: ['type'],
  description:
    'What it is taken off: the whole `order`, `items` that are selected, or the `shipping`; the order when absent. Not for deals and gifts',
  properties: {
    type: {
      type: 'string',
      enum: ['order', 'items', 'shipping'],
      description: 'All lines, those that the lists below select, or the shipping',
    },
    ...selector.properties,
    unitsPerLine: { type: 'integer', description: 'At most so many units of each line' },
    unitsPerOrder: { type: 'integer', description: 'At most so many units of all lines' },
    take: { ...take, description: 'Which units first where they are limited; the dearest' },
  },
};

const promotionFields = {
  id: { type: 'string', minLength: 1, maxLength: 64 },
  name: { type: 'string', minLength: 1, maxLength: 200 },
  coupon: { type: 'string', description: 'The code that unlocks it; automatic when absent' },
  priority: { type: 'integer', description: 'Lower applies first; of equal ones the lower id' },
  condition,
  action,
  target,
  since: day,
  until: { type: ['string', 'null'], description: 'The first day on which it no longer holds' },
  minimumSubtotal: { ...Amounts, description: 'Short for a condition on the subtotal' },
  group: { type: 'string', description: 'Of the promotions that share a group, one applies' },
  stop: { type: 'boolean', description: 'When it has applied, none after it does' },
  maximum: { ...Amounts, description: 'The most that it takes off one order' },
  on: {
    type: 'string',
    enum: ['remaining', 'original'],
    description: 'What it is computed on; as the setting `promotions` says when absent',
  },
  limit: {
    type: 'object',
    description: 'Shared by all orders and never exceeded',
    properties: {
      uses: { type: 'integer', description: 'Orders' },
      usesPerCustomer: { type: 'integer', description: 'Orders of one customer' },
      budget: { ...Amounts, description: 'What it takes off all orders together' },
    },
  },
};

export const ConditionSchema = Type.Unsafe<Condition>(condition);

export const PromotionSchema = Type.Unsafe<Promotion>({
  type: 'object',
  required: ['id', 'name', 'priority', 'action', 'since', 'until'],
  properties: promotionFields,
  additionalProperties: false,
  examples: [
    {
      id: 'spring',
      name: '10 % off in spring',
      coupon: 'SPRING10',
      priority: 10,
      action: { type: 'percentage', percent: '10' },
      since: '2026-03-01',
      until: '2026-06-01',
    },
  ],
});

export const PriceListSchema = Type.Unsafe<PriceList>(
  Type.Object(
    {
      id: Text(64),
      name: Text(200),
      kind: Type.Enum(['override', 'sale', 'base'], {
        description:
          'An `override` stands before a `sale`, a `sale` before a `base`, the catalogue’s own price last',
      }),
      currency: Currency,
      basis: Type.Enum(['gross', 'net'], {
        description:
          'Whether its prices include tax; it does not hold for a quote of the other basis',
      }),
      priority: Type.Optional(
        Type.Integer({
          description:
            'Within a kind the lower stands first, then the lower price for the quantity; 0 when absent',
        }),
      ),
      groups: Type.Optional(
        Type.Array(Text(64), {
          maxItems: 50,
          description: 'Groups of customers that it is for; everybody when absent',
        }),
      ),
      regions: Type.Optional(
        Type.Array(Type.String({ maxLength: 10 }), {
          maxItems: 500,
          description: '`DE`, or a country and region such as `US-NY`; everywhere when absent',
        }),
      ),
      since: Type.Optional(Type.String({ description: 'YYYY-MM-DD, the first day' })),
      until: Type.Optional(
        Type.Union([Type.String(), Type.Null()], {
          description: 'YYYY-MM-DD, the first day on which it no longer holds',
        }),
      ),
      per: Type.Optional(
        Type.String({
          pattern: '^\\d{1,9}(\\.\\d{1,6})?$',
          description: 'How many pieces its prices are for (`"100"`); one when absent',
        }),
      ),
      prices: Type.Record(
        Type.String({ maxLength: 64 }),
        Type.Union([
          UnitPrice,
          Type.Object(
            {
              mode: Type.Enum(['volume', 'graduated'], {
                description:
                  '`volume`: the whole quantity at the price of the tier that it reaches; `graduated`: each part of it at its own tier’s',
              }),
              tiers: Type.Array(
                Type.Object({ from: Type.String(), price: Type.String() }, closed),
                {
                  minItems: 1,
                  maxItems: 100,
                  description:
                    'By the line’s quantity. The first is from `"1"` where pieces are counted (from `"6"`: the sixth piece is the first at that price), from `"0"` where a quantity is measured (from `"5"`: what is beyond five)',
                },
              ),
            },
            closed,
          ),
        ]),
        { description: 'By SKU: a decimal string in major units, or tiers' },
      ),
    },
    closed,
  ),
);
