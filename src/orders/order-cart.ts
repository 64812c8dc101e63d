// "Place order" on a cart: the order is placed from what the cart holds, and only one ever is. That is
// decided where the order is reserved; the cart itself only notes it, so that it is not changed any more.
// Until then it is in checkout.

import type { CartRefusal, OrderRefusal } from '../core/refusals.js';
import { refuse } from '../core/result.js';
import type { SavedCart } from '../core/saved-cart.js';
import type { IdempotencyClaim } from '../store/store.js';
import { type CartKey, findCart, reopen } from './carts.js';
import type { PlaceOrder } from './order-draft.js';
import { type PlaceOrderResult, placeOrder, repeated } from './place-order.js';
import type { Shop } from './shop.js';

/** Makes an order of the cart and of what is asked for besides it. */
type CompleteCart = (cart: SavedCart) => Omit<PlaceOrder, 'claim' | 'cartId'>;

export async function orderCart(
  shop: Shop,
  key: CartKey,
  claim: IdempotencyClaim | null,
  complete: CompleteCart,
): Promise<PlaceOrderResult> {
  // Asked first: a repeated request is answered as the first one was, by when the cart is closed.
  const taken = claim && (await shop.store.keyAnswer(claim));
  if (taken) return repeated(taken);
  // Or it would order what goes into another cart.
  for (let merge = shop.merges.with(key.id); merge; merge = shop.merges.with(key.id)) await merge;
  return shop.checkouts.during([key.id], () => placeCart(shop, key, claim, complete));
}

async function placeCart(
  shop: Shop,
  key: CartKey,
  claim: IdempotencyClaim | null,
  complete: CompleteCart,
): Promise<PlaceOrderResult> {
  const found = await findCart(shop, key);
  if (!found.ok) return found;
  const { id, orderId } = found.value;
  if (orderId !== null && !(await reopen(shop, id)))
    return refuse({ type: 'cart-ordered', orderId });
  const result = await placeOrder(shop, { ...complete(found.value), cartId: id, claim });
  const became = result.ok ? result.value.orderId : orderedAs(result.refusal);
  if (became !== null) close(shop, id, became);
  return result;
}

const orderedAs = (refusal: OrderRefusal | CartRefusal): string | null =>
  refusal.type === 'cart-ordered' ? refusal.orderId : null;

/** Nobody waits for it: should it be lost, the order still stands, and a start makes up for it. */
function close(shop: Shop, id: string, orderId: string): void {
  shop.carts.noteOrder({ id, orderId }).then(
    (noted) => {
      if (!noted.ok) shop.log.warn({ orderId, reason: noted.refusal.type }, 'cart is not closed');
    },
    (error: Error) => shop.log.warn({ orderId, reason: error.message }, 'cart is not closed'),
  );
}
