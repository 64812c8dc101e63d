// The store: one interface of named intentions. Each command is exactly one transaction, called once
// per order and batched underneath; when its promise resolves, what it did survives a power cut.
//
// Terminology
//   Reservation  stock held for an order until `holdExpiresAt`
//   Allocation   stock that left the level because its order is confirmed
//   Attempt      one call to the payment provider, recorded before it is made
//   Outbox       the tasks that a confirmation owes, written in the same transaction
//   Lease        how long a task belongs to whoever claimed it; after that anybody may take it again
//   Dead letter  a task that is not tried any more until an operator replays it

import type { CouponBack } from '../core/coupon-back.js';
import type { Demand } from '../core/demand.js';
import type { OrderDocument, OrderFacts, Payment } from '../core/order.js';
import type { Bucket, OrderFigures } from '../core/order-figures.js';
import type { OrderState } from '../core/order-states.js';
import type { RefundExceeds, RefundRequest } from '../core/refund.js';
import type { IdempotencyRefusal, OutOfStock, Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type { Promotion } from '../core/rules.js';
import type { TaskName, TaskState, Topic } from '../core/tasks.js';
import type { Span } from '../core/timeline.js';

export interface IdempotencyClaim {
  caller: string;
  key: string;
  /** SHA-256 of what was asked for, so that a reused key is told from a repeated one. */
  fingerprint: string;
}

/** The first answer to a key, kept to be given again. `body` is JSON text. */
export interface StoredAnswer {
  status: number;
  body: string;
  orderId: string | null;
}

/** One limit of a promotion: its uses by everybody, by one customer, or its money in one currency. */
export interface PromotionCounter {
  promotion: string;
  counter: 'uses' | 'customer' | 'budget';
  /** Empty, the customer, or the currency. */
  scope: string;
}

/** What an order takes of it: 1 use, or minor units; `limit` as in the rules it was quoted with. */
export interface PromotionClaim extends PromotionCounter {
  amount: number;
  limit: number;
}

/** What pending orders hold of a limit, and what confirmed ones have used. */
export interface CounterLevel {
  held: number;
  committed: number;
}

export interface ReserveCommand {
  orderId: string;
  customerId: string | null;
  currency: string;
  totalMinor: number;
  document: OrderDocument;
  lines: { sku: string; quantity: number; amountMinor: number }[];
  /** What the order takes of promotions that have a limit; of the others there is nothing to claim. */
  promotionClaims: readonly PromotionClaim[];
  paymentMethod: string;
  claim: IdempotencyClaim | null;
  spans: Span[];
  at: number;
  holdExpiresAt: number;
  /** When recovery may take the order up, should nobody have settled it by then. */
  settleAt: number;
}

export type KeyTaken = IdempotencyRefusal | { type: 'answered'; answer: StoredAnswer };
/** Every limit that the order would have exceeded; nothing was held. */
export type PromotionUsedUp = { type: 'promotion-used-up'; counters: PromotionCounter[] };
export type ReserveResult = Result<null, OutOfStock | PromotionUsedUp | KeyTaken | Unavailable>;

export interface ConfirmCommand {
  orderId: string;
  reference: string;
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
    | { state: 'voided' }
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
  payment: 'refunded' | 'refund-failed' | 'voided' | null;
  at: number;
  retryAt: number | null;
}

/** A refund or void whose outcome is not known yet. */
export interface OpenAttempt {
  orderId: string;
  attempt: number;
  operation: 'refund' | 'void';
  method: string;
  /** Minor units. */
  amount: number;
  currency: string;
  tries: number;
}

export interface PendingPayment {
  orderId: string;
  method: string;
  /** Minor units. */
  amount: number;
  currency: string;
  createdAt: number;
  tries: number;
}

export interface Product {
  sku: string;
  name: string;
  category: string;
  /** What else promotions may pick it by. */
  tags?: string[];
  taxCategory: string;
  /** Millionths of a major unit by currency. */
  prices: Record<string, number>;
}

export interface StockLevel {
  sku: string;
  onHand: number;
  reserved: number;
}

export interface ShopCustomer {
  id: string;
  email: string;
  name: string;
  /** Everything else that is known, as JSON: address, currency, a demo basket. */
  profile: Record<string, unknown>;
}

export interface OperatorKey {
  id: string;
  name: string;
  scopes: string[];
  /** SHA-256 of the key; the key itself is kept nowhere. */
  hash: string;
}

export type StockRefusal =
  | { type: 'unknown-sku'; sku: string }
  | { type: 'below-reserved'; sku: string; reserved: number; onHand: number };

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

export type { TaskName };

export interface ClaimedTask extends TaskName {
  /** Counts from 1: which attempt this lease is for. */
  attempt: number;
  /** Attempts since the task was last brought back from the dead letters, this one included. */
  tries: number;
}

export interface ClaimTasksCommand {
  /** At most so many of each topic, the longest due first. */
  wants: { topic: Topic; limit: number }[];
  at: number;
  leaseUntil: number;
  /** Only tasks of orders whose earlier topics have come to rest. */
  inSequence: boolean;
}

/** What became of one attempt. It counts only while the lease that it was made under holds. */
export interface TaskResult extends ClaimedTask {
  state: Extract<TaskState, 'done' | 'pending' | 'dead' | 'cancelled'>;
  /** When a task that is pending again may be taken next. */
  dueAt: number | null;
  span: Span;
  error: string | null;
  /** Added to the shop's figures in the same transaction, so that nothing is counted twice. */
  figures: OrderFigures | null;
}

export interface StoredTask extends TaskName {
  state: TaskState;
  attempts: number;
  dueAt: number | null;
  lastError: string | null;
}

export interface TaskQuery {
  cursor: TaskName | null;
  limit: number;
  state: TaskState | null;
}

/** Tasks that are not at rest, or dead; `atLeast` where there are too many to be counted. */
export interface TaskCount {
  topic: Topic;
  state: TaskState;
  count: number;
  atLeast: boolean;
}

/** What the warehouse says of an order. `delivered` includes that it was shipped. */
export interface ShipCommand {
  orderId: string;
  state: Extract<OrderState, 'shipped' | 'delivered'>;
  /** Carrier and tracking number, for the order's history. */
  detail: string | null;
  at: number;
}

export interface AnalyticsQuery {
  bucket: Bucket;
  from: number;
  to: number;
  /** Rows of the SKU and country tables. */
  limit: number;
}

export interface SalesRow {
  key: string;
  currency: string;
  orders: number;
  units: number;
  /** Minor units. */
  gross: number;
  net: number;
}

export interface AnalyticsFigures {
  totals: (Omit<SalesRow, 'key'> & { startsAt: number })[];
  skus: SalesRow[];
  countries: SalesRow[];
  steps: { step: string; slot: number; spans: number }[];
}

/** An order as its row has it, with what its owner check needs. */
export interface StoredOrder extends OrderFacts {
  customerId: string | null;
  payment: Payment;
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export interface StoreFigures {
  queued: number;
  [figure: string]: unknown;
}

export interface Store {
  // Orders
  checkStock(demand: Demand[]): Promise<Result<null, OutOfStock>>;
  reserve(command: ReserveCommand): Promise<ReserveResult>;
  confirm(command: ConfirmCommand): Promise<Result<Confirmed, ConfirmRefusal>>;
  fail(command: FailCommand): Promise<Result<null, ConfirmRefusal>>;
  park(command: ParkCommand): Promise<Result<StoredAnswer | null, ConfirmRefusal>>;
  cancelConfirmed(command: CancelCommand): Promise<Result<null, ConfirmRefusal>>;
  /** Records that something goes back, before the provider is asked for it. */
  refund(command: RefundCommand): Promise<Result<RefundRecorded, RefundRefusal>>;
  /** Frees the stock of orders that are paying for longer than their hold lasts. */
  expireHolds(command: { at: number; limit: number }): Promise<Result<number, Unavailable>>;
  postpone(command: { orderId: string; settleAt: number }): Promise<Result<null, Unavailable>>;
  /** Records that money must go back, or a charge be closed, before the provider is asked to. */
  openAttempt(command: OpenAttemptCommand): Promise<Result<null, Unavailable>>;
  settleAttempt(command: SettleAttemptCommand): Promise<Result<null, Unavailable>>;
  order(id: string): Promise<StoredOrder | undefined>;
  orders(query: OrderQuery): Promise<Page<StoredOrder>>;
  orderEvents(orderId: string, after: number): Promise<OrderEvent[]>;
  ship(command: ShipCommand): Promise<Result<null, ConfirmRefusal>>;
  pendingPayments(query: { dueAt: number; limit: number }): Promise<PendingPayment[]>;
  openAttempts(query: { dueAt: number; limit: number }): Promise<OpenAttempt[]>;
  /** Those of one order, due or not. */
  openAttemptsOf(orderId: string): Promise<OpenAttempt[]>;

  // Tasks
  claimTasks(command: ClaimTasksCommand): Promise<Result<ClaimedTask[], Unavailable>>;
  extendLeases(command: {
    tasks: ClaimedTask[];
    leaseUntil: number;
  }): Promise<Result<null, Unavailable>>;
  /** Answers how many of the results counted. */
  finishTasks(command: { results: TaskResult[]; at: number }): Promise<Result<number, Unavailable>>;
  /** Makes a task that is dead, or waits for its backoff, due now. */
  retryTask(command: TaskName & { at: number }): Promise<Result<StoredTask | null, Unavailable>>;
  /** Brings the oldest dead letters back; answers how many. */
  replayDeadLetters(command: {
    topic: Topic | null;
    limit: number;
    at: number;
  }): Promise<Result<number, Unavailable>>;
  /** Of these topics, those with a task that is due. */
  dueTopics(query: { topics: readonly Topic[]; at: number }): Promise<Topic[]>;
  task(name: TaskName): Promise<StoredTask | undefined>;
  /** Newest order first. */
  tasks(query: TaskQuery): Promise<Page<StoredTask>>;
  taskCounts(): Promise<TaskCount[]>;
  analytics(query: AnalyticsQuery): Promise<AnalyticsFigures>;
  /** Forgets the figures of minutes before a time; hours and days stay. */
  purgeMinutes(command: { before: number; limit: number }): Promise<Result<number, Unavailable>>;

  // Repeated requests
  keyAnswer(claim: IdempotencyClaim): Promise<KeyTaken | null>;
  rememberAnswer(
    command: IdempotencyClaim & { status: number; body: string; at: number },
  ): Promise<Result<KeyTaken | null, Unavailable>>;
  purgeKeys(command: { before: number; limit: number }): Promise<Result<number, Unavailable>>;

  // Catalogue, stock, customers, operators
  product(sku: string): Promise<Product | undefined>;
  products(query: ProductQuery): Promise<Page<Product & { available: number }>>;
  putProduct(command: Product & { at: number }): Promise<Result<{ created: boolean }, Unavailable>>;
  promotions(): Promise<Promotion[]>;
  promotion(id: string): Promise<Promotion | undefined>;
  promotionList(query: { cursor: string | null; limit: number }): Promise<Page<Promotion>>;
  putPromotion(command: {
    promotion: Promotion;
  }): Promise<Result<{ created: boolean }, Unavailable>>;
  /** Answers whether there was one. What orders have used of it stays on record. */
  removePromotion(command: { id: string }): Promise<Result<boolean, Unavailable>>;
  /** A level for each of them, in order; zero where nothing was ever claimed. */
  promotionLevels(counters: readonly PromotionCounter[]): Promise<CounterLevel[]>;
  stock(sku: string): Promise<StockLevel | undefined>;
  setStock(command: {
    sku: string;
    onHand: number;
    reason: string;
    at: number;
  }): Promise<Result<StockLevel, StockRefusal | Unavailable>>;
  adjustStock(command: {
    sku: string;
    delta: number;
    reason: string;
    at: number;
  }): Promise<Result<StockLevel, StockRefusal | Unavailable>>;
  customer(id: string): Promise<ShopCustomer | undefined>;
  putCustomer(
    command: ShopCustomer & { at: number },
  ): Promise<Result<{ created: boolean }, Unavailable>>;
  /** Whether an order of this customer, by id or e-mail address, was ever confirmed and kept. */
  hasOrdered(customer: { id: string | null; email: string | null }): Promise<boolean>;
  /** Makes `hasOrdered` fast. The index costs each order something, so only shops that ask have it. */
  indexBuyers(command: Record<string, never>): Promise<Result<null, Unavailable>>;
  operatorKey(hash: string): Promise<OperatorKey | undefined>;
  hasOperatorKeys(): Promise<boolean>;
  putOperatorKey(command: OperatorKey & { at: number }): Promise<Result<null, Unavailable>>;
  /** A random secret that is made on first use and kept with the data. */
  secret(name: string): Promise<string>;
  hasSecret(name: string): Promise<boolean>;
  seed(command: Seed): Promise<Result<null, Unavailable>>;
  isEmpty(): Promise<boolean>;

  // The store itself
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

export interface OrderQuery {
  cursor: string | null;
  limit: number;
  state: OrderState | null;
  customerId: string | null;
}

export interface ProductQuery {
  cursor: string | null;
  limit: number;
  search: string | null;
}

export interface Seed {
  products: (Product & { stock: number })[];
  customers: ShopCustomer[];
  promotions: Promotion[];
  at: number;
}
