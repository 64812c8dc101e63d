// What a quote is asked for: plain data that crosses to a worker thread and back.

/** Whether the amounts of a price list contain the tax. */
export type PriceBasis = 'gross' | 'net';

export interface Cart {
  currency: string;
  /** ISO 3166-1 alpha-2: where the goods go, which decides the tax. */
  country: string;
  /** The order's date in the shop's time zone, `YYYY-MM-DD`: decides rates and promotions. */
  date: string;
  shippingMethod: string;
  coupons: string[];
  lines: CartLine[];
  /** Set when the lines carry recorded prices of their own; else the price list's basis holds. */
  priceBasis?: PriceBasis | undefined;
}

export interface CartLine {
  sku: string;
  /** Millionths of a piece. */
  quantityMicros: number;
  /** What the catalogue knows of the SKU, `null` when it knows nothing. */
  product: CartProduct | null;
  /** A recorded price (millionths of a major unit) that stands instead of the list price. */
  unitPriceMicros?: number | undefined;
}

export interface CartProduct {
  name: string;
  category: string;
  taxCategory: string;
  /** List price in the cart's currency, millionths of a major unit; `null` when there is none. */
  priceMicros: number | null;
}
