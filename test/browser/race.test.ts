// The race in a real browser: started, watched, shared, and refused with words beside the field.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/axe.js';
import '../support/patient.js';
import { openBrowser } from '../support/real-browser.js';
import { startShop, type TestShop } from '../support/shop.js';
import { Storefront } from '../support/storefront.js';

let shop: TestShop;
let browser: Browser;
let front: Storefront;
let link: string;

const RACE_MS = 90_000;

beforeAll(async () => {
  browser = await openBrowser();
  shop = await startShop();
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});
afterEach(() => front.close());

const visit = async (path: string, visitor = {}) => {
  front = await Storefront.open(browser, shop.engine.url, { locale: 'en-GB', ...visitor });
  await front.page.goto(path);
};

test('a race of 100 for 50 sells 50 in each mode, and says so in figures', {
  timeout: RACE_MS,
}, async () => {
  await visit('/race');
  await front.field('Customers').fill('100');
  await front.field('Pieces in stock').fill('50');
  await front.page.getByRole('button', { name: 'Start the race' }).click();
  await front.page.waitForURL(/\/race\/[0-9A-Z]{26}$/);
  link = new URL(front.page.url()).pathname;
  const result = front.page.getByRole('table', { name: 'The result in figures' });
  await result.waitFor({ timeout: RACE_MS });
  const rows = (await result.getByRole('row').allInnerTexts()).slice(1);
  expect(rows.map((row) => row.split('\t').slice(0, 2))).toEqual([
    ['One after another', '50'],
    ['Side by side', '50'],
  ]);
  // What the delays alone predict, to the right of what was measured.
  expect(rows.map((row) => row.split('\t').at(-1))).toEqual(['1,700 ms', '1,200 ms']);
  for (const name of ['One after another', 'Side by side']) {
    await front.page.getByRole('img', { name: new RegExp(name) }).waitFor();
  }
  expect(await accessibilityFindings(front.page)).toEqual([]);
});

test('is the same for whoever opens its link, and can be saved as a picture', async () => {
  await visit(link, { colours: 'dark' });
  await front.page.getByRole('table', { name: 'The result in figures' }).waitFor();
  const [picture] = await Promise.all([
    front.page.waitForEvent('download'),
    front.page.getByRole('button', { name: 'Save as picture' }).click(),
  ]);
  expect(picture.suggestedFilename()).toMatch(/^orderloom-race-[0-9A-Z]{26}\.png$/);
  expect(await accessibilityFindings(front.page)).toEqual([]);
});

test('a race that cannot be run is refused beside the field, and nothing typed is lost', async () => {
  await visit('/race');
  await front.field('Customers').fill('501');
  await front.field('Pieces in stock').fill('a few');
  await front.page.getByRole('button', { name: 'Start the race' }).click();
  await front.sees('A whole number from 1 to 500.');
  await front.sees('A whole number from 0 to 500.');
  await front.page.reload();
  await expect.poll(() => front.field('Customers').inputValue()).toBe('501');
  expect(await front.field('Pieces in stock').inputValue()).toBe('a few');
});

test('a race that there is not is said to be gone', async () => {
  await visit('/race/01JZZZZZZZZZZZZZZZZZZZZZZZ', { locale: 'de-DE' });
  await front.sees('Dieses Rennen gibt es nicht.');
});
