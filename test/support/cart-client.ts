/** What a shopper does with carts, over HTTP. */

import type { Answer, Client, Json } from './http-client.js';
import { address } from './store-orders.js';

export interface CartBody extends Json {
  id: string;
  version: number;
  lines: { sku: string; quantity: number; available: number; gross: number | null }[];
  coupons: string[];
  quote: { totals: { total: number }; explanation?: unknown[] } | null;
  problems: { type: string; [member: string]: unknown }[];
  orderId: string | null;
}

type Headers = Record<string, string>;

export const customer = { email: 'guest@example.com', name: 'A Guest' };

export class CartClient {
  readonly #client: Client;
  #made = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  unique(what: string): string {
    this.#made += 1;
    return `${what}-${this.#made}`;
  }

  /** @throws Error unless there is one now. */
  async begun(body?: Json, headers?: Headers): Promise<CartBody> {
    const sending = { ...(body ? { body } : {}), ...(headers ? { headers } : {}) };
    const answer = await this.#client.post<CartBody>('/v1/carts', sending);
    if (![200, 201].includes(answer.status)) throw new Error(`no cart: ${answer.status}`);
    return answer.body;
  }

  put = (id: string, sku: string, quantity: unknown, headers: Headers = {}) =>
    this.#client.send<CartBody>('PUT', `/v1/carts/${id}/lines/${encodeURIComponent(sku)}`, {
      body: { quantity },
      headers,
    });

  patch = (id: string, body: Json) =>
    this.#client.send<CartBody>('PATCH', `/v1/carts/${id}`, { body });

  read = (id: string, headers: Headers = {}) =>
    this.#client.get<CartBody>(`/v1/carts/${id}`, { headers });

  order = (cartId: string, token = 'tok_approve', more: Json = {}, key?: string) =>
    this.#client.place(
      { cartId, payment: { method: 'simulated', token }, ...more },
      key === undefined ? {} : { key },
    );

  /** A cart of three pieces at 10.00 with everything that an order needs. */
  async ready(onHand = 100): Promise<{ id: string; sku: string }> {
    const sku = this.unique('CART');
    await this.#client.stocked(sku, onHand);
    const { id } = await this.begun();
    await this.put(id, sku, 3);
    const { status } = await this.patch(id, { customer, shippingAddress: address });
    if (status !== 200) throw new Error(`the cart is not ready: ${status}`);
    return { id, sku };
  }
}

export const problem = ({ status, body }: Answer<Json>): string => `${status} ${body.type}`;
