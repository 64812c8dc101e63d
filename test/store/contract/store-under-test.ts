import type { Store } from '../../../src/store/store.js';

export interface StoreUnderTest {
  store: Store;
  /** The recorded changes of a SKU's level, oldest first. */
  moves(sku: string): Promise<{ delta: number; reason: string }[]>;
  /** Every invariant that does not hold, with its offender. */
  offences(): Promise<string[]>;
  close(): Promise<void>;
}

/** A new store with nothing in it. */
export type OpenStore = () => Promise<StoreUnderTest>;

/** The store that the tests of one contract share: its articles and orders have unique names. */
export type Shared = () => StoreUnderTest;
