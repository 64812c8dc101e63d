// What the store tells operators who watch the shop: see store.ts.

import type { DatedSeller } from '../core/invoice/former-sellers.js';
import type { OrderState } from '../core/order-states.js';
import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';

/** An order in a line: as much as a list that moves all the time can show. */
export interface OrderHead {
  id: string;
  number: string | null;
  state: OrderState;
  currency: string;
  totalMinor: number;
  createdAt: number;
  updatedAt: number;
}

/** What is under way between the stock and the payment. */
export interface UnderWay {
  /** Orders that are paying, and how many of those hold stock. */
  paying: number;
  holding: number;
  /** Refunds and voids whose outcome is not known yet. */
  openAttempts: number;
}

export interface OperationsStore {
  /** Those of the orders that there are. */
  orderHeads(ids: readonly string[]): Promise<OrderHead[]>;
  underWay(): Promise<UnderWay>;
  /** Who issued documents from when on, the earliest first. */
  sellers(): Promise<DatedSeller[]>;
  putSeller(seller: DatedSeller): Promise<Result<null, Unavailable>>;
}
