// A cart as it is asked for → the cart as it is quoted: the catalogue's facts are joined to it.

import type { Cart, CartLine, CartProduct, CustomerFacts } from '../core/cart.js';
import { unknownArticle } from './catalogue.js';
import { addPromotionFacts, type FactShop } from './promotion-facts.js';
import type { Buyer } from './promotion-limits.js';
import type { Shop } from './shop.js';

/** What a cart says of itself; everything else is the shop's to add. */
export interface CartRequest
  extends Pick<
    Cart,
    | 'currency'
    | 'country'
    | 'region'
    | 'postalCode'
    | 'shippingMethod'
    | 'shipping'
    | 'coupons'
    | 'discounts'
    | 'charges'
    | 'paymentMethod'
    | 'priceBasis'
    | 'settings'
    | 'promotions'
    | 'priceLists'
    | 'prepaidMinor'
    | 'excludedPromotions'
  > {
  /** Instead of today. */
  date?: string | undefined;
  lines: RequestLine[];
  facts?: CustomerFacts | undefined;
  /** Who is asking, as far as that is known: some promotions count by customer. */
  customer?: Buyer | undefined;
}

export interface RequestLine extends Omit<CartLine, 'product'> {
  /** What the line says of its article, before what the catalogue knows. */
  given?: Partial<CartProduct> | undefined;
}

type ResolvingShop = FactShop & Pick<Shop, 'calendar'>;

/** At once where everything that it takes is at hand, which it is for nearly all carts. */
export function resolveCart(
  shop: ResolvingShop,
  request: CartRequest,
  at: number,
): Cart | Promise<Cart> {
  const skus = request.lines.map(({ sku }) => sku);
  const products = shop.catalogue.products(skus, request.currency);
  return products instanceof Promise
    ? products.then((found) => joined(shop, request, found, at))
    : joined(shop, request, products, at);
}

function joined(
  shop: ResolvingShop,
  request: CartRequest,
  products: readonly (CartProduct | null)[],
  at: number,
): Cart | Promise<Cart> {
  const { priceLists = [] } = request;
  const cart = cartOf(
    request,
    request.date ?? shop.calendar.date(at),
    request.lines.map((line, index) => resolveLine(line, products[index] ?? null, priceLists)),
  );
  const adding = addPromotionFacts(shop, cart, request.customer);
  return adding ? adding.then(() => cart) : cart;
}

/**
 * Named one by one: a request also carries what no worker needs to know. Every cart has every field,
 * so that all have one shape for V8, and what reads them is not slowed down by many.
 */
function cartOf(request: CartRequest, date: string, lines: CartLine[]): Cart {
  const { currency, country, region, postalCode, shippingMethod, shipping, coupons } = request;
  const { discounts, charges, paymentMethod, priceBasis, settings, promotions } = request;
  return {
    currency,
    country,
    region,
    postalCode,
    date,
    shippingMethod,
    shipping,
    coupons,
    lines,
    discounts,
    charges,
    customer: request.facts,
    paymentMethod,
    priceBasis,
    settings,
    promotions,
    priceLists: request.priceLists,
    usage: undefined,
    excludedPromotions: request.excludedPromotions,
    gifts: undefined,
    explains: undefined,
    prepaidMinor: request.prepaidMinor,
    shippingTaxes: undefined,
    taxSource: undefined,
  };
}

/** Goods that the catalogue does not know can be quoted where the request brings their price. */
function resolveLine(
  line: RequestLine,
  known: CartProduct | null,
  priceLists: NonNullable<CartRequest['priceLists']>,
): CartLine {
  const { sku, given } = line;
  const isListed = priceLists.some(({ prices }) => Object.hasOwn(prices, sku));
  if (!given && (known || !isListed)) return lineOf(line, known);
  const isComplete = known !== null || isListed || line.unitPriceMicros !== undefined;
  return lineOf(line, isComplete ? { ...unknownArticle(sku), ...known, ...given } : null);
}

/** All lines have one shape, as all carts have. */
const lineOf = (line: RequestLine, product: CartProduct | null): CartLine => ({
  sku: line.sku,
  quantityMicros: line.quantityMicros,
  product,
  unitPriceMicros: line.unitPriceMicros,
  priceQuantityMicros: line.priceQuantityMicros,
  floorPriceMicros: line.floorPriceMicros,
  allowances: line.allowances,
  charges: line.charges,
  taxes: line.taxes,
});
