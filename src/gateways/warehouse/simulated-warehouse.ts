// The demo shop's own warehouse: takes consignments, ships each after a moment, delivers it a little
// later, and says so over the engine's own webhook. It keeps books, so that nothing is forgotten when
// the process dies; the operating system may write them when it likes.

import Database from 'better-sqlite3';
import { NoticeSigner } from '../notice-signer.js';
import { genuineNotice } from './genuine-notice.js';
import { InvalidWarehouseNotice } from './warehouse.js';

export interface SimulatedWarehouseOptions {
  file: string;
  /** The one secret that both sides sign with; base64. */
  secret: string;
  /** From the consignment to the parcel's leaving, and from there to its arrival. */
  delayMs: number;
  /** Takes a notice to the engine; answers the status. */
  deliver: (body: string, headers: Record<string, string>) => Promise<number>;
  /** The part of its pace that it may keep now, up to 1: it shares the shop's processor. */
  share: () => number;
  now: () => number;
}

export interface SimulatedWarehouse {
  /** Takes a consignment, once however often it comes. @throws InvalidWarehouseNotice */
  receive(rawBody: string, headers: Record<string, string>): void;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 50;
/**
 * As long as anything is due, few notices at a time and often: each is a request to the shop's own
 * main loop, and an order's next step would wait for all that come at once.
 */
const LOOK_AGAIN_MS = 10;
const NOTICES_A_LOOK = 8;
const RETRY_MS = 1_000;

interface Shipment {
  order_id: string;
  state: 'packing' | 'shipped';
}

interface Entry {
  order_id: string;
  state: Shipment['state'] | 'delivered';
  dueAt: number;
}

const steps = {
  packing: { next: 'shipped', type: 'order.shipped' },
  shipped: { next: 'delivered', type: 'order.delivered' },
} as const;

export function openSimulatedWarehouse(options: SimulatedWarehouseOptions): SimulatedWarehouse {
  const { secret, delayMs, deliver, share, now } = options;
  const webhook = new NoticeSigner(secret);
  const books = openBooks(options.file);
  let stopped = false;
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const announce = async ({ order_id, state }: Shipment): Promise<Entry> => {
    const { next, type } = steps[state];
    const at = new Date(now());
    const trackingNumber = `SIM${order_id.slice(-10)}`;
    const data = { orderId: order_id, carrier: 'Simulated Parcel', trackingNumber };
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
    const id = `msg_${next}_${order_id}`;
    const status = await deliver(body, {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, at, body),
    }).catch(() => 0);
    if (status >= 200 && status < 300) return { order_id, state: next, dueAt: now() + delayMs };
    // An order that was cancelled meanwhile, or is not there, is left in peace.
    if (status >= 400 && status < 500) return { order_id, state: 'delivered', dueAt: now() };
    return { order_id, state, dueAt: now() + RETRY_MS };
  };

  const look = async (): Promise<void> => {
    const limit = Math.max(1, Math.floor(NOTICES_A_LOOK * share()));
    const due = books.due(now(), limit);
    if (due.length > 0) books.enter(await Promise.all(due.map(announce)));
    const isMore = due.length > 0;
    schedule(isMore ? Math.min(LOOK_EVERY_MS, LOOK_AGAIN_MS / share()) : LOOK_EVERY_MS);
  };

  const schedule = (afterMs: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      looking = look().catch(() => schedule(LOOK_EVERY_MS));
    }, afterMs);
    timer.unref();
  };
  schedule(LOOK_EVERY_MS);

  return {
    receive: (rawBody, headers) => {
      books.add(orderIdOf(webhook, rawBody, headers), now() + delayMs);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
      books.close();
    },
  };
}

function openBooks(file: string) {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -4000');
  db.exec(`
    create table if not exists shipments (
      order_id text primary key,
      state text not null,                -- packing, shipped, delivered
      due_at integer
    ) strict, without rowid;
    create index if not exists shipments_due on shipments (due_at) where due_at is not null;`);
  const add = db.prepare("insert into shipments values (?, 'packing', ?) on conflict do nothing");
  const due = db.prepare<[number, number], Shipment>(
    'select order_id, state from shipments where due_at <= ? order by due_at limit ?',
  );
  const advance = db.prepare('update shipments set state = ?, due_at = ? where order_id = ?');
  const enter = db.transaction((entries: readonly Entry[]) => {
    for (const { order_id, state, dueAt } of entries) {
      advance.run(state, state === 'delivered' ? null : Math.round(dueAt), order_id);
    }
  });
  return {
    add: (orderId: string, dueAt: number) => void add.run(orderId, Math.round(dueAt)),
    due: (at: number, limit: number) => due.all(Math.round(at), limit),
    enter: (entries: readonly Entry[]) => void enter(entries),
    close: () => void db.close(),
  };
}

function orderIdOf(
  webhook: NoticeSigner,
  rawBody: string,
  headers: Record<string, string>,
): string {
  const notice = genuineNotice(webhook, rawBody, headers);
  const orderId = (notice as { data?: { orderId?: unknown } } | null)?.data?.orderId;
  if (typeof orderId !== 'string') throw new InvalidWarehouseNotice('the notice has no order');
  return orderId;
}
