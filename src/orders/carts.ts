// What customers do with their carts, but for ordering them.

import { MICROS } from '../core/decimal.js';
import type { MergeStrategy } from '../core/merge-carts.js';
import type { CartRefusal, Unavailable } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { CartChange, CartDetails, SavedCart } from '../core/saved-cart.js';
import type { CartRequest } from './cart-request.js';
import type { Buyer } from './promotion-limits.js';
import type { Shop } from './shop.js';

export interface CartSettings {
  /** A cart is kept so long after its last change. */
  ttlMs: number;
  merge: MergeStrategy;
  /** What a new cart begins with where nothing is said. */
  currency: string;
  country: string;
}

type CartShop = Pick<
  Shop,
  'carts' | 'checkouts' | 'merges' | 'store' | 'settings' | 'now' | 'newCartId' | 'log'
>;

/** Which cart, and who asks: a customer's id, or `null` for a guest. */
export interface CartKey {
  id: string;
  customerId: string | null;
}

/** Begins a cart. A customer has one at a time: that one, where there is one already. */
export async function createCart(
  shop: CartShop,
  customerId: string | null,
  details: Partial<Pick<CartDetails, 'currency' | 'country'>>,
): Promise<Result<{ cart: SavedCart; isNew: boolean }, Unavailable>> {
  const at = shop.now();
  const known = customerId === null ? undefined : await shop.carts.cartOf({ customerId, at });
  if (known) return ok({ cart: known, isNew: false });
  const { currency, country } = shop.settings.carts;
  const created = await shop.carts.createCart({
    id: shop.newCartId(),
    owner: customerId,
    details: { currency, country, ...details },
    expiresAt: expiryAt(shop, at),
  });
  return created.ok ? ok({ cart: created.value, isNew: true }) : created;
}

export async function findCart(
  shop: CartShop,
  key: CartKey,
): Promise<Result<SavedCart, CartRefusal>> {
  const cart = await shop.carts.cart({ ...key, at: shop.now() });
  return cart ? ok(cart) : refuse({ type: 'cart-not-found' });
}

/** The same change may be asked for again: it is then made already. Waits while the cart is ordered. */
export async function changeCart(
  shop: CartShop,
  key: CartKey,
  change: CartChange,
): Promise<Result<SavedCart, CartRefusal | Unavailable>> {
  const { id, customerId } = key;
  for (let order = shop.checkouts.with(id); order; order = shop.checkouts.with(id)) await order;
  const at = shop.now();
  const command = { id, customerId, at, change, expiresAt: expiryAt(shop, at) };
  const changed = await shop.carts.changeCart(command);
  if (changed.ok || changed.refusal.type !== 'cart-ordered') return changed;
  // The next order may have begun by then.
  return (await reopen(shop, id)) ? changeCart(shop, key, change) : changed;
}

/**
 * At sign-in: what the guest has collected goes into the customer's cart, or becomes it.
 * Answers the customer's cart, where there is one now. Doing it again changes nothing. Waits while one of
 * the two is ordered.
 */
export async function mergeCarts(
  shop: CartShop,
  { guestCartId, customerId }: { guestCartId: string; customerId: string },
): Promise<Result<SavedCart | null, Unavailable>> {
  const own = await openCartOf(shop, customerId);
  const both = own === null ? [guestCartId] : [guestCartId, own];
  const orders = shop.checkouts.with(...both);
  if (orders) {
    await orders;
    return mergeCarts(shop, { guestCartId, customerId });
  }
  const at = shop.now();
  const { merge: strategy } = shop.settings.carts;
  const expiresAt = expiryAt(shop, at);
  const command = { guestCartId, customerId, strategy, at, expiresAt };
  return shop.merges.during(both, () => shop.carts.mergeCarts(command));
}

/** The cart that a customer is filling; `null` where there is none. */
export async function openCartOf(shop: CartShop, customerId: string): Promise<string | null> {
  const cart = await shop.carts.cartOf({ customerId, at: shop.now() });
  return cart?.id ?? null;
}

/** A cart whose order has come to nothing can be changed, and ordered again. */
export async function reopen(shop: CartShop, id: string): Promise<boolean> {
  if ((await shop.store.orderOfCart(id)) !== null) return false;
  const noted = await shop.carts.noteOrder({ id, orderId: null });
  return noted.ok;
}

/** Looked through at a start: so many orders are more than were placed in the moments before it. */
const LATEST_ORDERS = 10_000;

/** Carts that had become orders when the process died, before that was noted in them. */
export async function closeOrderedCarts(shop: CartShop): Promise<void> {
  for (const { cartId, orderId } of await shop.store.latestCartOrders(LATEST_ORDERS)) {
    await shop.carts.noteOrder({ id: cartId, orderId });
  }
}

const HOUR_MS = 3_600_000;

/** By whole hours, so that most changes of a cart leave its expiry, and the index on it, alone. */
const expiryAt = ({ settings }: CartShop, at: number): number =>
  Math.ceil((at + settings.carts.ttlMs) / HOUR_MS) * HOUR_MS;

/** The cart as it is to be quoted. */
export function quoteRequestOf(cart: SavedCart, paymentMethod?: string): CartRequest {
  const { currency, shippingAddress, shippingMethod, coupons, vatId, owner, customer } = cart;
  const buyer: Buyer = {};
  if (owner !== null) buyer.id = owner;
  if (customer !== null) buyer.email = customer.email;
  return {
    currency,
    country: cart.country,
    region: shippingAddress?.region,
    postalCode: shippingAddress?.postalCode,
    shippingMethod: shippingMethod ?? DEFAULT_SHIPPING,
    coupons: [...coupons],
    paymentMethod,
    lines: cart.items.map(({ sku, quantity }) => ({ sku, quantityMicros: quantity * MICROS })),
    facts: vatId === null ? undefined : { vatId },
    customer: buyer,
  };
}

export const DEFAULT_SHIPPING = 'standard';
