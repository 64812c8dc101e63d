// What operators see of the shop as it happens: which orders change, and once a second how everything
// is doing. Gathered once for all who watch, and only while somebody does: the orders pay for it.
//
//   commits ─ ids ─→ gathered ─ every 250 ms, the newest ones ─→ `orders` ─┐
//   figures, tasks, payments ─────────────────── every second ─→ `snapshot`┴→ every watcher

import type { OrderHead, Store, TaskCount, UnderWay } from '../store/store.js';

export interface Snapshot {
  at: string;
  /** Since the process began. */
  begun: number;
  underWay: number;
  payments: UnderWay;
  tasks: TaskCount[];
  figures: Record<string, Record<string, unknown>>;
}

export type ShopMessage =
  | { event: 'orders'; data: { changed: number; orders: OrderHead[] } }
  | { event: 'snapshot'; data: Snapshot };

export interface ShopFeedOptions {
  store: Pick<Store, 'onOrdersChanged' | 'orderHeads' | 'underWay' | 'taskCounts'>;
  traffic: { underWay: number; begun: number };
  figures: () => Record<string, Record<string, unknown>>;
  now: () => number;
}

const ORDERS_EVERY_MS = 250;
const SNAPSHOT_EVERY_MS = 1_000;
/** Rows that a person could follow, and more than a screen holds. */
const ORDERS_MAX = 40;
/** A watcher that reads slower than this many messages behind is let go, and may come again. */
const BEHIND_MAX = 60;

export class ShopFeed {
  readonly #options: ShopFeedOptions;
  readonly #watchers = new Set<Watcher>();
  #changed = new Set<string>();
  #seen = 0;
  #stopWatching: (() => void) | null = null;
  /** To whoever comes next, so that nobody waits for the next second. */
  #last: ShopMessage | null = null;

  constructor(options: ShopFeedOptions) {
    this.#options = options;
  }

  get open(): number {
    return this.#watchers.size;
  }

  async *messages(signal: AbortSignal): AsyncGenerator<ShopMessage> {
    const watcher = new Watcher();
    this.#watchers.add(watcher);
    const end = () => watcher.end();
    signal.addEventListener('abort', end);
    this.#start();
    if (this.#last) watcher.push(this.#last);
    try {
      yield* watcher.messages();
    } finally {
      signal.removeEventListener('abort', end);
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.stop();
    }
  }

  /** Ends every stream. */
  stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.#last = null;
    for (const watcher of this.#watchers) watcher.end();
  }

  #start(): void {
    if (this.#stopWatching) return;
    const unlisten = this.#options.store.onOrdersChanged((ids) => {
      this.#seen += ids.length;
      // The newest are shown: the others would be gone from the screen before they were read.
      for (const id of ids.slice(-ORDERS_MAX)) {
        this.#changed.delete(id);
        this.#changed.add(id);
      }
    });
    const orders = setInterval(() => void this.#sendOrders(), ORDERS_EVERY_MS);
    const snapshots = setInterval(() => void this.#sendSnapshot(), SNAPSHOT_EVERY_MS);
    this.#stopWatching = () => {
      unlisten();
      clearInterval(orders);
      clearInterval(snapshots);
    };
    void this.#sendSnapshot();
  }

  async #sendOrders(): Promise<void> {
    if (this.#changed.size === 0) return;
    const ids = [...this.#changed].slice(-ORDERS_MAX);
    const changed = this.#seen;
    this.#changed = new Set();
    this.#seen = 0;
    const orders = await this.#options.store.orderHeads(ids);
    this.#send({ event: 'orders', data: { changed, orders } });
  }

  async #sendSnapshot(): Promise<void> {
    const { store, traffic, figures, now } = this.#options;
    const [payments, tasks] = await Promise.all([store.underWay(), store.taskCounts()]);
    const at = new Date(now()).toISOString();
    const { begun, underWay } = traffic;
    const data = { at, begun, underWay, payments, tasks, figures: figures() };
    this.#last = { event: 'snapshot', data };
    this.#send(this.#last);
  }

  #send(message: ShopMessage): void {
    for (const watcher of this.#watchers) watcher.push(message);
  }
}

class Watcher {
  readonly #queue: ShopMessage[] = [];
  #wake: (() => void) | null = null;
  #isOver = false;

  push(message: ShopMessage): void {
    this.#queue.push(message);
    if (this.#queue.length > BEHIND_MAX) this.#isOver = true;
    this.#wake?.();
  }

  end(): void {
    this.#isOver = true;
    this.#wake?.();
  }

  async *messages(): AsyncGenerator<ShopMessage> {
    while (!this.#isOver) {
      const message = this.#queue.shift();
      if (message) {
        yield message;
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#isOver || this.#queue.length > 0) resolve();
      });
    }
  }
}
