// Logs name requests and orders, never a person, a token or a key.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/telemetry/log.js';
import { Browser } from '../support/account-browser.js';
import { OPERATOR_KEY, of, orderBody, type PlacedBody, paidWith } from '../support/http-client.js';
import { settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';

const person = {
  customer: { email: 'margarete.mustermann@example.org', name: 'Margarete Mustermann' },
  shippingAddress: {
    name: 'Familie Mustermann',
    line1: 'Rosenweg 17b',
    city: 'Kleinkleckersdorf',
    postalCode: '98765',
    country: 'DE',
  },
};

const SECRET_PASSWORD = 'Rosenweg ist geheim';
let browser: Browser;

/** Everything that somebody with an account does, right and wrong. */
async function accountOf({ client }: TestShop): Promise<void> {
  const { email, name } = person.customer;
  browser = new Browser(client);
  const account = { email, name, password: SECRET_PASSWORD };
  await browser.post('/v1/customers', account);
  await browser.post('/v1/customers', account);
  await browser.post('/v1/customers', { ...account, password: 'password1' });
  await browser.signIn(email, SECRET_PASSWORD);
  await browser.signIn(email, `${SECRET_PASSWORD}!`);
  await browser.send('PATCH', '/v1/customers/me', { body: { address: person.shippingAddress } });
  await browser.get('/v1/customers/me/export');
  await browser.post('/v1/orders', orderBody(person));
  await browser.post('/v1/password-resets', { email });
  await browser.send('PUT', `/v1/password-resets/${'A'.repeat(43)}`, { body: { password: email } });
  await browser.post('/v1/session', `{"email": "${email}", "password": "${SECRET_PASSWORD}`);
}

const lines: string[] = [];
let shop: TestShop;
let confirmed: PlacedBody;

beforeAll(async () => {
  const stream = { write: (line: string) => void lines.push(line) };
  shop = await startShop({ PAYMENT_TIMEOUT_MS: '800' }, { logger: createLogger('trace', stream) });
  const { client } = shop;
  confirmed = (await client.place(orderBody(person), { key: 'a-key-of-margarete' })).body;
  await client.get(`/v1/orders/${confirmed.id}?token=${confirmed.accessToken}`);
  await client.get(`/v1/nothing/Mustermann?token=${confirmed.accessToken}`);
  await client.post(`/v1/orders/${confirmed.id}/cancel`, { as: confirmed.accessToken });
  await client.place(paidWith('tok_decline', person));
  await client.place(orderBody({ ...person, ...of('LAMP-PAPER') }));
  await client.place(
    orderBody({ ...person, customer: { ...person.customer, email: 'Mustermann' } }),
  );
  await client.place(`${JSON.stringify(orderBody(person))}}`);
  await client.place(orderBody(person), { as: 'an-unknown-secret-key' });
  await client.orders();
  await client.post('/order/place-order?customerId=1');
  await accountOf(shop);
  const unknown = await client.place(paidWith('tok_timeout_charged', person));
  await settled(shop, unknown.body.id, 'confirmed');
});
afterAll(() => shop.end());

describe('the log', () => {
  test('tells which order was confirmed and which route was answered how', () => {
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);

    expect(entries).toContainEqual(
      expect.objectContaining({ msg: 'order confirmed', orderId: confirmed.id }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({
        msg: 'answered',
        reqId: expect.any(String),
        method: 'POST',
        route: '/v1/orders',
        status: 402,
      }),
    );
    expect(entries.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  const secrets: [what: string, text: () => string][] = [
    ['an e-mail address', () => 'margarete'],
    ['a name', () => 'Mustermann'],
    ['a street', () => 'Rosenweg'],
    ['a city', () => 'Kleinkleckersdorf'],
    ['a postal code', () => '98765'],
    ['a seeded customer', () => 'anna.schneider'],
    ['an access token', () => confirmed.accessToken],
    ['a payment token', () => 'tok_'],
    ['a password', () => SECRET_PASSWORD],
    ['a session', () => browser.cookies.get('__Host-orderloom') as string],
    ['a device', () => browser.cookies.get('__Host-orderloom-device') as string],
    ['a token of a reset', () => 'A'.repeat(43)],
    ['an operator key', () => OPERATOR_KEY],
    ['a key that is not known', () => 'an-unknown-secret-key'],
    ['an idempotency key', () => 'a-key-of-margarete'],
  ];

  for (const [what, text] of secrets) {
    test(`does not have ${what} in it`, () => {
      expect(text()).not.toBe('');
      expect(lines.filter((line) => line.includes(text()))).toEqual([]);
    });
  }
});
