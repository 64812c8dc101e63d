// What each line costs before any promotion: its price from the cart, a price list or the catalogue,
// times its quantity, less its own allowances, plus its own charges.

import type { Adjustment, Cart, CartLine, CartProduct, PriceBasis } from '../cart.js';
import { formatMicros, MICROS } from '../decimal.js';
import type { Explaining } from '../explanation.js';
import { extend, microsPerMinor } from '../money.js';
import type { QuoteRefusal } from '../quote-refusal.js';
import { ok, type Result, refuse } from '../result.js';
import { divideBig, mulDiv } from '../rounding.js';
import type { RoundingMode, Settings } from '../settings.js';
import { explainLine } from './explain-line.js';
import { exactCost, reachedTier, winningEntry } from './list-price.js';
import { type CompiledPriceLists, type ListEntry, ownBasisOf } from './price-lists.js';
import type { LineAdjustment, PricedLine } from './priced-line.js';
import { unsoldLines } from './unsold-lines.js';

/** An allowance is a discount, and its ties go where those of discounts go. */
type LineSettings = Pick<Settings, 'rounding' | 'discountRounding'>;

const NONE: never[] = [];

/** A line may take a ten-thousandth of the safe integers, so that a full cart still sums exactly. */
const LINE_AMOUNT_MAX = Math.floor(Number.MAX_SAFE_INTEGER / 10_000);

/**
 * `basis` as `basisOf` says. A price that is recorded in the line wins; then the lists of that basis;
 * then the catalogue's own price, unless the basis is that of a customer group's list and not its own:
 * a price with tax must not pass for one without.
 */
export function priceLines(
  cart: Cart,
  prices: CompiledPriceLists,
  basis: PriceBasis,
  settings: LineSettings,
  explaining: Explaining,
): Result<PricedLine[], QuoteRefusal> {
  const { currency } = cart;
  const bySku = prices.byCurrency.get(currency)?.bySku;
  const hasOwnPrices = cart.priceBasis !== undefined || ownBasisOf(currency, prices) === basis;
  const lines: PricedLine[] = [];
  for (const line of cart.lines) {
    const { sku, product, quantityMicros } = line;
    if (!product)
      return refuse({ type: 'unknown-sku', sku, errors: unsoldLines(cart, prices, basis) });
    const entries = line.unitPriceMicros === undefined ? bySku?.get(sku) : undefined;
    const entry = entries ? winningEntry(entries, cart, basis, Math.abs(quantityMicros)) : null;
    const price = entry
      ? listPrice(entry, line, currency, settings.rounding)
      : ownPrice(line, hasOwnPrices ? product.priceMicros : null, currency, settings.rounding);
    if (price === null)
      return refuse({ type: 'no-price', sku, currency, errors: unsoldLines(cart, prices, basis) });
    const priced = priceLine(line, product, price, currency, settings);
    if (!priced.ok) return priced;
    if (explaining)
      explainLine(explaining, lines.length, priced.value, {
        ...{ line, cart, basis, entry, settings },
        others: entries ?? NONE,
        ownPriceMicros: hasOwnPrices ? product.priceMicros : null,
      });
    lines.push(priced.value);
  }
  return ok(lines);
}

interface LinePrice {
  unitPriceMicros: number;
  priceQuantityMicros: number;
  priceList: string | null;
  /** Minor units; `null` where it is larger than any amount can be. */
  extended: number | null;
}

function ownPrice(
  line: CartLine,
  catalogueMicros: number | null,
  currency: string,
  mode: RoundingMode,
): LinePrice | null {
  const { quantityMicros, priceQuantityMicros = MICROS } = line;
  const unitPriceMicros = line.unitPriceMicros ?? catalogueMicros;
  if (unitPriceMicros === null) return null;
  const extended = extendedOf(unitPriceMicros, quantityMicros, priceQuantityMicros, currency, mode);
  return { unitPriceMicros, priceQuantityMicros, priceList: null, extended };
}

function listPrice(
  { list, price }: ListEntry,
  { quantityMicros }: CartLine,
  currency: string,
  mode: RoundingMode,
): LinePrice {
  const { id: priceList, perMicros: priceQuantityMicros } = list;
  // What is taken back is at the price at which as much would be sold.
  const size = Math.abs(quantityMicros);
  if (price.isGraduated && size > 0) {
    const cost = exactCost(price, size);
    const unitPriceMicros = divideBig(cost, BigInt(size), 'half-away');
    const signed = quantityMicros < 0 ? -cost : cost;
    const extended = graduatedOf(signed, priceQuantityMicros, currency, mode);
    return { unitPriceMicros, priceQuantityMicros, priceList, extended };
  }
  const unitPriceMicros = reachedTier(price, size).priceMicros;
  const extended = extendedOf(unitPriceMicros, quantityMicros, priceQuantityMicros, currency, mode);
  return { unitPriceMicros, priceQuantityMicros, priceList, extended };
}

/** Minor units, or `null` where no line may be as dear. */
function extendedOf(
  unitPriceMicros: number,
  quantityMicros: number,
  priceQuantityMicros: number,
  currency: string,
  mode: RoundingMode,
): number | null {
  try {
    const amount = extend(unitPriceMicros, quantityMicros, currency, mode, priceQuantityMicros);
    return Math.abs(amount) <= LINE_AMOUNT_MAX ? amount : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The exact sum of the parts is rounded, never the parts. */
function graduatedOf(
  cost: bigint,
  priceQuantityMicros: number,
  currency: string,
  mode: RoundingMode,
): number | null {
  const divisor = BigInt(microsPerMinor(currency)) * BigInt(priceQuantityMicros);
  const whole = cost / divisor;
  const isTooLarge = whole > LINE_AMOUNT_MAX || -whole > LINE_AMOUNT_MAX;
  return isTooLarge ? null : divideBig(cost, divisor, mode);
}

function priceLine(
  line: CartLine,
  product: CartProduct,
  price: LinePrice,
  currency: string,
  settings: LineSettings,
): Result<PricedLine, QuoteRefusal> {
  const { sku, quantityMicros } = line;
  const { extended, unitPriceMicros, priceQuantityMicros, priceList } = price;
  if (extended === null) return outOfRange(line, unitPriceMicros, currency);
  const allowances = adjustments(line.allowances, extended, settings.discountRounding);
  const charges = adjustments(line.charges, extended, settings.rounding);
  const allowance = sum(allowances);
  const available = extended + sum(charges);
  const subtotal = available - allowance;
  if (subtotal < 0 && extended >= 0)
    return refuse({ type: 'allowance-too-large', sku, allowance, available });
  if (Math.abs(subtotal) > LINE_AMOUNT_MAX) return outOfRange(line, unitPriceMicros, currency);
  return ok({
    sku,
    name: product.name,
    category: product.category,
    tags: product.tags ?? NONE,
    taxCategory: product.taxCategory,
    taxes: line.taxes ?? null,
    quantityMicros,
    unitPriceMicros,
    priceQuantityMicros,
    priceList,
    extended,
    allowances,
    charges,
    subtotal,
    floor: floorOf(line, subtotal, currency),
    remaining: subtotal,
    giftOf: null,
  });
}

function outOfRange(
  { sku, quantityMicros }: CartLine,
  unitPriceMicros: number,
  currency: string,
): Result<never, QuoteRefusal> {
  const detail = `${sku}: ${formatMicros(quantityMicros)} × ${formatMicros(unitPriceMicros)} ${currency}`;
  return refuse({ type: 'amount-out-of-range', detail });
}

/** Each of them of what the line was extended to, not of what the one before has left. */
function adjustments(
  given: readonly Adjustment[] | undefined,
  extended: number,
  mode: RoundingMode,
): LineAdjustment[] {
  if (!given || given.length === 0) return NONE;
  return given.map(({ reason, amountMinor, ppm = 0 }) => ({
    reason,
    amount: amountMinor ?? mulDiv(extended, ppm, MICROS, mode),
  }));
}

/**
 * Rounded up: a floor that was rounded down would let a discount through it. A line that gives money
 * back (a return, a deposit) is its own floor: there is nothing to take off.
 */
function floorOf(line: CartLine, subtotal: number, currency: string): number {
  if (subtotal < 0 || line.quantityMicros < 0) return subtotal;
  if (line.floorPriceMicros === undefined) return 0;
  const { floorPriceMicros, quantityMicros } = line;
  const floor = extendedOf(floorPriceMicros, quantityMicros, MICROS, currency, 'up');
  return floor === null ? subtotal : Math.min(floor, subtotal);
}

const sum = (adjustments: readonly LineAdjustment[]): number =>
  adjustments.reduce((total, { amount }) => total + amount, 0);
