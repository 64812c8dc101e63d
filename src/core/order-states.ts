// The states of an order and every transition between them, as one table of data.
//
//   payment-pending ─→ confirmed ─→ shipped ─→ delivered
//        │  │             │            │           │
//        │  └→ failed     └→ cancelled └───────────┴─→ partially-refunded ─→ refunded
//        └───→ cancelled
//
// What is refunded in part may still be on its way: parcels that leave or arrive then are written in
// the order's history, and its state stays. Where the money is, is the payment's state:
//
//   pending ─→ captured, or authorised ─(it ships)─→ captured, or capture-failed
//      ├─→ action-required: the customer's bank wants to see them first; given up with the hold
//      └─→ unknown, declined; voided: closed, and whatever was authorised released
//
//   captured ─→ refund-pending ─→ partially-refunded ─→ refund-pending ─→ refunded
//                     └─→ refund-failed (the provider refuses: an operator has to pay by other means)

export const orderStates = [
  'payment-pending',
  'confirmed',
  'shipped',
  'delivered',
  'cancelled',
  'partially-refunded',
  'refunded',
  'failed',
] as const;

export type OrderState = (typeof orderStates)[number];

export const transitions: Readonly<Record<OrderState, readonly OrderState[]>> = {
  'payment-pending': ['confirmed', 'failed', 'cancelled'],
  confirmed: ['shipped', 'cancelled', 'partially-refunded', 'refunded'],
  shipped: ['delivered', 'partially-refunded', 'refunded'],
  delivered: ['partially-refunded', 'refunded'],
  'partially-refunded': ['refunded'],
  cancelled: [],
  refunded: [],
  failed: [],
};

/** States in which something can be given back. */
export const refundable: readonly OrderState[] = orderStates.filter((state) =>
  transitions[state].includes('refunded'),
);

/** Nothing of the order is to be packed or announced any more. */
export const isCalledOff = (state: OrderState): boolean =>
  state === 'cancelled' || state === 'refunded';

export const canBecome = (from: OrderState, to: OrderState): boolean =>
  transitions[from].includes(to);

/** @throws Error when the table does not allow the change: that is a bug, not a refusal. */
export function assertTransition(from: OrderState, to: OrderState): void {
  if (!canBecome(from, to)) throw new Error(`an order cannot go from ${from} to ${to}`);
}
