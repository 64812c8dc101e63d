/**
 * Orders by any id, a few over and over: for invoice threads that are measured without a ledger. Each is
 * parsed from its text, as one from the ledger would be.
 */
import type { OrderSource } from '../../src/compute/document-batch.js';
import type { OrderFacts } from '../../src/core/order.js';

export interface RepeatedOrders {
  /** JSON. */
  orders: string[];
}

export default function repeatedOrders({ orders }: RepeatedOrders): OrderSource {
  let next = -1;
  return {
    order: (id) => {
      next = (next + 1) % orders.length;
      return { ...(JSON.parse(orders[next] as string) as OrderFacts), id };
    },
    close: () => {},
  };
}
