// What the store does about orders: each intention is one transaction, see store.ts.
//
// Reservation  stock held for an order until `holdExpiresAt`
// Allocation   stock that left the level because its order is confirmed
// Attempt      one call to the payment provider, recorded before it is made

import type { CouponBack } from '../core/coupon-back.js';
import type { Demand } from '../core/demand.js';
import type { NextAction, OrderFacts, Payment, RefundState } from '../core/order.js';
import type { OrderState } from '../core/order-states.js';
import type { RefundExceeds, RefundRequest } from '../core/refund.js';
import type { OutOfStock, Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type { TaskState, Topic } from '../core/tasks.js';
import type { Span } from '../core/timeline.js';
import type { CartOrdered } from './cart-store.js';
import type { PromotionCounter } from './catalogue-store.js';
import type { Page } from './page.js';
import type { IdempotencyClaim, KeyTaken, StoredAnswer } from './request-store.js';

/** What an order takes of it: 1 use, or minor units; `limit` as in the rules it was quoted with. */
export interface PromotionClaim extends PromotionCounter {
  amount: number;
  limit: number;
}

export interface ReserveCommand {
  orderId: string;
  customerId: string | null;
  currency: string;
  totalMinor: number;
  /** JSON of an `OrderDocument`, as it is stored. */
  document: string;
  lines: { sku: string; quantity: number; amountMinor: number }[];
  /** What the order takes of promotions that have a limit; of the others there is nothing to claim. */
  promotionClaims: readonly PromotionClaim[];
  paymentMethod: string;
  /** The cart that becomes this order, if it has not become another one. */
  cartId: string | null;
  claim: IdempotencyClaim | null;
  spans: Span[];
  at: number;
  holdExpiresAt: number;
  /** When recovery may take the order up, should nobody have settled it by then. */
  settleAt: number;
}

/** Every limit that the order would have exceeded; nothing was held. */
export type PromotionUsedUp = { type: 'promotion-used-up'; counters: PromotionCounter[] };

export type ReserveResult = Result<
  null,
  OutOfStock | PromotionUsedUp | CartOrdered | KeyTaken | Unavailable
>;

export interface ConfirmCommand {
  orderId: string;
  reference: string;
  /**
   * Until when an authorised payment is captured at the latest; `null` where it has been. A capture is
   * then recorded with the change, and due as soon as the order ships.
   */
  captureBy: number | null;
  spans: Span[];
  at: number;
  /** Number series, such as `2026`. */
  series: string;
}

export interface Confirmed {
  number: string;
  invoiceNumber: string;
  /** The stored answer's text where the order came under a key. */
  body: string | null;
}

/** `stock-gone`: the hold had expired and somebody else has bought the pieces since. */
export type ConfirmRefusal =
  | { type: 'stock-gone'; items: OutOfStock['items'] }
  | { type: 'order-closed'; state: OrderState }
  | { type: 'not-found' }
  | Unavailable;

/** Ends a pending order without goods: `payment` says what became of the money. */
export interface FailCommand {
  orderId: string;
  state: Extract<OrderState, 'failed' | 'cancelled'>;
  payment:
    | { state: 'declined'; declineCode: string }
    | {
        state: 'voided';
        /** Something is still to be released at the provider: an attempt is recorded with the change. */
        isOpen?: boolean;
      }
    /** Money was taken that the order cannot keep: a refund attempt is recorded with the change. */
    | { state: 'refund-pending'; reference: string };
  spans: Span[];
  at: number;
  /** What to answer a repeated key, when it has no answer yet. */
  answer: { status: number; body: string } | null;
}

export interface ParkCommand {
  orderId: string;
  spans: Span[];
  at: number;
  /** The provider's own name of the charge, where it was told. */
  reference: string | null;
  /** What the payment waits for; `null` where its outcome is not known. */
  nextAction: NextAction | null;
  settleAt: number;
  holdExpiresAt: number;
}

/** Gives all of a confirmed order back before it is sent, with a credit note. */
export interface CancelCommand {
  orderId: string;
  at: number;
  /** As at the confirmation: the year of the credit note's number. */
  series: string;
  /** Printed on the credit note. */
  reason: string;
  couponBack: CouponBack;
  /** When recovery may ask for the money, should nobody have done so by then. */
  retryAt: number;
}

/** What is asked for is worked out and numbered where it is written, so that no two can overlap. */
export interface RefundCommand extends CancelCommand {
  request: RefundRequest;
  isRestocked: boolean;
  /** Answered once the provider has been asked. */
  claim: IdempotencyClaim | null;
}

/** Tries a refund again that the provider refused. */
export interface RetryRefundCommand {
  orderId: string;
  /** Of the refund in its order: 1, 2 … */
  position: number;
  at: number;
  retryAt: number;
}

export type RetryRefundRefusal =
  | { type: 'not-failed'; state: RefundState }
  | { type: 'not-found' }
  | Unavailable;

/** Which refund of the order it is, and which attempt; `null` where no money has to move. */
export interface RefundRecorded {
  position: number;
  attempt: number | null;
}

export type RefundRefusal =
  | RefundExceeds
  | KeyTaken
  | Exclude<ConfirmRefusal, { type: 'stock-gone' }>;

export interface OpenAttemptCommand {
  orderId: string;
  operation: 'refund' | 'void';
  at: number;
}

export interface SettleAttemptCommand {
  orderId: string;
  attempt: number;
  outcome: string;
  /** The state of the payment from here on; `null` while the outcome is not known. */
  payment: 'refunded' | 'refund-failed' | 'voided' | 'captured' | 'capture-failed' | null;
  at: number;
  retryAt: number | null;
}

/** A refund, void or capture whose outcome is not known yet. */
export interface OpenAttempt {
  orderId: string;
  attempt: number;
  operation: 'refund' | 'void' | 'capture';
  method: string;
  reference: string | null;
  /** Of the order. */
  createdAt: number;
  /** Minor units: what the order was charged. */
  total: number;
  /** Minor units. */
  amount: number;
  currency: string;
  tries: number;
}

export interface PendingPayment {
  orderId: string;
  method: string;
  reference: string | null;
  /** Minor units. */
  amount: number;
  currency: string;
  createdAt: number;
  tries: number;
}

export interface OrderEvent {
  /** Grows by one with each event of the order. */
  sequence: number;
  at: number;
  /** The state that the order is in from here on. */
  state: OrderState;
  spans: Span[];
  detail: string | null;
  /** Set where the event is an attempt at a task: its span says when, its outcome why it failed. */
  task: { topic: Topic; reference?: number; state: TaskState } | null;
}

/** What the warehouse says of an order. `delivered` includes that it was shipped. */
export interface ShipCommand {
  orderId: string;
  state: Extract<OrderState, 'shipped' | 'delivered'>;
  /** Carrier and tracking number, for the order's history. */
  detail: string | null;
  at: number;
}

/** An order as its row has it, with what its owner check needs. */
export interface StoredOrder extends OrderFacts {
  customerId: string | null;
  payment: Payment;
}

export interface OrderQuery {
  cursor: string | null;
  limit: number;
  state: OrderState | null;
  customerId: string | null;
}

/** What operators look orders up by. Times are milliseconds; `to` is not among them any more. */
export interface OrderSearch {
  cursor: string | null;
  limit: number;
  state: OrderState | null;
  number: string | null;
  email: string | null;
  customerId: string | null;
  from: number | null;
  to: number | null;
}

export interface OrderStore {
  checkStock(demand: Demand[]): Promise<Result<null, OutOfStock>>;
  reserve(command: ReserveCommand): Promise<ReserveResult>;
  confirm(command: ConfirmCommand): Promise<Result<Confirmed, ConfirmRefusal>>;
  fail(command: FailCommand): Promise<Result<null, ConfirmRefusal>>;
  park(command: ParkCommand): Promise<Result<StoredAnswer | null, ConfirmRefusal>>;
  cancelConfirmed(command: CancelCommand): Promise<Result<null, ConfirmRefusal>>;
  /** Records that something goes back, before the provider is asked for it. */
  refund(command: RefundCommand): Promise<Result<RefundRecorded, RefundRefusal>>;
  /** Records a further attempt, before the provider is asked for it. */
  retryRefund(
    command: RetryRefundCommand,
  ): Promise<Result<{ attempt: number }, RetryRefundRefusal>>;
  /** Frees the stock of orders that are paying for longer than their hold lasts. */
  expireHolds(command: { at: number; limit: number }): Promise<Result<number, Unavailable>>;
  postpone(command: { orderId: string; settleAt: number }): Promise<Result<null, Unavailable>>;
  /** Records that money must go back, or a charge be closed, before the provider is asked to. */
  openAttempt(command: OpenAttemptCommand): Promise<Result<null, Unavailable>>;
  settleAttempt(command: SettleAttemptCommand): Promise<Result<null, Unavailable>>;
  order(id: string): Promise<StoredOrder | undefined>;
  /** The order that the cart has become; `null` where there is none that came to anything. */
  orderOfCart(cartId: string): Promise<string | null>;
  /** Those of the newest so many orders that came from carts. */
  latestCartOrders(orders: number): Promise<{ cartId: string; orderId: string }[]>;
  orders(query: OrderQuery): Promise<Page<StoredOrder>>;
  /** Newest first. A page may hold fewer than asked for, and yet not be the last one. */
  searchOrders(query: OrderSearch): Promise<Page<StoredOrder>>;
  orderEvents(orderId: string, after: number): Promise<OrderEvent[]>;
  ship(command: ShipCommand): Promise<Result<null, ConfirmRefusal>>;
  /** The payment of one order, while it is pending. */
  pendingPayment(orderId: string): Promise<PendingPayment | undefined>;
  pendingPayments(query: { dueAt: number; limit: number }): Promise<PendingPayment[]>;
  openAttempts(query: { dueAt: number; limit: number }): Promise<OpenAttempt[]>;
  /** Those of one order, due or not. */
  openAttemptsOf(orderId: string): Promise<OpenAttempt[]>;
}
