// Begins a batch of attempts in helpings, with a rest after each, so that requests get their turn between
// them. What they send and are answered comes on top of this, several times as much.

export interface HelpingsOptions {
  /** How long to rest after work that kept orders waiting, which may take `share` of the time. */
  restMs: (workedMs: number, share: number) => number;
  sleep: (ms: number) => Promise<void>;
}

const HELPING_MS = 1;
const HELPING_MAX = 32;
const HELPING_SHARE = 1 / 5;
/**
 * An attempt that keeps the main loop longer, about a large order, is begun alone and with a longer rest
 * after it: each of an order's steps may have to wait for that turn of the loop.
 */
const DEAR_MS = 0.5;
const DEAR_SHARE = 1 / 10;

export class Helpings {
  readonly #options: HelpingsOptions;
  /** Attempts that are begun at a turn of the event loop. */
  #size = HELPING_MAX;

  constructor(options: HelpingsOptions) {
    this.#options = options;
  }

  async begin<Item>(items: readonly Item[], begin: (item: Item) => void): Promise<void> {
    let since = performance.now();
    let begun = 0;
    for (const [index, item] of items.entries()) {
      begin(item);
      begun += 1;
      const isLast = index === items.length - 1;
      const hasRoom = begun < this.#size && performance.now() - since < HELPING_MS;
      if (hasRoom && !isLast) continue;
      // Most of an attempt happens after its beginning: what it does by itself has ended only then.
      await new Promise((resolve) => process.nextTick(resolve));
      await this.#restAfter(begun, performance.now() - since);
      since = performance.now();
      begun = 0;
    }
  }

  /** Until requests have had their turn, which is longer after attempts that took long. */
  async #restAfter(begun: number, workedMs: number): Promise<void> {
    const eachMs = workedMs / begun;
    const isDear = eachMs > DEAR_MS;
    // Large and small orders take turns: one that was quick says little about the next.
    const next = isDear ? 1 : Math.min(Math.round(HELPING_MS / eachMs), this.#size * 2);
    this.#size = Math.min(HELPING_MAX, Math.max(1, next));
    const restMs = this.#options.restMs(workedMs, isDear ? DEAR_SHARE : HELPING_SHARE);
    if (restMs > 0) await this.#options.sleep(restMs);
    else await new Promise(setImmediate);
  }
}
