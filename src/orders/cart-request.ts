// A cart as it is asked for → the cart as it is quoted: the catalogue's facts are joined to it.

import type { Cart, CartLine, CartProduct, CustomerFacts } from '../core/cart.js';
import { unknownArticle } from './catalogue.js';
import { type FactShop, withPromotionFacts } from './promotion-facts.js';
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

export async function resolveCart(
  shop: FactShop & Pick<Shop, 'calendar'>,
  request: CartRequest,
  at: number,
): Promise<Cart> {
  const skus = request.lines.map(({ sku }) => sku);
  const products = await shop.catalogue.products(skus, request.currency);
  const { priceLists = [] } = request;
  const cart = {
    ...cartFields(request),
    date: request.date ?? shop.calendar.date(at),
    lines: request.lines.map((line, index) =>
      resolveLine(line, products[index] ?? null, priceLists),
    ),
  };
  return withPromotionFacts(shop, cart, request.customer);
}

/** Named one by one: a request also carries what no worker needs to know. */
function cartFields(request: CartRequest): Omit<Cart, 'date' | 'lines'> {
  const { currency, country, region, postalCode, shippingMethod, shipping, coupons } = request;
  const { discounts, charges, paymentMethod, priceBasis, settings, promotions } = request;
  return {
    currency,
    country,
    region,
    postalCode,
    shippingMethod,
    shipping,
    coupons,
    discounts,
    charges,
    customer: request.facts,
    paymentMethod,
    priceBasis,
    settings,
    promotions,
    priceLists: request.priceLists,
    prepaidMinor: request.prepaidMinor,
    excludedPromotions: request.excludedPromotions,
  };
}

/** Goods that the catalogue does not know can be quoted where the request brings their price. */
function resolveLine(
  { given, ...line }: RequestLine,
  known: CartProduct | null,
  priceLists: NonNullable<CartRequest['priceLists']>,
): CartLine {
  const isListed = priceLists.some(({ prices }) => Object.hasOwn(prices, line.sku));
  if (!given && (known || !isListed)) return { ...line, product: known };
  const isComplete = known !== null || isListed || line.unitPriceMicros !== undefined;
  return {
    ...line,
    product: isComplete ? { ...unknownArticle(line.sku), ...known, ...given } : null,
  };
}
