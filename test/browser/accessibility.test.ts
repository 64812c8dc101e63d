// Every page and every state of it that looks different, in light and dark, held against WCAG 2.2 AA.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/axe.js';
import '../support/patient.js';
import { openBrowser } from '../support/real-browser.js';
import { startShop, type TestShop } from '../support/shop.js';
import { Storefront } from '../support/storefront.js';

let shop: TestShop;
let browser: Browser;
let front: Storefront;

beforeAll(async () => {
  browser = await openBrowser();
  shop = await startShop();
  await shop.client.stocked('GONE', 0);
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});
afterEach(() => front.close());

/** How each is come to; what it is called says what is looked at. */
const states: Record<string, (front: Storefront) => Promise<unknown>> = {
  'the list of products': async ({ page }) => {
    await page.goto('/');
    await page.locator('.product-link').first().waitFor();
  },
  'a search that finds nothing': async (visitor) => {
    await visitor.page.goto('/?q=zeppelin');
    await visitor.sees(/zeppelin/);
  },
  'a product': async ({ page }) => {
    await page.goto('/products/MUG-BLUE');
    await page.getByRole('heading', { name: 'Mug, blue' }).waitFor();
  },
  'a product that is sold out': async (visitor) => {
    await visitor.page.goto('/products/GONE');
    await visitor.sees('Sold out');
  },
  'a product that there is not': async (visitor) => {
    await visitor.page.goto('/products/NONE');
    await visitor.sees('There is nothing here');
  },
  'the empty cart': async (visitor) => {
    await visitor.page.goto('/cart');
    await visitor.sees('Your cart is empty.');
  },
  'a cart': async (visitor) => {
    await visitor.buy('MUG-BLUE', 2);
    await visitor.page.goto('/cart');
    await visitor.sees('Check out');
  },
  'a refused coupon': async (visitor) => {
    await visitor.buy('MUG-BLUE', 2);
    await visitor.page.goto('/cart');
    await visitor.field('Coupon').fill('NOTHING');
    await visitor.page.getByRole('button', { name: 'Redeem' }).click();
    await visitor.sees('There is no such coupon.');
  },
  'the reasons of the amounts': async (visitor) => {
    await visitor.buy('MUG-BLUE', 2);
    await visitor.page.goto('/cart');
    await visitor.page.getByRole('button', { name: 'Why these amounts?', exact: true }).click();
    await visitor.sees('Taxes');
    await visitor.page.locator('.reasons').first().waitFor();
  },
  'the checkout': async (visitor) => {
    await visitor.buy('MUG-BLUE', 2);
    await visitor.fillCheckout();
  },
  'mistyped fields': async (visitor) => {
    await visitor.buy('MUG-BLUE', 2);
    await visitor.page.goto('/checkout');
    await visitor.place();
    await visitor.sees('Enter the postal code.');
  },
  'a declined card': async (visitor) => {
    await visitor.buy('MUG-BLUE', 2);
    await visitor.fillCheckout('A refused card');
    await visitor.place();
    await visitor.sees('Your card was declined');
  },
  'signing in': async ({ page }) => {
    await page.goto('/account');
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
  'the first steps': async ({ page }) => {
    await page.goto('/welcome');
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
  'a shop that does not answer': async (visitor) => {
    await visitor.page.route('**/v1/**', (route) => route.abort('connectionrefused'));
    await visitor.page.goto('/');
    await visitor.sees('That could not be loaded');
  },
};

describe.each(['light', 'dark'] as const)('in %s, nobody is shut out of', (colours) => {
  test.each(Object.keys(states))('%s', async (name) => {
    front = await Storefront.open(browser, shop.engine.url, { locale: 'en-IE', colours });
    await states[name]?.(front);
    expect(await accessibilityFindings(front.page)).toEqual([]);
  });
});

test('nothing is wider than the narrowest window', async () => {
  front = await Storefront.open(browser, shop.engine.url, { locale: 'de-DE', width: 320 });
  const wide: string[] = [];
  for (const path of ['/', '/products/BOOK-KITCHEN-GARDEN', '/welcome', '/cart', '/account']) {
    await front.page.goto(path);
    await front.page.getByRole('heading', { level: 1 }).waitFor();
    const width = await front.page.evaluate('document.documentElement.scrollWidth');
    if (Number(width) > 320) wide.push(`${path}: ${width}`);
  }
  expect(wide).toEqual([]);
});
