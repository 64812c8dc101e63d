/**
 * `npm run screenshots`: every page as a visitor sees it, on a phone and on a desk, in light and dark,
 * into data/screenshots/. A real shop with a few orders in it, in a folder of its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Page } from 'playwright-core';
import { orderBody } from '../test/support/http-client.js';
import { openBrowser } from '../test/support/real-browser.js';
import { startShop } from '../test/support/shop.js';
import { Storefront } from '../test/support/storefront.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WIDTHS = [390, 1280];
const COLOURS = ['light', 'dark'] as const;

const { out, only } = new Command('screenshots')
  .option('--out <folder>', 'where the images go', join(ROOT, 'data/screenshots'))
  .option('--only <page>', 'one page alone')
  .parse()
  .opts<{ out: string; only?: string }>();

const shop = await startShop({ SIMULATED_WAREHOUSE_DELAY_MS: '60000' });
const placed = await shop.client.place(
  orderBody({ lines: [{ sku: 'MUG-BLUE', quantity: 2 }], coupons: ['WELCOME10'] }),
);
const { id, accessToken } = placed.body;

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
};

async function fill(front: Storefront): Promise<void> {
  await front.buy('MUG-BLUE', 2);
  await front.buy('BOOK-BREAD');
}

mkdirSync(out, { recursive: true });
const browser = await openBrowser();
for (const [name, come] of Object.entries(pages).filter(([page]) => !only || only === page)) {
  for (const colours of COLOURS) {
    for (const width of WIDTHS) {
      const front = await Storefront.open(browser, shop.engine.url, {
        locale: 'en-IE',
        colours,
        width,
      });
      await come(front);
      await front.page.waitForLoadState('networkidle');
      await front.page.locator('.toast').waitFor({ state: 'detached' });
      const image = await front.page.screenshot();
      const file = join(out, `${name}-${width}-${colours}.png`);
      writeFileSync(file, image);
      process.stdout.write(`${file}: ${image.length} bytes\n`);
      await front.close();
    }
  }
}
await browser.close();
await shop.end();
