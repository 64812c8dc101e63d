/**
 * An engine by its HTTP contract, in memory, for the replay's tests: products, stock, customers
 * and orders with idempotency keys, and refunds of them. It prices orders by itself, from the texts it is sent. A test
 * makes it misbehave by putting a `disturb` before its own answers.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const KEY = 'operator-key';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | undefined;
  readonly body: OrderBody;
}

export interface OrderBody {
  readonly customer?: { id?: string; email: string; name: string };
  readonly lines: readonly { sku: string; quantity: number; unitPrice: string }[];
  readonly delta: number;
  readonly [field: string]: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of a body in JSON. */
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

/** A reply in place of the shop's own; 'hang up' for none at all; undefined to let it answer. */
export type Disturb = (received: Received) => Reply | 'hang up' | undefined;

interface Order {
  readonly id: string;
  state: string;
  readonly totals: { readonly net: number };
  readonly refunds: { readonly id: string; state: string; readonly totals: { net: number } }[];
}

export class FakeShop {
  readonly products = new Map<string, unknown>();
  readonly customers = new Map<string, unknown>();
  readonly available = new Map<string, number>();
  readonly orders = new Map<string, Order>();
  readonly received: Received[] = [];
  readonly #sold = new Map<string, OrderBody['lines']>();
  readonly #answers = new Map<string, { readonly text: string; readonly reply: Reply }>();
  readonly #server: Server;
  disturb: Disturb = () => undefined;
  /** Loses the connection after the work is done: the answer is kept but never arrives. */
  loseAnswer: (received: Received) => boolean = () => false;

  /** Changes what an order's answer says, after the order was placed. */
  answerOrders: (reply: Reply, received: Received) => Reply = (reply) => reply;

  /** Changes what a refund's answer says, after the money went back. */
  answerRefunds: (reply: Reply, received: Received) => Reply = (reply) => reply;

  /** The path that the shop lives below on its host. */
  base = '';

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<FakeShop> {
    const shop = new FakeShop();
    await new Promise<void>((resolve) => shop.#server.listen(0, '127.0.0.1', resolve));
    return shop;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get netMinor(): number {
    return [...this.orders.values()].reduce((sum, order) => sum + order.totals.net, 0);
  }

  orderRequests(): Received[] {
    return this.received.filter(({ method, path }) => method === 'POST' && path === '/v1/orders');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await receivedFrom(request);
    this.received.push(received);
    const disturbance = this.disturb(received);
    if (disturbance === 'hang up') return void request.socket.destroy();
    const allowed = request.headers.authorization === `Bearer ${KEY}`;
    const reply = disturbance ?? (allowed ? this.#reply(received) : problem(401, 'unauthorized'));
    if (this.loseAnswer(received)) return void request.socket.destroy();
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.text ?? JSON.stringify(reply.body ?? {}));
  }

  #reply(received: Received): Reply {
    const { method, path } = received;
    if (!path.startsWith(this.base)) return problem(404, 'not-found');
    const route = /^\/v1\/(admin\/\w+|orders)(?:\/(.+))?$/.exec(path.slice(this.base.length));
    const [, collection, sku = ''] = route ?? [];
    const id = decodeURIComponent(sku);
    if (collection === 'admin/products') return this.#put(this.products, id, received);
    if (collection === 'admin/customers') return this.#put(this.customers, id, received);
    if (collection === 'admin/stock') return this.#stock(id, received);
    if (method === 'POST' && id.endsWith('/refunds')) {
      return this.answerRefunds(this.#refundOnce(id.replace('/refunds', ''), received), received);
    }
    if (method === 'POST') return this.answerOrders(this.#placeOnce(received), received);
    const order = this.orders.get(id.split('/')[0] ?? '');
    if (order === undefined) return problem(404, 'not-found');
    return id.endsWith('.pdf') ? { status: 200, text: '%PDF-1.7' } : { status: 200, body: order };
  }

  #put(into: Map<string, unknown>, id: string, { body }: Received): Reply {
    into.set(id, body);
    return { status: 200, body };
  }

  #stock(sku: string, { method, body }: Received): Reply {
    const available = (this.available.get(sku) ?? 0) + (method === 'POST' ? body.delta : 0);
    this.available.set(sku, available);
    return { status: 200, body: { sku, onHand: available, reserved: 0, available } };
  }

  #placeOnce = (received: Received): Reply =>
    this.#once(received, () => this.#place(received.body));

  #refundOnce = (id: string, received: Received): Reply =>
    this.#once(received, () => this.#refund(id, received.body));

  #once(received: Received, work: () => Reply): Reply {
    const key = received.idempotencyKey ?? '';
    const text = JSON.stringify(received.body);
    const known = this.#answers.get(key);
    if (known === undefined) {
      const reply = work();
      this.#answers.set(key, { text, reply });
      return reply;
    }
    if (known.text !== text) return problem(422, 'idempotency-key-reused');
    const { reply } = known;
    return { ...reply, headers: { ...reply.headers, 'idempotent-replayed': 'true' } };
  }

  #place({ lines }: OrderBody): Reply {
    const short = lines.find((line) => (this.available.get(line.sku) ?? 0) < line.quantity);
    if (short !== undefined) return problem(409, 'out-of-stock');
    for (const { sku, quantity } of lines) {
      this.available.set(sku, (this.available.get(sku) ?? 0) - quantity);
    }
    const id = `order-${this.orders.size + 1}`;
    const order = { id, state: 'confirmed', totals: { net: netOf(lines) }, refunds: [] };
    this.orders.set(id, order);
    this.#sold.set(id, lines);
    return { status: 201, body: { ...order }, headers: { location: `/v1/orders/${id}` } };
  }

  /** One line a SKU, all pieces at the price of the first: enough for the files of these tests. */
  #refund(id: string, { lines }: OrderBody): Reply {
    const order = this.orders.get(id);
    if (order === undefined) return problem(404, 'not-found');
    const sold = this.#sold.get(id) ?? [];
    const back = lines.map(({ sku, quantity }) => {
      this.available.set(sku, (this.available.get(sku) ?? 0) + quantity);
      return { sku, quantity, unitPrice: sold.find((line) => line.sku === sku)?.unitPrice ?? '0' };
    });
    const refund = {
      id: `${id}.${order.refunds.length + 1}`,
      state: 'refunded',
      totals: { net: netOf(back) },
      creditNote: { pdf: `/v1/orders/${id}/credit-notes/${order.refunds.length + 1}.pdf` },
    };
    order.refunds.push(refund);
    return { status: 201, body: { ...refund } };
  }
}

export function problem(status: number, type: string, headers: Record<string, string> = {}): Reply {
  return { status, body: { type, title: type }, headers };
}

/** From the digits in millionths, each line rounded: written anew, so as not to share a fault. */
function netOf(lines: OrderBody['lines']): number {
  return lines.reduce((net, { quantity, unitPrice }) => {
    const [pounds = '', decimals = ''] = unitPrice.split('.');
    const micros = Number(pounds + decimals.padEnd(6, '0')) * quantity;
    return net + Math.floor((micros + 5_000) / 10_000);
  }, 0);
}

async function receivedFrom(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const key = request.headers['idempotency-key'];
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    idempotencyKey: typeof key === 'string' ? key : undefined,
    body: text === '' ? {} : JSON.parse(text),
  };
}
