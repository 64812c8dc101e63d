// What an order is: the facts frozen when it was placed, and what has become of it since.

import type { OrderState } from './order-states.js';
import type { Quote } from './quote.js';

export interface Customer {
  /** Known customers only. */
  id?: string;
  email: string;
  name: string;
}

export interface Address {
  name: string;
  line1: string;
  line2?: string;
  city: string;
  region?: string;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/** Frozen with the reservation: nothing that happens later may change it. */
export interface OrderDocument
  extends Pick<Quote, 'priceBasis' | 'lines' | 'discounts' | 'shipping' | 'taxes' | 'totals'> {
  customer: Customer;
  shippingAddress: Address;
  billingAddress?: Address;
  vatId?: string;
}

export const paymentStates = [
  'pending',
  'unknown',
  'captured',
  'declined',
  'voided',
  'refund-pending',
  'refunded',
] as const;
export type PaymentState = (typeof paymentStates)[number];

export interface Payment {
  method: string;
  state: PaymentState;
  /** Minor units of the order's currency. */
  amount: number;
  reference: string | null;
  declineCode?: string;
}

export const topics = ['invoice', 'confirmation-email', 'warehouse', 'analytics'] as const;
export type Topic = (typeof topics)[number];

export interface TaskSummary {
  topic: string;
  state: string;
  attempts: number;
}

export interface OrderFacts {
  id: string;
  number: string | null;
  invoiceNumber: string | null;
  state: OrderState;
  currency: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  document: OrderDocument;
  payment: Payment;
  tasks: TaskSummary[];
}

/** The order as API callers see it. The ledger stores it for repeated keys, HTTP sends it. */
export function orderView(order: OrderFacts) {
  const { customer, lines, ...rest } = order.document;
  return {
    id: order.id,
    number: order.number,
    state: order.state,
    currency: order.currency,
    createdAt: new Date(order.createdAt).toISOString(),
    customer,
    lines,
    ...rest,
    payment: order.payment,
    invoice: order.invoiceNumber === null ? null : { number: order.invoiceNumber },
    tasks: order.tasks,
  };
}

export type OrderView = ReturnType<typeof orderView>;

/** The tasks that a fresh confirmation has put on the outbox. */
export const freshTasks = (): TaskSummary[] =>
  topics.map((topic) => ({ topic, state: 'pending', attempts: 0 }));
