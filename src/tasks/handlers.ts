// One handler a topic. A task is nothing but a name: its order is found in the store by whoever does the
// work, and that is done under the same name: a file, a Message-ID, a webhook id.

import type { CalledOff } from '../compute/document-batch.js';
import type { InvoiceRefusal } from '../compute/documents.js';
import type { ComposedEmail, EmailDraft, EmailOutcome } from '../core/email.js';
import type { Bucket } from '../core/order-figures.js';
import { orderFigures } from '../core/order-figures.js';
import { isCalledOff, type OrderState } from '../core/order-states.js';
import { consignmentOf, type Warehouse } from '../gateways/warehouse/warehouse.js';
import { creditNoteEmail } from '../orders/issue-credit-note.js';
import { confirmationEmail, issueInvoice } from '../orders/issue-invoice.js';
import type { Shop } from '../orders/shop.js';
import type { Store, StoredOrder } from '../store/store.js';
import type { TaskHandler, TaskHandlers, TaskOutcome } from './task-handler.js';

export interface BackOffice
  extends Pick<Shop, 'store' | 'calendar' | 'documents' | 'orderLink' | 'now' | 'traffic'> {
  /** Sends an e-mail, or delivers its draft where e-mails become files. */
  post: (email: ComposedEmail | EmailDraft, signal: AbortSignal) => Promise<EmailOutcome>;
  /** `null` where goods are sent by other means. */
  warehouse: Warehouse | null;
}

export const taskHandlers = (office: BackOffice): TaskHandlers => ({
  invoice: { run: ({ orderId }) => issue(office, orderId) },
  'confirmation-email': {
    run: async ({ orderId }, signal) =>
      delivered(office, await confirmationEmail(office, orderId), signal),
  },
  warehouse: forOrder(office.store, (order, signal) => consign(office, order, signal)),
  analytics: forOrder(office.store, (order) => count(office, order)),
  // The credit note is made and filed on the way.
  'credit-note-email': {
    run: async ({ orderId, reference = 0 }, signal) =>
      delivered(office, await creditNoteEmail(office, orderId, reference), signal),
  },
});

const forOrder = (
  store: Pick<Store, 'order'>,
  work: (order: StoredOrder, signal: AbortSignal) => Promise<TaskOutcome>,
): TaskHandler => ({
  run: async (task, signal) => {
    const order = await store.order(task.orderId);
    if (!order) return { type: 'failed', reason: 'the order is not there', permanent: true };
    return work(order, signal);
  },
});

/** Also of an order that was cancelled since: its number is given, and a number is never lost. */
async function issue(office: BackOffice, orderId: string): Promise<TaskOutcome> {
  const issued = await issueInvoice(office, orderId);
  return issued.ok ? { type: 'done' } : notMade(issued.refusal);
}

function notMade(refusal: InvoiceRefusal | CalledOff): TaskOutcome {
  if (refusal.type === 'called-off') return calledOff(refusal.state);
  const { type, detail } = refusal;
  if (type === 'not-found') return { type: 'failed', reason: detail, permanent: true };
  return { type: 'failed', reason: `invoice: ${detail}` };
}

const calledOff = (state: OrderState): TaskOutcome => ({
  type: 'cancelled',
  reason: `the order was ${state}`,
});

async function delivered(
  { post }: BackOffice,
  made: Awaited<ReturnType<typeof confirmationEmail>>,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  if (!made.ok) return notMade(made.refusal);
  const email = made.value;
  const outcome = 'type' in email ? email : await post(email, signal);
  return outcome.type === 'sent' ? { type: 'done' } : outcome;
}

async function consign(
  { warehouse }: BackOffice,
  order: StoredOrder,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  if (isCalledOff(order.state)) return calledOff(order.state);
  if (!warehouse) return { type: 'cancelled', reason: 'no warehouse is configured' };
  const consignment = consignmentOf(order);
  if (consignment.lines.length === 0) {
    return { type: 'cancelled', reason: 'nothing of the order is left to be sent' };
  }
  const outcome = await warehouse.announce(consignment, signal);
  return outcome.type === 'accepted' ? { type: 'done' } : outcome;
}

async function count(
  { store, calendar, traffic }: BackOffice,
  order: StoredOrder,
): Promise<TaskOutcome> {
  const events = await store.orderEvents(order.id, 0);
  // Tasks have figures of their own; here it is what the customer waited for.
  const spans = events.flatMap(({ task, spans }) => (task === null ? spans : []));
  const startsAt = bucketsOf(order.createdAt, calendar.startOfDay(order.createdAt));
  const figures = orderFigures(order, spans, startsAt);
  for (const { step, slot } of figures.steps) traffic.steps.add(`${step} ${slot}`);
  return { type: 'done', figures };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Minutes and hours are those of UTC, days those of the shop. */
const bucketsOf = (at: number, day: number): Record<Bucket, number> => ({
  minute: Math.floor(at / MINUTE_MS) * MINUTE_MS,
  hour: Math.floor(at / HOUR_MS) * HOUR_MS,
  day,
});
