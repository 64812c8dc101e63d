// The OpenAPI document that the server makes of its own schemas, and answers held against it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  OPERATOR_KEY as as,
  type Json,
  of,
  orderBody,
  paidWith,
} from '../support/http-client.js';
import {
  bodyFaults,
  documentedFor,
  type MediaType,
  type OpenApiDocument,
  operationsOf,
  schemaFault,
} from '../support/openapi.js';
import { atRest } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { promotionBody } from '../support/shop-promotions.js';

interface Exchange {
  method: string;
  path: string;
  answer: Answer<unknown>;
}

let shop: TestShop;
let document: OpenApiDocument;
let exchanges: Exchange[];

beforeAll(async () => {
  shop = await startShop({ PAYMENT_TIMEOUT_MS: '800' });
  document = (await shop.client.get<OpenApiDocument>('/openapi.json')).body;
  exchanges = await converse(shop);
});
afterAll(() => shop.end());

const exchange = (method: string, path: string, answer: Answer<unknown>): Exchange => ({
  method,
  path,
  answer,
});

/** What there is to be asked about an order's tasks, its invoice and its figures. */
async function background(shop: TestShop, orderId: string): Promise<Exchange[]> {
  const { client } = shop;
  await atRest(shop, orderId);
  const get = async (path: string, url = path) =>
    exchange('GET', path, await client.get(url, { as }));
  const post = async (path: string, url = path, body?: Json) =>
    exchange('POST', path, await client.post(url, { as, ...(body ? { body } : {}) }));
  const pdf = '/v1/orders/{id}/invoice.pdf';
  const xml = '/v1/orders/{id}/invoice.xml';
  const retry = '/v1/admin/tasks/{id}/retry';
  return [
    await get(pdf, `/v1/orders/${orderId}/invoice.pdf`),
    await get(pdf, '/v1/orders/NONE/invoice.pdf'),
    await get(xml, `/v1/orders/${orderId}/invoice.xml`),
    await get(xml, `/v1/orders/${orderId}/invoice.xml?format=cii&profile=peppol`),
    await get('/v1/admin/tasks'),
    await get('/v1/admin/tasks', '/v1/admin/tasks?state=lost'),
    await get('/v1/admin/task-counts'),
    await get('/v1/admin/dead-letters'),
    await post(retry, `/v1/admin/tasks/${orderId}.invoice/retry`),
    await post(retry, '/v1/admin/tasks/none/retry'),
    await post('/v1/admin/dead-letters'),
    await post('/v1/admin/dead-letters', '/v1/admin/dead-letters', { topic: 'lunch' }),
    ...(await operatorsOfPromotions(shop)),
    await get('/v1/admin/analytics'),
    await get('/v1/admin/analytics', '/v1/admin/analytics?bucket=day'),
    await get('/v1/admin/analytics', '/v1/admin/analytics?from=never'),
    await post('/v1/webhooks/warehouse', '/v1/webhooks/warehouse', {}),
  ];
}

/** What operators are answered about promotions. */
async function operatorsOfPromotions({ client }: TestShop): Promise<Exchange[]> {
  const [all, one, url] = [
    '/v1/admin/promotions',
    '/v1/admin/promotions/{id}',
    '/v1/admin/promotions/o-new',
  ];
  const put = (more: Json = {}) =>
    client.send('PUT', url, { as, body: promotionBody({ coupon: 'O-NEW', ...more }) });
  const limit = { uses: 5, usesPerCustomer: 1, budget: { EUR: '10.00' } };
  return [
    exchange('PUT', one, await put()),
    exchange('PUT', one, await put({ limit })),
    exchange('PUT', one, await put({ priority: 'high' })),
    exchange('GET', one, await client.get(url, { as })),
    exchange('GET', one, await client.get(`${all}/none`, { as })),
    exchange('GET', all, await client.get(all, { as })),
    exchange('GET', all, await client.get(`${all}?limit=0`, { as })),
    exchange('DELETE', one, await client.send('DELETE', url, { as })),
    exchange('DELETE', one, await client.send('DELETE', url, { as })),
    exchange('DELETE', one, await client.send('DELETE', url)),
  ];
}

/** One of every kind of answer. */
async function converse(shop: TestShop): Promise<Exchange[]> {
  const { client } = shop;
  const quote = { currency: 'EUR', country: 'DE', lines: [{ sku: 'MUG-BLUE', quantity: '0.5' }] };
  const product = { name: 'A', category: 'A', taxCategory: 'books', prices: { USD: '0.125' } };
  const customer = { email: 'a@example.com', name: 'A' };
  const placed = await client.place(orderBody({ coupons: ['WELCOME10'], vatId: 'DE123456789' }));
  const order = `/v1/orders/${placed.body.id}`;
  const orders = (answer: Answer<unknown>) => exchange('POST', '/v1/orders', answer);
  const put = (path: string, body: Json) => client.send('PUT', path, { as, body });
  const sku = '/v1/admin/products/{sku}';
  const stock = '/v1/admin/stock/{sku}';
  return [
    orders(placed),
    orders(await client.place(paidWith('tok_timeout_charged'))),
    orders(await client.place(orderBody({ customer: 1, extra: 2 }))),
    orders(await client.place(orderBody(), { as: 'made-up' })),
    orders(await client.place(paidWith('tok_decline'))),
    orders(await client.place(orderBody({ priceBasis: 'net' }))),
    orders(await client.place(orderBody(of('LAMP-PAPER')))),
    orders(await client.place(orderBody({ expectedTotal: 1 }))),
    orders(await client.place('{}', { headers: { 'content-type': 'text/html' } })),
    orders(await client.place(orderBody(of('NO-SUCH-THING')))),
    exchange('GET', '/v1/orders', await client.get('/v1/orders', { as })),
    exchange('GET', '/v1/orders', await client.get('/v1/orders')),
    exchange('GET', '/v1/orders/{id}', await client.get(order, { as })),
    exchange('GET', '/v1/orders/{id}', await client.get(order)),
    exchange('GET', '/v1/orders/{id}/timeline', await client.get(`${order}/timeline`, { as })),
    exchange('POST', '/v1/orders/{id}/cancel', await client.post(`${order}/cancel`, { as })),
    exchange('GET', '/v1/orders/{id}/events', await client.get(`${order}/events`)),
    exchange('POST', '/v1/quotes', await client.post('/v1/quotes', { body: quote })),
    exchange('POST', '/v1/quotes', await client.post('/v1/quotes', { body: {} })),
    exchange('GET', '/v1/products', await client.get('/v1/products?limit=100')),
    exchange('GET', '/v1/products', await client.get('/v1/products?limit=0')),
    exchange('GET', '/v1/products/{sku}', await client.get('/v1/products/MUG-BLUE')),
    exchange('GET', '/v1/products/{sku}', await client.get('/v1/products/NOTHING')),
    exchange('PUT', sku, await put('/v1/admin/products/O-NEW', product)),
    exchange('PUT', sku, await put('/v1/admin/products/O-NEW', product)),
    exchange('PUT', sku, await put('/v1/admin/products/O-NEW', { ...product, taxCategory: '?' })),
    exchange('PUT', stock, await put('/v1/admin/stock/O-NEW', { onHand: 5 })),
    exchange('GET', stock, await client.get('/v1/admin/stock/O-NEW', { as })),
    exchange('GET', stock, await client.get('/v1/admin/stock/O-NEW')),
    exchange('PUT', '/v1/admin/customers/{id}', await put('/v1/admin/customers/O-1', customer)),
    exchange('GET', '/v1/admin/pools', await client.get('/v1/admin/pools', { as })),
    exchange('GET', '/v1/admin/pools', await client.get('/v1/admin/pools')),
    ...(await background(shop, placed.body.id)),
    exchange('GET', '/problems/{type}', await client.get('/problems/out-of-stock')),
    exchange('GET', '/problems/{type}', await client.get('/problems/bad-weather')),
    exchange('GET', '/orders/{id}', await client.get(`/orders/${placed.body.id}`, { as })),
    exchange('GET', '/orders/{id}', await client.get('/orders/none?token=x')),
    exchange('POST', '/order/place-order', await client.post('/order/place-order?customerId=1')),
    exchange(
      'POST',
      '/order/place-order',
      await client.post('/order/place-order?customerId=99999'),
    ),
  ];
}

const titleOf = ({ method, path, answer }: Exchange): string =>
  `${method} ${path} → ${answer.status}`;

const mediaTypeOf = ({ answer }: Exchange): string =>
  String(answer.headers['content-type']).split(';', 1)[0] as string;

const isJson = (exchange: Exchange): boolean => /[/+]json$/.test(mediaTypeOf(exchange));

const documented = ({ method, path, answer: { status } }: Exchange) =>
  documentedFor(document, { method, path, status });

describe('the OpenAPI document', () => {
  test('is of version 3.1 and says whose it is', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'Orderloom', version: '0.0.0-test' });
  });

  test('has every route', () => {
    const routes = operationsOf(document).map(
      ({ method, path }) => `${method.toUpperCase()} ${path}`,
    );

    expect(routes).toEqual(
      expect.arrayContaining([
        'POST /v1/orders',
        'GET /v1/orders',
        'GET /v1/orders/{id}',
        'GET /v1/orders/{id}/timeline',
        'GET /v1/orders/{id}/events',
        'GET /v1/orders/{id}/invoice.pdf',
        'GET /v1/orders/{id}/invoice.xml',
        'POST /v1/orders/{id}/cancel',
        'POST /v1/quotes',
        'GET /v1/products',
        'GET /v1/products/{sku}',
        'GET /v1/admin/stock/{sku}',
        'PUT /v1/admin/stock/{sku}',
        'POST /v1/admin/stock/{sku}',
        'PUT /v1/admin/products/{sku}',
        'PUT /v1/admin/customers/{id}',
        'GET /v1/admin/pools',
        'GET /v1/admin/tasks',
        'GET /v1/admin/task-counts',
        'POST /v1/admin/tasks/{id}/retry',
        'GET /v1/admin/dead-letters',
        'POST /v1/admin/dead-letters',
        'GET /v1/admin/promotions',
        'GET /v1/admin/promotions/{id}',
        'PUT /v1/admin/promotions/{id}',
        'DELETE /v1/admin/promotions/{id}',
        'GET /v1/admin/analytics',
        'POST /v1/webhooks/payments/{provider}',
        'POST /v1/webhooks/warehouse',
        'POST /order/place-order',
        'GET /orders/{id}',
        'GET /livez',
        'GET /readyz',
        'GET /problems/{type}',
      ]),
    );
  });

  test('declares the parameters of its paths, and no others', () => {
    for (const { path, operation } of operationsOf(document)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name).sort()).toEqual(inPath.sort());
      expect(declared.every(({ required }) => required === true)).toBe(true);
    }
  });

  test('has nothing in it that is no JSON Schema of 2020-12', () => {
    const schemas = operationsOf(document).flatMap(({ operation }) => [
      ...(operation.parameters ?? []).map(({ schema }) => schema),
      ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
      ...Object.values(operation.responses).flatMap(({ content = {} }) =>
        Object.values(content).map(({ schema }) => schema),
      ),
    ]);
    expect(schemas.length).toBeGreaterThan(20);

    const faults = schemas.flatMap((schema) => (schema && schemaFault(document, schema)) ?? []);

    expect(faults).toEqual([]);
  });

  test('describes each operation, each of its answers and who may ask', () => {
    const schemes = Object.keys(document.components.securitySchemes);
    for (const { path, operation } of operationsOf(document)) {
      expect(operation.summary, path).toBeTruthy();
      expect(operation.tags?.length, path).toBeGreaterThan(0);
      for (const { description } of Object.values(operation.responses)) {
        expect(description, path).toEqual(expect.any(String));
      }
      const needed = (operation.security ?? []).flatMap(Object.keys);
      for (const scheme of needed) expect(schemes).toContain(scheme);
    }
  });

  test('asks for the body that the example of an order is', () => {
    const content = document.paths['/v1/orders']?.post?.requestBody?.content ?? {};
    const asked = { description: '', content };
    const example = exampleOf(content['application/json']);

    expect(example).toMatchObject({ payment: { token: 'tok_approve' } });
    expect(bodyFaults(document, asked, answerOf(example))).toEqual([]);
    expect(bodyFaults(document, asked, answerOf({ ...example, x: 1 }))).not.toEqual([]);
  });
});

/** Where OpenAPI lets an example be. */
function exampleOf(media: MediaType | undefined): Json | undefined {
  const [named] = Object.values(media?.examples ?? {});
  return media?.example ?? named?.value ?? (media?.schema?.examples as Json[] | undefined)?.[0];
}

const answerOf = (body: unknown): Answer<unknown> => ({ status: 0, headers: {}, body, text: '' });

describe('an answer', () => {
  test('has a status that is documented for its route', () => {
    const undocumented = exchanges.filter((exchange) => !documented(exchange)).map(titleOf);

    expect(undocumented).toEqual([]);
  });

  test('has a body that its documented schema allows', () => {
    const faults = exchanges.flatMap((exchange) => {
      const documentation = documented(exchange);
      if (!documentation?.content || !isJson(exchange)) return [];
      return bodyFaults(document, documentation, exchange.answer).map(
        (fault) => `${titleOf(exchange)}: ${fault}`,
      );
    });

    expect(faults).toEqual([]);
  });

  test('is of a media type that is documented for it', () => {
    const others = exchanges.filter((exchange) => {
      const content = documented(exchange)?.content;
      return content && !(mediaTypeOf(exchange) in content);
    });

    expect(others.map((exchange) => `${titleOf(exchange)}: ${mediaTypeOf(exchange)}`)).toEqual([]);
  });
});
