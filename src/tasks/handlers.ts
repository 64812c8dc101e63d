// One handler a topic. Each finds its order in the store, so that a task is nothing but a name, and
// what it does is done under that name: a file, a Message-ID, a webhook id.

import type { MadeEmail } from '../compute/document-batch.js';
import type { InvoiceRefusal } from '../compute/documents.js';
import type { Bucket } from '../core/order-figures.js';
import { orderFigures } from '../core/order-figures.js';
import type { Mailer } from '../gateways/email/mailer.js';
import { consignmentOf, type Warehouse } from '../gateways/warehouse/warehouse.js';
import { creditNoteEmail } from '../orders/issue-credit-note.js';
import { confirmationEmail, issueInvoice } from '../orders/issue-invoice.js';
import type { Shop } from '../orders/shop.js';
import type { ClaimedTask, Store, StoredOrder } from '../store/store.js';
import type { TaskHandler, TaskHandlers, TaskOutcome } from './task-handler.js';

export interface BackOffice
  extends Pick<
    Shop,
    'store' | 'calendar' | 'documents' | 'seller' | 'orderLink' | 'now' | 'traffic'
  > {
  /** `null` where e-mails become files: whoever composes them writes them. */
  mailer: Mailer | null;
  /** `null` where goods are sent by other means. */
  warehouse: Warehouse | null;
}

export const taskHandlers = (office: BackOffice): TaskHandlers => ({
  invoice: withRoom(
    office,
    forOrder(office.store, (order) => issue(office, order)),
  ),
  'confirmation-email': withRoom(
    office,
    forOrder(office.store, (order, _task, signal) => confirm(office, order, signal)),
  ),
  warehouse: forOrder(office.store, (order, _task, signal) => consign(office, order, signal)),
  analytics: forOrder(office.store, (order) => count(office, order)),
  'credit-note-email': withRoom(
    office,
    forOrder(office.store, (order, task, signal) => tellOfRefund(office, order, task, signal)),
  ),
});

type OrderWork = (
  order: StoredOrder,
  task: ClaimedTask,
  signal: AbortSignal,
) => Promise<TaskOutcome>;

const forOrder = (store: Pick<Store, 'order'>, work: OrderWork): TaskHandler => ({
  run: async (task, signal) => {
    const order = await store.order(task.orderId);
    if (!order) return { type: 'failed', reason: 'the order is not there', permanent: true };
    return work(order, task, signal);
  },
});

/** Even the order is read only when its document can be made. */
const withRoom = ({ documents }: Pick<BackOffice, 'documents'>, { run }: TaskHandler) => ({
  run: async (task: ClaimedTask, signal: AbortSignal): Promise<TaskOutcome> => {
    await documents.room(task.orderId);
    return run(task, signal);
  },
});

/** Also of an order that was cancelled since: its number is given, and a number is never lost. */
async function issue(office: BackOffice, order: StoredOrder): Promise<TaskOutcome> {
  const issued = await issueInvoice(office, order);
  return issued.ok ? { type: 'done' } : notIssued(issued.refusal);
}

const notIssued = ({ detail }: InvoiceRefusal): TaskOutcome => ({
  type: 'failed',
  reason: `invoice: ${detail}`,
});

async function confirm(
  office: BackOffice,
  order: StoredOrder,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  const off = calledOff(order);
  if (off) return off;
  const email = await confirmationEmail(office, order);
  if (!email.ok) return notIssued(email.refusal);
  return delivered(office, email.value, signal);
}

/** The credit note is made and filed on the way. */
async function tellOfRefund(
  office: BackOffice,
  order: StoredOrder,
  { reference }: ClaimedTask,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  const refund = order.refunds?.find(({ position }) => position === reference);
  if (!refund) return { type: 'failed', reason: 'the refund is not there', permanent: true };
  const email = await creditNoteEmail(office, order, refund);
  if (!email.ok) return notIssued(email.refusal);
  return delivered(office, email.value, signal);
}

async function delivered(
  { mailer }: BackOffice,
  email: MadeEmail,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  if ('raw' in email && !mailer) throw new Error('an e-mail was composed, and nobody sends it');
  const outcome = 'raw' in email ? await (mailer as Mailer).send(email, signal) : email;
  return outcome.type === 'sent' ? { type: 'done' } : outcome;
}

/** Why nothing of the order is to be packed or announced any more. */
function calledOff({ state }: StoredOrder): TaskOutcome | null {
  if (state !== 'cancelled' && state !== 'refunded') return null;
  return { type: 'cancelled', reason: `the order was ${state}` };
}

async function consign(
  { warehouse }: BackOffice,
  order: StoredOrder,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  const off = calledOff(order);
  if (off) return off;
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
