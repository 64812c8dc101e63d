// The operations page in a real browser: what an operator sees, and what their buttons do.

import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFindings } from '../support/axe.js';
import { OPERATOR_KEY, orderBody } from '../support/http-client.js';
import '../support/patient.js';
import { openBrowser } from '../support/real-browser.js';
import { startShop, type TestShop } from '../support/shop.js';
import { Storefront } from '../support/storefront.js';
import { until } from '../support/until.js';

let shop: TestShop;
let browser: Browser;
let front: Storefront;
/** E-mails fail while it is set. */
let isMailDown = false;

beforeAll(async () => {
  browser = await openBrowser();
  shop = await startShop(
    { TASK_ATTEMPTS_MAX: '1' },
    {
      handlers: (real) => ({
        ...real,
        'confirmation-email': {
          run: async (task, signal) =>
            isMailDown
              ? { type: 'failed', reason: 'the mail server is down' }
              : real['confirmation-email'].run(task, signal),
        },
      }),
    },
  );
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});
beforeEach(async () => {
  front = await Storefront.open(browser, shop.engine.url, { locale: 'en-GB' });
});
afterEach(() => front.close());

async function enter(path = '/ops'): Promise<void> {
  await front.page.goto(path);
  await front.field('Operator key').fill(OPERATOR_KEY);
  await front.page.getByRole('button', { name: 'Open operations' }).click();
  await front.page.getByRole('navigation', { name: 'Parts of operations' }).waitFor();
}

const press = (name: string) => front.page.getByRole('button', { name, exact: true }).click();

test('a wrong key is refused beside its field, and opens nothing', async () => {
  await front.page.goto('/ops');
  await front.field('Operator key').fill('not-a-key-of-this-shop');
  await press('Open operations');
  await front.sees('This key opens nothing. Is it complete?');
  expect(await front.page.getByRole('navigation', { name: 'Parts of operations' }).count()).toBe(0);
});

test('the key stands in no address and goes when it is put away', async () => {
  await enter();
  expect(front.page.url()).not.toContain(OPERATOR_KEY);
  await press('Put the key away');
  await front.page.reload();
  await front.sees('This needs an operator key');
});

describe('an operator', () => {
  test('sees orders as they change', async () => {
    await enter();
    await front.sees('Threads and queues');
    const { body } = await shop.client.place(orderBody());
    await front.page.getByRole('link', { name: body.number ?? '' }).waitFor();
  });

  test('has the invariants verified', async () => {
    await enter();
    await press('Verify now');
    await front.page.getByText('Every invariant holds').waitFor({ timeout: 60_000 });
  });

  test('replays a dead letter once its cause is gone', async () => {
    isMailDown = true;
    const { body } = await shop.client.place(orderBody());
    const email = async () =>
      (await shop.client.order(body.id)).tasks.find((t) => t.topic === 'confirmation-email')?.state;
    await until('the e-mail is dead', async () => (await email()) === 'dead');
    isMailDown = false;
    await enter('/ops/tasks');
    await front.sees('the mail server is down');
    await press('Replay');
    await front.sees('None: every task has found its end.');
    await until('the e-mail is sent', async () => (await email()) === 'done');
  });

  test('finds an order by its number and gives a line of it back', async () => {
    const lines = [{ sku: 'MUG-BLUE', quantity: 2 }];
    const { body } = await shop.client.place(orderBody({ lines }));
    await enter('/ops/orders');
    await front.field('Number or e-mail address').fill(body.number ?? '');
    await front.page.getByRole('button', { name: body.number ?? '' }).click();
    await front.page.getByRole('heading', { name: body.number ?? '' }).waitFor();
    await press('Refund lines');
    await front.sees('Say how many pieces of which line go back.');
    await front.page.getByRole('spinbutton', { name: /^Give back: Mug/ }).fill('1');
    await press('Refund lines');
    await front.sees('Give a reason');
    await front.field('Reason, as on the credit note').fill('Broken handle');
    await press('Refund lines');
    await front.sees('The refund is on its way.');
    expect((await shop.client.order(body.id)).state).toBe('partially-refunded');
  });

  test('cancels an order that is not sent', async () => {
    const { body } = await shop.client.place(orderBody());
    await enter(`/ops/orders?open=${body.id}`);
    await press('Cancel the order');
    await front.sees('The order is cancelled.');
    expect((await shop.client.order(body.id)).state).toBe('cancelled');
  });

  test('takes the figures along as CSV', async () => {
    await shop.client.place(orderBody());
    await enter('/ops/sales?bucket=minute');
    await front.page.getByRole('table', { name: 'Best sellers' }).waitFor();
    const [download] = await Promise.all([
      front.page.waitForEvent('download'),
      press('Download CSV'),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.split('\r\n')[0]).toBe('startsAt,currency,orders,units,gross,net');
    expect(text).toMatch(/Z,EUR,\d+,\d+,\d+,\d+\r\n/);
  });
});

describe.each(['light', 'dark'] as const)('in %s, nobody is shut out of', (colours) => {
  test.each([
    ['/ops', 'Threads and queues'],
    ['/ops/orders', 'Placed'],
    ['/ops/tasks', 'Dead letters'],
    ['/ops/sales?bucket=minute', 'Best sellers'],
  ])('%s', async (path, content) => {
    await front.close();
    front = await Storefront.open(browser, shop.engine.url, { locale: 'en-GB', colours });
    await shop.client.place(orderBody());
    await enter(path);
    await front.sees(content);
    expect(await accessibilityFindings(front.page)).toEqual([]);
  });

  test('the question for the key', async () => {
    await front.close();
    front = await Storefront.open(browser, shop.engine.url, { locale: 'en-GB', colours });
    await front.page.goto('/ops');
    await front.sees('This needs an operator key');
    expect(await accessibilityFindings(front.page)).toEqual([]);
  });
});
