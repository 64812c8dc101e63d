// The files in `data/`: the rules that every shop needs, and the demo shop.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './compute/worker-thread-pool.js';
import { parseMicros } from './core/decimal.js';
import type { Promotion, Rules } from './core/rules.js';
import type { Seed, ShopCustomer } from './store/store.js';

const read = <Content>(name: string): Content =>
  JSON.parse(readFileSync(join(packageRoot(), 'data', name), 'utf8')) as Content;

/** Price lists, shipping and tax rates from `data/`, with the promotions of the store at hand. */
export function loadRules(promotions: Promotion[]): Rules {
  const rules = {
    priceLists: read<Rules['priceLists']>('price-lists.json'),
    shippingMethods: read<Rules['shippingMethods']>('shipping-methods.json'),
    taxRates: read<Rules['taxRates']>('tax-rates.json'),
    promotions,
  };
  const version = createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
  return { version, ...rules };
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
