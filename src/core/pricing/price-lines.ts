// List prices: what a line costs before any discount.

import type { Cart, CartLine } from '../cart.js';
import { formatMicros, MICROS } from '../decimal.js';
import { extend } from '../money.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';
import type { PricedLine } from './priced-line.js';

const NONE: never[] = [];

export function priceLines(cart: Cart): Result<PricedLine[], QuoteRefusal> {
  const lines: PricedLine[] = [];
  for (const line of cart.lines) {
    const priced = priceLine(line, cart.currency);
    if (!priced.ok) return priced;
    lines.push(priced.value);
  }
  return ok(lines);
}

function priceLine(line: CartLine, currency: string): Result<PricedLine, QuoteRefusal> {
  const { sku, quantityMicros, product } = line;
  if (!product) return refuse({ type: 'unknown-sku', sku });
  const unitPriceMicros = line.unitPriceMicros ?? product.priceMicros;
  if (unitPriceMicros === null) return refuse({ type: 'no-price', sku, currency });
  const { name, category, taxCategory } = product;
  const subtotal = lineAmount(unitPriceMicros, quantityMicros, currency);
  if (subtotal === null) {
    const detail = `${sku}: ${formatMicros(quantityMicros)} × ${formatMicros(unitPriceMicros)} ${currency}`;
    return refuse({ type: 'amount-out-of-range', detail });
  }
  return ok({
    sku,
    name,
    category,
    tags: product.tags ?? NONE,
    taxCategory,
    taxes: line.taxes ?? null,
    quantityMicros,
    unitPriceMicros,
    priceQuantityMicros: MICROS,
    priceList: null,
    extended: subtotal,
    allowances: NONE,
    charges: NONE,
    subtotal,
    floor: 0,
    remaining: subtotal,
    giftOf: null,
  });
}

/** A line may take a ten-thousandth of the safe integers, so that a full cart still sums exactly. */
const LINE_AMOUNT_MAX = Math.floor(Number.MAX_SAFE_INTEGER / 10_000);

function lineAmount(unitMicros: number, quantityMicros: number, currency: string): number | null {
  try {
    const amount = extend(unitMicros, quantityMicros, currency);
    return amount <= LINE_AMOUNT_MAX ? amount : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
