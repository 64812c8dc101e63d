// Customers in a real browser: registering, signing in with a cart at hand, ordering, leaving.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from '../support/real-browser.js';
import { startShop, type TestShop } from '../support/shop.js';
import { Storefront } from '../support/storefront.js';

const PASSWORD = 'a sentence is best';

let shop: TestShop;
let browser: Browser;
let front: Storefront;
let email: string;
let count = 0;

beforeAll(async () => {
  browser = await openBrowser();
  shop = await startShop();
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});
beforeEach(async () => {
  email = `grace.${++count}@example.com`;
  front = await Storefront.open(browser, shop.engine.url, { locale: 'en-IE' });
});
afterEach(() => front.close());

async function register(visitor: Storefront, password = PASSWORD): Promise<void> {
  await visitor.page.goto('/account?new=1');
  await visitor.field('Name').fill('Grace Example');
  await visitor.field('E-mail').fill(email);
  await visitor.field('Password').fill(password);
  await visitor.page.getByRole('button', { name: 'Create an account' }).click();
}

async function signIn(visitor: Storefront, password = PASSWORD): Promise<void> {
  await visitor.field('E-mail').fill(email);
  await visitor.field('Password').fill(password);
  await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function fillAddress({ field }: Storefront): Promise<void> {
  await field('Street and number').fill('Invalidenstr. 43');
  await field('Postal code').fill('10115');
  await field('City').fill('Berlin');
  await field('Country').selectOption('DE');
}

test('somebody new registers at the checkout, buys, and finds the order in the account', async () => {
  await front.buy('MUG-BLUE', 2);
  await front.page.goto('/checkout');
  await front.page.getByRole('radio', { name: 'I am new here' }).check();
  const form = front.page.locator('form').first();
  await form.getByLabel('Name').fill('Grace Example');
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Password').fill(PASSWORD);
  await form.getByRole('button', { name: 'Create an account' }).click();
  await front.sees('Signed in as Grace Example');
  await front.sees('2 × Mug, blue');
  await fillAddress(front);
  await front.place();
  const id = await front.ordered();
  expect(await shop.client.order(id)).toMatchObject({
    state: 'confirmed',
    customer: { email, name: 'Grace Example' },
    lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
  });
  expect(new URL(front.page.url()).search).toBe('');
  await front.page.getByRole('heading', { level: 1 }).waitFor();
  const { number } = await shop.client.order(id);
  await front.page.goto('/account');
  await front.page.getByRole('link', { name: `Order ${number}` }).waitFor();
});

test('whoever signs in has the cart from before beside the one of now', async () => {
  await front.buy('MUG-BLUE', 2);
  await register(front);
  await front.sees('Signed in as Grace Example');
  const other = await Storefront.open(browser, shop.engine.url, { locale: 'en-IE' });
  await other.buy('BOOK-BREAD', 1);
  await other.page.goto('/account');
  await signIn(other);
  await other.page.getByRole('link', { name: 'Cart, 3 pieces' }).waitFor();
  await other.page.goto('/cart');
  await other.sees('Bread and Patience');
  await other.sees('Mug, blue');
  await other.close();
});

test('a wrong password is told, and what was typed besides stays', async () => {
  await register(front);
  await front.page.getByRole('button', { name: 'Sign out' }).click();
  await front.sees('I am new here');
  await signIn(front, 'not this one');
  await front.sees('E-mail or password is not right.');
  expect(await front.field('E-mail').inputValue()).toBe(email);
  await signIn(front);
  await front.sees('Signed in as Grace Example');
});

test('a password that is easy to guess is refused beside its field', async () => {
  await register(front, 'password');
  await front.sees('This password is too easy to guess.');
  expect(await front.field('Password').getAttribute('aria-invalid')).toBe('true');
});

test('what is left signed out is nobody’s: neither account nor cart', async () => {
  await front.buy('MUG-BLUE', 1);
  await register(front);
  await front.page.getByRole('button', { name: 'Sign out' }).click();
  await front.page.getByRole('link', { name: 'Cart, 0 pieces' }).waitFor();
  await front.page.reload();
  await front.sees('I am new here');
});
