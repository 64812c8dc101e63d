// The path of one order, top to bottom:
//
//   check stock ‖ quote → reserve → pay → confirm → answer
//         ↑                   │
//         └───────────────────┘ without an offer that has run out meanwhile
//
// Everything before `reserve` can be thrown away. From `reserve` on the order exists and holds stock,
// and whatever happens to this process, recovery brings it to an end.

import { setTimeout as delay } from 'node:timers/promises';
import { demandOf } from '../core/demand.js';
import { type OrderFacts, orderText, orderView } from '../core/order.js';
import { isKept, problemOf } from '../core/problems.js';
import type { OrderRefusal } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import { freshTasks } from '../core/tasks.js';
import type { ChargeOutcome } from '../gateways/payment/provider.js';
import type { IdempotencyClaim, KeyTaken, PromotionUsedUp } from '../store/store.js';
import { resolveCart } from './cart-request.js';
import { OffersRunOut } from './offers-run-out.js';
import {
  freeze,
  type PlaceOrder,
  pendingOrder,
  type Reserving,
  reservation,
  type WrittenOrder,
  wholePieces,
} from './order-draft.js';
import { taxing } from './provided-taxes.js';
import { closedAs, NOTHING_TO_PAY, settlePayment } from './settle-payment.js';
import { providerOf, type Shop } from './shop.js';
import { inMode, Steps, type StepWatcher } from './steps.js';

/** What the customer is answered; `body` is JSON text, the very bytes that a repeated key gets. */
export interface PlacedOrder {
  status: number;
  body: string;
  orderId: string | null;
  replayed: boolean;
}

export type PlaceOrderResult = Result<PlacedOrder, OrderRefusal>;

/** Places an order once, however often it is asked for under the same key. */
export async function placeOrder(
  shop: Shop,
  request: PlaceOrder,
  watch?: StepWatcher,
): Promise<PlaceOrderResult> {
  const { traffic } = shop;
  traffic.begun += 1;
  traffic.underWay += 1;
  let outcome = 'internal-error';
  try {
    const result = await placeUnderKey(shop, request, watch);
    outcome = outcomeOf(result);
    return result;
  } finally {
    traffic.underWay -= 1;
    traffic.orders.add(outcome);
  }
}

/** A word for operators. */
function outcomeOf(result: PlaceOrderResult): string {
  if (!result.ok) return result.refusal.type;
  const { replayed, status } = result.value;
  if (replayed) return 'replayed';
  return status === 201 ? 'confirmed' : 'payment-pending';
}

async function placeUnderKey(
  shop: Shop,
  request: PlaceOrder,
  watch: StepWatcher | undefined,
): Promise<PlaceOrderResult> {
  const { claim } = request;
  const taken = claim && (await shop.store.keyAnswer(claim));
  if (taken) return repeated(taken);
  if (!shop.store.hasRoom()) {
    return refuse({ type: 'overloaded', detail: 'the queue for orders is full' });
  }
  const result = await placeOnce(shop, request, watch);
  return result.ok || !claim ? result : keepRefusal(shop, claim, result.refusal);
}

async function placeOnce(
  shop: Shop,
  request: PlaceOrder,
  watch: StepWatcher | undefined,
): Promise<PlaceOrderResult> {
  const steps = new Steps(shop.settings.stepDelays, watch);
  const reserve = request.lines.length < LARGE_LINES ? reserveOrder : reserveInTurn;
  const reserved = await reserve(shop, request, steps);
  if (!reserved.ok) {
    const { refusal } = reserved;
    return refusal.type === 'answered' ? repeated(refusal) : refuse(refusal);
  }
  steps.written();

  const order = reserved.value;
  const outcome = await steps.run('pay', () => pay(shop, request, order));
  shop.traffic.payments.add(`${request.payment.method} ${outcome.type}`);
  if (outcome.type === 'unknown' || outcome.type === 'action-required') {
    return park(shop, steps, order, outcome, request.claim);
  }
  return settle(shop, steps, order, outcome);
}

type Reserved = Result<WrittenOrder, OrderRefusal | KeyTaken>;

/** From here on an order waits for its turn: its quote and its document are some hundred kilobytes. */
const LARGE_LINES = 50;

async function reserveInTurn(shop: Shop, request: PlaceOrder, steps: Steps): Promise<Reserved> {
  const { largeOrders: turns } = shop;
  if (!turns.isFull)
    return turns.pass(request.lines.length, () => reserveOrder(shop, request, steps));
  return refuse({ type: 'overloaded', detail: 'too many large orders wait for their turn' });
}

/** Quotes and reserves, once more where an offer has run out in between. */
async function reserveOrder(shop: Shop, request: PlaceOrder, steps: Steps): Promise<Reserved> {
  const orderId = shop.newOrderId();
  const demand = demandOf(wholePieces(request));
  const offers = new OffersRunOut();
  const taxed = taxing(shop, request.shippingAddress);
  for (;;) {
    const at = shop.now();
    const cart = await resolveCart(shop, offers.without(request), at);
    const [stock, quoted] = await inMode(
      shop.settings.mode,
      () => steps.run('stock', () => shop.store.checkStock(demand)),
      () => steps.run('quote', async () => shop.quotes.quoteWithRules(await taxed(cart))),
    );
    if (!quoted.ok) return quoted;
    if (!stock.ok) return stock;
    const { value: quote, rules } = quoted;
    const reserved = await reserveQuoted(shop, { orderId, at, quote, rules, request }, steps);
    if (reserved.ok) return reserved;
    const { refusal } = reserved;
    if (refusal.type !== 'out-of-stock' && refusal.type !== 'promotion-used-up') {
      return refuse(refusal);
    }
    const again = offers.after(refusal, { quote, rules });
    if (!again.ok) return again;
  }
}

async function reserveQuoted(
  shop: Shop,
  quoted: Omit<Reserving, 'documentText'>,
  steps: Steps,
): Promise<Result<WrittenOrder, OrderRefusal | KeyTaken | PromotionUsedUp>> {
  const { quote, request } = quoted;
  if (request.expectedTotal !== undefined && request.expectedTotal !== quote.totals.payable) {
    return refuse({ type: 'price-changed', expectedTotal: request.expectedTotal, quote });
  }
  const document = freeze(request, quote);
  const reserving = { ...quoted, documentText: JSON.stringify(document) };
  const reserved = await steps.run('reserve', (spans) =>
    shop.store.reserve(reservation(shop, reserving, spans)),
  );
  return reserved.ok ? ok(pendingOrder(reserving, document)) : reserved;
}

/** Charges under the order's own key; what stays unanswered is tried again within the time-out. */
async function pay(
  shop: Shop,
  { payment }: PlaceOrder,
  { id, currency, payment: { amount } }: OrderFacts,
): Promise<ChargeOutcome> {
  if (amount === 0) return { type: 'captured', reference: NOTHING_TO_PAY };
  const provider = providerOf(shop, payment.method);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), shop.settings.paymentTimeoutMs);
  try {
    for (let tries = 1; ; tries += 1) {
      const returnUrl = () => shop.orderLink(id).url;
      const charge = { key: id, amount, currency, token: payment.token, returnUrl };
      const outcome = await provider.charge(charge, patience.signal);
      const isFinal = outcome.type !== 'unknown' || tries === CHARGE_TRIES_MAX;
      if (isFinal || patience.signal.aborted) return outcome;
      await delay(CHARGE_BACKOFF_MS * 2 ** (tries - 1));
    }
  } finally {
    clearTimeout(timer);
  }
}

const CHARGE_TRIES_MAX = 4;
const CHARGE_BACKOFF_MS = 50;

/** The money was taken, or was refused: the order is confirmed, or ends. */
async function settle(
  shop: Shop,
  steps: Steps,
  order: WrittenOrder,
  outcome: Exclude<ChargeOutcome, Waiting>,
): Promise<PlaceOrderResult> {
  const settled =
    outcome.type !== 'declined'
      ? await steps.run('confirm', (spans) => settlePayment(shop, order.id, outcome, spans))
      : await settlePayment(shop, order.id, outcome, steps.unwritten);
  if (settled.type === 'confirmed') {
    const { number, invoiceNumber, body } = settled;
    const { reference, isCaptured } = settled;
    const state = isCaptured ? ('captured' as const) : ('authorised' as const);
    const payment = { ...order.payment, state, reference };
    const confirmed = { ...order, number, invoiceNumber, payment, tasks: freshTasks() };
    return placed(201, body ?? { ...confirmed, state: 'confirmed' }, order.id);
  }
  // The money is taken but that cannot be written down now: recovery will, as soon as it can.
  if (settled.type === 'storage-unavailable') return placed(202, order, order.id);
  return refuse(closedAs(settled));
}

type Waiting = Extract<ChargeOutcome, { type: 'unknown' | 'action-required' }>;

/**
 * Stock stays held; recovery asks the provider until it knows. Where the customer has to act, they
 * have as long as a hold lasts.
 */
async function park(
  shop: Shop,
  steps: Steps,
  order: WrittenOrder,
  outcome: Waiting,
  claim: IdempotencyClaim | null,
): Promise<PlaceOrderResult> {
  const at = shop.now();
  const { holdTtlMs, paymentUnknownMaxMs } = shop.settings;
  const nextAction = outcome.type === 'unknown' ? null : outcome.nextAction;
  const reference = outcome.reference ?? null;
  const holdEndsAt = order.createdAt + holdTtlMs;
  const parked = await shop.store.park({
    orderId: order.id,
    spans: steps.unwritten,
    at,
    reference,
    nextAction,
    settleAt: nextAction ? Math.min(at + ACTION_LOOKUP_MS, holdEndsAt) : at + FIRST_LOOKUP_MS,
    holdExpiresAt: nextAction ? holdEndsAt : order.createdAt + paymentUnknownMaxMs,
  });
  const payment = nextAction
    ? { state: 'action-required' as const, reference, nextAction }
    : { state: 'unknown' as const };
  const unknown = { ...order, payment: { ...order.payment, ...payment } };
  if (parked.ok) return placed(202, parked.value?.body ?? unknown, order.id);
  // Somebody has settled it meanwhile, a notice of the provider or recovery: theirs is the answer.
  const taken = claim && (await shop.store.keyAnswer(claim));
  if (taken?.type === 'answered') return ok({ ...taken.answer, replayed: false });
  const current = (await shop.store.order(order.id)) ?? unknown;
  const isPending = current.state === 'payment-pending';
  return placed(isPending || current.number === null ? 202 : 201, current, order.id);
}

const FIRST_LOOKUP_MS = 200;
/** Nobody proves who they are in less; the provider's notice usually comes first. */
const ACTION_LOOKUP_MS = 5_000;

const placed = (
  status: number,
  body: string | WrittenOrder | OrderFacts,
  orderId: string,
): PlaceOrderResult =>
  ok({ status, body: typeof body === 'string' ? body : textOf(body), orderId, replayed: false });

const textOf = (order: WrittenOrder | OrderFacts): string =>
  'documentText' in order ? orderText(order, order.documentText) : JSON.stringify(orderView(order));

/** What a repeated key is answered. */
export function repeated(taken: KeyTaken): PlaceOrderResult {
  if (taken.type !== 'answered') return refuse(taken);
  return ok({ ...taken.answer, replayed: true });
}

/** A refusal is an answer too. Where another request under the key was first, its answer stands. */
async function keepRefusal(
  shop: Shop,
  claim: IdempotencyClaim,
  refusal: OrderRefusal,
): Promise<PlaceOrderResult> {
  const { status, body } = problemOf(refusal);
  // What another request is doing may come to nothing: this one may then be tried again.
  if (aboutOthers.has(refusal.type) || !isKept(status)) {
    return refuse(refusal);
  }
  const answer = { status, body: JSON.stringify(body), at: shop.now() };
  const kept = await shop.store.rememberAnswer({ ...claim, ...answer });
  if (!kept.ok || !kept.value) return refuse(refusal);
  // An order of this very request may have stored the refusal itself: then it is no repetition.
  const isOwn = kept.value.type === 'answered' && kept.value.answer.body === answer.body;
  return isOwn ? refuse(refusal) : repeated(kept.value);
}

const aboutOthers: ReadonlySet<OrderRefusal['type']> = new Set([
  'request-in-progress',
  'idempotency-key-reused',
  'cart-ordered',
] as const);
