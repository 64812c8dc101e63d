// The audit log: each change of an operator leaves exactly one row, what is refused leaves none.
// The routes come from the OpenAPI document, so that a new one cannot be forgotten here.

import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledgerFile } from '../../src/main.js';
import { OPERATOR_KEY as as, type Json, orderBody, type Sending } from '../support/http-client.js';
import { type OpenApiDocument, operationsOf } from '../support/openapi.js';
import { startShop, type TestShop } from '../support/shop.js';
import { promotionBody } from '../support/shop-promotions.js';
import { until } from '../support/until.js';

interface Entry {
  id: number;
  keyId: string;
  route: string;
  target: string;
  before: unknown;
  after: unknown;
}

let shop: TestShop;
let unsafe: string[];

beforeAll(async () => {
  shop = await startShop({ WEBHOOK_PRIVATE_NETWORKS: 'true' });
  const { body } = await shop.client.get<OpenApiDocument>('/openapi.json');
  // Those that need a scope: what customers do as well is theirs.
  unsafe = operationsOf(body)
    .filter(({ method, operation }) => method !== 'get' && operation['x-scopes'] !== undefined)
    .map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    .filter((route) => !noChange.includes(route));
});
afterAll(() => shop.end());

const log = async (query = ''): Promise<Entry[]> =>
  (await shop.client.get<{ items: Entry[] }>(`/v1/admin/audit?limit=100${query}`, { as })).body
    .items;

const send = (method: string, path: string, sending: Sending = {}) =>
  shop.client.send(method as 'PUT', path, { as, ...sending });

const product: Json = {
  name: 'Audited',
  category: 'A',
  taxCategory: 'standard',
  prices: { EUR: '1' },
};
const csv = (body: string): Sending => ({ body, headers: { 'content-type': 'text/csv' } });

interface Change {
  target: string | RegExp;
  succeed: () => Promise<{ status: number }>;
  fail: () => Promise<{ status: number }>;
}

const newKey = async () => {
  const body = { name: 'Audited', scopes: ['stock:read'] };
  return (await send('POST', '/v1/admin/keys', { body })).body.id as string;
};
const placed = async (token = 'tok_approve') => {
  const body = { ...orderBody(), payment: { method: 'simulated', token } };
  return (await shop.client.place(body)).body.id;
};
const refundOf = (id: string) =>
  send('POST', `/v1/orders/${id}/refunds`, {
    body: { lines: [{ sku: 'MUG-BLUE', quantity: 1 }], reason: 'broken' },
  });
const endpoints = '/v1/admin/webhook-endpoints';
/** Nobody listens there; that it cannot be reached is tried later on. */
const endpoint: Json = { url: 'https://127.0.0.1:1/told', events: ['order.delivered'] };
const newEndpoint = async () =>
  (await send('POST', endpoints, { body: endpoint })).body.id as string;

/** They need a scope, or take one into account, and change nothing that is the operators'. */
const noChange = [
  // It reads every row, and writes none.
  'POST /v1/admin/verification',
  // Prices, and orders of customers; the order itself says who placed it.
  'POST /v1/quotes',
  'POST /v1/orders',
];

/** One way to succeed at each unsafe route, and one to fail. */
const changes: Record<string, Change> = {
  'PUT /v1/admin/products/{sku}': {
    target: 'products/AUDITED',
    succeed: () => send('PUT', '/v1/admin/products/AUDITED', { body: product }),
    fail: () =>
      send('PUT', '/v1/admin/products/AUDITED', { body: { ...product, taxCategory: '?' } }),
  },
  'DELETE /v1/admin/products/{sku}': {
    target: 'products/GONE',
    succeed: async () => {
      await send('PUT', '/v1/admin/products/GONE', { body: product });
      return send('DELETE', '/v1/admin/products/GONE');
    },
    fail: () => send('DELETE', '/v1/admin/products/NO-SUCH-THING'),
  },
  'PUT /v1/admin/stock/{sku}': {
    target: 'stock/MUG-BLUE',
    succeed: () => send('PUT', '/v1/admin/stock/MUG-BLUE', { body: { onHand: 70 } }),
    fail: () => send('PUT', '/v1/admin/stock/NO-SUCH-THING', { body: { onHand: 70 } }),
  },
  'POST /v1/admin/stock/{sku}': {
    target: 'stock/MUG-BLUE',
    succeed: () =>
      send('POST', '/v1/admin/stock/MUG-BLUE', { body: { delta: 1, reason: 'found' } }),
    fail: () =>
      send('POST', '/v1/admin/stock/MUG-BLUE', { body: { delta: -1e6, reason: 'stolen' } }),
  },
  'PUT /v1/admin/customers/{id}': {
    target: 'customers/audited',
    succeed: () =>
      send('PUT', '/v1/admin/customers/audited', {
        body: { email: 'private@example.com', name: 'Private Person' },
      }),
    fail: () => send('PUT', '/v1/admin/customers/audited', { body: { email: 'x' } }),
  },
  'PUT /v1/admin/promotions/{id}': {
    target: 'promotions/audited',
    succeed: () =>
      send('PUT', '/v1/admin/promotions/audited', { body: promotionBody({ coupon: 'AUDITED' }) }),
    fail: () => send('PUT', '/v1/admin/promotions/audited', { body: { priority: 'high' } }),
  },
  'DELETE /v1/admin/promotions/{id}': {
    target: 'promotions/gone',
    succeed: async () => {
      const body = promotionBody({ coupon: 'GONE' });
      await send('PUT', '/v1/admin/promotions/gone', { body });
      return send('DELETE', '/v1/admin/promotions/gone');
    },
    fail: () => send('DELETE', '/v1/admin/promotions/none'),
  },
  'POST /v1/admin/tasks/{id}/retry': {
    target: /^tasks\/.*\.warehouse$/,
    succeed: async () => {
      const { body } = await shop.client.get<{ items: { id: string }[] }>(
        '/v1/admin/tasks?state=dead',
        { as },
      );
      const [dead] = body.items;
      return send('POST', `/v1/admin/tasks/${dead?.id}/retry`);
    },
    fail: () => send('POST', '/v1/admin/tasks/none/retry'),
  },
  'POST /v1/admin/dead-letters': {
    target: 'tasks',
    succeed: () => send('POST', '/v1/admin/dead-letters', { body: { topic: 'invoice' } }),
    fail: () => send('POST', '/v1/admin/dead-letters', { body: { topic: 'lunch' } }),
  },
  'POST /v1/admin/keys': {
    target: /^keys\/.+/,
    succeed: () => send('POST', '/v1/admin/keys', { body: { name: 'A', scopes: ['*'] } }),
    fail: () => send('POST', '/v1/admin/keys', { body: { name: 'A', scopes: ['none'] } }),
  },
  'POST /v1/admin/keys/{id}/rotate': {
    target: /^keys\/.+/,
    succeed: async () => send('POST', `/v1/admin/keys/${await newKey()}/rotate`),
    fail: () => send('POST', '/v1/admin/keys/none/rotate'),
  },
  'DELETE /v1/admin/keys/{id}': {
    target: /^keys\/.+/,
    succeed: async () => send('DELETE', `/v1/admin/keys/${await newKey()}`),
    fail: () => send('DELETE', '/v1/admin/keys/none'),
  },
  'POST /v1/admin/imports/{kind}': {
    target: /^imports\/.+/,
    succeed: () => send('POST', '/v1/admin/imports/stock', csv('sku,onHand\nMUG-BLUE,80\n')),
    fail: () => send('POST', '/v1/admin/imports/stock', csv('sku,onHand\nNO-SUCH-THING,80\n')),
  },
  'POST /v1/admin/webhook-endpoints': {
    target: /^webhook-endpoints\/.+/,
    succeed: () => send('POST', endpoints, { body: endpoint }),
    fail: () => send('POST', endpoints, { body: { url: 'nowhere' } }),
  },
  'PATCH /v1/admin/webhook-endpoints/{id}': {
    target: /^webhook-endpoints\/.+/,
    succeed: async () =>
      send('PATCH', `${endpoints}/${await newEndpoint()}`, { body: { state: 'disabled' } }),
    fail: () => send('PATCH', `${endpoints}/none`, { body: { state: 'disabled' } }),
  },
  'DELETE /v1/admin/webhook-endpoints/{id}': {
    target: /^webhook-endpoints\/.+/,
    succeed: async () => send('DELETE', `${endpoints}/${await newEndpoint()}`),
    fail: () => send('DELETE', `${endpoints}/none`),
  },
  'POST /v1/admin/webhook-endpoints/{id}/secret': {
    target: /^webhook-endpoints\/.+/,
    succeed: async () => send('POST', `${endpoints}/${await newEndpoint()}/secret`),
    fail: () => send('POST', `${endpoints}/none/secret`),
  },
  'POST /v1/admin/webhook-endpoints/{id}/replay': {
    target: /^webhook-endpoints\/.+/,
    succeed: async () =>
      send('POST', `${endpoints}/${await newEndpoint()}/replay`, {
        body: { from: '2026-01-01T00:00Z' },
      }),
    fail: () => send('POST', `${endpoints}/none/replay`, { body: { from: '2026-01-01T00:00Z' } }),
  },
  'POST /v1/orders/{id}/refunds/{position}/retry': {
    target: /^orders\/.+/,
    succeed: async () => {
      const id = await placed('tok_refund_declined');
      await refundOf(id);
      return send('POST', `/v1/orders/${id}/refunds/1/retry`);
    },
    fail: async () => send('POST', '/v1/orders/none/refunds/1/retry'),
  },
  'POST /v1/orders/{id}/cancel': {
    target: /^orders\/.+/,
    succeed: async () => send('POST', `/v1/orders/${await placed()}/cancel`),
    fail: () => send('POST', '/v1/orders/none/cancel'),
  },
  'POST /v1/orders/{id}/refunds': {
    target: /^orders\/.+/,
    succeed: async () => refundOf(await placed()),
    fail: () => refundOf('none'),
  },
};

/** What is done after the answer, such as a file that was taken in, is waited for. */
const settled = () =>
  until('imports at rest', async () => {
    const { body } = await shop.client.get<{ items: { state: string }[] }>('/v1/admin/imports', {
      as,
    });
    return body.items.every(({ state }) => !['checking', 'applying'].includes(state));
  });

/** A dead letter to be retried. */
async function killTask(): Promise<void> {
  const id = await placed();
  const db = new Database(ledgerFile(shop.dataDir));
  try {
    db.prepare(
      `update tasks set state = 'dead', due_at = null
       where topic = 'warehouse' and order_seq = (select seq from orders where id = ?)`,
    ).run(id);
  } finally {
    db.close();
  }
}

describe('an unsafe route of operators', () => {
  test('is among those that are tried here, whichever it is', () => {
    expect(unsafe.filter((route) => changes[route] === undefined)).toEqual([]);
    expect(unsafe.length).toBeGreaterThanOrEqual(13);
  });

  test.each(Object.entries(changes))(
    '%s leaves one row when it succeeds',
    async (route, change) => {
      if (route.includes('/tasks/')) await killTask();
      const { succeed, target } = change;
      const [method, path = ''] = route.split(' ');
      const pattern = `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      const ofRoute = async () => (await log()).filter((entry) => entry.route === pattern);
      const before = await ofRoute();

      expect((await succeed()).status).toBeLessThan(300);
      await settled();

      const after = await ofRoute();
      expect(after).toHaveLength(before.length + 1);
      expect(after[0]).toMatchObject({
        keyId: 'environment',
        target: expect.stringMatching(target),
      });
    },
  );

  test.each(Object.entries(changes))('%s leaves none when it fails', async (route, { fail }) => {
    const before = await log();

    const { status } = await fail();
    await settled();

    // A file's rows are wrong only once they were read.
    expect(status >= 400 || route.includes('/imports/')).toBe(true);
    expect(await log()).toEqual(before);
  });
});

describe('the audit log', () => {
  test('says what was there before and afterwards', async () => {
    await shop.client.stocked('S-AUDIT', 5);
    await send('PUT', '/v1/admin/stock/S-AUDIT', { body: { onHand: 9, reason: 'counted again' } });

    const [entry] = await log('&target=stock/S-AUDIT');

    expect(entry).toMatchObject({
      before: { onHand: 5 },
      after: { onHand: 9, reason: 'counted again' },
    });
  });

  test('is read by key and target, a page at a time', async () => {
    await shop.client.stocked('S-PAGES', 1);
    for (const onHand of [2, 3]) await send('PUT', '/v1/admin/stock/S-PAGES', { body: { onHand } });
    const page = (query: string) =>
      shop.client.get<{ items: Entry[]; nextCursor: string | null }>(`/v1/admin/audit?${query}`, {
        as,
      });
    const query = 'target=stock/S-PAGES&key=environment&limit=2';

    const first = (await page(query)).body;
    const second = (await page(`${query}&cursor=${first.nextCursor}`)).body;

    const levels = [...first.items, ...second.items].map(({ after }) => (after as Json).onHand);
    expect(levels).toEqual([3, 2, 1]);
    expect(second.nextCursor).toBeNull();
    expect((await page('key=nobody')).body.items).toEqual([]);
    expect((await page('cursor=x')).status).toBe(400);
  });

  test('holds nothing about people', async () => {
    const rows = await log();
    expect(rows.some(({ target }) => target === 'customers/audited')).toBe(true);
    expect(JSON.stringify(rows)).not.toMatch(/private@example\.com|Private Person/);
  });

  test('cannot be changed or cut, not even by raw SQL', () => {
    const db = new Database(ledgerFile(shop.dataDir));
    try {
      expect(() => db.exec(`update audit set key_id = 'somebody else'`)).toThrow(/append-only/);
      expect(() => db.exec('delete from audit')).toThrow(/append-only/);
    } finally {
      db.close();
    }
  });
});
