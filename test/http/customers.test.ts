// Accounts over HTTP: registered, changed, taken away and erased; and what belongs to them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser, newEmail, PASSWORD, registered } from '../support/account-browser.js';
import { openEvents } from '../support/event-stream.js';
import {
  OPERATOR_KEY as as,
  type Json,
  of,
  orderBody,
  type PlacedBody,
  paidWith,
} from '../support/http-client.js';
import { settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop({ CLIENT_FAILURES_FREE: '1000', PAYMENT_TIMEOUT_MS: '800' });
});
afterAll(() => shop.end());

const ofMine = (more: Json = {}) => {
  const { customer: _, ...body } = orderBody(more);
  return body;
};

describe('registering', () => {
  test('signs in, and answers who that is', async () => {
    const { browser, email, id } = await registered(shop.client);

    const session = await browser.get('/v1/session');
    expect(session.body).toEqual({
      customer: { id, email, name: 'Example Customer' },
      cartId: null,
    });
    expect((await browser.get('/v1/customers/me')).body).toMatchObject({ id, email });
  });

  test('is refused for an address that is taken, however it is written', async () => {
    const { email } = await registered(shop.client);
    const person = { email: email.toUpperCase(), name: 'Somebody', password: PASSWORD };

    const answer = await new Browser(shop.client).post('/v1/customers', person);

    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/email-taken' } });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('does not take over a customer whom the shop knew before', async () => {
    const person = { email: 'anna.schneider@example.com', name: 'Not Anna', password: PASSWORD };
    const known = await shop.engine.shop.store.customer('1');
    expect(known?.email).toBe(person.email);

    const answer = await new Browser(shop.client).post('/v1/customers', person);

    expect(answer.status).toBe(409);
  });

  test.each([
    ['k7#Qz', 'too-short'],
    ['password1', 'common'],
    ['PassWord123', 'common'],
    ['aaaaaaaaaaaa', 'repeated'],
    ['abcdefghijkl', 'repeated'],
    ['margarete.m1', 'of-your-own'],
  ])('refuses the password %s, and says beside which field', async (password, reason) => {
    const person = { email: 'margarete.m@example.org', name: 'Margarete', password };

    const answer = await new Browser(shop.client).post('/v1/customers', person);

    expect(answer).toMatchObject({
      status: 422,
      body: { type: '/problems/weak-password', pointer: '/password', reason },
    });
    expect(answer.text).not.toContain(password);
  });

  test.each([
    'пароль на кириллице',
    '正しい馬の電池ホチキス',
    '🐴🔋📎✅🐴🔋📎✅',
    ' spaces at both ends ',
  ])('takes any characters: %s', async (password) => {
    const email = newEmail();
    const person = { email, name: 'Somebody', password };
    expect((await new Browser(shop.client).post('/v1/customers', person)).status).toBe(201);

    const signedIn = await new Browser(shop.client).signIn(email, password.normalize('NFD'));

    expect(signedIn.status).toBe(200);
  });

  test('of one address at once succeeds once', async () => {
    const email = newEmail();
    const person = { email, name: 'Somebody', password: PASSWORD };

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => new Browser(shop.client).post('/v1/customers', person)),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });
});

describe('an account', () => {
  test('has its name and address changed, and forgets the address for null', async () => {
    const { browser } = await registered(shop.client);
    const address = orderBody().shippingAddress as Json;
    const patch = (body: Json) => browser.send('PATCH', '/v1/customers/me', { body });

    expect((await patch({ name: 'New Name', address })).body).toMatchObject({
      name: 'New Name',
      address,
    });
    expect((await browser.get('/v1/session')).body).toMatchObject({
      customer: { name: 'New Name' },
    });
    expect((await patch({ address: null })).body).not.toHaveProperty('address');
    expect(await patch({ isAdmin: true })).toMatchObject({ status: 400 });
    expect(await patch({})).toMatchObject({ status: 400 });
    expect(await patch({ address: { ...address, country: 'XX' } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/address/country' }] },
    });
  });

  test('says that a password is not changed like a name', async () => {
    const { browser } = await registered(shop.client);
    const body = { name: 'New Name', password: 'another correct horse' };

    expect(await browser.send('PATCH', '/v1/customers/me', { body })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/password' }] },
    });
  });

  test('has its address changed only by who knows the password, and to one that is free', async () => {
    const { browser, email } = await registered(shop.client);
    const other = await registered(shop.client);
    const next = newEmail();
    const patch = (body: Json) => browser.send('PATCH', '/v1/customers/me', { body });

    expect(await patch({ email: next })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/password' }] },
    });
    expect((await patch({ email: next, password: 'not the password' })).body).toMatchObject({
      type: '/problems/wrong-credentials',
    });
    expect((await patch({ email: other.email, password: PASSWORD })).body).toMatchObject({
      type: '/problems/email-taken',
    });
    expect((await patch({ email: next, password: PASSWORD })).body).toMatchObject({ email: next });
    expect((await new Browser(shop.client).signIn(email)).status).toBe(401);
    expect((await new Browser(shop.client).signIn(next)).status).toBe(200);
  });

  test('moves along when an operator changes the address, but not to one that is taken', async () => {
    const { browser, id } = await registered(shop.client);
    const other = await registered(shop.client);
    const next = newEmail();
    const put = (email: string) =>
      shop.client.send('PUT', `/v1/admin/customers/${id}`, { as, body: { email, name: 'Moved' } });

    expect(await put(other.email)).toMatchObject({ status: 409 });
    expect((await put(next)).status).toBe(200);
    expect((await new Browser(shop.client).signIn(next)).status).toBe(200);
    expect((await browser.get('/v1/customers/me')).body).toMatchObject({ email: next });
  });
});

describe('orders of a customer', () => {
  test('are placed without saying who, and belong to the account', async () => {
    const { browser, email, id } = await registered(shop.client);

    const placed = await browser.post<PlacedBody>('/v1/orders', ofMine());

    expect(placed).toMatchObject({ status: 201, body: { customer: { id, email } } });
    expect(placed.body.accessToken).toBeUndefined();
    const history = await browser.get<{ items: PlacedBody[] }>('/v1/orders');
    expect(history.body.items.map((order) => order.id)).toEqual([placed.body.id]);
  });

  test('may be under another name, but never of another account', async () => {
    const { browser, id } = await registered(shop.client);
    const gift = { email: 'gift@example.com', name: 'A Gift' };

    const placed = await browser.post<PlacedBody>('/v1/orders', orderBody({ customer: gift }));
    const foreign = await browser.post('/v1/orders', orderBody({ customer: { ...gift, id: '1' } }));

    expect(placed.body.customer).toEqual({ ...gift, id });
    expect(foreign).toMatchObject({ status: 403, body: { type: '/problems/forbidden' } });
  });

  test('without a session need to say who they are for', async () => {
    expect(await shop.client.place(ofMine())).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/customer' }] },
    });
  });

  test('are open to nobody else: order, timeline, documents, refunds, stream, cancellation', async () => {
    const [a, b] = [await registered(shop.client), await registered(shop.client)];
    const { id } = (await a.browser.post<PlacedBody>('/v1/orders', ofMine())).body;
    const paths = ['', '/timeline', '/invoice.pdf', '/invoice.xml', '/refunds'];

    for (const path of paths) {
      expect((await a.browser.get(`/v1/orders/${id}${path}`)).status).toBe(200);
      expect((await b.browser.get(`/v1/orders/${id}${path}`)).status).toBe(404);
      expect((await shop.client.get(`/v1/orders/${id}${path}`)).status).toBe(401);
    }
    const opened = async ({ browser }: typeof a) => {
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const url = `${shop.engine.url}/v1/orders/${id}/events`;
      const stream = await openEvents(url, { headers: { cookie } });
      await stream.close();
      return stream.status;
    };
    expect(await opened(a)).toBe(200);
    expect(await opened(b)).toBe(404);
    expect((await b.browser.post(`/v1/orders/${id}/cancel`)).status).toBe(404);
    expect((await b.browser.get<{ items: Json[] }>('/v1/orders')).body.items).toEqual([]);
    expect((await a.browser.post(`/v1/orders/${id}/cancel`)).body).toMatchObject({
      state: 'cancelled',
    });
  });

  test('are not given again to another customer who brings the same key and body', async () => {
    const [a, b] = [await registered(shop.client), await registered(shop.client)];
    const sending = { headers: { 'idempotency-key': 'the-same-key' } };

    const first = await a.browser.post<PlacedBody>('/v1/orders', ofMine(), sending);
    const again = await a.browser.post<PlacedBody>('/v1/orders', ofMine(), sending);
    const other = await b.browser.post<PlacedBody>('/v1/orders', ofMine(), sending);

    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.text).toBe(first.text);
    expect(other.status).toBe(201);
    expect(other.headers['idempotent-replayed']).toBeUndefined();
    expect(other.body.id).not.toBe(first.body.id);
  });

  test('of a guest with the same address stay the guest’s', async () => {
    const email = newEmail();
    const guest = { customer: { email, name: 'A guest' } };
    const { body } = await shop.client.place(orderBody(guest));
    const { browser } = await registered(shop.client, email);

    expect((await browser.get(`/v1/orders/${body.id}`)).status).toBe(404);
    expect((await browser.get(`/v1/orders/${body.id}?token=${body.accessToken}`)).status).toBe(200);
  });
});

describe('what is kept of a person', () => {
  test('is given to them in one document, and has no secret in it', async () => {
    const { browser, id, email } = await registered(shop.client);
    await browser.post('/v1/orders', ofMine());
    await browser.post('/v1/orders', ofMine());

    const exported = await browser.get<{ orders: PlacedBody[] }>('/v1/customers/me/export');

    expect(exported.body).toMatchObject({ customer: { id, email }, carts: [] });
    expect(exported.body).toMatchObject({ sessions: [{ userAgent: 'A browser of the tests' }] });
    expect(exported.body.orders).toHaveLength(2);
    expect(exported.headers['content-disposition']).toContain('attachment');
    expect(exported.headers['cache-control']).toContain('no-store');
    expect(exported.text).not.toContain('argon2');
    for (const value of browser.cookies.values()) expect(exported.text).not.toContain(value);
    expect((await shop.client.get('/v1/customers/me/export')).status).toBe(401);
  });

  test('are not there for a session whose person was erased in between', async () => {
    const { browser, id } = await registered(shop.client);
    expect((await browser.get('/v1/customers/me')).status).toBe(200);
    const { store, now } = shop.engine.shop;
    await store.eraseCustomer({ customerId: id, at: now() });

    expect((await browser.get('/v1/customers/me/export')).status).toBe(404);
  });

  test('is erased for good, but invoices stay as they were issued', async () => {
    const { browser, id, email } = await registered(shop.client);
    const key = { headers: { 'idempotency-key': 'to-be-forgotten' } };
    const paid = (await browser.post<PlacedBody>('/v1/orders', ofMine(), key)).body;
    const xml = (await browser.get(`/v1/orders/${paid.id}/invoice.xml`)).text;
    const declined = await browser.post(
      '/v1/orders',
      ofMine({ payment: { method: 'simulated', token: 'tok_decline' } }),
    );
    expect(declined.status).toBe(402);
    const failed = (await browser.get<{ items: PlacedBody[] }>('/v1/orders?state=failed')).body
      .items[0] as PlacedBody;
    const thief = browser.copy();

    const erase = (password: string) =>
      browser.send('DELETE', '/v1/customers/me', { body: { password } });
    expect(await erase('not the password')).toMatchObject({ status: 401 });
    expect((await erase(PASSWORD)).status).toBe(204);

    expect((await thief.get('/v1/customers/me')).body).toMatchObject({
      type: '/problems/session-expired',
    });
    expect((await new Browser(shop.client).signIn(email)).status).toBe(401);
    expect(await shop.engine.shop.store.customer(id)).toBeUndefined();
    const kept = await shop.client.get(`/v1/orders/${paid.id}/invoice.xml`, { as });
    expect(kept.text).toBe(xml);
    expect((await shop.client.order(failed.id)).customer).toEqual({
      email: 'erased@erased.invalid',
      name: 'erased',
    });
    expect((await shop.client.order(failed.id)).shippingAddress).toMatchObject({
      city: 'erased',
      country: 'DE',
    });
    // Whoever comes after with the same address is somebody else.
    const next = await registered(shop.client, email);
    expect(next.id).not.toBe(id);
    expect((await next.browser.get<{ items: Json[] }>('/v1/orders')).body.items).toEqual([]);
  });

  test('is not erased while a payment is under way, and the refusal names the order', async () => {
    const { browser } = await registered(shop.client);
    const { customer: _, ...body } = paidWith('tok_timeout_lost', of('MUG-BLUE'));
    const pending = await browser.post<PlacedBody>('/v1/orders', body);
    expect(pending.status).toBe(202);

    const erase = () =>
      browser.send('DELETE', '/v1/customers/me', { body: { password: PASSWORD } });
    expect(await erase()).toMatchObject({
      status: 409,
      body: { type: '/problems/orders-open', orderIds: [pending.body.id] },
    });
    await settled(shop, pending.body.id, 'failed');
    expect((await erase()).status).toBe(204);
  });
});
