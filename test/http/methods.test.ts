// Methods that a path does not have: 405 with those that it has (RFC 9110, 15.5.6), to whoever asks.

import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_KEY as as, type Json, orderBody } from '../support/http-client.js';
import { type OpenApiDocument, operationsOf } from '../support/openapi.js';
import { startShop, type TestShop } from '../support/shop.js';

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;
type Method = (typeof METHODS)[number] | 'TRACE';

let shop: TestShop;
let document: OpenApiDocument;

beforeAll(async () => {
  shop = await startShop({ RATE_LIMIT: 'off' });
  document = (await shop.client.get<OpenApiDocument>('/openapi.json')).body;
});
afterAll(() => shop.end());

async function ask(method: Method, path: string, headers: Record<string, string> = {}) {
  const answer = await request(`${shop.engine.url}${path}`, { method, headers });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers, text };
}

/** Every path of the document, with something in the place of its parameters, and its methods. */
function pathsOf(): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const { method, path } of operationsOf(document)) {
    const methods = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
    paths.set(path, [...(paths.get(path) ?? []), ...methods].sort());
  }
  return paths;
}

/** Of paths that look like another's with a parameter in it, the methods of both are there. */
const SHARED: Readonly<Record<string, string[]>> = {
  '/v1/customers/me': ['DELETE', 'GET', 'HEAD', 'PATCH'],
};

describe('a method that a path does not have', () => {
  test('is answered with those that it has, at every path of the document', async () => {
    const paths = pathsOf();
    expect(paths.size).toBeGreaterThan(60);

    for (const [path, methods] of paths) {
      const real = path.replaceAll(/\{\w+\}/g, 'x');
      for (const method of METHODS.filter((one) => !methods.includes(one))) {
        const { status, headers } = await ask(method, real);
        expect([method, path, status, headers.allow]).toEqual([
          method,
          path,
          405,
          (SHARED[path] ?? methods).join(', '),
        ]);
      }
    }
  });

  test('is told in a problem of its documented kind', async () => {
    const refused = await shop.client.send('DELETE', '/v1/orders');

    expect(refused.body).toEqual({
      type: '/problems/method-not-allowed',
      title: 'What is here does not have this method.',
      status: 405,
      allowed: ['GET', 'HEAD', 'POST'],
    });
    expect(refused.headers).toMatchObject({
      allow: 'GET, HEAD, POST',
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const page = await shop.client.get<{ example: Json }>('/problems/method-not-allowed');
    expect(Object.keys(page.body.example)).toEqual(Object.keys(refused.body));
  });

  test('is the same for everybody: it says nothing of what is there', async () => {
    const { body: order } = await shop.client.place(orderBody());
    const paths = [`/v1/orders/${order.id}`, '/v1/orders/none'];
    const asked = paths.flatMap((path) =>
      [{}, { as }, { as: 'made-up' }, { as: order.accessToken }].map((who) =>
        shop.client.send('PUT', path, who),
      ),
    );

    const answers = await Promise.all(asked);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([405]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.headers.allow).toBe('GET, HEAD');
  });

  test('does not have its path repeated, which may hold a token', async () => {
    const { status, text, headers } = await ask('GET', '/v1/password-resets/s3cret?token=s3cret');

    expect([status, headers.allow]).toEqual([405, 'PUT']);
    expect(text).not.toContain('s3cret');
  });

  test('is known under what the path is when it is decoded', async () => {
    expect((await ask('DELETE', '/v1/%6Frders?limit=1')).headers.allow).toBe('GET, HEAD, POST');
    expect((await ask('POST', '/v1/products/a%2Fb')).headers.allow).toBe('GET, HEAD');
    expect((await ask('POST', '/v1/products/%25zz%2525')).headers.allow).toBe('GET, HEAD');
    // What the router reads as an article without a name.
    expect((await ask('POST', '/v1/products/')).headers.allow).toBe('GET, HEAD');
  });

  test.each(['OPTIONS', 'TRACE'] as const)('may be one that no path has: %s', async (method) => {
    expect((await ask(method, '/v1/carts')).headers.allow).toBe('POST');
    expect((await ask(method, '/')).headers.allow).toBe('GET, HEAD');
    expect((await ask(method, '/assets/x.js')).headers.allow).toBe('GET, HEAD');
  });

  test('shows a page to whoever looks for one', async () => {
    const { status, headers, text } = await ask('GET', '/v1/quotes', { accept: 'text/html' });

    expect([status, headers.allow]).toEqual([405, 'POST']);
    expect(text).toMatch(/^<!doctype html>/i);
  });
});

describe('a path at which nothing stands', () => {
  const nowhere = ['/v1/nothing', '/V1/orders', '/v1/orders/a/b', '/v1/ordersx', '/livez/', '//'];

  test.each(nowhere)('is not there, whatever the method is: %s', async (path) => {
    for (const method of METHODS) {
      const { status, headers } = await ask(method, path);
      expect([method, status, headers.allow]).toEqual([method, 404, undefined]);
    }
  });

  test('is one where the shop has no route, as outside of demo mode', async () => {
    const bare = await startShop({ DEMO: 'false' });
    try {
      const { status } = await bare.client.send('GET', '/order/place-order');
      expect(status).toBe(404);
    } finally {
      await bare.end();
    }
  });

  test('is one of a folder where the file is not, for a method that files have', async () => {
    const { status, headers } = await ask('GET', '/assets/none.js');

    expect([status, headers.allow]).toEqual([404, undefined]);
  });

  test.each(['DELETE', 'TRACE'] as const)(
    'is refused where it cannot be decoded: %s',
    async (method) => {
      for (const path of ['/v1/orders/%ff', '/v1/%', '/v1/orders/%25%2', '/%C0%80', '/%E0%A4%A']) {
        expect([path, (await ask(method, path)).status]).toEqual([path, 400]);
      }
    },
  );
});
