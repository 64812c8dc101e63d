// A line in work. Pricing makes it, promotions lower what remains of it, tax is charged on the rest.

import type { TaxComponent } from '../cart.js';

export interface PricedLine {
  sku: string;
  name: string;
  category: string;
  tags: readonly string[];
  taxCategory: string;
  /** The line's own taxes instead of its category's. */
  taxes: readonly TaxComponent[] | null;
  quantityMicros: number;
  /** Of a price by tiers: what a piece costs on average, to six decimals. */
  unitPriceMicros: number;
  /** What the unit price is for, millionths of a piece. */
  priceQuantityMicros: number;
  /** The price list that won, `null` where the price was recorded or the catalogue's own. */
  priceList: string | null;
  /** Quantity × price, rounded; minor units as all amounts. */
  extended: number;
  allowances: LineAdjustment[];
  charges: LineAdjustment[];
  /** `extended` less allowances plus charges: what promotions begin with. */
  subtotal: number;
  /** No promotion takes the line below this. */
  floor: number;
  /** What promotions have left of the subtotal so far. */
  remaining: number;
  /** The promotion that gave it away. */
  giftOf: string | null;
}

export interface LineAdjustment {
  reason: string;
  amount: number;
}
