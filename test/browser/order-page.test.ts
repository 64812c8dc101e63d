// The page of an order in a real browser: drawn live, whole again after a reload and after a lost
// connection, and open to everybody who may see it.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/axe.js';
import { OPERATOR_KEY, orderBody, type PlacedBody, paidWith } from '../support/http-client.js';
import { gate } from '../support/outbox.js';
import '../support/patient.js';
import { openBrowser } from '../support/real-browser.js';
import { atRest } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { Storefront } from '../support/storefront.js';

let shop: TestShop;
let browser: Browser;
let front: Storefront;
/** Before it is opened, no e-mail goes out. */
let mail = gate();

beforeAll(async () => {
  browser = await openBrowser();
  shop = await startShop(
    { PAYMENT_TIMEOUT_MS: '1000' },
    {
      handlers: (real) => ({
        ...real,
        'confirmation-email': {
          run: async (task, signal) => {
            await mail.passed;
            return real['confirmation-email'].run(task, signal);
          },
        },
      }),
    },
  );
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});
afterEach(() => front.close());

const open = async (order: PlacedBody, visitor = {}) => {
  front = await Storefront.open(browser, shop.engine.url, visitor);
  await front.page.goto(`/orders/${order.id}?token=${order.accessToken}`);
};

const rowsOf = (part: string) =>
  front.page.getByRole('list', { name: part }).getByRole('listitem').allInnerTexts();
const stepsIn = async (part: string) => (await rowsOf(part)).map((row) => row.split('\n')[0]);

describe('the page of an order', () => {
  test('shows what ran until the answer, and what waits behind it, and then that it is done', async () => {
    const { body } = await shop.client.place(orderBody());
    await open(body);
    await front.page.getByRole('list', { name: 'Behind it' }).waitFor();
    expect(await stepsIn('Until your answer')).toEqual([
      'Stock',
      'Price',
      'Reserve',
      'Payment',
      'Confirm',
    ]);
    await front.sees('waiting');
    mail.open();
    await front.page.getByText('waiting').first().waitFor({ state: 'detached' });
    expect(await stepsIn('Behind it')).toEqual(['Invoice', 'E-mail', 'Warehouse', 'Analytics']);
    for (const row of await rowsOf('Behind it')) expect(row).toMatch(/\d m?s$/);
  });

  test('is the same after a reload', async () => {
    const { body } = await shop.client.place(orderBody());
    await open(body);
    await atRest(shop, body.id);
    await front.page.getByText('waiting').first().waitFor({ state: 'detached' });
    const before = [await rowsOf('Until your answer'), await rowsOf('Behind it')];
    await front.page.reload();
    await front.page.getByRole('list', { name: 'Behind it' }).waitFor();
    await front.page.getByText('waiting').first().waitFor({ state: 'detached' });
    expect([await rowsOf('Until your answer'), await rowsOf('Behind it')]).toEqual(before);
  });

  test('takes a lost connection up again where it was', async () => {
    mail = gate();
    const { body } = await shop.client.place(orderBody());
    await open(body);
    await front.page.getByRole('list', { name: 'Behind it' }).waitFor();
    const context = front.page.context();
    await context.setOffline(true);
    mail.open();
    await atRest(shop, body.id);
    await context.setOffline(false);
    await front.page.getByText('waiting').first().waitFor({ state: 'detached' });
    expect(await stepsIn('Behind it')).toEqual(['Invoice', 'E-mail', 'Warehouse', 'Analytics']);
  });

  test('of a payment that was not known says so, and that it is confirmed when it is', async () => {
    const { body, status } = await shop.client.place(paidWith('tok_timeout_charged'));
    expect(status).toBe(202);
    await open(body);
    await front.page.getByText('Confirmed', { exact: true }).first().waitFor();
    await front.page.getByRole('link', { name: /^Invoice INV-/ }).waitFor();
  });

  test('says what an operator gives back, as it happens', async () => {
    const lines = [{ sku: 'MUG-BLUE', quantity: 2 }];
    const { body } = await shop.client.place(orderBody({ lines }));
    await open(body);
    await front.sees('Confirmed');
    await shop.client.post(`/v1/orders/${body.id}/refunds`, {
      as: OPERATOR_KEY,
      body: { lines: [{ sku: 'MUG-BLUE', quantity: 1 }], reason: 'Broken' },
    });
    await front.sees('Partially refunded');
    await front.page.getByRole('link', { name: /CN-/ }).waitFor();
  });
});

test.each(['light', 'dark'] as const)(
  'in %s, nobody is shut out of an order’s page',
  async (colours) => {
    const { body } = await shop.client.place(orderBody());
    await open(body, { colours });
    await front.page.getByRole('list', { name: 'Behind it' }).waitFor();
    await front.page.getByText('waiting').first().waitFor({ state: 'detached' });
    expect(await accessibilityFindings(front.page)).toEqual([]);
  },
);

test('an order’s page is no wider than the narrowest window', async () => {
  const { body } = await shop.client.place(orderBody());
  await open(body, { width: 320, locale: 'de-DE' });
  await front.page.getByRole('list', { name: 'Dahinter' }).waitFor();
  expect(await front.page.evaluate('document.documentElement.scrollWidth')).toBe(320);
});
