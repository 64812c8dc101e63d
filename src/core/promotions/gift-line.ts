// The line of an article that a promotion gives away: it costs nothing from the start.

import type { CartProduct } from '../cart.js';
import { MICROS } from '../decimal.js';
import type { PricedLine } from '../pricing/priced-line.js';
import type { Outcome } from './outcome.js';

const NONE: never[] = [];

export interface Gift {
  sku: string;
  quantityMicros: number;
  product: CartProduct;
}

export function giftLine(
  { promotion }: Outcome,
  { sku, quantityMicros, product }: Gift,
): PricedLine {
  return {
    sku,
    name: product.name,
    category: product.category,
    tags: product.tags ?? NONE,
    taxCategory: product.taxCategory,
    taxes: null,
    quantityMicros,
    unitPriceMicros: 0,
    priceQuantityMicros: MICROS,
    priceList: null,
    extended: 0,
    allowances: NONE,
    charges: NONE,
    subtotal: 0,
    floor: 0,
    remaining: 0,
    giftOf: promotion.id,
  };
}
