// What the store does about carts. They change far more often than orders are placed and are worth
// less: an answer promises that the change survives the end of the process, not that of the machine.
//
// Each intention takes effect at once for everybody who asks this store, and is answered when it is
// written. A cart that nobody may see (unknown, expired, another customer's) is not there.

import type { MergeStrategy } from '../core/merge-carts.js';
import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type { CartChange, CartDetails, CartFull, SavedCart } from '../core/saved-cart.js';

export type CartNotFound = { type: 'cart-not-found' };
export type CartOrdered = { type: 'cart-ordered'; orderId: string };

/** Which cart, who asks for it (`null`: a guest), and when. */
export interface CartQuery {
  id: string;
  customerId: string | null;
  at: number;
}

export interface CreateCart {
  /** Unguessable: it is all that a guest needs to know. */
  id: string;
  owner: string | null;
  details: Pick<CartDetails, 'currency' | 'country'>;
  expiresAt: number;
}

export interface ChangeCart extends CartQuery {
  change: CartChange;
  /** From here on, where anything has changed. */
  expiresAt: number;
}

export interface MergeCarts {
  guestCartId: string;
  customerId: string;
  strategy: MergeStrategy;
  at: number;
  expiresAt: number;
}

export type ChangedCart = Result<SavedCart, CartNotFound | CartOrdered | CartFull | Unavailable>;

export interface CartStore {
  createCart(command: CreateCart): Promise<Result<SavedCart, Unavailable>>;
  cart(query: CartQuery): Promise<SavedCart | undefined>;
  /** The customer's cart: the newest that has not become an order. */
  cartOf(query: { customerId: string; at: number }): Promise<SavedCart | undefined>;
  changeCart(command: ChangeCart): Promise<ChangedCart>;
  /**
   * The guest's cart becomes the customer's, or goes into the one that the customer has; then it is
   * gone. Doing it again changes nothing. Answers the customer's cart, where there is one now.
   */
  mergeCarts(command: MergeCarts): Promise<Result<SavedCart | null, Unavailable>>;
  /** Notes the order that the cart has become, or (`null`) that nothing has come of it. */
  noteOrder(command: { id: string; orderId: string | null }): Promise<Result<null, Unavailable>>;
  /** All of the customer's, open or ordered, up to `limit`. */
  cartsOf(query: { customerId: string; limit: number }): Promise<SavedCart[]>;
  /** Removes every cart of a customer. */
  eraseCarts(command: { customerId: string }): Promise<Result<null, Unavailable>>;
  /** Removes carts that have expired before; answers how many, `limit` at the most. */
  purgeCarts(command: { before: number; limit: number }): Promise<Result<number, Unavailable>>;
  figures(): Record<string, unknown>;
  close(): Promise<void>;
}
