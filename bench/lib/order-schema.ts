/**
 * The order as the HTTP contract describes it, as the JSON schemas with which the floor and the
 * plain server validate bodies and serialise answers. Both use the same, so that the distance
 * between them is the work, not the validation.
 */
import type { FastifyServerOptions } from 'fastify';

const text = { type: 'string', minLength: 1, maxLength: 200 };
const minor = { type: 'integer' };

/** Fastify's own default drops unknown fields; the contract answers them with a 400. */
export const strictValidation: FastifyServerOptions['ajv'] = {
  customOptions: { removeAdditional: false, coerceTypes: false },
};

const address = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'line1', 'city', 'postalCode', 'country'],
  properties: {
    name: text,
    line1: text,
    line2: text,
    city: text,
    postalCode: { type: 'string', minLength: 1, maxLength: 20 },
    country: { type: 'string', pattern: '^[A-Z]{2}$' },
  },
};

export const orderBodySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['customer', 'currency', 'lines', 'shippingAddress', 'shippingMethod', 'payment'],
  properties: {
    customer: {
      type: 'object',
      additionalProperties: false,
      required: ['email', 'name'],
      properties: { email: { type: 'string', format: 'email', maxLength: 254 }, name: text },
    },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    lines: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['sku', 'quantity'],
        properties: { sku: text, quantity: { type: 'integer', minimum: 1, maximum: 10_000 } },
      },
    },
    coupons: { type: 'array', maxItems: 10, items: text },
    shippingAddress: address,
    billingAddress: address,
    vatId: { type: 'string', maxLength: 20 },
    shippingMethod: text,
    payment: {
      type: 'object',
      additionalProperties: false,
      required: ['method', 'token'],
      properties: { method: text, token: text },
    },
    expectedTotal: { type: 'integer', minimum: 0 },
  },
};

const object = (properties: Record<string, unknown>) => ({ type: 'object', properties });
const list = (properties: Record<string, unknown>) => ({
  type: 'array',
  items: object(properties),
});

export const orderAnswerSchema = object({
  id: text,
  number: text,
  state: text,
  currency: text,
  createdAt: text,
  customer: object({ email: text, name: text }),
  lines: list({
    sku: text,
    name: text,
    quantity: minor,
    unitPrice: minor,
    discount: minor,
    gross: minor,
  }),
  discounts: list({ promotion: text, coupon: text, amount: minor }),
  shipping: object({ method: text, gross: minor }),
  taxes: list({ code: text, jurisdiction: text, rate: text, base: minor, amount: minor }),
  totals: object({
    subtotal: minor,
    discount: minor,
    shipping: minor,
    net: minor,
    tax: minor,
    total: minor,
  }),
  payment: object({ method: text, state: text, amount: minor, reference: text }),
});

const taxRows = list({ code: text, jurisdiction: text, rate: text, base: minor, amount: minor });
const cartLine = {
  sku: text,
  name: text,
  quantity: minor,
  unitPrice: minor,
  discount: minor,
  gross: minor,
};

export const cartAnswerSchema = object({
  id: text,
  version: minor,
  currency: text,
  country: text,
  lines: list({ ...cartLine, available: minor }),
  quote: object({
    currency: text,
    priceBasis: text,
    lines: list({ ...cartLine, taxes: taxRows }),
    shipping: object({ method: text, gross: minor, taxes: taxRows }),
    taxes: taxRows,
    totals: orderAnswerSchema.properties.totals,
  }),
  expiresAt: text,
});

export interface OrderBody {
  customer: { email: string; name: string };
  currency: string;
  lines: { sku: string; quantity: number }[];
  coupons?: string[];
  shippingAddress: { country: string };
  shippingMethod: string;
  payment: { method: string; token: string };
  expectedTotal?: number;
}
