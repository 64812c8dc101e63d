// The shop in `data/` as the tests of the core see it: its rules, and carts of its articles.

import type { Cart, PriceBasis } from '../../src/core/cart.js';
import { loadDemoShop, loadRules } from '../../src/shop-data.js';
import { micros } from './carts.js';

export const demoShop = loadDemoShop(Date.UTC(2026, 5, 15));
export const demoRules = loadRules(demoShop.promotions);

const products = new Map(demoShop.products.map((product) => [product.sku, product]));

/** A cart as a person writes it down: quantities and recorded prices as decimal strings. */
export interface WrittenCart {
  currency: string;
  country: string;
  date: string;
  shippingMethod: string;
  coupons: string[];
  lines: { sku: string; quantity: string; unitPrice?: string }[];
  priceBasis?: PriceBasis;
}

export function demoCart({ lines, ...rest }: WrittenCart): Cart {
  return {
    ...rest,
    lines: lines.map(({ sku, quantity, unitPrice }) => ({
      sku,
      quantityMicros: micros(quantity),
      product: demoProduct(sku, rest.currency),
      ...(unitPrice === undefined ? {} : { unitPriceMicros: micros(unitPrice) }),
    })),
  };
}

function demoProduct(sku: string, currency: string): Cart['lines'][number]['product'] {
  const product = products.get(sku);
  if (!product) return null;
  const { name, category, taxCategory, prices } = product;
  return { name, category, taxCategory, priceMicros: prices[currency] ?? null };
}
