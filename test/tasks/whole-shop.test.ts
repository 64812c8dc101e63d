/** The whole engine, with a mail server and a warehouse behind it that are the test's own. */
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { type Topic, topics } from '../../src/core/tasks.js';
import { OPERATOR_KEY, orderBody, type PlacedBody } from '../support/http-client.js';
import { closedPort, type MailServer, startMailServer } from '../support/mail-server.js';
import { partOf, textOf } from '../support/mime.js';
import { pdfText } from '../support/pdf-text.js';
import { settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';
import { type Answering, startWebServer, status, type WebServer } from '../support/web-server.js';

const secret = Buffer.from('a secret of thirty-two bytes....').toString('base64');
const webhook = new Webhook(secret);

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function mailServer(port = 0): Promise<MailServer> {
  const server = await startMailServer({ port });
  stops.push(() => server.close());
  return server;
}

async function warehouse(answer: Answering = status(202)): Promise<WebServer> {
  const server = await startWebServer(answer);
  stops.push(() => server.close());
  return server;
}

async function shopBehind(
  settings: { smtp?: string; warehouse?: string } & Record<string, string>,
): Promise<TestShop> {
  const { smtp = '', warehouse: url = '', ...more } = settings;
  const shop = await startShop({
    SMTP_URL: smtp,
    WAREHOUSE_URL: url,
    WAREHOUSE_SECRET: `whsec_${secret}`,
    TASK_BACKOFF_FIRST_MS: '20',
    TASK_BACKOFF_MAX_MS: '100',
    INVOICE_THREADS: '1',
    ...more,
  });
  stops.push(() => shop.end());
  return shop;
}

/** Once that task has come into that state. */
async function taskIn(shop: TestShop, orderId: string, topic: Topic, state: string) {
  return until(`${topic} is ${state}`, async () => {
    const { tasks } = await shop.client.order(orderId);
    return tasks.find((task) => task.topic === topic && task.state === state);
  });
}

async function allDone(shop: TestShop, orderId: string): Promise<void> {
  for (const topic of topics) await taskIn(shop, orderId, topic, 'done');
}

async function place(shop: TestShop): Promise<PlacedBody> {
  const { status: answered, body } = await shop.client.place(
    orderBody({ lines: [{ sku: 'MUG-BLUE', quantity: 3 }] }),
  );
  expect(answered).toBe(201);
  return body;
}

const money = (minor: number): string => `${(minor / 100).toFixed(2).replace('.', ',')} EUR`;

/** What the warehouse says when a parcel has moved. */
async function say(shop: TestShop, type: string, orderId: string): Promise<number> {
  const at = new Date();
  const data = { orderId, carrier: 'DHL', trackingNumber: '00340434' };
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  const id = `msg_${type}_${orderId}`;
  const answer = await shop.client.post('/v1/webhooks/warehouse', {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, at, body),
    },
  });
  return answer.status;
}

describe('after an order', () => {
  test('its customer has one message, with the invoice that says what was paid', async () => {
    const mail = await mailServer();
    const goods = await warehouse();
    const shop = await shopBehind({ smtp: mail.url, warehouse: goods.url });
    const order = await place(shop);
    await allDone(shop, order.id);

    expect(mail.received).toHaveLength(1);
    const [{ to, messageId, message }] = mail.received as [(typeof mail.received)[0]];
    expect(to).toEqual(['customer@example.com']);
    expect(messageId).toBe(`<confirmation.${order.id}@shop.example>`);
    const { total, tax } = order.totals;
    const attached = partOf(message, 'application/pdf').content;
    const words = await pdfText(attached);
    for (const text of [textOf(message, 'text/plain'), textOf(message, 'text/html')]) {
      expect(text).toContain(money(total));
      expect(text).toContain(money(tax).replace(' EUR', ''));
      expect(text).toContain(order.number);
    }
    for (const figure of [total, tax]) expect(words).toContain(money(figure).replace(' EUR', ''));
    expect(words).toContain(order.invoice?.number);

    const { body, headers } = await downloaded(shop, order);
    expect(body.equals(attached)).toBe(true);
    expect(headers.get('content-type')).toBe('application/pdf');
  });

  test('the warehouse has one signed notice, and its answers ship and deliver the order', async () => {
    const mail = await mailServer();
    const goods = await warehouse();
    const shop = await shopBehind({ smtp: mail.url, warehouse: goods.url });
    const order = await place(shop);
    await allDone(shop, order.id);

    expect(goods.asked).toHaveLength(1);
    const [{ headers, text }] = goods.asked as [(typeof goods.asked)[0]];
    expect(webhook.verify(text, headers)).toMatchObject({
      type: 'order.confirmed',
      data: {
        orderId: order.id,
        orderNumber: order.number,
        lines: [{ sku: 'MUG-BLUE', quantity: 3 }],
        shippingAddress: order.shippingAddress,
      },
    });
    expect(headers['webhook-id']).toBe(`msg_consignment_${order.id}`);

    expect(await say(shop, 'order.shipped', order.id)).toBe(204);
    expect((await shop.client.order(order.id)).state).toBe('shipped');
    expect(await say(shop, 'order.delivered', order.id)).toBe(204);
    expect(await say(shop, 'order.delivered', order.id)).toBe(204);
    expect((await shop.client.order(order.id)).state).toBe('delivered');
  });

  test('nobody but the warehouse can say that it was shipped', async () => {
    const goods = await warehouse();
    const shop = await shopBehind({ warehouse: goods.url });
    const order = await place(shop);
    await allDone(shop, order.id);
    const forged = await shop.client.post('/v1/webhooks/warehouse', {
      body: { type: 'order.shipped', data: { orderId: order.id } },
    });
    expect(forged.status).toBeGreaterThanOrEqual(400);
    expect(forged.status).toBeLessThan(500);
    expect((await shop.client.order(order.id)).state).toBe('confirmed');
  });

  test('with nothing configured, the demo shop sends files and ships to itself', async () => {
    const shop = await shopBehind({ SIMULATED_WAREHOUSE_DELAY_MS: '20' });
    const order = await place(shop);
    await allDone(shop, order.id);
    const { state } = await settled(shop, order.id, 'delivered');
    expect(state).toBe('delivered');
  });

  test('in sequence mode its four tasks are done as well', async () => {
    const mail = await mailServer();
    const goods = await warehouse();
    const settings = { smtp: mail.url, warehouse: goods.url, ORDER_MODE: 'sequential' };
    const shop = await shopBehind(settings);
    const orders = await Promise.all([place(shop), place(shop), place(shop)]);
    for (const { id } of orders) await allDone(shop, id);
    expect(mail.received).toHaveLength(3);
    expect(goods.asked).toHaveLength(3);
  });
});

describe('a mail server that is down', () => {
  test('gets each message once when it is up again, and held nothing else up', async () => {
    const port = await closedPort();
    const goods = await warehouse();
    const shop = await shopBehind({ smtp: `smtp://127.0.0.1:${port}`, warehouse: goods.url });
    const orders = await Promise.all(Array.from({ length: 5 }, () => place(shop)));
    for (const { id } of orders) {
      for (const topic of ['invoice', 'warehouse', 'analytics'] as const) {
        await taskIn(shop, id, topic, 'done');
      }
      await until('the mail was tried twice', async () => {
        const { tasks } = await shop.client.order(id);
        return tasks.some(({ topic, attempts }) => topic === 'confirmation-email' && attempts > 1);
      });
    }
    const { body } = await shop.client.get<{ items: { lastError: string }[] }>(
      '/v1/admin/tasks?state=pending',
      { as: OPERATOR_KEY },
    );
    for (const { lastError } of body.items) expect(lastError).toMatch(/^mail server: .*REFUSED/);

    const mail = await mailServer(port);
    for (const { id } of orders) await allDone(shop, id);
    expect(mail.received.map(({ messageId }) => messageId).sort()).toEqual(
      orders.map(({ id }) => `<confirmation.${id}@shop.example>`).sort(),
    );
    expect(goods.asked).toHaveLength(5);
  });
});

describe('a warehouse that is gone', () => {
  interface DeadLetter {
    id: string;
    topic: string;
    attempts: number;
    lastError: string;
  }
  const deadLetters = async (shop: TestShop) =>
    (
      await shop.client.get<{ items: DeadLetter[] }>('/v1/admin/dead-letters', {
        as: OPERATOR_KEY,
      })
    ).body.items;

  test('leaves a dead letter that says why, and is told when that is replayed', async () => {
    const answers = { code: 410 };
    const mail = await mailServer();
    const goods = await warehouse((asked, response, request) =>
      status(answers.code)(asked, response, request),
    );
    const url = `${goods.url.replace('//', '//shop:hunter2@')}/hooks?token=hunter3`;
    const shop = await shopBehind({ smtp: mail.url, warehouse: url });
    const order = await place(shop);
    await taskIn(shop, order.id, 'warehouse', 'dead');

    const id = `${order.id}.warehouse`;
    const letters = await deadLetters(shop);
    expect(letters).toMatchObject([
      {
        id,
        topic: 'warehouse',
        attempts: 1,
        lastError: expect.stringMatching(/^warehouse: answered 410/) as string,
      },
    ]);
    expect(JSON.stringify(letters)).not.toMatch(/hunter/);
    for (const topic of ['invoice', 'confirmation-email', 'analytics'] as const) {
      await taskIn(shop, order.id, topic, 'done');
    }

    answers.code = 200;
    const replay = await shop.client.post('/v1/admin/dead-letters', {
      as: OPERATOR_KEY,
      body: { id },
    });
    expect(replay.body).toEqual({ replayed: 1 });
    await taskIn(shop, order.id, 'warehouse', 'done');
    expect(await deadLetters(shop)).toEqual([]);
    expect(goods.asked.map(({ headers }) => headers['webhook-id'])).toEqual([
      `msg_consignment_${order.id}`,
      `msg_consignment_${order.id}`,
    ]);
    expect(mail.received).toHaveLength(1);
  });

  test('or fails for long leaves a dead letter after as many attempts as are set', async () => {
    const goods = await warehouse(status(503));
    const shop = await shopBehind({ warehouse: goods.url, TASK_ATTEMPTS_MAX: '3' });
    const order = await place(shop);
    await taskIn(shop, order.id, 'warehouse', 'dead');
    expect(goods.asked).toHaveLength(3);
    expect(await deadLetters(shop)).toMatchObject([
      { id: `${order.id}.warehouse`, attempts: 3, lastError: 'warehouse: answered 503' },
    ]);
  });
});

test('the address of a customer whom the mail server does not know is not shown to operators', async () => {
  const mail = await startMailServer({
    onRcptTo: ({ address }, _session, done) => {
      done(Object.assign(new Error(`<${address}>: no such user`), { responseCode: 550 }));
    },
  });
  stops.push(() => mail.close());
  const shop = await shopBehind({ smtp: mail.url });
  const order = await place(shop);
  await taskIn(shop, order.id, 'confirmation-email', 'dead');
  const { text } = await shop.client.get('/v1/admin/dead-letters', { as: OPERATOR_KEY });
  expect(text).toContain('550 <[address]>: no such user');
  expect(text).not.toContain('customer@example.com');
});

async function downloaded(shop: TestShop, { id, accessToken }: PlacedBody) {
  const answer = await fetch(`${shop.engine.url}/v1/orders/${id}/invoice.pdf`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return { headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}
