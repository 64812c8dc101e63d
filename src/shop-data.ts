// The files in `data/`: the rules that every shop needs, and the demo shop.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './compute/worker-thread-pool.js';
import { parseMicros } from './core/decimal.js';
import type { Seller } from './core/invoice.js';
import { readSettings, type WrittenSettings } from './core/read-settings.js';
import type { PriceList, Promotion, Rules } from './core/rules.js';
import type { Settings } from './core/settings.js';
import type { TaxRules, TaxSeller } from './core/tax/tax-rules.js';
import { readSellerFile } from './seller-file.js';
import type { Seed, ShopCustomer } from './store/store.js';
import { readTaxes } from './tax-data.js';

export { SellerFileError } from './seller-file.js';

const read = <Content>(name: string): Content =>
  JSON.parse(readFileSync(join(packageRoot(), 'data', name), 'utf8')) as Content;

/** What the OpenAPI document shows. @throws Error where the package is not whole */
export const readExamples = (): Record<string, Record<string, Record<string, unknown>>> =>
  read('openapi-examples.json');

/** The lists of `data/price-lists/`, one a file, by the names of the files. */
const furtherPriceLists = (): PriceList[] =>
  readdirSync(join(packageRoot(), 'data', 'price-lists'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => read<PriceList>(`price-lists/${name}`));

/**
 * Settings, price lists, shipping and taxes from `data/`, with the promotions of the store at hand,
 * for a seller of the given circumstances; those of `data/tax/seller.json` when there are none. Files
 * of a tax folder of the shop's own stand in the place of the package's.
 * @throws TaxDataError, SettingsFileError
 */
export function loadRules(
  promotions: Promotion[],
  seller: TaxSeller = read<TaxSeller>('tax/seller.json'),
  ownTaxes: string | null = null,
): Rules {
  const priceLists = read<Rules['priceLists']>('price-lists.json');
  const rules = {
    settings: loadSettings(Object.keys(priceLists)),
    priceLists,
    furtherPriceLists: furtherPriceLists(),
    shippingMethods: read<Rules['shippingMethods']>('shipping-methods.json'),
    taxes: readTaxes(join(packageRoot(), 'data', 'tax'), ownTaxes),
    seller,
    promotions,
  };
  return versioned(rules);
}

/** The same rules with other promotions. */
export function withPromotions({ version, ...rules }: Rules, promotions: Promotion[]): Rules {
  return versioned({ ...rules, promotions });
}

function versioned(rules: Omit<Rules, 'version'>): Rules {
  const { taxes, ...others } = rules;
  return { version: digest(JSON.stringify(others), versionOfTaxes(taxes)).slice(0, 16), ...rules };
}

/** Worked out once: imported tables are long, and promotions change more often than they. */
const taxVersions = new WeakMap<TaxRules, string>();

function versionOfTaxes(taxes: TaxRules): string {
  const known = taxVersions.get(taxes);
  if (known !== undefined) return known;
  const { jurisdictions, ...tables } = taxes;
  // One by one: all together may be too long for a string.
  const texts = Object.values(jurisdictions).map((jurisdiction) =>
    digest(JSON.stringify(jurisdiction)),
  );
  const version = digest(JSON.stringify(tables), ...texts);
  taxVersions.set(taxes, version);
  return version;
}

export class SettingsFileError extends Error {}

/** What a shop has chosen in `data/settings.json`. @throws SettingsFileError that names every mistake. */
function loadSettings(currencies: string[]): Partial<Settings> {
  const written = read<unknown>('settings.json');
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    throw new SettingsFileError('data/settings.json: must be an object');
  }
  const { settings, faults } = readSettings(written as WrittenSettings, currencies);
  if (faults.length === 0) return settings;
  const named = faults.map(({ pointer, detail }) => `${pointer} ${detail}`);
  throw new SettingsFileError(`data/settings.json: ${named.join('; ')}`);
}

const digest = (...texts: string[]): string =>
  texts.reduce((hash, text) => hash.update(text), createHash('sha256')).digest('hex');

/**
 * Who issues the invoices: of the file, or of the demo shop where there is none and `demo` is set.
 * @throws SellerFileError that names the field.
 */
export function loadSeller(file: string, demo: boolean): Seller | null {
  if (file === '') return demo ? read<Seller>('demo/seller.json') : null;
  const { tax, ...seller } = readSellerFile(file);
  return tax?.region === undefined ? seller : { ...seller, region: tax.region };
}

/** What the file says of the seller's taxes; `undefined` where there is no file. */
export function loadTaxSeller(file: string): TaxSeller | undefined {
  if (file === '') return undefined;
  const { country, postalCode, tax } = readSellerFile(file);
  return { country, postalCode, ...tax };
}

interface ProductFile {
  sku: string;
  name: string;
  category: string;
  taxCategory: string;
  prices: Record<string, string>;
  stock: number;
}

export function loadDemoShop(at: number): Seed {
  return {
    products: read<ProductFile[]>('demo/products.json').map(({ prices, ...product }) => ({
      ...product,
      prices: Object.fromEntries(
        Object.entries(prices).map(([currency, text]) => [currency, micros(product.sku, text)]),
      ),
    })),
    customers: read<(Omit<ShopCustomer, 'profile'> & Record<string, unknown>)[]>(
      'demo/customers.json',
    ).map(({ id, email, name, ...profile }) => ({ id, email, name, profile })),
    promotions: read<Promotion[]>('demo/promotions.json'),
    at,
  };
}

function micros(sku: string, text: string): number {
  const parsed = parseMicros(text);
  if (!parsed.ok) throw new Error(`data/demo/products.json: ${sku}: ${parsed.refusal}`);
  return parsed.value;
}
