// Carts whose order is being placed right now. It takes what the cart held when it began, and may wait
// seconds for a payment: what would change the cart in the meantime waits for what comes of it. Told of
// a change at once, a customer would pay for a cart without it.

export class Checkouts {
  readonly #ends = new Map<string, Set<Promise<unknown>>>();

  /** Does what places the order; several may be at it with one cart. */
  async during<Value>(cartId: string, place: () => Promise<Value>): Promise<Value> {
    const ends = this.#ends.get(cartId) ?? new Set();
    this.#ends.set(cartId, ends);
    const placing = place();
    ends.add(placing);
    try {
      return await placing;
    } finally {
      ends.delete(placing);
      if (ends.size === 0) this.#ends.delete(cartId);
    }
  }

  /** Resolves when the orders of these carts that are under way have ended; `undefined`: there are none. */
  underWay(...cartIds: string[]): Promise<unknown> | undefined {
    if (this.#ends.size === 0) return undefined;
    const ends = cartIds.flatMap((id) => [...(this.#ends.get(id) ?? [])]);
    return ends.length === 0 ? undefined : Promise.allSettled(ends);
  }
}
