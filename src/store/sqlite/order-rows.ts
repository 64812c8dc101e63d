// The order's row ⇄ the order. Shared by the ledger, which stores answers, and by the reader.

import { invoiceNumber, orderNumber } from '../../core/numbering.js';
import type { OrderDocument, PaymentState } from '../../core/order.js';
import type { OrderState } from '../../core/order-states.js';
import { type TaskSummary, type Topic, topics } from '../../core/tasks.js';
import type { Span } from '../../core/timeline.js';
import type { StoredOrder } from '../store.js';
import type { Db } from './connection.js';

export interface OrderRow {
  seq: number;
  id: string;
  customer_id: string | null;
  state: OrderState;
  currency: string;
  total: number;
  series: string | null;
  series_number: number | null;
  payment_method: string;
  payment_state: PaymentState;
  payment_reference: string | null;
  decline_code: string | null;
  held: 0 | 1;
  settle_tries: number;
  /** Rows in `promotion_claims`. */
  claims: number;
  key_id: number | null;
  created_at: number;
  confirmed_at: number | null;
  updated_at: number;
}

/** The reads that both connections need, prepared once for each. */
export function orderReads(db: Db) {
  const byId = db.prepare<[string], OrderRow>('select * from orders where id = ?');
  const document = db
    .prepare<[number], string>('select document from order_documents where order_seq = ?')
    .pluck();
  const tasks = db.prepare<[number], TaskSummary>(
    'select topic, state, attempts from tasks where order_seq = ?',
  );
  const fromRow = (row: OrderRow): StoredOrder =>
    toOrder(row, JSON.parse(document.get(row.seq) as string), tasks.all(row.seq));
  return { byId: (id: string) => byId.get(id), fromRow };
}

const byTopic = (a: TaskSummary, b: TaskSummary): number =>
  topics.indexOf(a.topic as Topic) - topics.indexOf(b.topic as Topic);

function toOrder(row: OrderRow, document: OrderDocument, tasks: TaskSummary[]): StoredOrder {
  const numbered = row.series !== null && row.series_number !== null;
  return {
    id: row.id,
    customerId: row.customer_id,
    number: numbered ? orderNumber(row.series as string, row.series_number as number) : null,
    invoiceNumber: numbered
      ? invoiceNumber(row.series as string, row.series_number as number)
      : null,
    state: row.state,
    currency: row.currency,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    document,
    payment: {
      method: row.payment_method,
      state: row.payment_state,
      amount: row.total,
      reference: row.payment_reference,
      ...(row.decline_code === null ? {} : { declineCode: row.decline_code }),
    },
    tasks: tasks.sort(byTopic),
  };
}

/** Spans as JSON arrays with whole microseconds: small, and cheap to print at thousands a second. */
export const packSpans = (spans: readonly Span[]): string =>
  JSON.stringify(
    spans.map(({ step, startedAt, endedAt, outcome }) => [
      step,
      Math.round(startedAt * 1000),
      Math.round(endedAt * 1000),
      outcome,
    ]),
  );

export function unpackSpans(text: string): Span[] {
  const rows = JSON.parse(text) as [string, number, number, string][];
  return rows.map(([step, startedAt, endedAt, outcome]) => ({
    step,
    startedAt: startedAt / 1000,
    endedAt: endedAt / 1000,
    outcome,
  }));
}
