// Carts on one machine: what is in use is in memory, and every change is written by a thread of its own
// before it is answered. One process has the folder, so what it has in memory is what holds.

import { Batcher } from '../../compute/batcher.js';
import { WorkerDiedError, WorkerThreadPool } from '../../compute/worker-thread-pool.js';
import { mergedCart } from '../../core/merge-carts.js';
import type { Unavailable } from '../../core/refusals.js';
import { ok, type Result, refuse } from '../../core/result.js';
import { changedCart, isCartOf, type SavedCart } from '../../core/saved-cart.js';
import type {
  CartQuery,
  CartStore,
  ChangeCart,
  ChangedCart,
  CreateCart,
  MergeCarts,
} from '../store.js';
import { openCartFile, prepareCartFile } from './cart-file.js';
import { type CartReads, openCartReads } from './cart-reader.js';
import type { CartBody, CartRow, CartWrite, CartWritten } from './cart-writer.js';
import { type HotCart, HotCarts } from './hot-carts.js';

export interface SqliteCartsOptions {
  file: string;
  batchMax: number;
  queueMax: number;
  /** Carts in memory. */
  hotMax: number;
  /** Another worker module, for tests of what happens when the thread dies. */
  worker?: string;
}

/** How often a batch is sent again to a thread that died with it. The same rows may come twice. */
const RESENDS_MAX = 2;

/** The customer's carts that are looked through for one that is open. */
const OWN_CARTS_MAX = 20;

/** To the thread, with the texts of its rows. */
type Handed = { write: CartWrite; bodies: readonly string[] };

type Found = { id: string; hot: HotCart; cart: SavedCart };

/** @throws CartFileError */
export function openSqliteCarts(options: SqliteCartsOptions): CartStore {
  prepareCartFile(options.file);
  return new SqliteCarts(options);
}

class SqliteCarts implements CartStore {
  readonly #file: string;
  readonly #pool: WorkerThreadPool<CartWrite[], CartWritten[]>;
  readonly #batcher: Batcher<Handed, CartWritten>;
  readonly #hot: HotCarts;
  readonly #reader: CartReads;
  /** Carts that customers have got, until the file says so. */
  readonly #justOwned = new Map<string, string>();

  constructor({ file, batchMax, queueMax, hotMax, worker = 'carts' }: SqliteCartsOptions) {
    this.#file = file;
    this.#pool = new WorkerThreadPool({ worker, threads: 1, workerData: { file }, nurseryMb: 8 });
    this.#batcher = new Batcher({
      send: (handed) => this.#send(handed),
      batchMax,
      queueMax,
      // The thread writes one while the main loop prices the next. To wake it costs as much as to price
      // ten carts: what one turn brings leaves together.
      concurrency: 2,
      departAt: 128,
    });
    this.#hot = new HotCarts(hotMax);
    this.#reader = openCartReads(file);
  }

  async createCart({ id, owner, details, expiresAt }: CreateCart) {
    if (!this.#batcher.hasRoom) return refuse(fullQueue);
    const cart = { ...emptyCart, ...details, id, owner, expiresAt };
    if (owner !== null) this.#justOwned.set(owner, id);
    const written = await this.#keepOne({ id, hot: this.#hot.add(id, null), cart });
    if (this.#justOwned.get(owner ?? '') === id) this.#justOwned.delete(owner as string);
    return written.ok ? ok(cart) : written;
  }

  async cart(query: CartQuery): Promise<SavedCart | undefined> {
    return this.#find(query)?.cart;
  }

  async cartOf(query: { customerId: string; at: number }): Promise<SavedCart | undefined> {
    return this.#ownCart(query)?.cart;
  }

  async changeCart(command: ChangeCart): Promise<ChangedCart> {
    const found = this.#find(command);
    if (!found) return refuse({ type: 'cart-not-found' });
    const { id, hot, cart } = found;
    if (cart.orderId !== null) return refuse({ type: 'cart-ordered', orderId: cart.orderId });
    const changed = changedCart(cart, command.change);
    if (!changed.ok) return changed;
    if (changed.value === cart && !hot.isBehind) {
      // Asked for once more: what it was the first time may still be on its way to the file.
      await hot.written;
      return hot.isBehind ? refuse(notWritten) : ok(cart);
    }
    if (!this.#batcher.hasRoom) return refuse(fullQueue);
    const { expiresAt } = command;
    const next = isSameRow(changed.value, cart, expiresAt)
      ? changed.value
      : { ...changed.value, version: cart.version + 1, expiresAt };
    const written = await this.#keepOne({ id, hot, cart: next });
    return written.ok ? ok(next) : written;
  }

  async mergeCarts(command: MergeCarts): Promise<Result<SavedCart | null, Unavailable>> {
    const { guestCartId: id, customerId, strategy, at, expiresAt } = command;
    await this.#settled(this.#hot.get(id));
    const own = this.#ownCart(command);
    const guest = this.#find({ id, customerId: null, at });
    if (!guest || guest.cart.orderId !== null) {
      await own?.hot.written;
      return ok(own?.cart ?? null);
    }
    if (!this.#batcher.hasRoom) return refuse(fullQueue);
    if (!own) {
      const { version } = guest.cart;
      const cart = { ...guest.cart, owner: customerId, version: version + 1, expiresAt };
      this.#justOwned.set(customerId, id);
      const written = await this.#keepOne({ ...guest, cart });
      if (this.#justOwned.get(customerId) === id) this.#justOwned.delete(customerId);
      return written.ok ? ok(cart) : written;
    }
    const merged = mergedCart(own.cart, guest.cart, strategy);
    const cart = { ...merged, version: own.cart.version + 1, expiresAt };
    const written = await this.#keep([{ ...own, cart }, guest], guest);
    return written.ok ? ok(cart) : written;
  }

  async noteOrder({ id, orderId }: { id: string; orderId: string | null }) {
    const hot = this.#load(id);
    if (!hot?.cart || hot.cart.orderId === orderId) return ok(null);
    const cart = { ...hot.cart, orderId, version: hot.cart.version + 1 };
    return this.#keepOne({ id, hot, cart });
  }

  async cartsOf({ customerId, limit }: { customerId: string; limit: number }) {
    return this.#allOwn(customerId, limit).map(({ cart }) => cart);
  }

  async eraseCarts({ customerId }: { customerId: string }): Promise<Result<null, Unavailable>> {
    for (;;) {
      const [found] = this.#allOwn(customerId, 1);
      if (!found) return ok(null);
      if (found.hot.unwritten > 0) {
        await this.#settled(found.hot);
        continue;
      }
      const written = await this.#keep([found], found);
      if (!written.ok) return written;
    }
  }

  async purgeCarts({ before, limit }: { before: number; limit: number }) {
    const answer = await this.#batcher.runAlways({
      write: { type: 'purge', before, limit },
      bodies: [],
    });
    return 'count' in answer ? ok(answer.count) : refuse(unavailable(answer.storageProblem));
  }

  figures = () => ({
    ...this.#pool.figures(),
    ...this.#batcher.figures(),
    inMemory: this.#hot.size,
  });

  async close(): Promise<void> {
    await this.#pool.close();
    this.#reader.close();
    // The last connection to close moves the log into the file.
    openCartFile(this.#file).close();
  }

  #find({ id, customerId, at }: CartQuery): Found | undefined {
    const hot = this.#load(id);
    const cart = hot?.cart;
    if (!hot || !cart || cart.expiresAt <= at || !isCartOf(cart, customerId)) return undefined;
    return { id, hot, cart };
  }

  #ownCart({ customerId, at }: { customerId: string; at: number }): Found | undefined {
    const latest = this.#justOwned.get(customerId);
    const ids = this.#reader.idsOf(customerId, OWN_CARTS_MAX);
    for (const id of latest === undefined ? ids : [latest, ...ids]) {
      const found = this.#find({ id, customerId, at });
      if (found?.cart.owner === customerId && found.cart.orderId === null) return found;
    }
    return undefined;
  }

  #allOwn(customerId: string, limit: number): Found[] {
    const latest = this.#justOwned.get(customerId);
    const ids = new Set([
      ...(latest === undefined ? [] : [latest]),
      ...this.#reader.idsOf(customerId, limit),
    ]);
    return [...ids].flatMap((id) => {
      const hot = this.#load(id);
      return hot?.cart?.owner === customerId ? [{ id, hot, cart: hot.cart }] : [];
    });
  }

  #load(id: string): HotCart | undefined {
    const hot = this.#hot.get(id);
    if (hot) return hot;
    const cart = this.#reader.cart(id);
    return cart && this.#hot.add(id, cart);
  }

  /** A cart goes when nothing of it is on its way: a write that is sent again would bring it back. */
  async #settled(hot: HotCart | undefined): Promise<void> {
    while (hot && hot.unwritten > 0) await hot.written;
  }

  /** Holds at once; answered when it is written. Together: all of them or none. */
  async #keep(changes: readonly Found[], removed?: Found): Promise<Result<null, Unavailable>> {
    const rows = changes.map((change) => rowOf(change, change === removed));
    const bodies = changes.flatMap((change) => (change === removed ? [] : [bodyOf(change.cart)]));
    const answer = this.#batcher.runAlways({ write: { type: 'rows', rows }, bodies });
    const before = changes.map((change) => hold(change, change === removed, answer));
    const written = await answer;
    for (const [index, change] of changes.entries()) {
      this.#settle(change, change === removed, before[index] ?? null, isAll(written, rows.length));
    }
    return resultOf(written, rows.length);
  }

  /** The same for one, which nearly all changes are. */
  async #keepOne(change: Found): Promise<Result<null, Unavailable>> {
    const write: CartWrite = { type: 'rows', rows: [rowOf(change, false)] };
    const answer = this.#batcher.runAlways({ write, bodies: [bodyOf(change.cart)] });
    const before = hold(change, false, answer);
    const written = await answer;
    this.#settle(change, false, before, isAll(written, 1));
    return resultOf(written, 1);
  }

  #settle(
    { id, hot, cart }: Found,
    isRemoved: boolean,
    before: SavedCart | null,
    isWritten: boolean,
  ) {
    hot.unwritten -= 1;
    hot.isBehind = !isWritten;
    const isLast = hot.cart === (isRemoved ? null : cart);
    if (!isWritten && isLast) hot.cart = before;
    if (!hot.cart && hot.unwritten === 0) this.#hot.forget(id, hot);
  }

  async #send(handed: Handed[]): Promise<CartWritten[]> {
    const writes = handed.map(({ write }) => write);
    const bodies = handed.flatMap((one) => one.bodies);
    for (let tries = 0; tries <= RESENDS_MAX; tries += 1) {
      try {
        return await this.#pool.run(writes, bodies);
      } catch (error) {
        if (!(error instanceof WorkerDiedError)) throw error;
      }
    }
    return writes.map(() => ({ storageProblem: 'the carts thread died' }));
  }
}

/** Most changes leave the expiry alone, which is by whole hours. */
const isSameRow = (changed: SavedCart, before: SavedCart, expiresAt: number): boolean =>
  changed.version > before.version && changed.expiresAt === expiresAt;

const emptyCart = {
  version: 1,
  items: [],
  coupons: [],
  shippingAddress: null,
  billingAddress: null,
  shippingMethod: null,
  vatId: null,
  customer: null,
  orderId: null,
};

const unavailable = (detail: string): Unavailable => ({ type: 'storage-unavailable', detail });
const notWritten = unavailable('the cart could not be written');
const WRITTEN = ok(null);
const fullQueue: Unavailable = { type: 'overloaded', detail: 'the queue for carts is full' };

/** What was there before. */
function hold(
  { hot, cart }: Found,
  isRemoved: boolean,
  answer: Promise<CartWritten>,
): SavedCart | null {
  const before = hot.cart;
  hot.cart = isRemoved ? null : cart;
  hot.unwritten += 1;
  hot.written = answer;
  return before;
}

const isAll = (written: CartWritten, rows: number): boolean =>
  'count' in written && written.count === rows;

function resultOf(written: CartWritten, rows: number): Result<null, Unavailable> {
  if (isAll(written, rows)) return WRITTEN;
  return refuse('count' in written ? notWritten : unavailable(written.storageProblem));
}

function rowOf({ id, cart }: Found, isRemoved: boolean): CartRow {
  const { owner, version, expiresAt } = cart;
  return { id, owner, version, expiresAt, isRemoved };
}

/** Named one by one, which takes a fraction of the time that leaving the others out does. */
function bodyOf(cart: SavedCart): string {
  const body: CartBody = {
    currency: cart.currency,
    country: cart.country,
    items: cart.items,
    coupons: cart.coupons,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress,
    shippingMethod: cart.shippingMethod,
    vatId: cart.vatId,
    customer: cart.customer,
    orderId: cart.orderId,
  };
  return JSON.stringify(body);
}
