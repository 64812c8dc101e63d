// A cart as it is asked for → the cart as it is quoted: the catalogue's facts are joined to it.

import type { Cart, PriceBasis } from '../core/cart.js';
import type { Shop } from './shop.js';

export interface CartRequest {
  currency: string;
  country: string;
  shippingMethod: string;
  coupons: string[];
  lines: { sku: string; quantityMicros: number; unitPriceMicros?: number }[];
  priceBasis?: PriceBasis;
}

export async function resolveCart(
  shop: Pick<Shop, 'catalogue' | 'calendar'>,
  request: CartRequest,
  at: number,
): Promise<Cart> {
  const { currency, country, shippingMethod, coupons, priceBasis } = request;
  const skus = request.lines.map(({ sku }) => sku);
  const products = await shop.catalogue.products(skus, currency);
  const lines = request.lines.map((line, index) => ({
    ...line,
    product: products[index] ?? null,
  }));
  return {
    currency,
    country,
    date: shop.calendar.date(at),
    shippingMethod,
    coupons,
    lines,
    priceBasis,
  };
}
