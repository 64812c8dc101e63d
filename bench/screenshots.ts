/**
 * `npm run screenshots`: every page as a visitor sees it, on a phone and on a desk, in light and dark,
 * into data/screenshots/. A real shop with a few orders in it, in a folder of its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { Command } from 'commander';
import type { Page } from 'playwright-core';
import { PASSWORD, registered } from '../test/support/account-browser.js';
import { OPERATOR_KEY, of, orderBody, paidWith } from '../test/support/http-client.js';
import { openBrowser } from '../test/support/real-browser.js';
import { startShop } from '../test/support/shop.js';
import { Storefront } from '../test/support/storefront.js';
import { indexedPng } from './lib/indexed-png.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WIDTHS = [390, 1280];
/** Enough for flat areas and the edges of letters. */
const PALETTE = 64;
const PAUSE_MS = 60;
/** For so long the charts grow. */
const CHART_MS = 6_000;
const RACE_MS = 120_000;
const COLOURS = ['light', 'dark'] as const;

const { out, only } = new Command('screenshots')
  .option('--out <folder>', 'where the images go', join(ROOT, 'data/screenshots'))
  .option('--only <page>', 'one page alone')
  .parse()
  .opts<{ out: string; only?: string }>();

/** Its e-mail cannot be sent, so that there is a dead letter to look at. */
const UNREACHABLE = 'nobody@example.com';

const shop = await startShop(
  { SIMULATED_WAREHOUSE_DELAY_MS: '60000', TASK_ATTEMPTS_MAX: '1' },
  {
    handlers: (real) => ({
      ...real,
      'confirmation-email': {
        run: async (task, signal) =>
          (await shop.client.order(task.orderId)).customer.email === UNREACHABLE
            ? { type: 'failed', reason: '550 5.1.1 mailbox unavailable' }
            : real['confirmation-email'].run(task, signal),
      },
    }),
  },
);
const placed = await shop.client.place(
  orderBody({ lines: [{ sku: 'MUG-BLUE', quantity: 2 }], coupons: ['WELCOME10'] }),
);
const { id, accessToken } = placed.body;
const waiting = (await shop.client.place(paidWith('tok_3ds'))).body;
const { browser: account, email } = await registered(shop.client);
await fillShop();

/** Enough of orders for charts and lists; one fails, one is declined, one is the customer's own. */
async function fillShop(): Promise<void> {
  const skus = ['MUG-BLUE', 'BOOK-BREAD', 'TEAPOT-IRON'];
  for (let order = 0; order < 60; order += 1) await placeSome(skus[order % 3] as string, 1);
  const customer = { email: UNREACHABLE, name: 'Nobody Example' };
  await shop.client.place(orderBody({ customer }));
  await shop.client.place(paidWith('tok_decline'));
  for (const sku of skus) {
    await account.send('POST', '/v1/orders', { body: { ...orderBody(of(sku, 1)) } });
  }
}

function placeSome(sku: string, quantity: number): Promise<unknown> {
  return shop.client.place(orderBody(of(sku, quantity)));
}

/** Orders keep coming in while the page is looked at. */
async function beside(work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await placeSome('BOOK-BREAD', 1);
    await sleep(PAUSE_MS);
  }
  await over;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor();

/** How each is come to. */
const pages: Record<string, (front: Storefront) => Promise<unknown>> = {
  shop: async ({ page }) => {
    await page.goto('/');
    await page.locator('.product-link').first().waitFor();
  },
  product: async ({ page }) => {
    await page.goto('/products/TEAPOT-IRON');
    await heading(page);
  },
  cart: async (front) => {
    await fill(front);
    await front.page.goto('/cart');
    await front.sees('Check out');
  },
  reasons: async (front) => {
    await fill(front);
    await front.page.goto('/cart');
    await front.page.getByRole('button', { name: 'Why these amounts?', exact: true }).click();
    await front.page.locator('.reasons').first().waitFor();
  },
  checkout: async (front) => {
    await fill(front);
    await front.fillCheckout();
    await front.page
      .getByText(/of this VAT .*Germany/)
      .first()
      .waitFor();
  },
  declined: async (front) => {
    await fill(front);
    await front.fillCheckout('An empty card');
    await front.place();
    await front.sees('Your card was declined');
    await front.page.getByText('Your card was declined').scrollIntoViewIfNeeded();
  },
  account: async ({ page }) => {
    await page.goto('/account');
    await heading(page);
  },
  signed: async (front) => {
    await front.page.goto('/account');
    await front.field('E-mail').fill(email);
    await front.field('Password').fill(PASSWORD);
    await front.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await front.page
      .getByRole('link', { name: /^Order / })
      .first()
      .waitFor();
  },
  reset: async ({ page }) => {
    await page.goto('/account/reset#token');
    await heading(page);
  },
  payment: async ({ page }) => {
    await page.goto(`/orders/${waiting.id}?token=${waiting.accessToken}`);
    await heading(page);
  },
  bank: async ({ page }) => {
    await page.goto(`/demo/payments/${waiting.id}`);
    await heading(page);
  },
  welcome: async ({ page }) => {
    await page.goto('/welcome');
    await heading(page);
  },
  order: async ({ page }) => {
    await page.goto(`/orders/${id}?token=${accessToken}`);
    await heading(page);
  },
  race: async ({ page }) => {
    await page.goto('/race');
    await heading(page);
  },
  result: async ({ page }) => {
    await page.goto(race);
    await page.getByRole('table', { name: 'The result in figures' }).waitFor();
  },
  ops: (front) =>
    beside(
      enter(front, '/ops', 'Threads and queues').then(() => front.page.waitForTimeout(CHART_MS)),
    ),
  'ops-orders': (front) => enter(front, `/ops/orders?open=${id}`, 'Placed'),
  'ops-tasks': (front) => enter(front, '/ops/tasks', 'mailbox unavailable'),
  'ops-sales': (front) => enter(front, '/ops/sales?bucket=minute', 'Best sellers'),
};

async function enter(front: Storefront, path: string, content: string): Promise<void> {
  await front.page.goto(path);
  await front.field('Operator key').fill(OPERATOR_KEY);
  await front.page.getByRole('button', { name: 'Open operations' }).click();
  await front.sees(content);
}

/** One race, looked at from every side. */
async function runRace(front: Storefront): Promise<string> {
  await front.page.goto('/race');
  await front.field('Customers').fill('60');
  await front.field('Pieces in stock').fill('40');
  await front.page.getByRole('button', { name: 'Start the race' }).click();
  await front.page
    .getByRole('table', { name: 'The result in figures' })
    .waitFor({ timeout: RACE_MS });
  const { pathname } = new URL(front.page.url());
  await front.close();
  return pathname;
}

async function fill(front: Storefront): Promise<void> {
  await front.buy('MUG-BLUE', 2);
  await front.buy('BOOK-BREAD');
}

/** With a palette: pages have few colours. */
async function small(image: Buffer): Promise<Buffer> {
  const drawn = await loadImage(image);
  const canvas = createCanvas(drawn.width, drawn.height);
  canvas.getContext('2d').drawImage(drawn, 0, 0);
  return indexedPng(canvas.data(), drawn.width, drawn.height, PALETTE);
}

/** Too long to be looked at whole. */
const cut = new Set(['shop', 'reasons', 'ops-orders']);

mkdirSync(out, { recursive: true });
const browser = await openBrowser();
const race =
  only === undefined || only === 'result'
    ? await runRace(await Storefront.open(browser, shop.engine.url, { locale: 'en-IE' }))
    : '';
for (const [name, come] of Object.entries(pages).filter(([page]) => !only || only === page)) {
  for (const colours of COLOURS) {
    for (const width of WIDTHS) {
      const front = await Storefront.open(browser, shop.engine.url, {
        locale: 'en-IE',
        colours,
        width,
      });
      await come(front);
      // The stream of events of a page for operators never ends.
      if (!name.startsWith('ops')) await front.page.waitForLoadState('networkidle');
      await front.page.locator('.toast').waitFor({ state: 'detached' });
      const image = await small(await front.page.screenshot({ fullPage: !cut.has(name) }));
      const file = join(out, `${name}-${width}-${colours}.png`);
      writeFileSync(file, image);
      process.stdout.write(`${file}: ${image.length} bytes\n`);
      await front.close();
    }
  }
}
await browser.close();
await shop.end();
