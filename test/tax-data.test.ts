// Tax data of the shop's own stands in the place of the package's, file by file.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { loadRules } from '../src/shop-data.js';
import { ownTaxFolder, readJurisdictions, TaxDataError } from '../src/tax-data.js';
import type { Json } from './support/http-client.js';
import { startShop } from './support/shop.js';
import { removeFolder, temporaryFolder } from './support/temporary-folder.js';

const root = temporaryFolder();
afterAll(() => removeFolder(root));
let folder = '';
let count = 0;
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(folder);
});

const write = (name: string, content: unknown, into = folder): void =>
  writeFileSync(join(into, name), typeof content === 'string' ? content : JSON.stringify(content));

const rate = (percent: string, code = 'SALES') => ({
  code,
  category: 'standard',
  rate: percent,
  since: '2000-01-01',
  until: null,
  source: 'test',
});

const state = {
  jurisdiction: 'US-WI',
  name: 'Wisconsin',
  parent: 'US',
  rates: [rate('5')],
  boundaries: [
    { from: '537', to: '537', since: '2000-01-01', until: null, jurisdictions: ['US-WI-00-025'] },
  ],
};
const county = {
  jurisdiction: 'US-WI-00-025',
  name: 'Dane',
  parent: 'US-WI',
  rates: [rate('0.5', 'COUNTY')],
};
const seller = {
  name: 'Shop',
  line1: '1 Main St',
  city: 'Saint Paul',
  postalCode: '55101',
  country: 'US',
  tax: { region: 'MN', registrations: ['US-WI'] },
};

describe('a folder of tax data', () => {
  test('replaces what the package has of a jurisdiction, and leaves the rest', () => {
    const before = loadRules([]);
    write('US-WI.json', [state, county]);
    write('notes.txt', 'no data');

    const after = loadRules([], undefined, folder);

    const { 'US-WI': own, 'US-WI-00-025': added, ...others } = after.taxes.jurisdictions;
    const { 'US-WI': replaced, ...kept } = before.taxes.jurisdictions;
    expect([own, added]).toEqual([state, county]);
    expect(replaced).not.toEqual(own);
    expect(others).toEqual(kept);
    expect(after.seller).toEqual(before.seller);
    expect(after.taxes.categories).toEqual(before.taxes.categories);
    expect(after.version).not.toBe(before.version);
  });

  test('gives another version for every change in it', () => {
    write('US-WI.json', [state, county]);
    const version = () => loadRules([], undefined, folder).version;
    const before = version();
    expect(version()).toBe(before);
    write('US-WI.json', [state, { ...county, rates: [rate('0.6', 'COUNTY')] }]);
    expect(version()).not.toBe(before);
  });

  test.each<[what: string, files: Record<string, unknown>, words: string]>([
    ['is no JSON', { 'US-WI.json': '{' }, 'US-WI.json cannot be read'],
    ['holds something without a name', { 'US-WI.json': [state, {}] }, 'a jurisdiction has no name'],
    ['holds nothing', { 'US-WI.json': 'null' }, 'a jurisdiction has no name'],
    [
      'holds what another one holds',
      { 'US-WI.json': [state, county], 'US-WI-00-025.json': county },
      'US-WI-00-025 is in',
    ],
  ])('is refused with the name of the file that %s', (_what, files, words) => {
    for (const [name, content] of Object.entries(files)) write(name, content);
    expect(() => readJurisdictions(folder)).toThrow(TaxDataError);
    expect(() => readJurisdictions(folder)).toThrow(words);
  });

  test('is refused where it is named and not there', () => {
    const missing = join(folder, 'missing');
    expect(() => readJurisdictions(missing)).toThrow(TaxDataError);
    expect(ownTaxFolder({ TAX_DATA_DIR: missing, DATA_DIR: folder })).toBe(missing);
  });

  test('is the one in the data folder where none is named, if there is one', () => {
    expect(ownTaxFolder({ TAX_DATA_DIR: '', DATA_DIR: folder })).toBeNull();
    mkdirSync(join(folder, 'tax'));
    expect(ownTaxFolder({ TAX_DATA_DIR: '', DATA_DIR: folder })).toBe(join(folder, 'tax'));
  });
});

describe('a shop', () => {
  test('charges what its own folder says', async () => {
    write('US-WI.json', [state, county]);
    write('seller.json', seller);
    const shop = await startShop({
      TAX_DATA_DIR: folder,
      SELLER_FILE: join(folder, 'seller.json'),
    });
    try {
      const { body } = await shop.client.post<{ taxes: Json[] }>('/v1/quotes', {
        body: {
          currency: 'USD',
          lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
          shippingAddress: { country: 'US', region: 'WI', postalCode: '53703' },
        },
      });
      expect(body.taxes).toMatchObject([
        { code: 'SALES', jurisdiction: 'US-WI', rate: '5' },
        { code: 'COUNTY', jurisdiction: 'US-WI-00-025', rate: '0.5' },
      ]);
    } finally {
      await shop.end();
    }
  });
});
