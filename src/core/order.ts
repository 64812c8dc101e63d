// What an order is: the facts frozen when it was placed, and what has become of it since.

import type { OrderState } from './order-states.js';
import type { Quote } from './quote.js';
import type { RefundAmounts } from './refund.js';
import { creditNoteView, refundView } from './refund-view.js';
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
  /** Of the business, where the address names a person. */
  name?: string;
  legalId?: { scheme?: string; id: string };
  electronicAddress?: { scheme: string; id: string };
  /** A cost centre, an order number of the buyer's own, a German authority's Leitweg-ID. */
  reference?: string;
}

/** What the customer has to do before a payment can go on, such as 3-D Secure. */
export interface NextAction {
  /** `redirect`: to `url`. `in-page`: with the provider's own script, and `clientSecret`. */
  type: 'redirect' | 'in-page';
  url?: string;
  /** For the provider's own script, where a storefront wants to stay on its page. */
  clientSecret?: string;
  publishableKey?: string;
}

export const paymentStates = [
  'pending',
  'action-required',
  'unknown',
  'authorised',
  'captured',
  'capture-failed',
  'declined',
  'voided',
  'refund-pending',
  'partially-refunded',
  'refunded',
  'refund-failed',
] as const;
export type PaymentState = (typeof paymentStates)[number];

export interface Payment {
  method: string;
  state: PaymentState;
  /** Minor units of the order's currency. */
  amount: number;
  reference: string | null;
  declineCode?: string;
  /** While the payment waits for the customer. */
  nextAction?: NextAction;
}

/** `failed`: the provider will not give the money back; somebody has to, by other means. */
export const refundStates = ['pending', 'refunded', 'failed'] as const;
export type RefundState = (typeof refundStates)[number];

/** Something of an order that went back, and the credit note that says so. Frozen but for its state. */
export interface OrderRefund {
  /** 1, 2 … within the order. */
  position: number;
  state: RefundState;
  creditNoteNumber: string;
  /** Milliseconds since the epoch: when the credit note was issued. */
  at: number;
  reason: string;
  isRestocked: boolean;
  amounts: RefundAmounts;
  /** Asking the provider for it, oldest first; none where no money had to move. */
  attempts: RefundAttempt[];
}

export interface RefundAttempt {
  /** Milliseconds since the epoch. */
  at: number;
  state: RefundState;
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
  /** Oldest first; absent where there are none. */
  refunds?: OrderRefund[];
}

/** The order as API callers see it. The ledger stores it for repeated keys, HTTP sends it. */
export function orderView(order: OrderFacts) {
  const { customer, lines, ...rest } = order.document;
  return { ...placedView(order), customer, lines, ...rest, ...progressView(order) };
}

export type OrderView = ReturnType<typeof orderView>;

/**
 * The text of that view, where the document is text already: nine tenths of an order are its document,
 * which is put into words once, and not again for each of its readers.
 */
export function orderText(order: Undocumented, documentText: string): string {
  const placed = JSON.stringify(placedView(order));
  const progress = JSON.stringify(progressView(order));
  return `${placed.slice(0, -1)},${documentText.slice(1, -1)},${progress.slice(1)}`;
}

type Undocumented = Omit<OrderFacts, 'document'>;

const placedView = ({ id, number, state, currency, createdAt }: Undocumented) => ({
  id,
  number,
  state,
  currency,
  createdAt: new Date(createdAt).toISOString(),
});

/** What becomes of an order after it was placed. */
function progressView(order: Undocumented) {
  return {
    payment: order.payment,
    invoice:
      order.invoiceNumber === null
        ? null
        : {
            number: order.invoiceNumber,
            pdf: `/v1/orders/${order.id}/invoice.pdf`,
            xml: `/v1/orders/${order.id}/invoice.xml`,
          },
    ...(order.refunds
      ? {
          refunds: order.refunds.map((refund) => refundView(order, refund)),
          creditNotes: order.refunds.map((refund) => creditNoteView(order, refund)),
        }
      : {}),
    tasks: order.tasks,
  };
}
