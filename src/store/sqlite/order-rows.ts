// The order's row ⇄ the order. Shared by the ledger, which stores answers, and by the reader.

import { creditNoteNumber, invoiceNumber, orderNumber } from '../../core/numbering.js';
import {
  type NextAction,
  type OrderDocument,
  type OrderRefund,
  orderText,
  type PaymentState,
  type RefundState,
} from '../../core/order.js';
import type { OrderState } from '../../core/order-states.js';
import { allTopics, isTopic, type TaskSummary, type Topic } from '../../core/tasks.js';
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
  /** Rows in `refunds`; `null` where it was cancelled before there were credit notes. */
  refunds: number | null;
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
  const referringTasks = db.prepare<[number], ReferringRow & TaskSummary>(
    'select topic, reference, state, attempts from tasks where order_seq = ?',
  );
  const refunds = db.prepare<[number], RefundRow>(refundSql);
  const action = db
    .prepare<[number], string>('select action from payment_actions where order_seq = ?')
    .pluck();
  const fromRow = (row: OrderRow): StoredOrder => {
    const { seq } = row;
    const agreed = JSON.parse(document.get(seq) as string) as OrderDocument;
    if (row.payment_state === 'action-required') {
      const order = toOrder(row, agreed, tasks.all(seq));
      const nextAction = JSON.parse(action.get(seq) as string) as NextAction;
      return { ...order, payment: { ...order.payment, nextAction } };
    }
    if (!row.refunds) return toOrder(row, agreed, tasks.all(seq));
    const order = toOrder(row, agreed, referringTasks.all(seq).map(withReference));
    return { ...order, refunds: refunds.all(seq).map(toRefund) };
  };
  /** The text of its view, for an order that has just been confirmed: nothing went back of it yet. */
  const textOf = (row: OrderRow): string =>
    orderText(factsOf(row, tasks.all(row.seq)), document.get(row.seq) as string);
  return { byId: (id: string) => byId.get(id), fromRow, textOf };
}

const byTopic = (a: TaskSummary, b: TaskSummary): number =>
  allTopics.indexOf(a.topic as Topic) - allTopics.indexOf(b.topic as Topic) ||
  (a.reference ?? 0) - (b.reference ?? 0);

interface ReferringRow {
  reference: number;
}

/** What is about the order itself refers to nothing. */
export function withReference<Row extends ReferringRow>({
  reference,
  ...row
}: Row): Omit<Row, 'reference'> & { reference?: number } {
  return reference === 0 ? row : { ...row, reference };
}

interface RefundRow {
  position: number;
  restocked: 0 | 1;
  series: string;
  series_number: number;
  facts: string;
  at: number;
  attempt: number | null;
  outcome: string | null;
  /** JSON. */
  attempts: string;
}

const refundSql = `
  select r.position, r.restocked, r.series, r.series_number, r.facts, r.at, r.attempt, a.outcome, (
      select json_group_array(json_object('at', tried.started_at, 'outcome', tried.outcome))
      from (select started_at, outcome from payment_attempts t
        where t.order_seq = r.order_seq and t.refund = r.position order by attempt) tried) as attempts
  from refunds r left join payment_attempts a on a.order_seq = r.order_seq and a.attempt = r.attempt
  where r.order_seq = ? order by r.position`;

function toRefund(row: RefundRow): OrderRefund {
  const { reason, amounts } = JSON.parse(row.facts) as Pick<OrderRefund, 'reason' | 'amounts'>;
  return {
    position: row.position,
    state: refundState(row),
    creditNoteNumber: creditNoteNumber(row.series, row.series_number),
    at: row.at,
    reason,
    isRestocked: row.restocked === 1,
    amounts,
    attempts: (JSON.parse(row.attempts) as { at: number; outcome: string | null }[]).map(
      ({ at, outcome }) => ({ at, state: stateAfter(outcome) }),
    ),
  };
}

function refundState({ attempt, outcome }: RefundRow): RefundState {
  return attempt === null ? 'refunded' : stateAfter(outcome);
}

function stateAfter(outcome: string | null): RefundState {
  // What was never captured is released instead: the customer has it back just so.
  if (outcome === 'refunded' || outcome === 'voided') return 'refunded';
  return outcome === 'declined' ? 'failed' : 'pending';
}

const toOrder = (row: OrderRow, document: OrderDocument, tasks: TaskSummary[]): StoredOrder => ({
  ...factsOf(row, tasks),
  document,
});

function factsOf(row: OrderRow, tasks: TaskSummary[]): Omit<StoredOrder, 'document'> {
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
    payment: {
      method: row.payment_method,
      state: row.payment_state,
      amount: row.total,
      reference: row.payment_reference,
      ...(row.decline_code === null ? {} : { declineCode: row.decline_code }),
    },
    // Whom else it was told to is no business of the customer's.
    tasks: tasks.filter(({ topic }) => isTopic(topic)).sort(byTopic),
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
