// The carts that are in use, in memory: what is true of them, also while it is still being written.
//
// Two generations: a cart that is used moves into the young one; when that is full, it becomes the old
// one, and what was old and has not been used since is forgotten. Never what is not written yet.

import type { SavedCart } from '../../core/saved-cart.js';

export interface HotCart {
  /** `null`: it is gone. */
  cart: SavedCart | null;
  /** Changes that are not written yet. */
  unwritten: number;
  /** The last of them. */
  written: Promise<unknown> | null;
  /** The last one could not be written: what is in the file may be older. */
  isBehind: boolean;
}

export class HotCarts {
  readonly #generationMax: number;
  #young = new Map<string, HotCart>();
  #old = new Map<string, HotCart>();

  constructor(max: number) {
    this.#generationMax = Math.max(1, Math.floor(max / 2));
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(id: string): HotCart | undefined {
    const young = this.#young.get(id);
    if (young) return young;
    const old = this.#old.get(id);
    if (!old) return undefined;
    this.#old.delete(id);
    this.#keep(id, old);
    return old;
  }

  add(id: string, cart: SavedCart | null): HotCart {
    const hot: HotCart = { cart, unwritten: 0, written: null, isBehind: false };
    this.#keep(id, hot);
    return hot;
  }

  /** Unless another has taken its place. */
  forget(id: string, hot: HotCart): void {
    if (this.#young.get(id) === hot) this.#young.delete(id);
    if (this.#old.get(id) === hot) this.#old.delete(id);
  }

  #keep(id: string, hot: HotCart): void {
    if (this.#young.size >= this.#generationMax) this.#grow();
    this.#young.set(id, hot);
  }

  #grow(): void {
    const forgotten = this.#old;
    this.#old = this.#young;
    this.#young = new Map();
    for (const [id, hot] of forgotten) if (hot.unwritten > 0) this.#young.set(id, hot);
  }
}
