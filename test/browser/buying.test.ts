// Buying in a real browser, in a real shop: what a visitor sees, and what the shop has written down.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { providerOf } from '../../src/orders/shop.js';
import { accessibilityFindings } from '../support/axe.js';
import { OPERATOR_KEY, of, paidWith } from '../support/http-client.js';
import { gate } from '../support/outbox.js';
import '../support/patient.js';
import { openBrowser } from '../support/real-browser.js';
import { startShop, type TestShop } from '../support/shop.js';
import { Storefront } from '../support/storefront.js';

let shop: TestShop;
let browser: Browser;
let front: Storefront;
let sku: string;
let count = 0;

beforeAll(async () => {
  browser = await openBrowser();
  shop = await startShop({ PAYMENT_TIMEOUT_MS: '800' });
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});

/** Each test has an article and a visitor of its own. */
beforeEach(async () => {
  sku = `PIECE-${++count}`;
  await shop.client.stocked(sku, 5);
  front = await Storefront.open(browser, shop.engine.url, { locale: 'en-IE' });
});
afterEach(() => front.close());

/** The orders with this test's article, newest first. */
const orders = async () =>
  (await shop.client.orders('?limit=100')).filter(({ lines }) =>
    lines.some((line) => line.sku === sku),
  );

describe('a guest', () => {
  test('buys, and is shown the order under an address that opens it', async () => {
    await front.buy(sku, 2);
    await front.fillCheckout();
    await front.place();
    const id = await front.ordered();
    await front.sees('Ada Example');
    expect(await shop.client.order(id)).toMatchObject({
      state: 'confirmed',
      customer: { email: 'ada@example.com', name: 'Ada Example' },
      lines: [{ sku, quantity: 2 }],
      shippingAddress: { city: 'Berlin', country: 'DE' },
    });
    expect(await shop.client.stock(sku)).toEqual({ onHand: 3, reserved: 0 });
  });

  test('finds the cart empty after that', async () => {
    await front.buy(sku);
    await front.fillCheckout();
    await front.place();
    await front.ordered();
    await front.page.goto('/cart');
    await front.sees('Your cart is empty.');
  });

  test('who presses twice at once orders once', async () => {
    await front.buy(sku);
    await front.fillCheckout();
    await front.placeButton.dblclick();
    await front.ordered();
    expect(await orders()).toHaveLength(1);
  });

  test('pays less with a coupon, and is told why', async () => {
    await front.buy(sku, 3);
    await front.page.goto('/cart');
    await front.field('Coupon').fill('WELCOME10');
    await front.page.getByRole('button', { name: 'Redeem' }).click();
    await front.sees('−€3.00');
    await front.page.getByRole('button', { name: 'Why these amounts? 10 % off' }).click();
    await front.sees('30.00 EUR × 10 ÷ 100 = 3.00 EUR');
    await front.page.keyboard.press('Escape');
    await front.fillCheckout();
    await front.place();
    const { discounts } = await shop.client.order(await front.ordered());
    expect(discounts).toMatchObject([{ coupon: 'WELCOME10', amount: 300 }]);
  });

  test('is told beside the field that there is no such coupon, and can go on', async () => {
    await front.buy(sku);
    await front.page.goto('/cart');
    await front.field('Coupon').fill('NOTHING');
    await front.page.getByRole('button', { name: 'Redeem' }).click();
    await front.sees('There is no such coupon.');
    expect(await front.field('Coupon').inputValue()).toBe('NOTHING');
    const described = await front.field('Coupon').getAttribute('aria-describedby');
    expect(await front.page.locator(`[id="${described}"]`).textContent()).toBe(
      'There is no such coupon.',
    );
    await front.sees('€14.90');
  });

  test('whose card is declined is charged nothing, and buys with another one', async () => {
    await front.buy(sku);
    await front.fillCheckout('An empty card');
    await front.place();
    await front.sees('Your bank says: not enough money on the account.');
    expect(await shop.client.stock(sku)).toEqual({ onHand: 5, reserved: 0 });
    await front.pick('A good card');
    await front.place();
    await front.ordered();
    expect((await orders()).map(({ state }) => state)).toEqual(['confirmed', 'failed']);
  });

  test('whose payment is not known yet is led to the order, which says so', async () => {
    await front.buy(sku);
    await front.fillCheckout('A card that is charged in silence');
    await front.place();
    const id = await front.ordered();
    await front.page.getByRole('heading', { level: 1 }).waitFor();
    expect((await orders()).map((order) => order.id)).toEqual([id]);
  });
});

describe('somebody else', () => {
  test('who buys what is in the cart leaves the rest, which can be taken', async () => {
    await front.buy(sku, 4);
    await front.fillCheckout();
    const other = await shop.client.place(paidWith('tok_approve', of(sku, 3)));
    expect(other.status).toBe(201);
    await front.place();
    await front.sees('Somebody was faster');
    await front.sees(`Article ${sku}: you wanted 4, there are 2`);
    await front.page.getByRole('button', { name: 'Take what is left' }).click();
    await front.page.getByText('Somebody was faster').waitFor({ state: 'detached' });
    await front.place();
    expect(await shop.client.order(await front.ordered())).toMatchObject({
      lines: [{ sku, quantity: 2 }],
    });
    expect(await shop.client.stock(sku)).toEqual({ onHand: 0, reserved: 0 });
  });

  test('in another browser gets the last piece, or does not', async () => {
    await shop.client.send('PUT', `/v1/admin/stock/${sku}`, {
      as: OPERATOR_KEY,
      body: { onHand: 1 },
    });
    const rival = await Storefront.open(browser, shop.engine.url, { locale: 'en-IE' });
    for (const visitor of [front, rival]) {
      await visitor.buy(sku);
      await visitor.fillCheckout();
    }
    await Promise.all([front.place(), rival.place()]);
    const ends = await Promise.all(
      [front, rival].map((visitor) =>
        Promise.race([
          visitor.ordered().then(() => 'ordered'),
          visitor.sees('Somebody was faster').then(() => 'too late'),
        ]),
      ),
    );
    await rival.close();
    expect(ends.sort()).toEqual(['ordered', 'too late']);
    expect(await shop.client.stock(sku)).toEqual({ onHand: 0, reserved: 0 });
  });

  test('who goes on choosing in another tab meanwhile starts a new cart, and is told so', async () => {
    await front.buy(sku, 2);
    await front.fillCheckout();
    const other = await front.anotherTab();
    await other.page.goto(`/products/${sku}`);
    const provider = providerOf(shop.engine.shop, 'simulated');
    const charge = provider.charge.bind(provider);
    const [asked, goesOn] = [gate(), gate()];
    vi.spyOn(provider, 'charge').mockImplementationOnce(async (request, signal) => {
      asked.open();
      await goesOn.passed;
      return charge(request, signal);
    });
    await front.place();
    await asked.passed;
    await other.page.getByRole('textbox', { name: 'Quantity' }).fill('1');
    await other.page.getByRole('button', { name: 'Add to cart' }).click();
    goesOn.open();
    await other.sees('Your earlier cart has been ordered meanwhile');
    expect((await shop.client.order(await front.ordered())).lines).toMatchObject([
      { sku, quantity: 2 },
    ]);
    await other.page.getByRole('link', { name: '1 in your cart' }).waitFor();
    expect(await orders()).toHaveLength(1);
  });

  test('who changes the price is noticed before anything is charged', async () => {
    await front.buy(sku);
    // The cart has taken the address: nothing else asks for a price before the button is pressed.
    const followed = front.page.waitForResponse((answer) => {
      const body = answer.request().postData() ?? '';
      return answer.request().method() === 'PATCH' && body.includes('"country":"DE"');
    });
    await front.fillCheckout();
    await followed;
    await front.sees('Place order · €14.90');
    await shop.client.stocked(sku, 5, { EUR: '12.00' });
    await front.place();
    await front.sees('The price has changed');
    expect(await orders()).toHaveLength(0);
    await front.sees('Place order · €16.90');
    await front.place();
    expect((await shop.client.order(await front.ordered())).totals.total).toBe(1_690);
  });
});

describe('whatever happens to the page or the connection', () => {
  test('a reload while the order is placed ends at the one order', async () => {
    await front.buy(sku);
    await front.fillCheckout('A slow card');
    const sent = front.page.waitForRequest('**/v1/orders');
    await front.place();
    await sent;
    await front.page.reload();
    await front.ordered();
    expect(await orders()).toHaveLength(1);
  });

  test('an answer that is lost is asked for again, and the order placed once', async () => {
    await front.buy(sku);
    await front.fillCheckout();
    let lost = 0;
    await front.page.route('**/v1/orders', async (route) => {
      await route.fetch();
      lost += 1;
      await (lost === 1 ? route.abort('connectionreset') : route.continue());
    });
    await front.place();
    await front.ordered();
    expect(lost).toBeGreaterThan(1);
    expect(await orders()).toHaveLength(1);
  });

  test('a connection that is away is waited for', async () => {
    await front.buy(sku);
    await front.fillCheckout();
    await front.page.route('**/v1/orders', (route) => route.abort('internetdisconnected'));
    await front.place();
    await front.sees('The connection was lost');
    await front.sees('You will not be charged twice');
    await front.page.unroute('**/v1/orders');
    await front.ordered();
    expect(await orders()).toHaveLength(1);
  });

  test('what was typed is still there after a reload, and in another language', async () => {
    await front.buy(sku);
    await front.fillCheckout();
    await front.page.reload();
    expect(await front.field('Street and number').inputValue()).toBe('Invalidenstr. 43');
    await front.field('Language').selectOption('de');
    await front.page.getByLabel('Straße und Hausnummer').waitFor();
    expect(await front.field('E-Mail').inputValue()).toBe('ada@example.com');
    await front.sees('Zahlungspflichtig bestellen');
  });
});

describe('what is mistyped', () => {
  test('is said beside each field, and the first one has the focus', async () => {
    await front.buy(sku);
    await front.page.goto('/checkout');
    await front.field('Name').fill('Ada');
    await front.place();
    await front.sees('Enter the street and the number.');
    await front.sees('Enter the postal code.');
    const focused = () => front.page.locator(':focus').getAttribute('name');
    await expect.poll(focused).toBe('email');
  });

  test('is said beside its field also where only the shop knows', async () => {
    await front.buy(sku);
    await front.fillCheckout();
    await front.field('E-mail').fill('nobody');
    await front.place();
    await front.sees('Enter an e-mail address such as name@example.com.');
    expect(await front.field('E-mail').getAttribute('aria-invalid')).toBe('true');
    expect(await orders()).toHaveLength(0);
    await front.field('E-mail').fill('somebody@example.com');
    await front.place();
    await front.ordered();
  });
});

test('the state is asked for where taxes depend on it', async () => {
  await front.buy(sku);
  await front.fillCheckout();
  await front.field('Country').selectOption('US');
  await front.field('State or province').selectOption({ label: 'New York' });
  await front.field('Postal code').fill('10001');
  await front.place();
  expect(await shop.client.order(await front.ordered())).toMatchObject({
    shippingAddress: { country: 'US', region: 'NY' },
  });
});

describe('a company', () => {
  const bill = async () => {
    await front.page.getByRole('checkbox', { name: 'The invoice goes to another address' }).check();
    return front.page.getByRole('group', { name: 'Address of the invoice' });
  };

  test('has its VAT ID and its own address on the invoice', async () => {
    await front.buy(sku);
    await front.fillCheckout();
    await front.field('VAT ID (optional)').fill('de 123 456 788');
    const address = await bill();
    await address.getByLabel('Name').fill('Example GmbH');
    await address.getByLabel('Street and number').fill('Turmstr. 1');
    await address.getByLabel('Postal code').fill('10559');
    await address.getByLabel('City').fill('Berlin');
    expect(await address.getByLabel('Country').inputValue()).toBe('DE');
    await front.place();
    expect(await shop.client.order(await front.ordered())).toMatchObject({
      vatId: 'DE123456788',
      shippingAddress: { name: 'Ada Example' },
      billingAddress: { name: 'Example GmbH', line1: 'Turmstr. 1', country: 'DE' },
    });
  });

  test('is told beside which field something is missing, and loses nothing typed', async () => {
    await front.buy(sku);
    await front.fillCheckout();
    const address = await bill();
    await front.field('VAT ID (optional)').fill('12345');
    await address.getByLabel('Name').fill('Example GmbH');
    await front.place();
    await address.getByText('Enter the postal code.').waitFor();
    await address.getByLabel('Street and number').fill('Turmstr. 1');
    await address.getByLabel('Postal code').fill('10559');
    await address.getByLabel('City').fill('Berlin');
    await front.place();
    await front.sees('A VAT ID begins with two letters');
    expect(await front.field('VAT ID (optional)').inputValue()).toBe('12345');
    expect(await orders()).toHaveLength(0);
  });
});

test('whoever’s bank asks is led on from the order’s page, and sees it confirmed', async () => {
  await front.buy(sku);
  await front.fillCheckout('A card with a question');
  await front.place();
  await front.page.getByRole('heading', { name: 'Is this you?' }).waitFor();
  const [order] = await orders();
  const opened = await shop.client.get(`/v1/orders/${order?.id}`, { as: OPERATOR_KEY });
  expect(opened.body).toMatchObject({ state: 'payment-pending' });
  expect(await accessibilityFindings(front.page)).toEqual([]);
  // Whoever comes back without an answer finds the way on again.
  await front.page.goto(shop.engine.shop.orderLink(order?.id as string).url);
  await front.page.getByRole('heading', { name: 'Your bank has a question' }).waitFor();
  expect(await accessibilityFindings(front.page)).toEqual([]);
  const elsewhere = await front.page.context().newPage();
  await elsewhere.goto(front.page.url());
  await elsewhere.getByRole('link', { name: 'Continue payment' }).click();
  await elsewhere.getByRole('button', { name: 'Yes, pay' }).click();
  await elsewhere.getByText('Confirmed', { exact: true }).first().waitFor();
  await front.page.getByText('Confirmed', { exact: true }).first().waitFor();
  expect(await front.page.getByRole('link', { name: 'Continue payment' }).count()).toBe(0);
  expect(front.complaints).toEqual([]);
});
