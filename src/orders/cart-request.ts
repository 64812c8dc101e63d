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
  const lines = await Promise.all(
    request.lines.map(async ({ sku, quantityMicros, unitPriceMicros }) => ({
      sku,
      quantityMicros,
      product: await shop.catalogue.product(sku, currency),
      unitPriceMicros,
    })),
  );
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
