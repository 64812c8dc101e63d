// With the keyboard alone: from the first page to the order, through a race, through operations.

import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import '../support/patient.js';
import { OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { openBrowser } from '../support/real-browser.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address, Storefront } from '../support/storefront.js';

let shop: TestShop;
let browser: Browser;
let front: Storefront;

beforeAll(async () => {
  browser = await openBrowser();
  shop = await startShop();
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});
beforeEach(async () => {
  front = await Storefront.open(browser, shop.engine.url, { locale: 'en-IE' });
});
afterEach(() => front.close());

const TABS_MAX = 80;

/** Tabs on until the thing has the focus, as somebody without a mouse would. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if (await target.evaluate((element) => element.matches(':focus'))) return;
    await front.page.keyboard.press('Tab');
  }
  throw new Error(`nobody comes to ${target} with ${TABS_MAX} tabs`);
}

test('buys something without a mouse', async () => {
  const { page } = front;
  await page.goto('/');
  await tabTo(page.getByRole('searchbox', { name: 'Search' }));
  await page.keyboard.type('mug, blue');
  const product = page.getByRole('link', { name: 'Mug, blue' });
  await tabTo(product);
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'Add to cart' }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('link', { name: '1 in your cart' }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'One more of Mug, blue' }));
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Cart, 2 pieces' }).waitFor();
  const why = page.getByRole('button', { name: 'Why these amounts?', exact: true });
  await tabTo(why);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'How this was computed' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await why.evaluate((element) => element.matches(':focus'))).toBe(true);
  await tabTo(page.getByRole('link', { name: 'Check out' }));
  await page.keyboard.press('Enter');
  for (const [label, value] of Object.entries(address)) {
    await tabTo(front.field(label));
    await page.keyboard.type(value);
  }
  await tabTo(front.field('Country'));
  await page.keyboard.type('Germ');
  await tabTo(page.getByRole('radio', { name: 'Standard delivery' }));
  // Nobody orders at a price that they have not been shown: the new one has to be there first.
  const priced = page.waitForResponse(
    (answer) =>
      answer.request().method() === 'PATCH' &&
      (answer.request().postData() ?? '').includes('express'),
  );
  await page.keyboard.press('ArrowDown');
  await tabTo(page.getByRole('radio', { name: 'A good card' }));
  await priced;
  await tabTo(front.placeButton);
  await page.keyboard.press('Enter');
  expect(await shop.client.order(await front.ordered())).toMatchObject({
    state: 'confirmed',
    lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
    shipping: { method: 'express' },
    shippingAddress: { country: 'DE' },
  });
});

test('skips the navigation, and is told of another page by its heading', async () => {
  const { page } = front;
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.locator('main').evaluate((element) => element.matches(':focus'))).toBe(true);
  await page.getByRole('link', { name: 'First steps' }).press('Enter');
  const heading = page.getByRole('heading', { level: 1, name: 'Your first order' });
  await heading.waitFor();
  await expect.poll(() => heading.evaluate((element) => element.matches(':focus'))).toBe(true);
});

test('starts a race without a mouse', async () => {
  const { page } = front;
  await page.goto('/race');
  const customers = front.field('Customers');
  await tabTo(customers);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('3');
  const start = page.getByRole('button', { name: 'Start the race' });
  await tabTo(start);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/race\/[0-9A-Z]{26}$/);
  await page.getByRole('table', { name: 'The result in figures' }).waitFor();
});

test('opens operations, finds an order and cancels it without a mouse', async () => {
  const { page } = front;
  const { body } = await shop.client.place(orderBody());
  const number = body.number ?? '';
  await page.goto('/ops/orders');
  await tabTo(front.field('Operator key'));
  await page.keyboard.type(OPERATOR_KEY);
  await page.keyboard.press('Enter');
  await tabTo(front.field('Number or e-mail address'));
  await page.keyboard.type(number);
  await tabTo(page.getByRole('button', { name: number }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'Cancel the order' }));
  await page.keyboard.press('Enter');
  await front.sees('The order is cancelled.');
  expect((await shop.client.order(body.id)).state).toBe('cancelled');
});
