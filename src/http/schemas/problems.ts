// Each problem's own members as a schema with an example: what the OpenAPI document and the page at
// the problem's path say of them.

import { type TProperties, type TSchema, Type } from 'typebox';
import { problemPath, problems, type RefusalType } from '../../core/problems.js';

const text = (example: string, description?: string) =>
  Type.String({ examples: [example], ...(description ? { description } : {}) });
const whole = (example: number, description?: string) =>
  Type.Integer({ examples: [example], ...(description ? { description } : {}) });
const detail = text('what exactly is wrong, in one sentence');
const mayDetail = Type.Optional(detail);
const Time = Type.String({ format: 'date-time', examples: ['2026-01-31T00:00:00Z'] });
const sku = text('MUG-BLUE');
const list = (members: TProperties, description: string) =>
  Type.Array(Type.Object(members), { description });
const faults = list(
  {
    pointer: text(
      '/lines/0/quantity',
      'JSON pointer into the body, `?name` of the query, a header',
    ),
    detail: text('must be >= 1'),
  },
  'Every place that is wrong',
);
const unsold = list(
  { pointer: text('/lines/0/sku'), detail: text('there is no article MUG-BLUE') },
  'Every line that has no article or no price, the first 20; `sku` is that of the first',
);
const retryAfterSeconds = whole(12, 'As `Retry-After` says');

const members: Readonly<Record<RefusalType, TProperties>> = {
  'invalid-request': { detail: mayDetail, errors: faults },
  unauthorized: { detail },
  'link-expired': { expiredAt: Time },
  'session-expired': {},
  'wrong-credentials': {},
  'cross-site-request': { detail },
  'email-taken': {},
  'orders-open': { orderIds: Type.Array(text('01JF8ZQ5M3N6V8W2X4Y7Z9A1B3')) },
  'reset-invalid': {},
  'weak-password': { pointer: text('/password'), reason: text('too-short'), detail },
  'too-many-attempts': { retryAfterSeconds },
  'key-revoked': { revokedAt: Time },
  'key-expired': { expiredAt: Time },
  'payment-declined': { declineCode: text('insufficient_funds') },
  forbidden: { detail },
  'not-found': { detail: mayDetail },
  'method-not-allowed': {
    allowed: Type.Array(text('GET'), { description: 'The methods that it has, as `Allow` says' }),
  },
  'cart-not-found': {},
  'cart-ordered': { orderId: text('01JF8ZQ5M3N6V8W2X4Y7Z9A1B3') },
  'cart-full': { of: Type.Enum(['lines', 'coupons'], { examples: ['lines'] }), limit: whole(100) },
  'too-many-carts': { limit: whole(600) },
  'invalid-signature': { detail },
  'stale-notice': { detail },
  'out-of-stock': {
    items: list({ sku, requested: whole(5), available: whole(2) }, 'Each article that is short'),
  },
  'request-in-progress': {},
  'price-changed': {
    expectedTotal: whole(2812),
    quote: Type.Record(Type.String(), Type.Unknown(), {
      description: 'The prices of now, as `POST /v1/quotes` answers',
      examples: [{ currency: 'EUR', totals: { total: 2912 } }],
    }),
  },
  'wrong-state': { state: text('shipped'), detail },
  'refund-exceeds': {
    items: list(
      {
        pointer: text('/lines/0'),
        sku: Type.Optional(sku),
        requested: whole(3),
        left: whole(1),
      },
      'Each part of the request that is too much',
    ),
  },
  'race-under-way': { raceId: text('01JF8ZQ5M3N6V8W2X4Y7Z9A1B3') },
  'import-under-way': { importId: text('01JF8ZQ5M3N6V8W2X4Y7Z9A1B3') },
  'invalid-rows': {
    errors: list(
      {
        line: whole(7),
        column: text('prices'),
        value: text('12,90'),
        reason: text('must be an amount as in 12.90'),
      },
      'The first of the faults',
    ),
    errorCount: whole(1),
  },
  'limit-reached': { limit: whole(50) },
  'below-reserved': { sku, reserved: whole(4), onHand: whole(2) },
  'payload-too-large': { detail },
  'uri-too-long': { detail },
  'unsupported-media-type': { detail },
  'request-timeout': {},
  'headers-too-large': {},
  'too-many-requests': {
    policy: text('orders', 'Which limit; `RateLimit-Policy` has its numbers'),
    limit: whole(300, 'Requests a minute'),
    retryAfterSeconds,
  },
  'idempotency-key-reused': {},
  'unknown-sku': { sku, errors: unsold },
  'no-price': { sku, currency: text('JPY'), errors: unsold },
  'unknown-coupon': { coupon: text('welcome10'), didYouMean: Type.Optional(text('WELCOME10')) },
  'coupon-expired': { coupon: text('SPRING25'), until: text('2026-06-01') },
  'coupon-not-yet-valid': { coupon: text('XMAS'), since: text('2026-12-01') },
  'coupon-used-up': { coupon: text('FIRST100'), promotion: text('first-hundred') },
  'no-tax-rate': { country: text('AQ'), taxCategory: text('standard') },
  'invalid-rules': { errors: faults },
  'incomplete-tax-address': {
    country: text('US'),
    field: Type.Enum(['region', 'postalCode'], { examples: ['region'] }),
    region: Type.Optional(text('NY')),
  },
  'unknown-shipping-method': { shippingMethod: text('drone') },
  'no-shipping-price': { shippingMethod: text('express'), currency: text('JPY') },
  'allowance-too-large': { sku, allowance: whole(1500), available: whole(1290) },
  'amount-out-of-range': { detail },
  'no-e-invoice': {
    detail,
    rules: Type.Optional(
      list(
        { id: text('BR-DE-15'), text: text('The buyer reference is missing') },
        'What is not kept',
      ),
    ),
  },
  'quote-failed': { detail },
  'invoice-failed': { detail },
  'internal-error': {},
  overloaded: { detail },
  'storage-unavailable': { detail },
  'payment-provider-unavailable': { detail },
  'shutting-down': {},
};

/** `out-of-stock` → `OutOfStockProblem`. */
const nameOf = (type: RefusalType): string =>
  `${type.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase())}Problem`;

function problemSchema(type: RefusalType): TSchema {
  const { status, title } = problems[type];
  return Type.Object(
    {
      type: Type.Unsafe<string>({ type: 'string', const: problemPath(type) }),
      title: text(title),
      status: Type.Unsafe<number>({ type: 'integer', const: status }),
      ...members[type],
    },
    { title: nameOf(type), description: title },
  );
}

const types = Object.keys(problems) as RefusalType[];

export const problemSchemas = Object.fromEntries(
  types.map((type) => [type, problemSchema(type)]),
) as Readonly<Record<RefusalType, TSchema>>;

/** A body of that type, put together from the examples of its members. */
export function problemExample(type: RefusalType): Record<string, unknown> {
  return exampleOf(problemSchemas[type]) as Record<string, unknown>;
}

interface AnySchema {
  const?: unknown;
  examples?: unknown[];
  properties?: Record<string, AnySchema>;
  items?: AnySchema;
}

function exampleOf(schema: AnySchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.examples) return schema.examples[0];
  if (schema.items) return [exampleOf(schema.items)];
  const entries = Object.entries(schema.properties ?? {});
  return Object.fromEntries(entries.map(([name, member]) => [name, exampleOf(member)]));
}

/** The members that a problem of that type has of its own. */
export const problemMembers = (type: RefusalType): TProperties => members[type];
