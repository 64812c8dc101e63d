/** A client of the HTTP contract, as thin as it can be. */
import { Agent, request } from 'undici';
import type { OrderView } from '../../src/core/order.js';
import { address } from './store-orders.js';

export const OPERATOR_KEY = 'an-operator-key-for-tests';

export interface Answer<Body> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Body;
  text: string;
}

/** What an order is answered with; a problem has its own members besides. */
export type PlacedBody = OrderView & { accessToken: string; [member: string]: unknown };

export type Json = Record<string, unknown>;

export interface Sending {
  /** Sent as JSON, unless it is text already. */
  body?: unknown;
  headers?: Record<string, string>;
  /** The operator key or access token. */
  as?: string;
  /** The Idempotency-Key. */
  key?: string;
}

const CONNECTIONS_MAX = 256;
/** Longer than any test lasts: what hangs is for the test's own time-out to tell. */
const TIMEOUT_MS = 60_000;

export class Client {
  readonly #url: string;
  readonly #agent = new Agent({
    connections: CONNECTIONS_MAX,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });

  constructor(url: string) {
    this.#url = url;
  }

  async send<Body = Json>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    { body, headers = {}, as, key }: Sending = {},
  ): Promise<Answer<Body>> {
    const answer = await request(`${this.#url}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: parsed(text) as Body,
      text,
    };
  }

  get = <Body = Json>(path: string, sending: Sending = {}) => this.send<Body>('GET', path, sending);

  post = <Body = Json>(path: string, sending: Sending = {}) =>
    this.send<Body>('POST', path, sending);

  place = (body: unknown, sending: Sending = {}) =>
    this.post<PlacedBody>('/v1/orders', { ...sending, body });

  /** The order as an operator sees it. */
  order = async (id: string): Promise<PlacedBody> =>
    (await this.get<PlacedBody>(`/v1/orders/${id}`, { as: OPERATOR_KEY })).body;

  orders = async (query = ''): Promise<PlacedBody[]> =>
    (await this.get<{ items: PlacedBody[] }>(`/v1/orders${query}`, { as: OPERATOR_KEY })).body
      .items;

  /** A new article with its pieces; 10.00 EUR of any tax unless it says otherwise. */
  async stocked(sku: string, onHand: number, prices: Json = { EUR: '10.00' }): Promise<void> {
    const product = { name: `Article ${sku}`, category: 'Tests', taxCategory: 'standard', prices };
    const path = `/v1/admin/products/${encodeURIComponent(sku)}`;
    await this.#must('PUT', path, product);
    await this.#must('PUT', `/v1/admin/stock/${encodeURIComponent(sku)}`, { onHand });
  }

  stock = async (sku: string): Promise<{ onHand: number; reserved: number }> => {
    const path = `/v1/admin/stock/${encodeURIComponent(sku)}`;
    const { onHand, reserved } = (
      await this.get<{ onHand: number; reserved: number }>(path, { as: OPERATOR_KEY })
    ).body;
    return { onHand, reserved };
  };

  close = (): Promise<void> => this.#agent.close();

  async #must(method: 'PUT', path: string, body: Json): Promise<void> {
    const { status, text } = await this.send(method, path, { as: OPERATOR_KEY, body });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** An order that is accepted as it stands, as long as its pieces last. */
export function orderBody(more: Json = {}): Json {
  return {
    customer: { email: 'customer@example.com', name: 'Example Customer' },
    currency: 'EUR',
    lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
    shippingAddress: address,
    payment: { method: 'simulated', token: 'tok_approve' },
    ...more,
  };
}

export const paidWith = (token: string, more: Json = {}): Json =>
  orderBody({ payment: { method: 'simulated', token }, ...more });

export const of = (sku: string, quantity = 1): Json => ({ lines: [{ sku, quantity }] });
