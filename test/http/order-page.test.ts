// The link in an e-mail and the page that it leads to: for its owner alone, for a while, readable
// without its script, and with every text as the letters that it is.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { OrderTokens } from '../../src/orders/order-tokens.js';
import { registered } from '../support/account-browser.js';
import {
  type Json,
  OPERATOR_KEY,
  orderBody,
  type PlacedBody,
  paidWith,
} from '../support/http-client.js';
import { readMime, textOf } from '../support/mime.js';
import { atRest } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address } from '../support/store-orders.js';

const EVIL = '<script>alert(1)</script>"\'&';
const PUBLIC_URL = 'https://shop.example/';

let shop: TestShop;
let order: PlacedBody;
let other: PlacedBody;
let tokens: OrderTokens;

beforeAll(async () => {
  shop = await startShop({ PUBLIC_URL });
  const lines = [{ sku: 'MUG-BLUE', quantity: 2 }];
  const shippingAddress = { ...address, name: EVIL };
  order = (await shop.client.place(orderBody({ lines, shippingAddress }))).body;
  other = (await shop.client.place(orderBody())).body;
  await atRest(shop, order.id);
  tokens = new OrderTokens(await shop.engine.shop.store.secret('access-tokens'));
});
afterAll(() => shop.end());

const get = (path: string, headers: Record<string, string> = {}) =>
  shop.client.get<Json>(path, { headers });

const linkFromEmail = (orderId: string): string => {
  const folder = join(shop.dataDir, 'mail');
  const name = readdirSync(folder).find((file) => file.includes(orderId)) as string;
  const text = textOf(readMime(readFileSync(join(folder, name), 'latin1')), 'text/plain');
  return /^https:\S+$/m.exec(text)?.[0] as string;
};

const pathOf = (url: string): string => url.slice(PUBLIC_URL.length - 1);

describe('the link in the confirmation', () => {
  test('opens the page of the order for somebody without an account', async () => {
    const url = linkFromEmail(order.id);
    expect(url.startsWith(PUBLIC_URL)).toBe(true);

    const { status, headers, text } = await get(pathOf(url));

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain(`Order <span class="number">${order.number}</span>`);
    expect(text).toContain('Mug, blue');
    expect(text).toContain('2 × 12.90');
    expect(text).toContain('Confirmed');
  });

  test('opens what the page links to: the invoice, under the same token', async () => {
    const path = pathOf(linkFromEmail(order.id));
    const { text } = await get(path);
    const link = /href="([^"]*invoice\.pdf[^"]*)"/.exec(text)?.[1] ?? '';
    const { pathname, search } = new URL(link, `http://shop${path}`);

    const pdf = await get(pathname + search);

    expect(pdf.status).toBe(200);
    expect(pdf.headers['content-type']).toBe('application/pdf');
  });

  test('opens every route that the guest’s own token opens, and only those of its order', async () => {
    const token = new URL(linkFromEmail(order.id)).searchParams.get('token') as string;
    const statuses = async (id: string) =>
      Promise.all(
        ['', '/timeline', '/invoice.pdf'].map(
          async (part) => (await shop.client.get(`/v1/orders/${id}${part}`, { as: token })).status,
        ),
      );
    expect(await statuses(order.id)).toEqual([200, 200, 200]);
    expect(await statuses(other.id)).toEqual([404, 404, 404]);
    expect((await get(`/orders/${other.id}?token=${token}`)).status).toBe(404);
  });

  test('that has expired is refused with a problem that says since when', async () => {
    const token = tokens.expiring(order.id, Date.UTC(2026, 0, 1) - 1);
    expect(await get(`/v1/orders/${order.id}?token=${token}`)).toMatchObject({
      status: 401,
      body: { type: '/problems/link-expired', expiredAt: '2026-01-01T00:00:00.000Z' },
    });
    const page = await get(`/orders/${order.id}?token=${token}`);
    expect(page.status).toBe(401);
    expect(page.text).toContain('This link has expired');
    expect(page.text).not.toContain('Mug');
  });
});

describe('the page of an order', () => {
  const pageOf = (headers: Record<string, string> = {}, token = order.accessToken) =>
    get(`/orders/${order.id}?token=${token}`, headers);

  test('opens for nobody else', async () => {
    expect((await get(`/orders/${order.id}`)).status).toBe(401);
    expect((await pageOf({}, other.accessToken)).status).toBe(404);
    expect((await pageOf({}, 'made-up')).status).toBe(404);
    const asOperator = await shop.client.get(`/orders/${order.id}`, { as: OPERATOR_KEY });
    expect(asOperator.status).toBe(200);
    expect(asOperator.text).not.toContain('token=');
  });

  test('refuses as a page, so that a person knows what to do', async () => {
    const { headers, text } = await get(`/orders/${order.id}?token=made-up`);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('open the link exactly as it stands');
  });

  test('loads the shop’s own scripts and styles alone, and passes its address on to nobody', async () => {
    const { headers, text } = await pageOf();
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc="\/assets\/)/i);
    const loaded = [...text.matchAll(/<(?:script|link)\b[^>]*(?:src|href)="([^"]+)"/g)];
    expect(loaded.length).toBeGreaterThan(2);
    for (const [, address = ''] of loaded) {
      expect(address).toMatch(/^\/assets\/[\w.-]+$/);
      expect((await get(address)).status, address).toBe(200);
    }
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
  });

  test('is kept by no search engine where its address opens it', async () => {
    const byToken = await get(`/orders/${order.id}?token=${order.accessToken}`);
    expect(byToken.headers['x-robots-tag']).toBe('noindex, nofollow');
    const { browser } = await registered(shop.client);
    const own = await browser.post<PlacedBody>('/v1/orders', orderBody());
    const bySession = await browser.get(`/orders/${own.body.id}`);
    expect(bySession.status).toBe(200);
    expect(bySession.headers['x-robots-tag']).toBeUndefined();
    expect((await get(`/orders/${own.body.id}`)).status).toBe(401);
    expect(bySession.text).toMatch(/<meta name="description" content="Placed on .+">/);
  });

  test('leads on to the bank where it asks, and the bank’s page back', async () => {
    const { id, accessToken } = (await shop.client.place(paidWith('tok_3ds'))).body;
    const page = (await get(`/orders/${id}?token=${accessToken}`)).text;
    expect(page).toMatch(/<a class="button button-primary" href="[^"]*\/demo\/payments\/[^"]+">/);
    const bank = await get(`/demo/payments/${id}`, { 'accept-language': 'de' });
    expect(bank.text).toContain('<html lang="de">');
    expect(bank.text).toContain('<h1>Sind Sie das?</h1>');
    const answered = await shop.client.send('POST', `/demo/payments/${id}/approve`, {});
    expect(answered.status).toBe(303);
    const after = (await get(`/orders/${id}?token=${accessToken}`)).text;
    expect(after).not.toContain('/demo/payments/');
  });

  test('is in the language and colours that its visitor has chosen', async () => {
    const { text } = await pageOf({
      'accept-language': 'en',
      cookie: 'theme=dark; language=de',
    });
    expect(text).toContain('<html lang="de" data-theme="dark">');
    expect(text).toContain(`<h1>Bestellung <span class="number">${order.number}</span></h1>`);
  });

  test('shows text that is HTML as the letters that it is', async () => {
    const { text } = await pageOf();
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
  });

  test.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Bestellung'],
    ['fr, de;q=0.5, en;q=0.7', 'en', 'Order'],
    ['en;q=0, DE', 'de', 'Bestellung'],
    ['fr', 'en', 'Order'],
    [';;,q=x,*', 'en', 'Order'],
  ])('speaks the language that is asked for: %s', async (accepted, language, word) => {
    const { text } = await pageOf({ 'accept-language': accepted });
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(`<h1>${word} <span class="number">${order.number}</span></h1>`);
  });

  test('tells what happened, in the order in which it did', async () => {
    const { text } = await pageOf();
    const entries = [...text.matchAll(/<\/time>([^<]+)/g)].map(([, label]) => label);
    expect(entries[0]).toBe('Order placed');
    expect(entries).toEqual(
      expect.arrayContaining(['Confirmed', 'Invoice issued', 'Confirmation sent by e-mail']),
    );
  });

  test('says what went back, and links the credit note beside the invoice', async () => {
    const { body } = await shop.client.place(
      orderBody({ lines: [{ sku: 'MUG-BLUE', quantity: 3 }] }),
    );
    const lines = [{ sku: 'MUG-BLUE', quantity: 1 }];
    await shop.client.post(`/v1/orders/${body.id}/refunds`, {
      as: OPERATOR_KEY,
      body: { lines, reason: 'Broken handle' },
    });
    const path = `/orders/${body.id}?token=${body.accessToken}`;
    const { text } = await get(path);
    expect(text).toMatch(/Refunded on [^<]+<\/td><td>−12\.90</);
    expect(text).toContain('Partially refunded');
    const links = [...text.matchAll(/<li><a href="([^"]+)"/g)].map(([, link = '']) => link);
    expect(links).toHaveLength(3);
    for (const link of links) {
      const { pathname, search } = new URL(link, `http://shop${path}`);
      expect((await get(pathname + search)).status, link).toBe(200);
    }
  });

  test('can be looked at before there is an invoice, and after a payment that failed', async () => {
    const failed = await shop.client.place(paidWith('tok_timeout_lost'));
    const id = failed.body.id;
    const { status, text } = await get(`/orders/${id}?token=${failed.body.accessToken}`);
    expect(status).toBe(200);
    expect(text).toContain('Payment pending');
    expect(text).not.toContain('invoice.pdf');
  });
});

test('the page says the state of its newest event, also of an order that went on while it was read', async () => {
  const placed = (await shop.client.place(orderBody())).body;
  await atRest(shop, placed.id);
  const { store } = shop.engine.shop;
  const read = store.orderEvents.bind(store);
  const cancelled = vi.fn(async (...asked: Parameters<typeof read>) => {
    await shop.client.post(`/v1/orders/${placed.id}/cancel`, { as: OPERATOR_KEY });
    return read(...asked);
  });
  vi.spyOn(store, 'orderEvents').mockImplementationOnce(cancelled);

  const page = await get(`/orders/${placed.id}?token=${placed.accessToken}`);

  expect(cancelled).toHaveBeenCalledOnce();
  expect((await shop.client.order(placed.id)).state).toBe('cancelled');
  expect(page.text).toMatch(/<p class="state"[^>]*>(Cancelled|Storniert)/);
});
