// Customers in a real browser: registering, signing in with a cart at hand, ordering, leaving.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/axe.js';
import { resetMails, tokenIn } from '../support/mails.js';
import '../support/patient.js';
import { openBrowser } from '../support/real-browser.js';
import { startShop, type TestShop } from '../support/shop.js';
import { Storefront } from '../support/storefront.js';
import { until } from '../support/until.js';

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
  await front.page.getByRole('link', { name: `Order ${number}` }).click();
  await front.page.getByRole('list', { name: 'Behind it' }).waitFor();
  expect(front.complaints).toEqual([]);
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
  await register(front, 'short');
  await front.sees('a new one needs at least 8 characters');
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

test('nobody is signed in without a complaint of the browser', async () => {
  await front.page.goto('/account');
  await front.sees('I am new here');
  expect(front.complaints).toEqual([]);
});

describe('a forgotten password', () => {
  const link = async () => {
    const mails = () => resetMails(shop).filter(({ to }) => to === email);
    await until('the e-mail', () => mails().length > 0);
    return `/account/reset#${tokenIn(mails()[0] as never)}`;
  };
  const askForLink = async () => {
    await front.page.goto('/account');
    await front.page.getByRole('link', { name: 'Forgotten your password?' }).click();
    await front.field('E-mail').fill(email);
    await front.page.getByRole('button', { name: 'Send the link' }).click();
    await front.sees('Look into your e-mail');
  };
  const choose = async (password: string) => {
    await front.field('New password').fill(password);
    await front.page.getByRole('button', { name: 'Set the password' }).click();
  };

  test('is set anew by way of an e-mail, and opens the account', async () => {
    await register(front);
    await front.page.getByRole('button', { name: 'Sign out' }).click();
    await front.sees('I am new here');
    await askForLink();

    await front.page.goto(await link());
    await choose('password');
    await front.sees('This password is too easy to guess.');
    expect(await front.field('New password').getAttribute('aria-invalid')).toBe('true');
    await choose('another sentence is as good');
    await front.sees('Your password is set. Sign in with it.');

    await signIn(front, 'another sentence is as good');
    await front.sees('Signed in as Grace Example');
  });

  test('is set by a link once, and the second time leads to another link', async () => {
    await register(front);
    await front.sees('Signed in as Grace Example');
    await front.page.getByRole('button', { name: 'Sign out' }).click();
    await askForLink();
    const path = await link();
    await front.page.goto(path);
    await choose('another sentence is as good');
    await front.sees('Sign in with it.');
    await front.page.goto(path);
    await choose('a third sentence after those');
    await front.sees('This link was used before, or it is too old.');
    await front.page.getByRole('link', { name: 'Ask for a new link' }).click();
    await front.page.getByRole('button', { name: 'Send the link' }).waitFor();
  });

  test('of nobody is answered alike, and a mangled link says what to do', async () => {
    await askForLink();
    await front.page.goto('/account/reset#half-a-link');
    await choose('another sentence is as good');
    await front.sees('This link was used before, or it is too old.');
  });
});

test('whoever is signed in is told of a sign-out elsewhere, and signs in again', async () => {
  await register(front);
  await front.sees('You have not ordered anything yet.');
  await front.page.context().clearCookies();
  await front.page.reload();
  await signIn(front);
  await front.sees('Signed in as Grace Example');
});

describe.each(['light', 'dark'] as const)('in %s, nobody is shut out of', (colours) => {
  beforeEach(async () => {
    await front.close();
    front = await Storefront.open(browser, shop.engine.url, { locale: 'en-IE', colours });
  });

  test.each([
    ['registering', '/account?new=1', 'Create an account'],
    ['asking for a link', '/account/reset', 'Send the link'],
    ['choosing a password', '/account/reset#token', 'Set the password'],
  ])('%s', async (_, path, content) => {
    await front.page.goto(path);
    await front.sees(content);
    expect(await accessibilityFindings(front.page)).toEqual([]);
  });

  test('an account with an order', async () => {
    await register(front);
    await front.sees('Signed in as Grace Example');
    await front.buy('MUG-BLUE');
    await front.page.goto('/checkout');
    await fillAddress(front);
    await front.place();
    await front.ordered();
    await front.page.goto('/account');
    await front.page.getByRole('link', { name: /^Order 2/ }).waitFor();
    expect(await accessibilityFindings(front.page)).toEqual([]);
  });
});
