/**
 * What one customer does, call after call, on one connection: the answer to one call decides the
 * next. The requests are text that is put together as it is sent; the heads of 4,096 orders would not
 * do, for each names a cart that the server has just made up.
 */

import { benchSku } from './catalogue.js';
import type { FlowName } from './messages.js';
import { mulberry32 } from './order-requests.js';

export interface Flow {
  /** The next request. */
  next(): Buffer;
  /** Takes the answer to it in; whether this call is one of those that are counted. */
  answered(status: number, location: string | null): boolean;
}

export interface FlowPlan {
  port: number;
  products: number;
  seed: number;
}

export const flowOf = (name: FlowName, plan: FlowPlan): Flow =>
  name === 'journey' ? journey(plan) : lines(plan);

const LINES = 3;
/** As many carts a connection as make a cart rest for a while between two changes. */
const CARTS = 20;

const CREATED = 201;

/** Counted at its last call: an order that was taken. */
export const JOURNEY_CALLS = LINES + 3;

function journey({ port, products, seed }: FlowPlan): Flow {
  const random = mulberry32(seed);
  let step = 0;
  let cart = '';
  return {
    next: () => {
      if (step === 0)
        return request(port, 'POST', '/v1/carts', '{"currency":"EUR","country":"DE"}');
      if (step <= LINES) return putLine(port, cart, products, random);
      if (step === LINES + 1) return request(port, 'PATCH', cart, details(random));
      return request(port, 'POST', '/v1/orders', order(cart.slice(cart.lastIndexOf('/') + 1)));
    },
    answered: (status, location) => {
      const isLast = step === JOURNEY_CALLS - 1;
      if (step === 0 && location !== null) cart = location;
      step = isLast || status >= 300 ? 0 : step + 1;
      return isLast || status >= 300;
    },
  };
}

/** Carts of three lines whose quantities change. */
function lines({ port, products, seed }: FlowPlan): Flow {
  const random = mulberry32(seed);
  const carts: { path: string; skus: string[] }[] = [];
  const skus = () => Array.from({ length: LINES }, () => benchSku(Math.floor(random() * products)));
  let isNew = false;
  return {
    next: () => {
      isNew = carts.length < CARTS;
      if (isNew) return request(port, 'POST', '/v1/carts', '{"currency":"EUR","country":"DE"}');
      const cart = carts[Math.floor(random() * CARTS)] as (typeof carts)[number];
      const sku = cart.skus[Math.floor(random() * LINES)];
      const quantity = 1 + Math.floor(random() * 9);
      return request(port, 'PUT', `${cart.path}/lines/${sku}`, `{"quantity":${quantity}}`);
    },
    answered: (status, location) => {
      if (isNew && location !== null) carts.push({ path: location, skus: skus() });
      return !isNew || status !== CREATED;
    },
  };
}

function putLine(port: number, cart: string, products: number, random: () => number): Buffer {
  const sku = benchSku(Math.floor(random() * products));
  const quantity = 1 + Math.floor(random() * 3);
  return request(port, 'PUT', `${cart}/lines/${sku}`, `{"quantity":${quantity}}`);
}

const details = (random: () => number): string =>
  JSON.stringify({
    customer: {
      email: `customer${Math.floor(random() * 1_000_000)}@example.com`,
      name: 'Example Customer',
    },
    shippingAddress: {
      name: 'Example Customer',
      line1: `Invalidenstr. ${1 + Math.floor(random() * 160)}`,
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    },
    shippingMethod: 'express',
  });

const order = (cartId: string): string =>
  `{"cartId":"${cartId}","payment":{"method":"simulated","token":"tok_approve"}}`;

/** The bodies are ASCII. */
const request = (port: number, method: string, path: string, body: string): Buffer =>
  Buffer.from(
    `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: keep-alive\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    'latin1',
  );
