// Programs that are told of orders: registered, told once per event, retried, disabled, told again.

import { HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, OPERATOR_KEY, of, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { readFrom } from '../support/sqlite-store.js';
import { unique } from '../support/store-orders.js';
import { until } from '../support/until.js';
import {
  type Answering,
  type Asked,
  startWebServer,
  status,
  type WebServer,
} from '../support/web-server.js';

const as = OPERATOR_KEY;
const path = '/v1/admin/webhook-endpoints';

let shop: TestShop;
const servers: WebServer[] = [];

beforeAll(async () => {
  shop = await startShop({ WEBHOOK_PRIVATE_NETWORKS: 'true', WEBHOOK_TIMEOUT_MS: '500' });
});
afterAll(async () => {
  await shop.end();
  await Promise.all(servers.map((server) => server.close()));
});

async function receiver(answer: Answering = status(204)): Promise<WebServer> {
  const server = await startWebServer(answer);
  servers.push(server);
  return server;
}

interface Registered extends Json {
  id: string;
  secret: string;
}

async function register(url: string, more: Json = {}): Promise<Registered> {
  const answer = await shop.client.post<Registered>(path, { as, body: { url, ...more } });
  expect(answer.status).toBe(201);
  return answer.body;
}

const remove = ({ id }: Registered) => shop.client.send('DELETE', `${path}/${id}`, { as });

async function order(): Promise<string> {
  const sku = unique('TOLD');
  await shop.client.stocked(sku, 5);
  const { body } = await shop.client.place(orderBody(of(sku, 2)));
  return body.id;
}

interface Delivery extends Json {
  id: string;
  event: { id: string; type: string; orderId: string };
  state: string;
  attempts: number;
  lastError: string | null;
  log: Json[];
}

const deliveries = async ({ id }: Registered, query = ''): Promise<Delivery[]> =>
  (await shop.client.get<{ items: Delivery[] }>(`${path}/${id}/deliveries${query}`, { as })).body
    .items;

const about = (orderId: string) => (delivery: Delivery) => delivery.event.orderId === orderId;

const told = (server: WebServer, orderId: string, count = 1): Promise<Asked[]> =>
  until(`${count} events of ${orderId}`, () => {
    const asked = server.asked.filter(({ text }) => text.includes(orderId));
    return asked.length >= count ? asked : null;
  });

describe('an event', () => {
  test('is a CloudEvent without a word about the customer, signed as Standard Webhooks has it', async () => {
    const server = await receiver();
    const endpoint = await register(server.url, { events: ['order.confirmed'] });
    const id = await order();
    const [asked] = (await told(server, id)) as [Asked];

    const { headers, text } = asked;
    new Webhook(endpoint.secret).verify(text, headers);
    expect(headers['content-type']).toMatch('application/cloudevents+json');
    const event = HTTP.toEvent({ headers, body: text });
    const placed = await shop.client.order(id);
    expect(JSON.parse(JSON.stringify(event))).toEqual({
      specversion: '1.0',
      id: headers['webhook-id'],
      type: 'order.confirmed',
      source: shop.engine.url,
      subject: id,
      time: expect.stringMatching(/Z$/),
      datacontenttype: 'application/json',
      sequence: expect.any(Number),
      data: {
        orderId: id,
        orderNumber: placed.number,
        state: 'confirmed',
        sequence: expect.any(Number),
        currency: 'EUR',
        total: placed.totals.payable,
        lines: [{ sku: expect.any(String), quantity: 2 }],
        placedAt: placed.createdAt,
        order: `/v1/orders/${id}`,
      },
    });
    expect(text).not.toMatch(/@|Example Customer|Invalidenstr/);
    await remove(endpoint);
  });

  test('comes for each state that an order enters, of the types that were asked for', async () => {
    const server = await receiver();
    const endpoint = await register(server.url, {
      events: ['order.shipped', 'order.delivered', 'order.cancelled'],
    });
    const [id, cancelled] = [await order(), await order()];
    await shop.engine.shop.store.ship({
      orderId: id,
      state: 'delivered',
      detail: null,
      at: Date.now(),
    });
    await shop.client.post(`/v1/orders/${cancelled}/cancel`, { as });

    const types = (asked: Asked[]) =>
      asked
        .map(({ text }) => JSON.parse(text))
        .sort((a, b) => a.sequence - b.sequence)
        .map(({ type }) => type);
    expect(types(await told(server, id, 2))).toEqual(['order.shipped', 'order.delivered']);
    expect(types(await told(server, cancelled))).toEqual(['order.cancelled']);
    await remove(endpoint);
  });

  test('is no business of the order’s customer, nor of the list of tasks', async () => {
    const server = await receiver();
    const endpoint = await register(server.url);
    const id = await order();
    await told(server, id);

    const placed = await shop.client.order(id);
    expect(placed.tasks.map(({ topic }) => topic)).not.toContain(endpoint.id);
    const { body } = await shop.client.get<{ items: Json[] }>('/v1/admin/tasks', { as });
    expect(body.items.map(({ topic }) => topic)).not.toContain(endpoint.id);
    await remove(endpoint);
  });
});

describe('a receiver that fails', () => {
  test('is asked again later under the same id, and what went wrong is in the log', async () => {
    const server = await receiver(status(503));
    const endpoint = await register(server.url, { events: ['order.confirmed'] });
    const id = await order();
    const failed = await until('a failure', async () =>
      (await deliveries(endpoint)).find(({ log }) => log.length > 0),
    );

    expect(failed).toMatchObject({ state: 'pending', attempts: 1, lastError: 'answered 503' });
    expect(failed.log).toEqual([
      {
        attempt: 1,
        startedAt: expect.any(String),
        endedAt: expect.any(String),
        outcome: 'failed',
        error: 'answered 503',
      },
    ]);
    const { body } = await shop.client.get<Json>(`${path}/${endpoint.id}`, { as });
    expect(body.failingSince).not.toBeNull();
    await shop.client.post(`${path}/${endpoint.id}/replay`, {
      as,
      body: { event: failed.event.id },
    });
    const asked = await told(server, id, 2);
    expect(new Set(asked.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await remove(endpoint);
  });

  test('by saying 410 is disabled at once, and enabled again by an operator', async () => {
    let isGone = true;
    const server = await receiver(
      (_asked, response) => void response.writeHead(isGone ? 410 : 204).end(),
    );
    const endpoint = await register(server.url, { events: ['order.confirmed'] });
    await order();
    const disabled = await until('the endpoint to be disabled', async () => {
      const { body } = await shop.client.get<Json>(`${path}/${endpoint.id}`, { as });
      return body.state === 'disabled' ? body : null;
    });
    expect(disabled.disabled).toMatchObject({ reason: 'answered 410' });
    const missed = await order();

    isGone = false;
    const body = { state: 'enabled' };
    const enabled = await shop.client.send<Json>('PATCH', `${path}/${endpoint.id}`, { as, body });
    expect(enabled.body).toMatchObject({ state: 'enabled', disabled: null, failingSince: null });
    const next = await order();
    await told(server, next);
    expect((await deliveries(endpoint)).some(about(missed))).toBe(false);
    await remove(endpoint);
  });

  test('by answering nothing, or pointing elsewhere, holds no other up', async () => {
    const silent = await receiver(() => {});
    const elsewhere = await receiver(status(302, { location: 'http://127.0.0.1:9/' }));
    const quick = await receiver();
    const endpoints = await Promise.all(
      [silent, elsewhere, quick].map(({ url }) => register(url, { events: ['order.confirmed'] })),
    );
    const ids = await Promise.all(Array.from({ length: 12 }, order));
    for (const id of ids) await told(quick, id);

    const errors = await Promise.all(
      endpoints
        .slice(0, 2)
        .map((endpoint) =>
          until(
            'a failure',
            async () => (await deliveries(endpoint)).find(({ lastError }) => lastError)?.lastError,
          ),
        ),
    );
    expect(errors).toEqual(['no answer within 500 ms', 'answered 302: redirects are not followed']);
    await Promise.all(endpoints.map(remove));
  });

  test('by answering without an end is read up to a limit', async () => {
    let written = 0;
    const endless = await receiver((_asked, response) => {
      const write = () => {
        if (response.destroyed) return;
        written += 65_536;
        if (response.write(Buffer.alloc(65_536))) setImmediate(write);
        else response.once('drain', write);
      };
      write();
    });
    const endpoint = await register(endless.url, { events: ['order.confirmed'] });
    await order();
    await until('the delivery', async () => (await deliveries(endpoint))[0]?.state === 'done');

    expect(written).toBeLessThan(64 * 1024 * 1024);
    await remove(endpoint);
  });
});

describe('replaying', () => {
  test('a time tells again what was in it, and one event that one alone', async () => {
    const server = await receiver();
    const endpoint = await register(server.url, { events: ['order.confirmed'] });
    const from = new Date().toISOString();
    const ids = [await order(), await order()];
    for (const id of ids) await told(server, id);
    await until('the log', async () => (await deliveries(endpoint, '?state=done')).length === 2);
    const replay = (body: Json) =>
      shop.client.post<Json>(`${path}/${endpoint.id}/replay`, { as, body });

    expect((await replay({ from })).body).toEqual({ replayed: 2 });
    for (const id of ids) await told(server, id, 2);
    await until('the log', async () => (await deliveries(endpoint, '?state=done')).length === 2);
    const [first] = (await deliveries(endpoint)).filter(about(ids[0] as string)) as [Delivery];
    expect(first.attempts).toBe(2);
    expect((await replay({ event: first.event.id })).body).toEqual({ replayed: 1 });
    await told(server, ids[0] as string, 3);
    expect((await replay({ event: 'evt_nothing_7' })).status).toBe(404);
    expect(
      (await replay({ from: '2030-01-01T00:00:00Z', to: '2029-01-01T00:00:00Z' })).status,
    ).toBe(400);
    expect((await replay({ from: '2026-02-30T00:00:00Z' })).status).toBe(400);
    await remove(endpoint);
  });
});

describe('a secret', () => {
  test('is shown once, and when it is rotated both sign for a while', async () => {
    const server = await receiver();
    const endpoint = await register(server.url, { events: ['order.confirmed'] });
    const shown = await shop.client.get<Json>(`${path}/${endpoint.id}`, { as });
    expect(shown.text).not.toContain(endpoint.secret);

    const { body } = await shop.client.post<Registered>(`${path}/${endpoint.id}/secret`, { as });
    expect(body.secret).not.toBe(endpoint.secret);
    const [asked] = (await told(server, await order())) as [Asked];
    for (const secret of [endpoint.secret, body.secret]) {
      new Webhook(secret).verify(asked.text, asked.headers);
    }

    await shop.client.post(`${path}/${endpoint.id}/secret`, { as, body: { overlapHours: 0 } });
    const [after] = (await told(server, await order())) as [Asked];
    expect(() => new Webhook(body.secret).verify(after.text, after.headers)).toThrow();
    await remove(endpoint);
  });
});

describe('registering', () => {
  test('needs a key with the scope', async () => {
    const body = { url: 'https://erp.example.com/orders' };
    expect((await shop.client.post(path, { body })).status).toBe(401);
    expect((await shop.client.get(path)).status).toBe(401);
  });

  test('names the field that is wrong', async () => {
    const answer = await shop.client.post<{ errors: Json[] }>(path, {
      as,
      body: { url: 'ftp://erp.example.com' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ pointer: '/url', detail: 'must begin with https://' }]);
    const unknown = await shop.client.post(path, {
      as,
      body: { url: 'https://a.example', events: ['order.eaten'] },
    });
    expect(unknown.status).toBe(400);
  });

  test('where nothing would ever be delivered is refused at once, also in a demo shop', async () => {
    const other = await startShop();
    for (const url of [
      'http://erp.example.com/',
      'https://127.0.0.1:9000/',
      'https://erp.local/',
    ]) {
      const answer = await other.client.post<{ errors: Json[] }>(path, { as, body: { url } });
      expect([url, answer.status]).toEqual([url, 400]);
      expect(answer.body.errors[0]?.detail).toContain('WEBHOOK_PRIVATE_NETWORKS=true');
    }
    await other.end();
  });

  test('is undone by removing: nothing more is sent, and what was open is dropped', async () => {
    const server = await receiver(status(500));
    const endpoint = await register(server.url, { events: ['order.confirmed'] });
    const id = await order();
    await told(server, id);
    expect((await remove(endpoint)).status).toBe(204);
    expect((await remove(endpoint)).status).toBe(404);
    expect((await shop.client.get(`${path}/${endpoint.id}`, { as })).status).toBe(404);
  });
});

describe('a shop that tells nobody', () => {
  test('writes nothing of it', async () => {
    const quiet = await startShop();
    try {
      const sku = unique('QUIET');
      await quiet.client.stocked(sku, 1);
      expect((await quiet.client.place(orderBody(of(sku, 1)))).status).toBe(201);
      const counts = readFrom(`${quiet.dataDir}/ledger.db`, (db) =>
        db
          .prepare(
            'select (select count(*) from webhook_events) + (select count(*) from webhook_deliveries)',
          )
          .pluck()
          .get(),
      );
      expect(counts).toBe(0);
    } finally {
      await quiet.end();
    }
  });
});
