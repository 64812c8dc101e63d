// The store: one interface of named intentions, an area a file. Each command is exactly one
// transaction, called once per order and batched underneath; when its promise resolves, what it did
// survives a power cut.

import type { CatalogueStore } from './catalogue-store.js';
import type { CustomerStore } from './customer-store.js';
import type { OrderStore } from './order-store.js';
import type { RequestStore } from './request-store.js';
import type { TaskStore } from './task-store.js';

export type * from './catalogue-store.js';
export type * from './customer-store.js';
export type * from './order-store.js';
export type * from './page.js';
export type * from './request-store.js';
export type * from './task-store.js';

export interface StoreFigures {
  queued: number;
  [figure: string]: unknown;
}

export interface Store extends OrderStore, TaskStore, RequestStore, CatalogueStore, CustomerStore {
  /** Whether more work can be queued; what is under way already is always finished. */
  hasRoom(): boolean;
  /** Why the last command could not be written, or `null` when it was. */
  storageProblem(): string | null;
  /** Calls back with the ids of orders that a commit has just changed. */
  onOrdersChanged(listener: (orderIds: readonly string[]) => void): () => void;
  /** Calls back when a commit has put tasks on the outbox, or brought some back. */
  onTasksDue(listener: () => void): () => void;
  figures(): StoreFigures;
  close(): Promise<void>;
}
