/** HTTP to one life of the engine. An answer that did not arrive whole is no answer: `null`. */
import { Pool } from 'undici';
import { OPERATOR_KEY } from './engine-process.js';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  replayed: boolean;
}

/** An order as `GET /v1/orders` has it: what these tests look at, and the rest. */
export interface Order extends Record<string, unknown> {
  id: string;
  number: string | null;
  state: string;
  customer: { email: string };
  lines: { sku: string; quantity: number }[];
  totals: { total: number };
  payment: { state: string; amount: number };
  tasks: { topic: string }[];
}

export class Client {
  readonly #pool: Pool;

  constructor(url: string, connections = 32) {
    this.#pool = new Pool(url, { connections });
  }

  async placeOrder(body: object, key: string | null): Promise<Answer | null> {
    try {
      return await this.#ask('POST', '/v1/orders', body, key ? { 'idempotency-key': key } : {});
    } catch {
      return null;
    }
  }

  /** As an operator; `null`: the answer never came. */
  async post(path: string, body: object, key: string): Promise<Answer | null> {
    const headers = { authorization: `Bearer ${OPERATOR_KEY}`, 'idempotency-key': key };
    try {
      return await this.#ask('POST', path, body, headers);
    } catch {
      return null;
    }
  }

  /** As an operator. @throws Error for anything but 200. */
  async operator(method: 'GET' | 'PUT', path: string, body: object | null = null) {
    const answer = await this.#ask(method, path, body, { authorization: `Bearer ${OPERATOR_KEY}` });
    if (answer.status !== 200) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  /** A figure of `/metrics`; 0 where it is not there yet. */
  async metric(sample: string): Promise<number> {
    const headers = { authorization: `Bearer ${OPERATOR_KEY}` };
    const { body } = await this.#pool.request({ method: 'GET', path: '/metrics', headers });
    const found = (await body.text()).split('\n').find((line) => line.startsWith(`${sample} `));
    return Number(found?.slice(sample.length + 1) ?? 0);
  }

  async orders(): Promise<Order[]> {
    const orders: Order[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const from = cursor && `&cursor=${cursor}`;
      const page = await this.operator('GET', `/v1/orders?limit=100${from}`);
      orders.push(...(page.items as Order[]));
      cursor = page.nextCursor as string | null;
    }
    return orders;
  }

  async setStock(sku: string, onHand: number): Promise<void> {
    await this.operator('PUT', `/v1/admin/stock/${sku}`, { onHand });
  }

  async available(sku: string): Promise<number> {
    return (await this.operator('GET', `/v1/admin/stock/${sku}`)).available as number;
  }

  /** Carts whose quote is done; `null` while some are still at it, for then it cannot be told. */
  async quoted(): Promise<number | null> {
    const { quote } = (await this.operator('GET', '/v1/admin/pools')) as {
      quote: { queued: number; underWay: number; waitMicroseconds: { count: number } };
    };
    return quote.queued + quote.underWay > 0 ? null : quote.waitMicroseconds.count;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #ask(
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    json: object | null,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const {
      statusCode,
      headers: answered,
      body,
    } = await this.#pool.request({
      method,
      path,
      headers: json ? { ...headers, 'content-type': 'application/json' } : headers,
      body: json && JSON.stringify(json),
    });
    return {
      status: statusCode,
      body: (await body.json()) as Record<string, unknown>,
      replayed: answered['idempotent-replayed'] === 'true',
    };
  }
}
