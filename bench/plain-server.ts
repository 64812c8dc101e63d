/**
 * The plain baseline: an order service as a competent engineer would write it in an afternoon.
 * Fastify and better-sqlite3, prepared statements, WAL with synchronous=FULL, and one synchronous
 * transaction per order. As durable as the engine; no threads, no batches.
 *
 * In its favour: it serves nothing but this route, it knows one country, one currency and one
 * coupon, it logs nothing, and nobody works off the tasks that it writes. With `INVOICES=inline` it
 * does one of them: it renders the invoice and keeps it before it answers.
 */
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Fastify, { type FastifyError } from 'fastify';
import { benchProducts, ON_HAND } from './lib/catalogue.js';
import {
  type OrderBody,
  orderAnswerSchema,
  orderBodySchema,
  strictValidation,
} from './lib/order-schema.js';
import { plainInvoices } from './lib/plain-invoice.js';

const VAT_PERCENT = 19;
const SHIPPING_MINOR = 490;
const COUPON = { code: 'WELCOME10', percent: 10 };
const TASKS = ['invoice', 'confirmation-email', 'warehouse', 'analytics'];

const db = new Database(join(process.env.DATA_DIR ?? '.', 'plain.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`
  create table if not exists products (
    sku text primary key, name text not null, price integer not null,
    on_hand integer not null check (on_hand >= 0)
  ) without rowid;
  create table if not exists orders (
    seq integer primary key, id text not null unique, number text not null,
    state text not null, created_at text not null, email text not null, name text not null,
    shipping_address text not null, currency text not null,
    subtotal integer not null, discount integer not null, shipping integer not null,
    tax integer not null, total integer not null, payment_reference text not null
  );
  create table if not exists order_lines (
    order_seq integer not null, position integer not null, sku text not null,
    quantity integer not null, unit_price integer not null, discount integer not null,
    gross integer not null, primary key (order_seq, position)
  ) without rowid;
  create table if not exists tasks (
    id integer primary key, order_seq integer not null, topic text not null,
    state text not null default 'pending', attempts integer not null default 0
  );
  create table if not exists invoices (
    number text primary key, pdf blob not null
  );
  create table if not exists idempotency_keys (
    key text primary key, body_hash text not null, answer text not null
  ) without rowid;
`);

const insertProduct = db.prepare(
  'insert or replace into products (sku, name, price, on_hand) values (?, ?, ?, ?)',
);
db.transaction(() => {
  for (const product of benchProducts(Number(process.env.PRODUCTS ?? 1000))) {
    insertProduct.run(product.sku, product.name, product.priceMinor, ON_HAND);
  }
})();

interface Product {
  sku: string;
  name: string;
  price: number;
}
const products = db.prepare<[], Product>('select sku, name, price from products').all();
const catalogue = new Map(products.map((product) => [product.sku, product]));

const takeStock = db.prepare(
  'update products set on_hand = on_hand - @quantity where sku = @sku and on_hand >= @quantity',
);
const stockOf = db.prepare<[string], { on_hand: number }>(
  'select on_hand from products where sku = ?',
);
const lastSeq = db.prepare<[], number>('select coalesce(max(seq), 0) from orders').pluck();
const insertOrder = db.prepare(`
  insert into orders (seq, id, number, state, created_at, email, name, shipping_address, currency,
    subtotal, discount, shipping, tax, total, payment_reference)
  values (@seq, @id, @number, @state, @createdAt, @email, @name, @shippingAddress, @currency,
    @subtotal, @discount, @shipping, @tax, @total, @paymentReference)
`);
const insertLine = db.prepare(`
  insert into order_lines (order_seq, position, sku, quantity, unit_price, discount, gross)
  values (?, ?, ?, ?, ?, ?, ?)
`);
const insertTask = db.prepare('insert into tasks (order_seq, topic) values (?, ?)');
const answerOfKey = db.prepare<[string], { body_hash: string; answer: string }>(
  'select body_hash, answer from idempotency_keys where key = ?',
);
const insertKey = db.prepare(
  'insert into idempotency_keys (key, body_hash, answer) values (?, ?, ?)',
);

class Problem extends Error {
  constructor(
    readonly statusCode: number,
    readonly type: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(type);
  }
}

function priceOrder(body: OrderBody) {
  const percentOff = percentOffFor(body);
  const lines = body.lines.map(({ sku, quantity }) => {
    const product = catalogue.get(sku);
    if (!product) throw new Problem(422, 'unknown-sku', { sku });
    const subtotal = product.price * quantity;
    const discount = Math.round((subtotal * percentOff) / 100);
    const gross = subtotal - discount;
    return { sku, name: product.name, quantity, unitPrice: product.price, discount, gross };
  });
  const discount = lines.reduce((sum, line) => sum + line.discount, 0);
  const goods = lines.reduce((sum, line) => sum + line.gross, 0);
  const total = goods + SHIPPING_MINOR;
  const tax = Math.round((total * VAT_PERCENT) / (100 + VAT_PERCENT));
  return {
    lines,
    discounts: discount
      ? [{ promotion: COUPON.code.toLowerCase(), coupon: COUPON.code, amount: discount }]
      : [],
    totals: {
      subtotal: goods + discount,
      discount,
      shipping: SHIPPING_MINOR,
      net: total - tax,
      tax,
      total,
    },
  };
}

function percentOffFor(body: OrderBody): number {
  if (body.currency !== 'EUR') throw new Problem(400, 'unknown-currency');
  if (body.shippingAddress.country !== 'DE') throw new Problem(422, 'no-tax-rate');
  if (body.shippingMethod !== 'standard') throw new Problem(400, 'unknown-shipping-method');
  const unknown = body.coupons?.find((coupon) => coupon !== COUPON.code);
  if (unknown) throw new Problem(422, 'unknown-coupon', { coupon: unknown });
  return body.coupons?.length ? COUPON.percent : 0;
}

function placeOrder(body: OrderBody) {
  const priced = priceOrder(body);
  const { totals } = priced;
  if (body.expectedTotal !== undefined && body.expectedTotal !== totals.total) {
    throw new Problem(409, 'price-changed', { totals });
  }
  if (body.payment.token !== 'tok_approve') throw new Problem(402, 'payment-declined');
  for (const line of body.lines) {
    if (takeStock.run(line).changes === 0) {
      const available = stockOf.get(line.sku)?.on_hand ?? 0;
      const items = [{ sku: line.sku, requested: line.quantity, available }];
      throw new Problem(409, 'out-of-stock', { items });
    }
  }
  return writeOrder(body, priced);
}

function writeOrder(body: OrderBody, priced: ReturnType<typeof priceOrder>) {
  const seq = (lastSeq.get() ?? 0) + 1;
  const createdAt = new Date().toISOString();
  const { net, ...stored } = priced.totals;
  const order = {
    id: randomUUID(),
    number: `${createdAt.slice(0, 4)}-${String(seq).padStart(6, '0')}`,
    state: 'confirmed',
    currency: body.currency,
    createdAt,
    customer: body.customer,
    ...priced,
    shipping: { method: body.shippingMethod, gross: SHIPPING_MINOR },
    taxes: [
      { code: 'VAT', jurisdiction: 'DE', rate: `${VAT_PERCENT}`, base: net, amount: stored.tax },
    ],
    payment: {
      method: body.payment.method,
      state: 'captured',
      amount: stored.total,
      reference: `sim_${seq}`,
    },
  };
  insertOrder.run({
    ...stored,
    seq,
    id: order.id,
    number: order.number,
    state: order.state,
    createdAt,
    email: body.customer.email,
    name: body.customer.name,
    shippingAddress: JSON.stringify(body.shippingAddress),
    currency: body.currency,
    paymentReference: order.payment.reference,
  });
  priced.lines.forEach((line, position) => {
    const { sku, quantity, unitPrice, discount, gross } = line;
    insertLine.run(seq, position, sku, quantity, unitPrice, discount, gross);
  });
  for (const topic of TASKS) insertTask.run(seq, topic);
  return order;
}

function placeOrderOnce(body: OrderBody, key: string) {
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const known = answerOfKey.get(key);
  if (known && known.body_hash !== bodyHash) throw new Problem(422, 'idempotency-key-reused');
  if (known) return JSON.parse(known.answer) as ReturnType<typeof placeOrder>;
  const order = placeOrder(body);
  insertKey.run(key, bodyHash, JSON.stringify(order));
  return order;
}

const place = db.transaction((body: OrderBody, key: string | undefined) =>
  key === undefined ? placeOrder(body) : placeOrderOnce(body, key),
);

const insertInvoice = db.prepare('insert into invoices (number, pdf) values (?, ?)');
const renderInvoice = process.env.INVOICES === 'inline' ? await plainInvoices() : null;

const app = Fastify({ logger: false, ajv: strictValidation });

app.setErrorHandler((error: FastifyError | Problem, _request, reply) => {
  const status = error.statusCode ?? 500;
  const type = error instanceof Problem ? error.type : 'invalid-request';
  const details = error instanceof Problem ? error.details : { detail: error.message };
  reply
    .code(status)
    .type('application/problem+json')
    .send({ type, status, ...details });
});

app.get('/readyz', () => ({ ready: true }));
app.post<{ Body: OrderBody; Headers: { 'idempotency-key'?: string } }>(
  '/v1/orders',
  { schema: { body: orderBodySchema, response: { 201: orderAnswerSchema } } },
  async (request, reply) => {
    const order = place.immediate(request.body, request.headers['idempotency-key']);
    if (renderInvoice) {
      const pdf = await renderInvoice({ ...order, shippingMinor: SHIPPING_MINOR });
      insertInvoice.run(order.number, pdf);
    }
    return reply.code(201).header('location', `/v1/orders/${order.id}`).send(order);
  },
);

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
