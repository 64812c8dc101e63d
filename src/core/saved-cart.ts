// A cart that is kept for its customer: what is in it, and what may be changed of it. What such a cart
// is quoted as stands in cart.ts. A changed cart is a new object: what is equal is the same.

import type { Address } from './order.js';
import { ok, type Result, refuse } from './result.js';

export interface CartItem {
  sku: string;
  /** Whole pieces, 1 or more. */
  quantity: number;
}

export interface CartDetails {
  currency: string;
  /** ISO 3166-1 alpha-2: where the goods go, which decides the tax; the shipping address's own. */
  country: string;
  shippingAddress: Address | null;
  /** The shipping address where there is none. */
  billingAddress: Address | null;
  shippingMethod: string | null;
  vatId: string | null;
  customer: { email: string; name: string } | null;
}

export interface SavedCart extends CartDetails {
  id: string;
  /** The customer that it belongs to; `null`: whoever knows the id. */
  owner: string | null;
  /** Grows by one with each change. */
  version: number;
  items: readonly CartItem[];
  /** Codes as they are written. */
  coupons: readonly string[];
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** The order that it has become: nothing can be changed any more. */
  orderId: string | null;
}

export interface CartLimits {
  lines: number;
  coupons: number;
  /** Pieces of one article. */
  quantity: number;
}

/** So many lines are quoted within a millisecond, and written with each change. */
export const cartLimits: CartLimits = { lines: 100, coupons: 10, quantity: 1_000_000 };

export type CartChange =
  /** Sets how many pieces there are of it; none removes the line. Doing it again changes nothing. */
  | { type: 'line'; sku: string; quantity: number }
  | { type: 'coupon'; coupon: string; isIn: boolean }
  | { type: 'details'; details: Partial<CartDetails> };

/** There is no room for another one. */
export type CartFull = { type: 'cart-full'; of: 'lines' | 'coupons'; limit: number };

/** Whether somebody may see and change it: a guest's cart is known by its id alone. */
export const isCartOf = ({ owner }: SavedCart, customerId: string | null): boolean =>
  owner === null || owner === customerId;

/** One version later; the very same cart where the change changes nothing. */
export function changedCart(
  cart: SavedCart,
  change: CartChange,
  limits: CartLimits = cartLimits,
): Result<SavedCart, CartFull> {
  if (change.type === 'line') return withLine(cart, change, limits);
  if (change.type === 'coupon') return withCoupon(cart, change, limits);
  return ok(withDetails(cart, change.details));
}

function withLine(
  cart: SavedCart,
  { sku, quantity }: CartItem,
  limits: CartLimits,
): Result<SavedCart, CartFull> {
  const { items } = cart;
  const index = items.findIndex((item) => item.sku === sku);
  if (index === -1 ? quantity === 0 : items[index]?.quantity === quantity) return ok(cart);
  if (index === -1) {
    if (items.length >= limits.lines) {
      return refuse({ type: 'cart-full', of: 'lines', limit: limits.lines });
    }
    return ok(withItems(cart, [...items, { sku, quantity }]));
  }
  const next = [...items];
  if (quantity === 0) next.splice(index, 1);
  else next[index] = { sku, quantity };
  return ok(withItems(cart, next));
}

/** Field by field: a spread copy takes several times as long, and this is done with every change. */
const withContents = (
  cart: SavedCart,
  items: readonly CartItem[],
  coupons: readonly string[],
): SavedCart => ({
  id: cart.id,
  owner: cart.owner,
  version: cart.version + 1,
  currency: cart.currency,
  country: cart.country,
  items,
  coupons,
  shippingAddress: cart.shippingAddress,
  billingAddress: cart.billingAddress,
  shippingMethod: cart.shippingMethod,
  vatId: cart.vatId,
  customer: cart.customer,
  expiresAt: cart.expiresAt,
  orderId: cart.orderId,
});

const withItems = (cart: SavedCart, items: readonly CartItem[]): SavedCart =>
  withContents(cart, items, cart.coupons);

const withCoupons = (cart: SavedCart, coupons: readonly string[]): SavedCart =>
  withContents(cart, cart.items, coupons);

function withCoupon(
  cart: SavedCart,
  { coupon, isIn }: { coupon: string; isIn: boolean },
  limits: CartLimits,
): Result<SavedCart, CartFull> {
  const { coupons } = cart;
  if (coupons.includes(coupon) === isIn) return ok(cart);
  if (!isIn)
    return ok(
      withCoupons(
        cart,
        coupons.filter((other) => other !== coupon),
      ),
    );
  if (coupons.length >= limits.coupons) {
    return refuse({ type: 'cart-full', of: 'coupons', limit: limits.coupons });
  }
  return ok(withCoupons(cart, [...coupons, coupon]));
}

/**
 * The goods go where the address says. To ask for the price in another country puts the address away,
 * which would contradict it.
 */
function withDetails(cart: SavedCart, details: Partial<CartDetails>): SavedCart {
  const next = { ...cart, ...details, version: cart.version + 1 };
  if (details.shippingAddress) next.country = details.shippingAddress.country;
  else if (next.shippingAddress && next.shippingAddress.country !== next.country) {
    next.shippingAddress = null;
  }
  const isSame = detailNames.every((name) => isEqual(next[name], cart[name]));
  return isSame ? cart : next;
}

const detailNames = [
  'currency',
  'country',
  'shippingAddress',
  'billingAddress',
  'shippingMethod',
  'vatId',
  'customer',
] as const satisfies readonly (keyof CartDetails)[];

/** Plain data with its fields in the order in which the schema's validator has seen them. */
const isEqual = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
