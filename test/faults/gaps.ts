/**
 * Where an order can be when the engine dies. A gap is held open by a delay just before the step
 * that ends it, and is hit when orders are seen to be in it.
 *
 *   stock ‖ quote ┄┄ reserve ┄┄ charge ┄┄ answer ┄┄ confirm
 */
import type { Books } from './books.js';
import type { Client } from './client.js';
import type { Settings } from './engine-process.js';

export interface Gap {
  name: string;
  settings: Settings;
  /** How many orders are in it, or were when the engine died. */
  orders(view: View): number;
}

/** What can be known of an engine, dead or alive. */
export interface View {
  books: Books;
  /** Carts whose quote was done when the engine was last asked. */
  quoted: number;
}

/** Long enough that customers gather in it, short enough that rounds stay brief. */
const GAP_MS = 250;

export const gaps: readonly Gap[] = [
  {
    name: 'between quote and reserve',
    settings: { STEP_DELAYS_MS: `reserve=${GAP_MS}` },
    // Stock is plentiful in such a round: each cart that is quoted becomes an order.
    orders: ({ books, quoted }) => quoted - books.orders(),
  },
  {
    name: 'between reserve and pay',
    settings: { STEP_DELAYS_MS: `pay=${GAP_MS}` },
    orders: ({ books }) => books.pendingUncharged(),
  },
  {
    name: 'between charge and answer',
    settings: { SIMULATED_PAYMENT_LATENCY_MS: String(GAP_MS) },
    orders: ({ books }) => books.pendingCharged(),
  },
  {
    name: 'between pay and confirm',
    settings: { STEP_DELAYS_MS: `confirm=${GAP_MS}` },
    orders: ({ books }) => books.pendingCharged(),
  },
];

/** The engine's figures take a request; once it is dead, the last ones stand. */
export async function look(view: View, client: Client): Promise<void> {
  view.quoted = (await client.quoted()) ?? view.quoted;
}
