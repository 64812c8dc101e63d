// What an order is: the facts frozen when it was placed, and what has become of it since.

import type { OrderState } from './order-states.js';
import type { Quote } from './quote.js';
import type { TaskSummary } from './tasks.js';

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
  extends Pick<
    Quote,
    | 'priceBasis'
    | 'settings'
    | 'lines'
    | 'discounts'
    | 'allowances'
    | 'charges'
    | 'shipping'
    | 'taxes'
    | 'taxSource'
    | 'totals'
  > {
  customer: Customer;
  shippingAddress: Address;
  billingAddress?: Address;
  vatId?: string;
  /** What businesses and authorities want on their e-invoices. */
  buyer?: BuyerFacts;
}

export interface BuyerFacts {
  legalId?: { scheme?: string; id: string };
  electronicAddress?: { scheme: string; id: string };
  /** A cost centre, an order number of the buyer's own, a German authority's Leitweg-ID. */
  reference?: string;
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

export interface OrderFacts {
  id: string;
  number: string | null;
  invoiceNumber: string | null;
  state: OrderState;
  currency: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** When the payment was written down as taken; the invoice is issued on that day. */
  confirmedAt: number | null;
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
    invoice:
      order.invoiceNumber === null
        ? null
        : { number: order.invoiceNumber, pdf: `/v1/orders/${order.id}/invoice.pdf` },
    tasks: order.tasks,
  };
}

export type OrderView = ReturnType<typeof orderView>;
