// The warehouse: is told what to send, under an id that stays the same however often it is told, and
// says of its own accord when that has left and when it has arrived.

import type { OrderFacts } from '../../core/order.js';

export interface Consignment {
  /** The order's own id. */
  orderId: string;
  orderNumber: string | null;
  shippingMethod: string;
  shippingAddress: OrderFacts['document']['shippingAddress'];
  lines: { sku: string; name: string; quantity: number | string }[];
}

export type ConsignmentOutcome =
  | { type: 'accepted' }
  /** `permanent`: the warehouse wants no more of these until somebody has changed something. */
  | { type: 'failed'; reason: string; permanent: boolean };

export interface Warehouse {
  /** Where notices go, for people; without credentials. */
  readonly target: string;
  /** Never rejects for what a network or a warehouse does. */
  announce(consignment: Consignment, signal: AbortSignal): Promise<ConsignmentOutcome>;
  /** Checks a notice against its signature and reads it. @throws InvalidWarehouseNotice */
  readNotice(rawBody: string, headers: Record<string, string>): WarehouseNotice;
  close(): Promise<void>;
}

export interface WarehouseNotice {
  orderId: string;
  state: 'shipped' | 'delivered';
  carrier: string | null;
  trackingNumber: string | null;
}

export class InvalidWarehouseNotice extends Error {}

export class StaleWarehouseNotice extends InvalidWarehouseNotice {}

/** The warehouse has signed it, and says nothing that can be understood. */
export class UnreadableWarehouseNotice extends InvalidWarehouseNotice {
  /** @param pointer a JSON pointer to what is wrong */
  constructor(
    readonly pointer: string,
    detail: string,
  ) {
    super(detail);
  }
}

export const consignmentOf = (order: OrderFacts): Consignment => ({
  orderId: order.id,
  orderNumber: order.number,
  shippingMethod: order.document.shipping.method,
  shippingAddress: order.document.shippingAddress,
  lines: stillOwed(order),
});

/** What was given back before it was packed stays where it is. */
function stillOwed({ document, refunds = [] }: OrderFacts): Consignment['lines'] {
  const back = refunds.flatMap(({ amounts }) => amounts.lines);
  const owed = document.lines.map(({ sku, name, quantity }, index) => {
    const returned = back.filter(({ line }) => line === index);
    if (returned.length === 0) return { sku, name, quantity };
    const left = returned.reduce((sum, line) => sum - line.quantity, Number(quantity));
    return { sku, name, quantity: left };
  });
  return owed.filter(({ quantity }) => quantity !== 0);
}
