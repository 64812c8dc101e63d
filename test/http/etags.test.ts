// `If-None-Match` as RFC 9110, 13.1.2, has it: one tag, a list of them, `*`; and only for a 200.

import * as fc from 'fast-check';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isNamed } from '../../src/http/etags.js';
import { OPERATOR_KEY, orderBody, type PlacedBody } from '../support/http-client.js';
import { atRest } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';

describe('a tag', () => {
  test.each([
    ['"a"', true],
    ['W/"a"', true],
    ['*', true],
    [' * ', true],
    ['"b", "a"', true],
    ['"b",W/"a" , "c"', true],
    [', ,"a",', true],
    ['"b"', false],
    ['W/"b", "c"', false],
    ['"A"', false],
    ['', false],
    ['a', false],
    ['"a', false],
    ['"*"', false],
    ['"b", *', false],
    ['"a,b"', false],
    ['"b,"a', false],
  ])('"a" is or is not named by %s', (condition, expected) => {
    expect(isNamed('"a"', condition)).toBe(expected);
    expect(isNamed('W/"a"', condition)).toBe(expected);
  });

  const opaque = fc.stringMatching(/^[\x21\x23-\x7e]{0,12}$/).map((text) => `"${text}"`);
  const tag = fc.tuple(fc.constantFrom('', 'W/'), opaque).map((parts) => parts.join(''));
  const space = fc.stringMatching(/^[ \t]{0,2}$/);

  test('is named by a list exactly if it stands in it, whatever is weak', () => {
    fc.assert(
      fc.property(tag, fc.array(fc.tuple(space, tag, space), { maxLength: 8 }), (one, others) => {
        const list = others.map((parts) => parts.join('')).join(',');
        const strong = (text: string) => text.replace(/^W\//, '');
        const stands = others.some(([, other]) => strong(other) === strong(one));
        expect(isNamed(one, list)).toBe(stands);
        expect(isNamed(one, `${list}, ${one}`)).toBe(true);
      }),
    );
  });
});

describe('what is read again', () => {
  let shop: TestShop;
  let order: PlacedBody;
  let paths: string[];

  beforeAll(async () => {
    shop = await startShop();
    order = (await shop.client.place(orderBody())).body;
    await atRest(shop, order.id);
    const lines = [{ sku: 'MUG-BLUE', quantity: 1 }];
    const body = { lines, reason: 'broken' };
    await shop.client.post(`/v1/orders/${order.id}/refunds`, { as: OPERATOR_KEY, body });
    await atRest(shop, order.id);
    const { refunds } = (await shop.client.get(`/v1/orders/${order.id}`, { as: OPERATOR_KEY }))
      .body as unknown as { refunds: { creditNote: { pdf: string; xml: string } }[] };
    const { pdf, xml } = refunds[0]?.creditNote ?? { pdf: '', xml: '' };
    paths = [
      '/v1/shop',
      '/v1/products',
      '/v1/products/MUG-BLUE',
      ...['', '/timeline', '/refunds', '/invoice.pdf', '/invoice.xml'].map(
        (part) => `/v1/orders/${order.id}${part}`,
      ),
      pdf,
      xml,
    ];
  });
  afterAll(() => shop.end());

  async function read(path: string, condition?: string, method: 'GET' | 'HEAD' = 'GET') {
    const answer = await request(`${shop.engine.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${order.accessToken}`,
        ...(condition === undefined ? {} : { 'if-none-match': condition }),
      },
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    return { status: answer.statusCode, headers: answer.headers, bytes };
  }

  test('is not sent to who names its tag, in a list or by `*`', async () => {
    for (const path of paths) {
      const first = await read(path);
      const tag = first.headers.etag as string;
      expect([path, first.status, tag]).toEqual([path, 200, expect.stringMatching(/^(W\/)?".+"$/)]);

      for (const condition of [tag, `"x", ${tag}`, `W/"x,y" , ${tag.replace(/^W\//, '')}`, '*']) {
        const again = await read(path, condition);
        expect([path, condition, again.status, again.bytes.length]).toEqual([
          path,
          condition,
          304,
          0,
        ]);
        expect(again.headers).toMatchObject({ etag: tag });
        expect(again.headers['cache-control']).toBe(first.headers['cache-control']);
        expect(again.headers['content-length']).toBeUndefined();
      }
      const other = await read(path, '"x", W/"y"');
      expect([path, other.status, other.bytes]).toEqual([path, 200, first.bytes]);
    }
  });

  test('is the same for HEAD, with the length that GET would have', async () => {
    for (const path of paths) {
      const { headers, bytes } = await read(path);
      const tag = headers.etag as string;
      for (const [condition, status] of [
        ['"x"', 200],
        [`"x", ${tag}`, 304],
      ] as const) {
        const head = await read(path, condition, 'HEAD');
        expect([path, head.status, head.headers.etag]).toEqual([path, status, tag]);
        expect(head.headers['content-length']).toBe(String(bytes.length));
      }
    }
  });

  test('is refused with no tag, and whatever is named', async () => {
    const missing = await read('/v1/products/NO-SUCH-THING');
    expect([missing.status, missing.headers.etag]).toEqual([404, undefined]);
    const others = ['/v1/products/NO-SUCH-THING', '/v1/orders/NONE', '/v1/products?limit=0'];
    for (const path of others) {
      const { status } = await read(path);
      expect([404, 400]).toContain(status);
      expect((await read(path, '*')).status).toBe(status);
    }
  });

  test('may be a file of the pages: they take lists too', async () => {
    const page = (await read('/')).bytes.toString();
    const file = /\/assets\/[^"]+\.js/.exec(page)?.[0] as string;
    const tag = (await read(file)).headers.etag as string;

    expect((await read(file, `"x", ${tag}`)).status).toBe(304);
    expect((await read(file, '*')).status).toBe(304);
    expect((await read(file, '"x"')).status).toBe(200);
  });
});
