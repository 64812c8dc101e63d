// Over bare sockets: who is slow, silent, or speaks no HTTP is let go of; and what headers and odd
// methods may do.

import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop({
    HEADERS_TIMEOUT_MS: '300',
    REQUEST_TIMEOUT_MS: '600',
    KEEP_ALIVE_TIMEOUT_MS: '300',
  });
});
afterAll(() => shop.end());

/** Sends, then waits until the server closes the connection. */
function talk(sent: string, drip?: { text: string; everyMs: number }): Promise<string> {
  const { hostname, port } = new URL(shop.engine.url);
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => {
      if (sent !== '') socket.write(sent);
    });
    const dripping =
      drip && setInterval(() => socket.writable && socket.write(drip.text), drip.everyMs);
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('error', (error: Error & { code?: string }) => {
      // A reset while we still send is a way of being let go of, too.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      clearInterval(dripping);
      resolve(heard);
    });
  });
}

const post = (headers: string[], body = ''): string =>
  ['POST /v1/orders HTTP/1.1', 'Host: shop', ...headers, '', body].join('\r\n');
const statusOf = (heard: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1]);

describe('a connection', () => {
  test('that says nothing is closed', async () => {
    expect(statusOf(await talk(''))).not.toBe(200);
  });

  test('whose headers come drop by drop is closed with 408', async () => {
    const heard = await talk('GET /livez HTTP/1.1\r\nHost: shop\r\n', {
      text: 'X-Slow: 1\r\n',
      everyMs: 50,
    });

    expect(statusOf(heard)).toBe(408);
    expect(heard).toContain('"type":"/problems/request-timeout"');
  });

  test('whose body comes drop by drop is closed with 408', async () => {
    const start = post(['Content-Type: application/json', 'Content-Length: 100000'], '{');
    const heard = await talk(start, { text: ' ', everyMs: 50 });

    expect(statusOf(heard)).toBe(408);
  });

  test('that is idle after an answer is closed', async () => {
    expect(statusOf(await talk('GET /livez HTTP/1.1\r\nHost: shop\r\n\r\n'))).toBe(200);
  });

  test('that speaks no HTTP gets 400 as a problem', async () => {
    const heard = await talk('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n');

    expect(statusOf(heard)).toBe(400);
    expect(heard).toContain('application/problem+json');
  });

  test('with more headers than fit gets 431', async () => {
    const heard = await talk(post([`X-Long: ${'x'.repeat(20_000)}`]));

    expect(statusOf(heard)).toBe(431);
    expect(heard).toContain('/problems/headers-too-large');
  });

  test('cannot smuggle a second request past two lengths', async () => {
    const smuggled = post(
      ['Content-Length: 3', 'Transfer-Encoding: chunked'],
      '0\r\n\r\nGET /livez',
    );
    const twice = post(['Content-Length: 3', 'Content-Length: 4'], '{}  ');

    expect(statusOf(await talk(smuggled))).toBe(400);
    expect(statusOf(await talk(twice))).toBe(400);
  });

  test('leaves others untouched while a hundred are slow', async () => {
    const slow = Array.from({ length: 100 }, () =>
      talk(post(['Content-Type: application/json', 'Content-Length: 100000'], '{'), {
        text: ' ',
        everyMs: 100,
      }),
    );
    const placed = await shop.client.place(orderBody());

    expect(placed.status).toBe(201);
    const ends = (await Promise.all(slow)).map(statusOf);
    // Cut off by the clock of the connection, or by that of the body that never came.
    expect(ends.filter((status) => status !== 408 && status !== 400)).toEqual([]);
  });
});

describe('a method', () => {
  test.each(['TRACE', 'CONNECT', 'PROPFIND', 'DELETE', 'FOO'])(
    'that no route has does nothing: %s',
    async (method) => {
      const heard = await talk(
        `${method} /v1/products HTTP/1.1\r\nHost: shop\r\nX-Secret: s3cret\r\nConnection: close\r\n\r\n`,
      );

      expect([400, 405]).toContain(heard === '' ? 400 : statusOf(heard));
      expect(heard).not.toContain('s3cret');
    },
  );
});

describe('an answer', () => {
  test.each([
    ['/v1/products', undefined],
    ['/v1/orders', 'private, no-store'],
    ['/v1/orders/NONE', 'private, no-cache'],
    ['/v1/admin/pools', 'private, no-store'],
    ['/v1/products/NO-SUCH-THING', 'no-store'],
    ['/v1/nothing', 'no-store'],
    ['/v1/orders/%ff', 'no-store'],
  ])(
    'of the API is never guessed at, and what is personal is kept by nobody: %s',
    async (path, cache) => {
      const { headers } = await shop.client.get(path);

      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe(cache);
    },
  );

  test('to an address that cannot be decoded does not repeat it', async () => {
    const { status, text } = await shop.client.get('/v1/orders/%ff?token=s3cret');

    expect(status).toBe(400);
    expect(text).toContain('the path cannot be decoded');
    expect(text).not.toContain('s3cret');
  });

  test.each(['/', '/account', '/ops', '/docs', '/orders/NONE?token=x'])(
    'that is a page is framed by nobody, also in older browsers: %s',
    async (path) => {
      const { headers } = await shop.client.get(path);

      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    },
  );

  test.each(['/docs', '/orders/NONE?token=x'])(
    'that is a page lets nothing in: %s',
    async (path) => {
      const { headers } = await shop.client.get(path);

      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    },
  );

  test('tells nothing of what the server is made of', async () => {
    const { headers, text } = await shop.client.get('/v1/nothing?token=s3cret');

    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers.server).toBeUndefined();
    expect(text).not.toContain('s3cret');
    expect(text).not.toMatch(/node_modules|at \w+ \(/);
  });
});

describe('a body', () => {
  const send = (body: string) => shop.client.post('/v1/quotes', { body });

  test.each([
    '{"__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    `{"currency":"EUR","country":"DE","lines":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    '{"currency":"EUR","country":"DE","lines":[{"sku":"MUG-BLUE","quantity":1e400}]}',
    '{"currency":"EUR","country":"DE","lines":[{"sku":"MUG-BLUE","quantity":123456789012345678901234567890}]}',
    '"\\ud800"',
  ])('that may confuse a parser is a 400: %#', async (body) => {
    expect((await send(body)).status).toBe(400);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });
});
