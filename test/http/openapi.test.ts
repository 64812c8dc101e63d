// The OpenAPI document that the server makes of its own schemas, and answers held against it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patternWords } from '../../src/http/pattern-words.js';
import { readExamples } from '../../src/shop-data.js';
import { Browser, PASSWORD } from '../support/account-browser.js';
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
    await get('/v1/shop'),
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

/** A cart that is filled, priced and not, and what nobody may see. */
async function cartAnswers({ client }: TestShop): Promise<Exchange[]> {
  const begun = await client.post<{ id: string }>('/v1/carts', { body: { currency: 'EUR' } });
  const url = `/v1/carts/${begun.body.id}`;
  const one = '/v1/carts/{id}';
  const [line, coupon] = [`${one}/lines/{sku}`, `${one}/coupons/{code}`];
  const send = async (method: 'PUT' | 'PATCH' | 'DELETE', path: string, at: string, body?: Json) =>
    exchange(method, path, await client.send(method, at, body ? { body } : {}));
  return [
    exchange('POST', '/v1/carts', begun),
    exchange('POST', '/v1/carts', await client.post('/v1/carts', { body: { lines: [] } })),
    await send('PUT', line, `${url}/lines/MUG-BLUE`, { quantity: 2 }),
    await send('PUT', line, `${url}/lines/MUG-BLUE`, { quantity: -2 }),
    await send('PUT', line, '/v1/carts/none/lines/MUG-BLUE', { quantity: 2 }),
    await send('PUT', coupon, `${url}/coupons/WELCOME10`),
    await send('PATCH', one, url, { country: 'US', currency: 'USD' }),
    await send('PATCH', one, url, { country: 'DE', currency: 'EUR', shippingMethod: 'express' }),
    await send('PATCH', one, url, { country: 'XX' }),
    exchange('GET', one, await client.get(`${url}?explain=true`)),
    await send('PUT', line, `${url}/lines/NOTHING`, { quantity: 1 }),
    await send('DELETE', coupon, `${url}/coupons/WELCOME10`),
    exchange('GET', one, await client.get(url)),
    exchange('GET', one, await client.get('/v1/carts/none')),
    exchange(
      'POST',
      '/v1/orders',
      await client.place({ cartId: 'none', payment: orderBody().payment }),
    ),
  ];
}

/** What somebody with an account is answered. */
async function customers({ client }: TestShop): Promise<Exchange[]> {
  const browser = new Browser(client);
  const email = 'openapi@example.com';
  const account = { email, name: 'Somebody', password: PASSWORD };
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: Json,
    url = path,
  ) => exchange(method, path, await browser.send(method, url, body ? { body } : {}));
  const [me, session, sessions] = ['/v1/customers/me', '/v1/session', '/v1/sessions'];
  const token = '/v1/password-resets/{token}';
  const guessed = `/v1/password-resets/${'A'.repeat(43)}`;
  return [
    await ask('GET', me),
    await ask('GET', session),
    await ask('POST', '/v1/customers', account),
    await ask('POST', '/v1/customers', account),
    await ask('POST', '/v1/customers', { ...account, password: 'password' }),
    await ask('POST', session, { email, password: 'wrong password' }),
    await ask('POST', session, { email, password: PASSWORD }),
    await ask('GET', session),
    await ask('GET', sessions),
    await ask('DELETE', sessions),
    await ask('DELETE', '/v1/sessions/{id}', undefined, '/v1/sessions/none'),
    await ask('GET', me),
    await ask('PATCH', me, { name: 'Other' }),
    await ask('PATCH', me, {}),
    await ask('POST', '/v1/orders', orderBody()),
    await ask('GET', '/v1/orders'),
    await ask('GET', `${me}/export`),
    await ask('PUT', `${me}/password`, { password: 'wrong password', newPassword: PASSWORD }),
    await ask('PUT', `${me}/password`, { password: PASSWORD, newPassword: `${PASSWORD}!` }),
    await ask('POST', '/v1/password-resets', { email }),
    await ask('PUT', token, { password: PASSWORD }, guessed),
    await ask('DELETE', me, { password: 'wrong password' }),
    await ask('DELETE', me, { password: `${PASSWORD}!` }),
    await ask('DELETE', session),
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
    ...(await cartAnswers(shop)),
    ...(await customers(shop)),
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
        'POST /v1/carts',
        'GET /v1/carts/{id}',
        'PATCH /v1/carts/{id}',
        'PUT /v1/carts/{id}/lines/{sku}',
        'PUT /v1/carts/{id}/coupons/{code}',
        'DELETE /v1/carts/{id}/coupons/{code}',
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
        'POST /v1/customers',
        'GET /v1/customers/me',
        'PATCH /v1/customers/me',
        'DELETE /v1/customers/me',
        'GET /v1/customers/me/export',
        'PUT /v1/customers/me/password',
        'POST /v1/session',
        'GET /v1/session',
        'DELETE /v1/session',
        'GET /v1/sessions',
        'DELETE /v1/sessions',
        'DELETE /v1/sessions/{id}',
        'POST /v1/password-resets',
        'PUT /v1/password-resets/{token}',
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

  test('asks for nothing by a pattern alone: whoever mistypes it is told in words', () => {
    const patterns = [...JSON.stringify(document).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)];
    const unsaid = patterns
      .map(([, pattern]) => JSON.parse(pattern as string) as string)
      .filter((pattern) => patternWords(pattern) === undefined);

    expect(patterns.length).toBeGreaterThan(50);
    expect(unsaid).toEqual([]);
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

describe('an example', () => {
  const shown = () =>
    operationsOf(document).flatMap(({ method, path, operation }) => [
      { place: `${method} ${path} body`, ...operation.requestBody },
      ...Object.entries(operation.responses)
        .filter(([status]) => Number(status) < 300)
        .map(([status, { content }]) => ({ place: `${method} ${path} ${status}`, content })),
    ]);

  test('stands beside every JSON body and every JSON answer', () => {
    const without = shown()
      .filter(({ content }) => content?.['application/json'])
      .filter(({ content }) => exampleOf(content?.['application/json']) === undefined)
      .map(({ place }) => place);

    // They hold a `type` and an `example` of their own, which Spectral would take for a schema's.
    expect(without).toEqual(['get /problems 200', 'get /problems/{type} 200']);
  });

  test('is what its schema says', () => {
    const faults = shown().flatMap(({ place, content = {} }) => {
      const example = exampleOf(content['application/json']);
      if (example === undefined) return [];
      const found = bodyFaults(document, { description: '', content }, answerOf(example));
      return found.map((fault) => `${place}: ${fault}`);
    });

    expect(faults).toEqual([]);
  });

  test('was made for something that is there', () => {
    const unknown = Object.entries(readExamples()).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, places]) => {
        const operation = document.paths[path]?.[method];
        return Object.keys(places)
          .filter(
            (place) => !(place === 'body' ? operation?.requestBody : operation?.responses[place]),
          )
          .map((place) => `${method} ${path} ${place}`);
      }),
    );

    expect(unknown).toEqual([]);
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
