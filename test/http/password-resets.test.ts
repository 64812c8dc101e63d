// Passwords set by way of an e-mail.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser, newEmail, PASSWORD, registered } from '../support/account-browser.js';
import { resetMails, tokenIn } from '../support/mails.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';

const NEW = 'a password of the reset';

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop({ CLIENT_FAILURES_FREE: '10000' });
});
afterAll(() => shop.end());

const ask = (email: string) => shop.client.post('/v1/password-resets', { body: { email } });
const mailsTo = (email: string) => resetMails(shop).filter(({ to }) => to === email);
const set = (token: string, password = NEW, browser = new Browser(shop.client)) =>
  browser.send('PUT', `/v1/password-resets/${token}`, { body: { password } });

async function mailed(email: string): Promise<string> {
  expect((await ask(email)).status).toBe(202);
  await until('the e-mail', () => mailsTo(email).length > 0);
  return tokenIn(mailsTo(email)[0] as never);
}

describe('a reset', () => {
  test('is answered alike whether anybody has the address or not, and mails only one of them', async () => {
    const { email } = await registered(shop.client);
    const nobody = newEmail();

    const [known, unknown] = [await ask(email), await ask(nobody)];

    expect(known).toMatchObject({ status: 202, body: { accepted: true } });
    expect(unknown.text).toBe(known.text);
    expect(Object.keys(unknown.headers)).toEqual(Object.keys(known.headers));
    await until('the e-mail', () => mailsTo(email).length === 1);
    await until('nothing to be due', async () => (await due()) === 0);
    expect(mailsTo(nobody)).toEqual([]);
  });

  const due = async () =>
    (await shop.engine.shop.store.dueResets({ at: Date.now() + 1e9, limit: 10 })).length;

  test('sets the password once, and signs every browser out', async () => {
    const { browser, email } = await registered(shop.client);
    const token = await mailed(email);

    expect((await set(token)).status).toBe(204);

    expect((await browser.get('/v1/customers/me')).status).toBe(401);
    expect((await new Browser(shop.client).signIn(email)).status).toBe(401);
    expect((await new Browser(shop.client).signIn(email, NEW)).status).toBe(200);
    expect(await set(token)).toMatchObject({
      status: 410,
      body: { type: '/problems/reset-invalid' },
    });
  });

  test('of one link at once succeeds once', async () => {
    const { email } = await registered(shop.client);
    const token = await mailed(email);

    const answers = await Promise.all([1, 2, 3].map((n) => set(token, `${NEW} ${n}`)));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 410, 410]);
  });

  test('refuses a weak password and keeps the link', async () => {
    const { email } = await registered(shop.client);
    const token = await mailed(email);

    expect(await set(token, 'password1')).toMatchObject({ status: 422 });
    expect(await set(token, email)).toMatchObject({ status: 422, body: { reason: 'of-your-own' } });
    expect((await set(token)).status).toBe(204);
  });

  test('gives a seeded customer, who has no password, their first one', async () => {
    const email = 'anna.schneider@example.com';
    expect((await new Browser(shop.client).signIn(email, PASSWORD)).status).toBe(401);

    expect((await set(await mailed(email))).status).toBe(204);

    const signedIn = await new Browser(shop.client).signIn(email, NEW);
    expect(signedIn.body).toMatchObject({ customer: { id: '1', email } });
  });

  test('lets the browser in that strangers have kept out', async () => {
    const { email } = await registered(shop.client);
    const stranger = new Browser(shop.client);
    for (let tries = 0; tries < 10; tries += 1) await stranger.signIn(email, 'wrong password');
    const browser = new Browser(shop.client);
    expect((await browser.signIn(email)).status).toBe(429);

    await set(await mailed(email), NEW, browser);

    expect((await browser.signIn(email, NEW)).status).toBe(200);
  });

  test('is mailed once however often it is asked for, to the address as it was given', async () => {
    const email = newEmail();
    await registered(shop.client, email);
    for (let tries = 0; tries < 5; tries += 1) await ask(email.toUpperCase());

    await until('the e-mail', () => mailsTo(email).length > 0);
    await until('nothing to be due', async () => (await due()) === 0);

    expect(mailsTo(email)).toHaveLength(1);
    expect(resetMails(shop).filter(({ to }) => to === email.toUpperCase())).toEqual([]);
  });

  test('is no longer good once the password or the address was changed', async () => {
    const { browser, email } = await registered(shop.client);
    const token = await mailed(email);
    const body = { password: PASSWORD, email: newEmail() };
    await browser.send('PATCH', '/v1/customers/me', { body });

    expect((await set(token)).status).toBe(410);
  });

  test.each(['A'.repeat(43), '-'.repeat(43)])('is not guessed: %s', async (token) => {
    expect((await set(token)).status).toBe(410);
  });

  test('has its link nowhere in the data', async () => {
    const { email } = await registered(shop.client);
    const token = await mailed(email);
    const { store } = shop.engine.shop;
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await store.resetOf({ hash: token, at: Date.now() })).toBeUndefined();
  });
});
