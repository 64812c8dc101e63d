// Promotions on lines of their own, without the prices and taxes around them.

import type { Cart, CartProduct } from '../../../src/core/cart.js';
import type { Explanation } from '../../../src/core/explanation.js';
import type { PricedLine } from '../../../src/core/pricing/priced-line.js';
import type { AppliedDiscount } from '../../../src/core/promotions/applied-discount.js';
import { applyPromotions, type Deal } from '../../../src/core/promotions/apply-promotions.js';
import { compilePromotions } from '../../../src/core/promotions/compile-promotions.js';
import type { QuoteRefusal } from '../../../src/core/quote-refusal.js';
import type { Promotion, PromotionAction } from '../../../src/core/rules.js';
import { defaultSettings, type Settings } from '../../../src/core/settings.js';
import { cartOf } from '../carts.js';

export interface Given {
  cart?: Partial<Cart>;
  settings?: Partial<Settings>;
  /** Minor units. */
  shipping?: number;
}

export interface Promoted {
  lines: PricedLine[];
  /** What each line is lowered by; the shipping apart. */
  off: number[];
  shippingOff: number;
  discounts: AppliedDiscount[];
  deal: Deal | null;
  total: number;
  explanation: Explanation[];
}

/** A line of so many pieces that cost `subtotal` minor units together. */
export function priced(
  sku: string,
  subtotal: number,
  quantity = 1,
  changes: Partial<PricedLine> = {},
): PricedLine {
  return {
    sku,
    name: sku,
    category: 'Kitchen',
    tags: [],
    taxCategory: 'standard',
    taxes: null,
    quantityMicros: quantity * 1_000_000,
    unitPriceMicros: Math.round((subtotal * 10_000) / quantity),
    priceQuantityMicros: 1_000_000,
    priceList: null,
    extended: subtotal,
    allowances: [],
    charges: [],
    subtotal,
    floor: 0,
    remaining: subtotal,
    giftOf: null,
    ...changes,
  };
}

export const automatic = (
  action: PromotionAction,
  changes: Partial<Promotion> = {},
): Promotion => ({
  id: 'offer',
  name: 'Offer',
  priority: 100,
  action,
  since: '2026-01-01',
  until: null,
  ...changes,
});

export const percent = (text: string): PromotionAction => ({ type: 'percentage', percent: text });

export const fixed = (eur: string, per?: 'order' | 'line' | 'unit' | 'each'): PromotionAction => ({
  type: 'fixed',
  amounts: { EUR: eur },
  ...(per === undefined ? {} : { per }),
});

function run(
  given: PricedLine[],
  promotions: Promotion[],
  { cart, settings, shipping = 0 }: Given,
) {
  const lines = given.map((line) => ({ ...line }));
  const charge = { method: 'post', taxCategory: 'standard', taxes: null, amount: shipping };
  const explanation: Explanation[] = [];
  const left = { ...charge, remaining: shipping };
  const result = applyPromotions({
    cart: cartOf(cart),
    lines,
    shipping: left,
    promotions: compilePromotions(promotions),
    settings: { ...defaultSettings, ...settings },
    explaining: explanation,
  });
  return { result, lines, explanation, shippingOff: shipping - left.remaining };
}

export function promoted(
  given: PricedLine[],
  promotions: Promotion[],
  options: Given = {},
): Promoted {
  const { result, lines, explanation, shippingOff } = run(given, promotions, options);
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  const off = lines.map(({ subtotal, remaining }) => subtotal - remaining);
  const { discounts, deal } = result.value;
  const total = discounts.reduce((sum, { amount }) => sum + amount, 0);
  return { lines, off, shippingOff, discounts, deal, total, explanation };
}

export function refusedWith(
  given: PricedLine[],
  promotions: Promotion[],
  options: Given = {},
): QuoteRefusal {
  const { result } = run(given, promotions, options);
  if (result.ok) throw new Error(`applied: ${JSON.stringify(result.value)}`);
  return result.refusal;
}

export const soap: CartProduct = {
  name: 'Soap',
  category: 'Home',
  taxCategory: 'standard',
  priceMicros: 5_900_000,
};
