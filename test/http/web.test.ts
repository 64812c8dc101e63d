// The pages that are programs in the browser, and what they are made of, as they are served.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/compute/worker-thread-pool.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

const page = (path: string, headers: Record<string, string> = {}) =>
  shop.client.get(path, { headers });

/** Addresses of what a page loads. */
const assetsOf = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path as string);

describe('a page', () => {
  test.each(['/', '/products/MUG-BLUE', '/cart', '/checkout', '/account', '/welcome'])(
    'stands at %s',
    async (path) => {
      const { status, headers, text } = await page(path);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(assetsOf(text).length).toBeGreaterThan(2);
    },
  );

  test('lets in no script or style but the shop’s own, and none that stands in it', async () => {
    const { headers, text } = await page('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/<script(?![^>]* src=)/);
    expect(text).not.toMatch(/<style| style="| on\w+="/);
  });

  test('is in the language that the browser asks for, with its texts on their way', async () => {
    const { text } = await page('/', { 'accept-language': 'fr, de-AT;q=0.8, en;q=0.5' });
    expect(text).toContain('<html lang="de">');
    expect(assetsOf(text).some((path) => path.startsWith('/assets/de-'))).toBe(true);
    expect((await page('/', { 'accept-language': 'fr' })).text).toContain('<html lang="en">');
  });

  test('is in the language and the colours that were chosen before', async () => {
    const cookie = 'other=1; language=de; theme=dark';
    const { text } = await page('/', { 'accept-language': 'en', cookie });
    expect(text).toContain('<html lang="de" data-theme="dark">');
  });

  test('takes no choice that there is not, whatever the cookie says', async () => {
    const cookie = 'language="><script>; theme=" onload="alert(1)';
    expect((await page('/', { cookie })).text).toContain('<html lang="en">');
  });
});

test('whoever looks for a page that there is not is told in one; a program gets its problem', async () => {
  const looking = await page('/nowhere', { accept: 'text/html,application/xhtml+xml' });
  expect(looking.status).toBe(404);
  expect(looking.headers['content-type']).toBe('text/html; charset=utf-8');
  const program = await page('/nowhere', { accept: '*/*' });
  expect(program.status).toBe(404);
  expect(program.headers['content-type']).toBe('application/problem+json; charset=utf-8');
});

describe('what a page loads', () => {
  test('is kept for ever, as its name changes with what is in it', async () => {
    for (const path of assetsOf((await page('/')).text)) {
      const { status, headers } = await page(path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
  });

  test('comes compressed to who takes it so', async () => {
    const script = assetsOf((await page('/')).text).find((path) => path.endsWith('.js')) as string;
    const { body, headers } = await request(`${shop.engine.url}${script}`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(headers['content-encoding']).toBe('gzip');
    const plain = await page(script);
    expect(gunzipSync(Buffer.from(await body.arrayBuffer())).toString()).toBe(plain.text);
    const brotli = await request(`${shop.engine.url}${script}`, {
      method: 'HEAD',
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(brotli.headers['content-encoding']).toBe('br');
  });

  test('is nowhere outside of its folder', async () => {
    for (const path of ['/assets/../manifest.json', '/assets/%2e%2e/index.html', '/assets/']) {
      expect([400, 404]).toContain((await page(path)).status);
    }
  });
});

/** The scripts of the storefront and all that they may load, in one language, as they travel. */
const SCRIPT_MAX_BYTES = 60_000;

test('the storefront is at most 60 kB of script', () => {
  const folder = join(packageRoot(), 'dist', 'web');
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<
    string,
    { file: string; imports?: string[]; dynamicImports?: string[] }
  >;
  const files = new Set<string>();
  const add = (source: string): void => {
    const { file, imports = [], dynamicImports = [] } = manifest[source] ?? { file: '' };
    if (files.has(file)) return;
    files.add(file);
    const inOneLanguage = dynamicImports.filter(
      (name) => !name.startsWith('texts/') || name === 'texts/de.ts',
    );
    for (const name of [...imports, ...inOneLanguage]) add(name);
  };
  add('index.html');
  const names = readdirSync(join(folder, 'assets')).map((name) => `assets/${name}`);
  const scripts = names.filter((name) => files.has(name));
  const bytes = scripts.map((name) => readFileSync(join(folder, `${name}.gz`)).length);
  expect(scripts.length).toBeGreaterThan(2);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(SCRIPT_MAX_BYTES);
});

test('the shop says what it offers', async () => {
  const { body } = await shop.client.get('/v1/shop');
  expect(body).toMatchObject({
    name: 'Orderloom Demo Shop GmbH',
    country: 'DE',
    demo: true,
    currencies: expect.arrayContaining([
      { currency: 'EUR', basis: 'gross' },
      { currency: 'USD', basis: 'net' },
    ]),
    categories: expect.arrayContaining(['Books', 'Kitchen']),
    shippingMethods: expect.arrayContaining([
      {
        id: 'standard',
        name: 'Standard delivery',
        prices: expect.objectContaining({ EUR: '4.90' }),
      },
    ]),
    paymentMethods: [{ method: 'simulated' }],
  });
  const { countries } = body as { countries: { code: string; regions?: { code: string }[] }[] };
  const regions = (country: string) =>
    countries.find(({ code }) => code === country)?.regions?.map(({ code }) => code);
  expect(regions('US')).toContain('NY');
  expect(regions('CA')).toContain('QC');
  expect(regions('DE')).toBeUndefined();
});
