// Signing in and out over HTTP: cookies, other sites' pages, other browsers, and wrong passwords.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser, newEmail, PASSWORD, registered } from '../support/account-browser.js';
import { type Json, of, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

const SESSION = '__Host-orderloom';
const DEVICE = '__Host-orderloom-device';

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop({ CLIENT_FAILURES_FREE: '10000', SIGN_IN_FAILURES_FREE: '3' });
});
afterAll(() => shop.end());

const cookiesOf = (headers: Json): string[] => [headers['set-cookie'] ?? []].flat() as string[];

describe('the cookie of a session', () => {
  test('is one that scripts cannot read and no other host can set, of 256 random bits', async () => {
    const { browser, email } = await registered(shop.client);
    const { headers } = await browser.signIn(email);

    const [session = '', device = ''] = cookiesOf(headers);
    expect(session).toMatch(
      /^__Host-orderloom=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=2592000$/,
    );
    expect(device).toMatch(/^__Host-orderloom-device=[\w.-]+; Path=\/; HttpOnly; Secure; /);
  });

  test('is another one after each sign-in, and the old one is worth nothing', async () => {
    const { browser, email } = await registered(shop.client);
    const before = browser.copy();

    await browser.signIn(email);

    expect(browser.cookies.get(SESSION)).not.toBe(before.cookies.get(SESSION));
    expect((await before.get('/v1/customers/me')).status).toBe(401);
    expect((await browser.get('/v1/customers/me')).status).toBe(200);
  });

  test('is not to be found in the data', async () => {
    const { browser, id } = await registered(shop.client);
    const sessions = await shop.engine.shop.store.sessionsOf(id);
    const credentials = await shop.engine.shop.store.credentialsOf(id);

    expect(sessions).toHaveLength(1);
    const kept = JSON.stringify([sessions, credentials]);
    expect(kept).not.toContain(browser.cookies.get(SESSION));
    expect(kept).not.toContain(PASSWORD);
    expect(credentials?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('a session that is over', () => {
  const dead = () => {
    const browser = new Browser(shop.client);
    browser.cookies.set(SESSION, 'A'.repeat(43));
    return browser;
  };

  test.each([
    '/v1/customers/me',
    '/v1/customers/me/export',
    '/v1/sessions',
    '/v1/orders',
    '/v1/orders/01ARZ3NDEKTSV4RRFFQ69G5FAV',
  ])('is told so where one is needed, and its cookie is cleared: %s', async (path) => {
    const browser = dead();

    const answer = await browser.get(path);

    expect(answer).toMatchObject({ status: 401, body: { type: '/problems/session-expired' } });
    expect(cookiesOf(answer.headers)).toEqual([
      '__Host-orderloom=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0',
    ]);
    expect(browser.cookies.size).toBe(0);
  });

  test('is a guest where none is needed', async () => {
    expect((await dead().get('/v1/session')).body).toEqual({ customer: null, cartId: null });
    const placed = await dead().post('/v1/orders', orderBody());
    expect(placed.status).toBe(201);
    expect(placed.body.accessToken).toEqual(expect.any(String));
    expect(placed.body.customer).not.toHaveProperty('id');
  });

  test.each(['', 'short', 'not a token!', 'x'.repeat(5_000)])(
    'may have any cookie: %s',
    async (value) => {
      const headers = { cookie: `other=1; ${SESSION}=${value}`, 'sec-fetch-site': 'none' };
      const answer = await shop.client.get('/v1/session', { headers });
      expect(answer).toMatchObject({ status: 200, body: { customer: null } });
    },
  );
});

describe('a page of another site', () => {
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'SELF' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    {},
  ];
  const cookie = (browser: Browser) => `${SESSION}=${browser.cookies.get(SESSION)}`;
  const withSelf = (headers: Record<string, string>) =>
    headers.origin === 'SELF' ? { ...headers, origin: shop.engine.url } : headers;

  for (const headers of foreign) {
    test(`cannot change anything with the cookie: ${JSON.stringify(headers)}`, async () => {
      const { browser, id } = await registered(shop.client);
      const sending = { headers: { cookie: cookie(browser), ...withSelf(headers) } };
      const attempts = [
        await shop.client.post('/v1/orders', { ...sending, body: orderBody() }),
        await shop.client.send('PATCH', '/v1/customers/me', { ...sending, body: { name: 'X' } }),
        await shop.client.send('DELETE', '/v1/sessions', sending),
        await shop.client.send('DELETE', '/v1/session', sending),
        await shop.client.send('DELETE', '/v1/customers/me', {
          ...sending,
          body: { password: PASSWORD },
        }),
        await shop.client.send('PUT', '/v1/customers/me/password', {
          ...sending,
          body: { password: PASSWORD, newPassword: 'another good password' },
        }),
      ];

      for (const attempt of attempts) {
        expect(attempt).toMatchObject({
          status: 403,
          body: { type: '/problems/cross-site-request' },
        });
      }
      expect((await browser.get('/v1/session')).body).toMatchObject({ customer: { id } });
    });
  }

  test('cannot sign a browser in to an account of its own', async () => {
    const { email } = await registered(shop.client);
    const headers = { 'sec-fetch-site': 'cross-site' };
    const body = { email, password: PASSWORD };

    const answer = await shop.client.post('/v1/session', { headers, body });

    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/cross-site-request' } });
  });

  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
  ])('cannot send what a form sends: %s', async (type) => {
    const { browser } = await registered(shop.client);
    const body = JSON.stringify({ email: newEmail(), password: PASSWORD, name: 'X' });
    const headers = { 'content-type': type };

    for (const path of ['/v1/session', '/v1/customers', '/v1/orders', '/v1/password-resets']) {
      expect(await browser.post(path, body, { headers })).toMatchObject({
        status: 415,
        body: { type: '/problems/unsupported-media-type' },
      });
    }
  });

  test('is told from our own, by any browser', async () => {
    const { browser } = await registered(shop.client);
    const patch = (headers: Record<string, string>) =>
      shop.client.send('PATCH', '/v1/customers/me', {
        headers: { cookie: cookie(browser), ...headers },
        body: { name: 'X' },
      });

    expect((await patch({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await patch({ 'sec-fetch-site': 'none' })).status).toBe(200);
    expect((await patch({ origin: shop.engine.url })).status).toBe(200);
  });

  test('may link to us: reading needs no such proof', async () => {
    const { browser, id } = await registered(shop.client);
    const headers = { cookie: cookie(browser), 'sec-fetch-site': 'cross-site' };
    expect((await shop.client.get('/v1/session', { headers })).body).toMatchObject({
      customer: { id },
    });
  });
});

describe('signing out', () => {
  test('ends the session, and may be repeated', async () => {
    const { browser } = await registered(shop.client);
    const thief = browser.copy();

    expect((await browser.send('DELETE', '/v1/session')).status).toBe(204);
    expect(browser.cookies.has(SESSION)).toBe(false);
    expect((await browser.send('DELETE', '/v1/session')).status).toBe(204);
    expect((await thief.get('/v1/customers/me')).status).toBe(401);
  });

  test('of all other browsers leaves the one that asks', async () => {
    const { browser, email } = await registered(shop.client);
    const others = [new Browser(shop.client), new Browser(shop.client)];
    for (const other of others) await other.signIn(email);
    const listed = await browser.get<{ items: Json[] }>('/v1/sessions');
    expect(listed.body.items).toHaveLength(3);
    expect(listed.body.items.filter(({ current }) => current)).toHaveLength(1);

    expect((await browser.send('DELETE', '/v1/sessions')).body).toEqual({ ended: 2 });

    for (const other of others) expect((await other.get('/v1/customers/me')).status).toBe(401);
    expect((await browser.get('/v1/customers/me')).status).toBe(200);
  });

  test('of one browser is for its owner alone', async () => {
    const [a, b] = [await registered(shop.client), await registered(shop.client)];
    const [session] = (await a.browser.get<{ items: Json[] }>('/v1/sessions')).body.items;
    const path = `/v1/sessions/${session?.id}`;

    expect((await b.browser.send('DELETE', path)).status).toBe(404);
    expect((await a.browser.get('/v1/customers/me')).status).toBe(200);
    expect((await a.browser.send('DELETE', path)).status).toBe(204);
    expect(a.browser.cookies.has(SESSION)).toBe(false);
  });
});

describe('changing the password', () => {
  const change = (browser: Browser, password: string, newPassword: string) =>
    browser.send('PUT', '/v1/customers/me/password', { body: { password, newPassword } });

  test('signs every other browser out, and gives this one a new cookie', async () => {
    const { browser, email } = await registered(shop.client);
    const other = new Browser(shop.client);
    await other.signIn(email);
    const thief = browser.copy();

    expect((await change(browser, PASSWORD, 'another good password')).status).toBe(204);

    expect((await browser.get('/v1/customers/me')).status).toBe(200);
    for (const gone of [other, thief]) {
      expect((await gone.get('/v1/customers/me')).status).toBe(401);
    }
    expect((await new Browser(shop.client).signIn(email)).status).toBe(401);
    const signedIn = await new Browser(shop.client).signIn(email, 'another good password');
    expect(signedIn.status).toBe(200);
  });

  test('needs the old one, and a good new one', async () => {
    const { browser, email } = await registered(shop.client);

    expect(await change(browser, 'not it at all', 'another good password')).toMatchObject({
      status: 401,
      body: { type: '/problems/wrong-credentials' },
    });
    expect(await change(browser, PASSWORD, email)).toMatchObject({
      status: 422,
      body: { pointer: '/newPassword', reason: 'of-your-own' },
    });
    expect((await browser.get('/v1/customers/me')).status).toBe(200);
  });

  test('at once with a sign-in leaves no session of the old password behind', async () => {
    const { browser, email } = await registered(shop.client);
    const others = Array.from({ length: 3 }, () => new Browser(shop.client));

    const [changed, ...answers] = await Promise.all([
      change(browser, PASSWORD, 'another good password'),
      ...others.map((other) => other.signIn(email)),
    ]);

    expect(changed?.status).toBe(204);
    expect(answers.every(({ status }) => status === 200 || status === 401)).toBe(true);
    for (const other of others) expect((await other.get('/v1/customers/me')).status).toBe(401);
  });
});

describe('a wrong password', () => {
  test('and an unknown address get the same answer', async () => {
    const { email } = await registered(shop.client);

    const wrong = await new Browser(shop.client).signIn(email, 'wrong password');
    const unknown = await new Browser(shop.client).signIn(newEmail(), 'wrong password');
    const seeded = await new Browser(shop.client).signIn('anna.schneider@example.com', 'anna');

    expect(wrong).toMatchObject({ status: 401, body: { type: '/problems/wrong-credentials' } });
    for (const other of [unknown, seeded]) {
      expect(other.text).toBe(wrong.text);
      expect(other.status).toBe(wrong.status);
      expect(Object.keys(other.headers).sort()).toEqual(Object.keys(wrong.headers).sort());
    }
  });

  test('too often has to wait, known address or not, and the right one too', async () => {
    const { email } = await registered(shop.client);
    for (const address of [email, newEmail()]) {
      const stranger = new Browser(shop.client);
      for (let tries = 0; tries < 3; tries += 1) {
        expect((await stranger.signIn(address, `wrong password ${tries}`)).status).toBe(401);
      }

      const refused = await stranger.signIn(address);

      expect(refused).toMatchObject({
        status: 429,
        body: { type: '/problems/too-many-attempts', retryAfterSeconds: expect.any(Number) },
      });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
  });

  test('of somebody else does not keep a browser out that has signed in before', async () => {
    const { browser, email } = await registered(shop.client);
    await browser.send('DELETE', '/v1/session');
    expect(browser.cookies.has(DEVICE)).toBe(true);
    const stranger = new Browser(shop.client);
    for (let tries = 0; tries < 10; tries += 1) await stranger.signIn(email, 'wrong password');
    expect((await stranger.signIn(email)).status).toBe(429);

    expect((await browser.signIn(email)).status).toBe(200);
  });

  test('a hundred times at once is counted a hundred times', async () => {
    const { email } = await registered(shop.client);

    const answers = await Promise.all(
      Array.from({ length: 100 }, () => new Browser(shop.client).signIn(email, 'wrong password')),
    );

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(97);
  });

  test('asked of an open browser is limited too', async () => {
    const { browser } = await registered(shop.client);
    const erase = () =>
      browser.send('DELETE', '/v1/customers/me', { body: { password: 'a wrong password' } });

    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) statuses.push((await erase()).status);

    expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
  });
});

describe('orders of a session', () => {
  test('count against the stock like any other', async () => {
    const { browser } = await registered(shop.client);
    await shop.client.stocked('SESSION-1', 1);
    const answers = await Promise.all(
      [1, 2, 3].map(() => browser.post('/v1/orders', orderBody(of('SESSION-1')))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });
});
