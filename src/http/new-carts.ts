// How many carts one address may begin in an hour: each is a row that is kept for weeks.

const HOUR_MS = 3_600_000;

/** Addresses that are counted; when they are more, counting starts over. */
const ADDRESSES_MAX = 100_000;

export class NewCarts {
  readonly #limit: number;
  readonly #counts = new Map<string, number>();
  #hour = 0;

  /** `limit` 0: as many as they like. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts one more; answers the limit where it is exceeded, and else `null`. */
  refused(address: string, at: number): number | null {
    if (this.#limit === 0) return null;
    const hour = Math.floor(at / HOUR_MS);
    if (hour !== this.#hour || this.#counts.size >= ADDRESSES_MAX) this.#counts.clear();
    this.#hour = hour;
    const count = (this.#counts.get(address) ?? 0) + 1;
    if (count > this.#limit) return this.#limit;
    this.#counts.set(address, count);
    return null;
  }
}
