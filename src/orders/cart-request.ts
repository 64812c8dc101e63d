// A cart as it is asked for → the cart as it is quoted: the catalogue's facts are joined to it.

import type { Cart, CartLine, CartProduct, CustomerFacts } from '../core/cart.js';
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
  > {
  /** Instead of today. */
  date?: string | undefined;
  lines: RequestLine[];
  facts?: CustomerFacts | undefined;
}

export interface RequestLine extends Omit<CartLine, 'product'> {
  /** What the line says of its article, before what the catalogue knows. */
  given?: Partial<CartProduct> | undefined;
}

export async function resolveCart(
  shop: Pick<Shop, 'catalogue' | 'calendar'>,
  request: CartRequest,
  at: number,
): Promise<Cart> {
  const skus = request.lines.map(({ sku }) => sku);
  const products = await shop.catalogue.products(skus, request.currency);
  return {
    ...cartFields(request),
    date: request.date ?? shop.calendar.date(at),
    lines: request.lines.map((line, index) => resolveLine(line, products[index] ?? null)),
  };
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
  };
}

/** Goods that the catalogue does not know can be quoted where the line brings their price. */
function resolveLine({ given, ...line }: RequestLine, known: CartProduct | null): CartLine {
  if (!given) return { ...line, product: known };
  const isComplete = known !== null || line.unitPriceMicros !== undefined;
  return {
    ...line,
    product: isComplete ? { ...unknownArticle(line.sku), ...known, ...given } : null,
  };
}

const unknownArticle = (sku: string): CartProduct => ({
  name: sku,
  category: '',
  taxCategory: 'standard',
  priceMicros: null,
});
