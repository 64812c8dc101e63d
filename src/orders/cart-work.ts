// What is being done with carts right now. An order takes what its cart held when it began, and may wait
// seconds for a payment: what would change the cart in the meantime waits for what comes of it. Told of
// a change at once, a customer would pay for a cart without it.

interface Busy {
  count: number;
  ended: Promise<void>;
  end: () => void;
}

export class CartWork {
  readonly #carts = new Map<string, Busy>();

  /** Does something with carts; several may be at the same. */
  async during<Value>(cartIds: readonly string[], work: () => Promise<Value>): Promise<Value> {
    for (const id of cartIds) this.#begin(id);
    try {
      return await work();
    } finally {
      for (const id of cartIds) this.#end(id);
    }
  }

  /**
   * Resolves when nothing of it is under way with any of these carts; `undefined`: nothing is now. To be
   * asked again then: who waited longest goes first, and may have begun something new.
   */
  with(...cartIds: string[]): Promise<unknown> | undefined {
    if (this.#carts.size === 0) return undefined;
    const busy = cartIds.flatMap((id) => this.#carts.get(id) ?? []);
    return busy.length === 0 ? undefined : Promise.all(busy.map(({ ended }) => ended));
  }

  #begin(id: string): void {
    const busy = this.#carts.get(id);
    if (busy) busy.count += 1;
    else this.#carts.set(id, newlyBusy());
  }

  #end(id: string): void {
    const busy = this.#carts.get(id) as Busy;
    busy.count -= 1;
    if (busy.count > 0) return;
    this.#carts.delete(id);
    busy.end();
  }
}

function newlyBusy(): Busy {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { count: 1, ended, end };
}
